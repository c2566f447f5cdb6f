"""The stage under a resting pointer, or with the keyboard focus, is twice as large, and what is pointed at stays."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.support.cells import Place, explained, spot
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor, focus

pytestmark = pytest.mark.browser
MAPS = (10, 28, 28)
CELL = Place("conv2", 4, 12, 14)

# Waits until that stage, and no other, has come to its full size.
ENLARGED = """(stage) => {
  const found = [...document.querySelectorAll("#diagram .enlarged")];
  return found.length === 1 && found[0].dataset.stage === stage && !found[0].matches(".shrinking")
    && found[0].querySelector(".stage-maps").getAnimations().length === 0;
}"""
USUAL = "() => document.querySelector('#diagram .enlarged') === null"
MARK = """() => {
  const { x, y, width, height } = document.querySelector("[data-stage=conv2] .mark.cell .line").getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""
"""The middle of the outline of the selected cell."""


@pytest.fixture
def reader(visitor: Visitor) -> Iterator[Visitor]:
    visitor.use_model("gap10")
    visitor.draw(quick_digits()[7])
    visitor.read_again()
    yield visitor
    visitor.page.emulate_media(reduced_motion="no-preference")
    visitor.page.mouse.move(2, 2)


def box(visitor: Visitor) -> Any:
    return visitor.part("stage-conv2").bounding_box()


def sizes_of_page(visitor: Visitor) -> Any:
    return visitor.page.evaluate(
        "[document.documentElement, document.body].map(({ scrollWidth, scrollHeight }) => [scrollWidth, scrollHeight])"
    )


# What lies in the middle of each title of the diagram, but itself.
OVER_TITLES = """() => [...document.querySelectorAll("#diagram .stage-title")].flatMap((title) => {
  const { x, y, width, height } = title.getBoundingClientRect();
  const top = document.elementFromPoint(x + width / 2, y + height - 6);
  return title.contains(top) ? [] : [[title.textContent, top.outerHTML.slice(0, 60)]];
})"""


def test_an_enlarged_stage_hides_no_title_and_takes_no_click_from_its_neighbours(reader: Visitor) -> None:
    page = reader.page
    for neighbour, maps in (("conv1", (10, 28, 28)), ("pool", (10, 14, 14))):
        x, y = spot(reader, CELL._replace(channel=0, row=1), MAPS)
        to_x, to_y = spot(reader, Place(neighbour, 0, 3, 6), maps)
        page.mouse.move(x, y)
        page.wait_for_function(ENLARGED, arg="conv2")
        explained(reader, CELL._replace(channel=0, row=1), MAPS, "cell-card")
        reader.part("cell-card").evaluate("(card) => { card.style.visibility = 'hidden'; }")
        assert page.evaluate(OVER_TITLES) == []
        reader.part("cell-card").evaluate("(card) => { card.style.visibility = ''; }")
        page.mouse.move(to_x, to_y)
        explained(reader, Place(neighbour, 0, 3, 6), maps, "cell-card")
        expect(page.locator("[data-stage=conv2].enlarged")).to_have_count(0)
        reader.wait_until_still()  # a click is one only if nothing moves below it between down and up
        page.mouse.down()
        page.mouse.up()
        explained(reader, Place(neighbour, 0, 3, 6), maps)
        assert page.evaluate("glasscnn.getState().pin.stage") == neighbour
        expect(page.locator("[data-stage=conv2].enlarged")).to_have_count(0)
        page.keyboard.press("Escape")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_pointer_at_rest_enlarges_its_stage_and_keeps_its_cell(reader: Visitor, motion: Any) -> None:
    page = reader.page
    page.emulate_media(reduced_motion=motion)
    before, page_before = box(reader), sizes_of_page(reader)
    x, y = spot(reader, CELL, MAPS)
    page.mouse.move(x, y)
    page.wait_for_function(ENLARGED, arg="conv2")
    after = box(reader)
    assert after["width"] == pytest.approx(2 * before["width"])
    assert after["height"] == pytest.approx(2 * before["height"])
    assert sizes_of_page(reader) == page_before
    explained(reader, CELL, MAPS, "cell-card")
    assert page.evaluate(MARK) == pytest.approx([x, y], abs=after["width"] / 59)  # within the cell
    assert (
        page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.stage').dataset.stage", [x, y]) == "conv2"
    )

    step = after["width"] / 58  # the width of a cell: two maps of 28 cells, two between them
    page.mouse.move(x + 3 * step, y - 2 * step)
    beside = CELL._replace(row=CELL.row - 2, column=CELL.column + 3)
    explained(reader, beside, MAPS, "cell-card")
    page.mouse.down()
    page.mouse.up()
    explained(reader, beside, MAPS)
    assert page.evaluate("glasscnn.getState().pin") == beside._asdict()
    page.mouse.move(2, 2)
    page.wait_for_function(USUAL)
    assert box(reader) == before
    page.mouse.move(x, y)  # while a cell is pinned, the outlines on other stages matter more
    expect(reader.page.locator("#diagram .stage:hover")).to_have_count(1)
    page.keyboard.press("Escape")
    page.mouse.move(x + 1, y)
    page.wait_for_function(ENLARGED, arg="conv2")


def test_the_arrow_keys_enlarge_the_stage_about_the_selected_cell_until_the_focus_leaves(reader: Visitor) -> None:
    page = reader.page
    reader.page.mouse.move(2, 2)
    before = box(reader)
    places = {row: spot(reader, Place("conv2", 0, row, 14), MAPS) for row in (13, 14)}
    focus(reader.part("sample-7"))
    page.keyboard.press("Tab")  # from now on what gets the focus is outlined
    focus(page.locator("[data-stage=conv2] button"))
    page.wait_for_function(ENLARGED, arg="conv2")
    assert box(reader)["width"] == pytest.approx(2 * before["width"])
    for row, key in ((14, "ArrowUp"), (13, "ArrowUp")):
        page.keyboard.press(key)
        explained(reader, Place("conv2", 0, row, 14), MAPS, "cell-card")
        page.wait_for_function(ENLARGED, arg="conv2")
        assert page.evaluate(MARK) == pytest.approx(places[row], abs=2)
    page.keyboard.press("Tab")
    page.wait_for_function(ENLARGED, arg="pool")
    page.keyboard.press("Escape")
    page.wait_for_function(USUAL)


def test_neither_a_pen_on_the_pad_nor_a_diagram_in_depth_enlarges_anything(reader: Visitor) -> None:
    page = reader.page
    x, y = spot(reader, CELL, MAPS)
    page.mouse.move(x, y)
    page.wait_for_function(ENLARGED, arg="conv2")
    reader.draw([[(60.0, 60.0), (200.0, 200.0)]], lift=False)
    page.wait_for_function(USUAL)
    page.mouse.up()
    reader.part("depth").click()
    focus(page.locator("[data-stage=conv2] button"))
    page.keyboard.press("ArrowUp")
    expect(reader.part("cell-title").or_(reader.part("card-title")).first).to_be_attached()
    page.wait_for_function(USUAL)
    reader.part("depth").click()
