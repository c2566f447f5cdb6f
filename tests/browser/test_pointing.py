"""Pointing at a cell with mouse, finger and keys: the outlines, and that nothing moves."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host
from tests.browser.support.cells import Place, explained, hover, leave_the_maps, pin, spot
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor, focus

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
MAPS = (10, 28, 28)
Edge = tuple[int, int, bool]


def outlines(visitor: Visitor, stage: str, kind: str) -> set[Edge]:
    """The drawn outlines on a stage, as unit edges: x, y, whether across."""
    path = visitor.page.locator(f"[data-stage={stage}] .mark.{kind} .line").get_attribute("d") or ""
    edges = set()
    for x, y, way, length in re.findall(r"M(-?\d+) (-?\d+)([hv])(\d+)", path):
        for step in range(int(length)):
            across = way == "h"
            edges.add((int(x) + step * across, int(y) + step * (not across), across))
    return edges


def outline_of(mask: npt.NDArray[np.bool_], channels: list[int], gap: int = 2, columns: int = 2) -> set[Edge]:
    """The outline of the same mask on some maps of a stage, which are laid out in two columns."""
    height, width = mask.shape
    framed = np.pad(mask, 1)
    edges: set[Edge] = set()
    for channel in channels:
        left, top = channel % columns * (width + gap), channel // columns * (height + gap)
        across = np.argwhere(framed[1:, 1:-1] != framed[:-1, 1:-1])
        down = np.argwhere(framed[1:-1, 1:] != framed[1:-1, :-1])
        edges |= {(left + int(x), top + int(y), True) for y, x in across}
        edges |= {(left + int(x), top + int(y), False) for y, x in down}
    return edges


def around(row: int, column: int, reach: int, size: int = 28) -> npt.NDArray[np.bool_]:
    """The cells within a distance of a cell, clipped to the map."""
    rows, columns = np.indices((size, size))
    near: npt.NDArray[np.bool_] = (abs(rows - row) <= reach) & (abs(columns - column) <= reach)
    return near


@pytest.mark.parametrize(("row", "column"), [(11, 14), (0, 0), (27, 3)])
def test_what_a_cell_is_computed_from_and_what_it_feeds_lights_up_and_nothing_else(
    visitor: Visitor, row: int, column: int
) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    hover(visitor, Place("conv2", 3, row, column), MAPS)
    expect(visitor.page.locator("[data-stage=image] .mark.back .line")).to_have_attribute("d", re.compile("M"))
    assert outlines(visitor, "conv1", "back") == outline_of(around(row, column, 1), list(range(10)))
    assert outlines(visitor, "image", "back") == outline_of(around(row, column, 2), [0], columns=1)
    assert outlines(visitor, "conv2", "back") == outlines(visitor, "conv1", "forward") == set()
    expect(visitor.page.locator("#pad .mark.back .line")).to_have_attribute("d", re.compile("M"))
    assert outlines(visitor, "pool", "forward") == set()  # that would hide the maps that one looks at

    pin(visitor, Place("conv2", 3, row, column), MAPS)
    fed = np.zeros((14, 14), bool)
    fed[row // 2, column // 2] = True
    assert outlines(visitor, "pool", "forward") == outline_of(fed, [3], gap=1)
    assert outlines(visitor, "gap", "forward") == outlines(visitor, "logits", "forward") == set()


def test_a_click_pins_and_opens_the_stage_another_lets_go_and_escape_does_too(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    place = Place("conv2", 3, 9, 14)
    pinned = visitor.part("cell-pin")
    pin(visitor, place, MAPS)
    state = visitor.page.evaluate("glasscnn.getState()")
    assert state["pin"] == place._asdict()
    assert state["stage"] == "conv2"
    hover_elsewhere(visitor, Place("conv1", 1, 3, 3))
    explained(visitor, place, MAPS)
    visitor.page.mouse.click(*spot(visitor, place, MAPS))
    expect(pinned).to_have_attribute("aria-pressed", "false")
    assert visitor.page.evaluate("glasscnn.getState()") == {**state, "pin": None}
    pin(visitor, place, MAPS)
    visitor.page.keyboard.press("Escape")
    expect(pinned).to_have_attribute("aria-pressed", "false")
    assert visitor.page.evaluate("glasscnn.getState().stage") == "conv2"
    visitor.page.keyboard.press("Escape")
    assert visitor.page.evaluate("glasscnn.getState().stage") is None
    assert len(visitor.strokes()) == len(SAMPLES[7])


def test_a_click_pins_the_cell_that_is_shown_wherever_between_two_pixels_the_mouse_is(
    browser: Browser, host: Host
) -> None:
    """A click has whole coordinates where a move has fractions; a small cell is hardly wider than a pixel."""
    with Visitor.arriving(browser, host.address, device_scale_factor=2) as visitor:
        visitor.wait_until_ready()
        visitor.use_model("deep")
        visitor.draw(SAMPLES[7])
        visitor.read_again()
        shown, pinned = [], []
        for stage in ("conv5", "conv6"):
            box = visitor.part(f"stage-{stage}").bounding_box()
            assert box is not None
            for step in range(12):
                x = box["x"] + box["width"] * (0.04 + 0.077 * step)
                y = box["y"] + box["height"] * (0.93 - 0.071 * step)
                leave_the_maps(visitor)
                visitor.page.mouse.move(x, y)
                expect(visitor.part("cell-card")).to_be_visible()
                title = visitor.part("card-title")
                expect(title).to_have_text(re.compile(r", map \d+ of 32, row \d+, column \d+$"))
                shown.append([int(part) - 1 for part in re.findall(r"(?:map|row|column) (\d+)", title.inner_text())])
                visitor.page.mouse.down()
                visitor.page.mouse.up()
                expect(visitor.part("cell-pin")).to_have_attribute("aria-pressed", "true")
                pin = visitor.page.evaluate("glasscnn.getState().pin")
                pinned.append([pin["channel"], pin["row"], pin["column"]])
                visitor.page.keyboard.press("Escape")
                expect(visitor.part("cell-pin")).to_have_attribute("aria-pressed", "false")
        assert pinned == shown


LIT = """() => Object.fromEntries([...document.querySelectorAll("#diagram [data-stage]")].map((stage) => {
  const [area] = stage.querySelectorAll(".veil .surface");
  const svg = area.ownerSVGElement;
  const point = svg.createSVGPoint();
  const box = svg.viewBox.baseVal;
  const isLit = (x, y) => { Object.assign(point, { x, y }); return !area.isPointInFill(point); };
  return [stage.dataset.stage, [isLit(0.5, 0.5), isLit(box.width - 0.5, box.height - 0.5)]];
}))"""
"""Whether the first and the last cell of each stage's picture is bright."""


