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
    before = legends.all_text_contents()
    assert before[0] != before[1]
    maps = visitor.pixels("stage-conv1")
    visitor.part("scale-scope").select_option("network")
    visitor.wait_for_change("stage-conv1", maps)
    one, other = legends.all_text_contents()
    assert one == other
    visitor.part("scale-scope").select_option("map")
    expect(legends.first).to_contain_text("own max")
    visitor.page.locator("[data-stage=conv1] button").focus()  # a stage's numbers appear when they are asked for
    expect(legends.first).to_have_accessible_name(re.compile("its own colour scale"))
    visitor.part("scale-scope").select_option("stage")
    visitor.page.wait_for_function(
        "(maps) => document.querySelector('[data-testid=stage-conv1]').toDataURL() === maps", arg=maps
    )
    assert legends.all_text_contents() == before


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


MEDIAN_LEVEL = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const levels = Array.from({ length: data.length / 4 }, (_, cell) => Math.min(...data.slice(4 * cell, 4 * cell + 3)));
  return levels.sort((a, b) => a - b)[Math.floor(levels.length / 2)];
}"""
"""The median of a map's pixels, of each the smallest of red, green and blue: an outline of ink may have any colour."""

LIGHTEST = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const levels = Array.from({ length: data.length / 4 }, (_, cell) => Math.min(...data.slice(4 * cell, 4 * cell + 3)));
  return levels.reduce((a, b) => Math.max(a, b));
}"""
"""The lightest cell of a canvas: the smallest of its red, green and blue."""


def test_on_paper_0_is_white_for_both_kinds_of_values_in_all_maps(visitor: Visitor) -> None:
    visitor.page.emulate_media(color_scheme="dark")  # on a light page, the evidence is light in any case
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    visitor.part("tab-evidence").click()
    expect(visitor.part("evidence-sum-0")).to_contain_text("logit")
    names = ("stage-conv2", "stage-logits", "stage-probabilities")
    assert max(visitor.part(name).evaluate(LIGHTEST) for name in names) < 230
    assert visitor.part("evidence-map-0").evaluate(MEDIAN_LEVEL) < 60
    visitor.part("scale-colormap").select_option("paper")
    for name in names:
        is_light = f"(name) => ({LIGHTEST})(document.querySelector(`[data-testid=${{name}}]`)) > 235"
        visitor.page.wait_for_function(is_light, arg=name)
    is_light = f"() => ({MEDIAN_LEVEL})(document.querySelector('[data-testid=evidence-map-0]')) > 200"
    visitor.page.wait_for_function(is_light)
    visitor.page.emulate_media(color_scheme="null")
    visitor.part("tab-cell").click()


def test_tabs_are_a_row_that_arrow_keys_walk(visitor: Visitor) -> None:
    focus(visitor.part("tab-cell"))
    for name in ("evidence", "steps", "time", "compare", "test", "code", "train", "cell"):
        visitor.page.keyboard.press("ArrowRight")
        expect(visitor.part(f"tab-{name}")).to_be_focused()
        expect(visitor.part(f"tab-{name}")).to_have_attribute("aria-selected", "true")
        expect(visitor.page.locator("[role=tabpanel]:visible")).to_have_count(1)
    visitor.page.keyboard.press("End")
    expect(visitor.part("tab-train")).to_be_focused()
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
    low, high = legend.locator("span").all_text_contents()
    assert low == f"−{high}"
    if pooled:
        assert visitor.pixels("stage-pool1") == pooled
    visitor.part("scale-signs").uncheck()
    visitor.page.wait_for_function(
        "(maps) => document.querySelector('[data-testid=stage-conv1]').toDataURL() === maps", arg=maps
    )
    expect(legend).to_contain_text("0")
