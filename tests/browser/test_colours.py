"""Colour settings: the range of the maps' colours, the colormap, and the row of tabs."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.support.visitor import Visitor, focus, sample_digits
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SAMPLES = sample_digits()


def test_the_legends_follow_the_scope(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    legends = visitor.page.locator("[data-stage=conv1] .legend, [data-stage=conv2] .legend")
    before = legends.all_inner_texts()
    assert before[0] != before[1]
    maps = visitor.pixels("stage-conv1")
    visitor.part("scale-scope").select_option("network")
    visitor.wait_for_change("stage-conv1", maps)
    one, other = legends.all_inner_texts()
    assert one == other
    visitor.part("scale-scope").select_option("map")
    expect(legends.first).to_contain_text("own max")
    expect(legends.first).to_have_accessible_name(re.compile("its own colour scale"))
    visitor.part("scale-scope").select_option("stage")
    visitor.page.wait_for_function(
        "(maps) => document.querySelector('[data-testid=stage-conv1]').toDataURL() === maps", arg=maps
    )
    assert legends.all_inner_texts() == before


def test_another_colormap_colours_maps_and_legends_and_belongs_to_the_state(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    maps = visitor.pixels("stage-conv1")
    legend = visitor.page.locator("[data-stage=conv1] .legend canvas")
    colours = legend.evaluate("(canvas) => canvas.toDataURL()")
    visitor.part("scale-colormap").select_option("sea")
    visitor.wait_for_change("stage-conv1", maps)
    assert legend.evaluate("(canvas) => canvas.toDataURL()") != colours
    assert visitor.page.evaluate("glasscnn.getState().colours") == {"scope": "stage", "colormap": "sea"}
    assert violations(visitor.page) == []
    visitor.start_over()
    expect(visitor.part("scale-colormap")).to_have_value("ember")
    assert legend.evaluate("(canvas) => canvas.toDataURL()") == colours


def test_tabs_are_a_row_that_arrow_keys_walk(visitor: Visitor) -> None:
    focus(visitor.part("tab-cell"))
    for name in ("evidence", "steps", "time", "compare", "cell"):
        visitor.page.keyboard.press("ArrowRight")
        expect(visitor.part(f"tab-{name}")).to_be_focused()
        expect(visitor.part(f"tab-{name}")).to_have_attribute("aria-selected", "true")
        expect(visitor.page.locator("[role=tabpanel]:visible")).to_have_count(1)
    visitor.page.keyboard.press("End")
    expect(visitor.part("tab-compare")).to_be_focused()
    visitor.page.keyboard.press("Home")
    expect(visitor.part("tab-cell")).to_be_focused()


def test_before_relu_maps_have_both_signs_and_a_legend_around_0(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    maps = visitor.pixels("stage-conv1")
    pooled = visitor.pixels("stage-pool1") if visitor.part("stage-pool1").count() else None
    legend = visitor.page.locator("[data-stage=conv1] .legend")
    visitor.part("scale-signs").check()
    visitor.wait_for_change("stage-conv1", maps)
    low, high = legend.locator("span").all_inner_texts()
    assert low == f"−{high}"
    if pooled:
        assert visitor.pixels("stage-pool1") == pooled
    visitor.part("scale-signs").uncheck()
    visitor.page.wait_for_function(
        "(maps) => document.querySelector('[data-testid=stage-conv1]').toDataURL() === maps", arg=maps
    )
    expect(legend).to_contain_text("0")