def test_only_what_feeds_the_cell_stays_bright(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    network = visitor.page.locator("#diagram")
    expect(network).not_to_have_class(re.compile("veiled"))
    hover(visitor, Place("pool", 0, 5, 5), (10, 14, 14))
    expect(network).to_have_class(re.compile("veiled"))
    assert visitor.page.evaluate(LIT) == {
        "image": [True, True],
        "conv1": [True, True],
        "conv2": [True, False],  # a map is pooled from its own map
        "pool": [True, False],
        "gap": [False, False],
        "logits": [False, False],
        "probabilities": [False, False],
    }
    visitor.page.mouse.move(2, 2)
    expect(network).not_to_have_class(re.compile("veiled"))


def test_escape_takes_the_card_away_before_anything_else(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    hover(visitor, Place("conv2", 3, 9, 14), MAPS)
    visitor.page.keyboard.press("Escape")
    expect(visitor.part("cell-card")).to_be_hidden()
    assert len(visitor.strokes()) == len(SAMPLES[7])


def test_the_arrow_keys_have_the_card_too_and_drawing_takes_it_away(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    focus(visitor.page.locator("[data-stage=conv2] button"))
    visitor.page.keyboard.press("ArrowUp")
    shown = explained(visitor, Place("conv2", 0, 14, 14), MAPS, "cell-card")
    assert len(shown["terms"]) == 2
    visitor.draw(SAMPLES[1], lift=False)
    expect(visitor.part("cell-card")).to_be_hidden()
    expect(visitor.page.locator("#diagram")).not_to_have_class(re.compile("veiled"))
    visitor.page.mouse.up()


def test_a_pinned_cell_is_in_a_dock_in_sight_until_its_place_in_the_page_is(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address, viewport={"width": 1280, "height": 720}) as visitor:
        visitor.wait_until_ready()
        visitor.use_model("gap10")
        visitor.draw(SAMPLES[7])
        visitor.read_again()
        place = Place("conv2", 3, 9, 14)
        found = pin(visitor, place, MAPS)
        dock = visitor.part("cell")
        expect(visitor.part("cell-card")).to_be_hidden()
        for part in (".cell-title", ".cell-value", ".equation", ".term >> nth=0", ".term >> nth=2", ".python-line"):
            expect(dock.locator(part)).to_be_in_viewport(ratio=1)
        assert visitor.page.evaluate("scrollY") == 0
        assert len(found["terms"]) == 3
        assert visitor.page.evaluate(OVERLAPS, [DOCK, "#pad"]) == 0
        maps = ("conv1", "conv2")  # what it explains
        assert visitor.page.evaluate(OVERLAPS, [DOCK, *(f"[data-testid=stage-{name}]" for name in maps)]) == 0
        visitor.part("inspector").scroll_into_view_if_needed()
        visitor.page.evaluate("document.querySelector('#inspector').scrollIntoView({ block: 'center' })")
        expect(dock).not_to_have_class(re.compile("docked"))
        explained(visitor, place, MAPS)
        visitor.page.evaluate("scrollTo(0, 0)")
        expect(dock).to_have_class(re.compile("docked"))
        visitor.page.keyboard.press("Escape")
        expect(dock).not_to_have_class(re.compile("docked"))


def hover_elsewhere(visitor: Visitor, place: Place) -> None:
    visitor.page.mouse.move(*spot(visitor, place, MAPS))


def test_by_keyboard_alone_a_cell_is_found_pinned_moved_and_let_go_and_each_is_said_in_a_sentence(
    visitor: Visitor,
) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    reply = visitor.read_again()
    conv2 = np.reshape(reply["stages"]["conv2"]["data"], MAPS)
    keyboard, live = visitor.page.keyboard, visitor.part("look-live")
    focus(visitor.page.locator("[data-stage=conv2] button"))
    keyboard.press("ArrowUp")  # the first key shows where one is: in the middle of the first map
    expect(live).to_have_text(re.compile(r"map 1 of 10, row 15, column 15: .*Press Enter to pin\."))
    for key in ("ArrowUp", "ArrowUp", "ArrowLeft", "PageDown", "]", "["):
        keyboard.press(key)
    expect(live).to_have_text(re.compile(r"map 2 of 10, row 13, column 14: .*Press Enter to pin\."))
    said = re.search(r": (\d+(?:\.\d+)?)\. Press", live.inner_text())
    assert said
    assert float(said[1]) == pytest.approx(conv2[1, 12, 13], abs=0.01)
    keyboard.press("Enter")
    expect(live).to_have_text(re.compile(r"Pinned: .*map 2 of 10, row 13, column 14: "))
    expect(visitor.part("cell-pin")).to_have_attribute("aria-pressed", "true")
    assert visitor.page.evaluate("glasscnn.getState().stage") == "conv2"
    explained(visitor, Place("conv2", 1, 12, 13), MAPS)
    keyboard.press("ArrowDown")
    assert visitor.page.evaluate("glasscnn.getState().pin.row") == 13
    explained(visitor, Place("conv2", 1, 13, 13), MAPS)
    keyboard.press("Escape")
    expect(live).to_have_text("Unpinned.")
    assert visitor.page.evaluate("glasscnn.getState().pin") is None
    assert len(visitor.strokes()) == len(SAMPLES[7])


def test_a_pin_outlives_the_drawing_and_its_explanation_follows_the_pen(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.read_again()
    place = Place("conv1", 1, 12, 14)
    before = pin(visitor, place, MAPS)
    visitor.draw(SAMPLES[1])
    visitor.read_again()
    expect(visitor.part("cell-note")).not_to_contain_text("Nothing is drawn")
    after = explained(visitor, place, MAPS)
    assert after["terms"][0]["window"] != before["terms"][0]["window"]
    assert after["terms"][0]["kernel"] == before["terms"][0]["kernel"]
    assert visitor.page.evaluate("glasscnn.getState().pin") == place._asdict()


def test_another_model_lets_go_of_the_pin_and_says_so(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    pin(visitor, Place("conv1", 1, 12, 14), MAPS)
    visitor.use_model("lenet5")
    expect(visitor.part("look-live")).to_contain_text("The model was changed")
    expect(visitor.part("cell-note")).to_contain_text("The model was changed")
    visitor.part("cell").scroll_into_view_if_needed()
    expect(visitor.part("cell-note")).to_contain_text("The model was changed")
    expect(visitor.part("cell-title")).to_have_text(re.compile(r"^Conv 1 \+ tanh, map \d of 6"))
    assert visitor.page.evaluate("glasscnn.getState().pin") is None


def test_a_pinned_cell_is_part_of_the_state_and_comes_back_with_it(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    place = Place("pool", 4, 3, 9)
    pin(visitor, place, (10, 14, 14))
    visitor.page.evaluate("async () => { globalThis.kept = glasscnn.getState(); }")
    visitor.start_over()
    expect(visitor.part("cell-pin")).to_have_attribute("aria-pressed", "false")
    visitor.page.evaluate("glasscnn.setState(kept)")
    explained(visitor, place, (10, 14, 14))
    expect(visitor.part("cell-pin")).to_have_attribute("aria-pressed", "true")


def places(visitor: Visitor) -> Any:
    return visitor.page.evaluate(
        """() => {
          const parts = ["#pad", "#diagram", "#bars", "#inspector", "[data-stage=conv2]", "#section-tabs", "#article"];
          const boxes = parts.map((part) => document.querySelector(part).getBoundingClientRect());
          const { y: top } = boxes.pop(); // the article grows when its figures are loaded
          return [boxes.map(({ x, y, width, height }) => [x, y + scrollY, width, height]), top + scrollY];
        }"""
    )


def test_nothing_on_the_page_moves_whatever_the_inspector_shows(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address, viewport={"width": 1440, "height": 1250}) as visitor:
        visitor.wait_until_ready()
        try_everything(visitor)


def try_everything(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    before = places(visitor)
    hover(visitor, Place("conv2", 3, 9, 14), MAPS)
    assert places(visitor) == before
    pin(visitor, Place("conv2", 3, 9, 14), MAPS)
    assert places(visitor) == before
    visitor.part("cell").get_by_text("7 more maps").click()
    assert places(visitor) == before
    for view in ("sliding", "kernels", "maps"):
        visitor.choose(f"view-{view}")
        assert places(visitor) == before
    visitor.page.keyboard.press("Escape")
    visitor.page.keyboard.press("Escape")
    assert places(visitor) == before


OVERLAPS = """([card, ...others]) => {
  const box = (element) => {
    const stage = element.closest(".enlarged"); // its maps lie usually elsewhere
    if (!stage) {
      return element.getBoundingClientRect();
    }
    const { x, y } = stage.getBoundingClientRect();
    const { offsetLeft, offsetTop } = element.parentElement;
    return new DOMRect(x + offsetLeft + element.offsetLeft, y + offsetTop + element.offsetTop,
      element.offsetWidth, element.offsetHeight);
  };
  const [own, ...rest] = [card, ...others].map((selector) => box(document.querySelector(selector)));
  return rest.filter(({ left, right, top, bottom }) =>
    own.left < right && own.right > left && own.top < bottom && own.bottom > top).length;
}"""
CARD = "[data-testid=cell-card]"
DOCK = "[data-testid=cell]"


@pytest.fixture
def any_size(visitor: Visitor) -> Iterator[Visitor]:
    """A visitor whose window may be resized."""
    yield visitor
    visitor.resize(1440, 900)


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (1920, 1080), (820, 1180)])
def test_the_card_is_beside_the_cell_and_covers_neither_its_stage_nor_the_stages_that_it_is_computed_from(
    any_size: Visitor, size: tuple[int, int]
) -> None:
    visitor = any_size
    visitor.resize(*size)
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    stages = visitor.page.evaluate(
        "[...document.querySelectorAll('#diagram [data-stage]')].map(({ dataset }) => dataset.stage)"
    )
    for before, stage in pairwise([None, *stages]):
        canvas = visitor.page.locator(f"#diagram [data-stage={stage}] canvas.maps")
        leave_the_maps(visitor)
        canvas.hover(position={"x": 6, "y": 9})
        title = visitor.page.locator(f"#diagram [data-stage={stage}] .stage-title")
        full = title.get_attribute("title") or title.inner_text()
        expect(visitor.part("card-title")).to_have_text(re.compile(rf"^{re.escape(full)}, "))
        expect(visitor.part("cell-card")).to_be_visible()
        is_enlarged = (
            visitor.page.locator("#diagram .enlarged").count() > 0
        )  # after a rest; it covers its neighbours itself
        names = (stage,) if is_enlarged else (stage, before)
        explained_stages = [f"#diagram [data-stage={name}] canvas.maps" for name in names if name]
        assert visitor.page.evaluate(OVERLAPS, [CARD, *explained_stages]) == 0, stage
        card = visitor.part("cell-card").bounding_box()
        assert card is not None
        assert 0 <= card["x"] <= size[0] - card["width"]
        assert 0 <= card["y"] <= size[1] - card["height"]
    visitor.page.mouse.move(2, 2)
    expect(visitor.part("cell-card")).to_be_hidden()


BELOW_THE_PAD = """() => {
  const box = (name) => document.querySelector(`[data-testid=${name}]`).getBoundingClientRect();
  scrollBy(0, box("stage-conv1").top - box("pad").bottom - 20);
}"""
"""Where a person scrolls to on a phone: the pad stays on the screen, and covers what lies behind it."""


def test_on_a_phone_a_tap_brings_a_sheet_that_leaves_the_pad_in_sight_and_is_dragged_away(
    browser: Browser, host: Host
) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with Visitor.arriving(browser, host.address, **phone) as visitor:
        visitor.wait_until_ready()
        visitor.use_model("gap10")
        visitor.page.evaluate("glasscnn.setStrokes([[[80, 60], [200, 60], [120, 230]]])")
        visitor.part("stage-conv1").scroll_into_view_if_needed()
        visitor.page.evaluate(BELOW_THE_PAD)
        box = visitor.part("stage-conv1").bounding_box()
        assert box is not None
        visitor.page.touchscreen.tap(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.75)
        expect(visitor.part("cell-pin")).to_have_attribute("aria-pressed", "true")
        expect(visitor.part("cell-value")).not_to_be_empty()
        sheet, pad = visitor.part("inspector").bounding_box(), visitor.pad_box()
        assert sheet is not None
        assert sheet["y"] >= pad["y"] + 0.8 * pad["height"]
        assert sheet["x"] == 0
        assert sheet["width"] == 390
        total = visitor.part("cell").locator(".term-value:visible").first.bounding_box()
        assert total is not None
        assert total["x"] + total["width"] <= 390, "what a map's products add up to stands beyond the screen's edge"
        grip = visitor.page.locator("#inspector-grip").bounding_box()
        assert grip is not None
        visitor.page.mouse.move(195, grip["y"] + 10)
        visitor.page.mouse.down()
        visitor.page.mouse.move(195, 838, steps=5)
        visitor.page.mouse.up()
        expect(visitor.part("cell-pin")).to_have_attribute("aria-pressed", "false")
        assert visitor.page.evaluate("glasscnn.getState().stage") is None
        assert not visitor.errors
