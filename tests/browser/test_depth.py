"""The network in depth: turned by hand, by keys and with buttons, and pointed at as in the flat view."""

import io
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host
from tests.browser.support.cells import Place, explained, hover
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor, focus
from tests.browser.test_accessibility import AXE
from tests.browser.test_pointing import CARD, OVERLAPS

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()

SHAPES: dict[str, tuple[int, ...]] = {"image": (1, 28, 28), "pool": (10, 14, 14), "gap": (10,), "probabilities": (10,)}
"""Of the stages of gap10; others are 10 maps of 28 × 28."""

WHERE = """([stage, x, y]) => {
  const button = document.querySelector(`#diagram [data-stage=${stage}] .stage-maps`);
  const origin = document.querySelector("#diagram").getBoundingClientRect();
  const { width, height } = button.querySelector("canvas");
  const place = new DOMPoint(button.offsetWidth * x / width, button.offsetHeight * y / height);
  const seen = new DOMMatrix(getComputedStyle(button).transform).transformPoint(place);
  const point = [origin.x + seen.x / seen.w, origin.y + seen.y / seen.w];
  return [...point, button.contains(document.elementFromPoint(...point))];
}"""
"""Where a place on a stage's canvas, in cells, is seen on the screen, by the transform that the browser applies."""

TURNED = "getComputedStyle(document.querySelector('#diagram [data-stage=image] .stage-maps')).transform"


@pytest.fixture
def reader(visitor: Visitor) -> Iterator[Visitor]:
    """The page with gap10 and a drawing; flat again afterwards, in the size of before."""
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    yield visitor
    visitor.resize(1440, 900)
    visitor.page.emulate_media(color_scheme="light", reduced_motion="no-preference", forced_colors="none")
    if visitor.page.locator(".in-depth").count():
        flatten(visitor)
    assert not visitor.errors


def shape_of(stage: str) -> tuple[int, ...]:
    return SHAPES.get(stage, (10, 28, 28))


def open_in_depth(visitor: Visitor) -> None:
    """Open the view, and wait until its animation has ended."""
    visitor.part("depth").click()
    expect(visitor.part("depth")).to_have_text("Flat")
    at_rest(visitor)


def flatten(visitor: Visitor) -> None:
    visitor.part("depth").click()
    expect(visitor.part("depth")).to_have_text("In depth")


def at_rest(visitor: Visitor) -> str:
    """The transform of the image, once it has been the same for ten frames."""
    transform: str = visitor.page.evaluate(
        f"""async () => {{
          for (let same = 0, last = ""; same < 10; same += 1) {{
            await new Promise(requestAnimationFrame);
            const now = {TURNED};
            [same, last] = now === last ? [same, last] : [0, now];
          }}
          return {TURNED};
        }}"""
    )
    return transform


def press(visitor: Visitor, button: str, times: int = 1) -> None:
    for _ in range(times):
        visitor.part(f"depth-{button}").click()
    at_rest(visitor)


def seen_at(visitor: Visitor, place: Place) -> tuple[float, float, bool]:
    """Where the centre of a cell is seen, and whether nothing covers it."""
    shape = shape_of(place.stage)
    high, wide = shape[1:] if len(shape) == 3 else (1, 1)
    gap = max(1, wide // 14) if len(shape) == 3 else 0
    name = "image" if place.stage == "image" else f"stage-{place.stage}"
    columns = (visitor.part(name).evaluate("(canvas) => canvas.width") + gap) // (wide + gap)
    x = place.channel % columns * (wide + gap) + place.column + 0.5
    y = place.channel // columns * (high + gap) + place.row + 0.5
    across, down, is_free = visitor.page.evaluate(WHERE, [place.stage, x, y])
    return float(across), float(down), bool(is_free)


CELLS = [
    Place("image", 0, 9, 14),
    Place("image", 0, 27, 0),
    Place("conv1", 0, 3, 22),
    Place("conv1", 3, 14, 9),
    Place("conv1", 9, 27, 27),
    Place("conv2", 5, 11, 13),
    Place("conv2", 9, 20, 5),
    Place("pool", 1, 0, 0),
    Place("pool", 4, 13, 7),
    Place("gap", 6),
    Place("probabilities", 7),
]
TEXT = ("title", "value", "steps", "terms", "text", "bars", "rows", "line")


def test_pointing_at_a_cell_says_the_same_in_depth_at_every_angle_as_in_the_flat_diagram(reader: Visitor) -> None:
    flat = {place: hover(reader, place, shape_of(place.stage)) for place in CELLS}
    open_in_depth(reader)
    pointed: dict[str, set[Place]] = {}
    for turn in ([], [("right", 3)], [("up", 6)], [("right", 16), ("down", 1)], [("farther", 2)]):
        reader.part("depth-reset").click()
        for button, times in turn:
            press(reader, button, times)
        seen = [(place, *seen_at(reader, place)) for place in CELLS]
        for place, x, y, _ in [each for each in seen if each[3]]:
            reader.page.mouse.move(x, y)
            text = explained(reader, place, shape_of(place.stage), "cell-card")
            assert {key: text[key] for key in TEXT} == {key: flat[place][key] for key in TEXT}
            pointed.setdefault(str(turn), set()).add(place)
    assert all(len(places) >= 7 for places in pointed.values()), pointed
    assert set.union(*pointed.values()) == set(CELLS)


@pytest.mark.parametrize("size", [(1280, 720), (820, 1180)])
def test_the_card_covers_neither_the_pane_of_its_cell_nor_the_panes_that_it_is_computed_from(
    reader: Visitor, size: tuple[int, int]
) -> None:
    reader.resize(*size)
    open_in_depth(reader)
    reader.page.locator("#diagram").evaluate("(diagram) => diagram.scrollIntoView()")
    inputs = {"conv1": "image", "conv2": "conv1", "pool": "conv2", "gap": "pool", "probabilities": "logits"}
    for place in CELLS:
        x, y, is_free = seen_at(reader, place)
        if is_free:
            reader.page.mouse.move(x, y)
            explained(reader, place, shape_of(place.stage), "cell-card")
            at_rest(reader)
            panes = [f"[data-stage={name}] canvas" for name in (place.stage, inputs.get(place.stage)) if name]
            assert reader.page.evaluate(OVERLAPS, [CARD, *panes]) == 0, place


COVERED_SHARE = """(selectors) => {
  const [card, pane] = selectors.map((selector) => document.querySelector(selector).getBoundingClientRect());
  const width = Math.min(card.right, pane.right) - Math.max(card.left, pane.left);
  const height = Math.min(card.bottom, pane.bottom) - Math.max(card.top, pane.top);
  return Math.max(0, width) * Math.max(0, height) / (pane.width * pane.height);
}"""
"""The share of a pane's box that a card covers."""


def test_the_card_of_a_cell_that_the_keys_have_reached_follows_its_turning_pane(reader: Visitor) -> None:
    open_in_depth(reader)
    reader.page.mouse.move(5, 5)
    focus(reader.page.locator("[data-stage=conv2] button"))
    reader.page.keyboard.press("ArrowUp")
    explained(reader, Place("conv2", 0, 14, 14), (10, 28, 28), "cell-card")
    for button in ("right", "up", "nearer"):
        focus(reader.part(f"depth-{button}"))
        for _ in range(3):
            reader.page.keyboard.press("Enter")
            at_rest(reader)
            share = reader.page.evaluate(COVERED_SHARE, [CARD, "[data-stage=conv2] canvas"])
            assert share < 0.2, button  # a large pane in the middle leaves no place for the whole card


def test_the_outlines_lie_on_the_turned_maps(reader: Visitor) -> None:
    """They are the same as in the flat diagram, once the maps stand in the same columns; and they are seen there."""
    open_in_depth(reader)
    place = Place("conv1", 1, 13, 14)
    x, y, is_free = seen_at(reader, place)
    assert is_free
    reader.page.mouse.move(x, y)
    explained(reader, place, shape_of(place.stage), "cell-card")
    outline = reader.page.locator("[data-stage=conv1] .mark.cell .line")
    columns = (reader.part("stage-conv1").evaluate("(canvas) => canvas.width") + 2) // 30
    left, top = place.channel % columns * 30 + place.column, place.channel // columns * 30 + place.row
    expect(outline).to_have_attribute("d", f"M{left} {top}h1v1h-1z")
    box = outline.bounding_box()
    assert box is not None
    assert abs(box["x"] + box["width"] / 2 - x) <= 2
    assert abs(box["y"] + box["height"] / 2 - y) <= 2
    expect(reader.page.locator("[data-stage=image] .mark.back .line")).to_have_attribute("d", re.compile("M"))


def test_a_click_pins_the_cell_that_is_shown_in_depth(reader: Visitor) -> None:
    open_in_depth(reader)
    press(reader, "right", 3)
    title = reader.part("card-title")
    shown, pinned = [], []
    for place in [Place("conv1", 1, 2 + 3 * step, 26 - 3 * step) for step in range(8)]:
        x, y, is_free = seen_at(reader, place)
        assert is_free
        before = title.inner_text()
        reader.page.mouse.move(x + 0.4, y + 0.3)
        expect(title).not_to_have_text(before)  # nor that of the cell that the card explained last
        expect(title).to_have_text(re.compile(r", map \d+ of 10, row \d+, column \d+$"))
        shown.append([int(part) - 1 for part in re.findall(r"(?:map|row|column) (\d+)", title.inner_text())])
        reader.page.mouse.down()
        reader.page.mouse.up()
        expect(reader.part("cell-pin")).to_have_attribute("aria-pressed", "true")
        cell = reader.page.evaluate("glasscnn.getState().pin")
        pinned.append([cell["channel"], cell["row"], cell["column"]])
        reader.page.keyboard.press("Escape")
        expect(reader.part("cell-pin")).to_have_attribute("aria-pressed", "false")
    assert pinned == shown


def test_a_drag_turns_the_network_and_pins_nothing_wherever_it_begins(reader: Visitor) -> None:
    open_in_depth(reader)
    on_map = seen_at(reader, Place("conv1", 1, 13, 14))
    box = reader.page.locator("#diagram").bounding_box()
    assert box is not None
    for x, y in [(box["x"] + 0.6 * box["width"], box["y"] + 0.85 * box["height"]), on_map[:2]]:
        before = at_rest(reader)
        reader.page.mouse.move(x, y)
        reader.page.mouse.down()
        reader.page.mouse.move(x + 40, y + 10, steps=4)
        reader.page.mouse.up()
        assert at_rest(reader) != before
        assert reader.page.evaluate("glasscnn.getState().pin") is None
        expect(reader.part("depth")).to_have_text("Flat")


def test_keys_and_buttons_turn_the_network_and_home_restores_the_first_view(reader: Visitor) -> None:
    open_in_depth(reader)
    first = at_rest(reader)
    seen = {first}
    focus(reader.page.locator("#diagram"))
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "+", "-", "ArrowDown"):
        reader.page.keyboard.press(key)
        seen.add(at_rest(reader))
    assert len(seen) >= 5  # "+" and "−" cancel out, and so do the arrow keys
    assert reader.page.evaluate("scrollY") == 0
    reader.page.keyboard.press("ArrowLeft")
    reader.page.keyboard.press("Home")
    assert at_rest(reader) == first
    for button in ("left", "right", "up", "down", "nearer", "farther"):
        before = at_rest(reader)
        press(reader, button)
        assert at_rest(reader) != before
    press(reader, "reset")
    assert at_rest(reader) == first


def test_on_a_stage_the_arrow_keys_still_select_cells(reader: Visitor) -> None:
    open_in_depth(reader)
    before = at_rest(reader)
    focus(reader.page.locator("[data-stage=conv2] button"))
    reader.page.keyboard.press("ArrowUp")
    reader.page.keyboard.press("ArrowUp")
    explained(reader, Place("conv2", 0, 13, 14), (10, 28, 28), "cell-card")
    assert at_rest(reader) == before


RECORD = f"""() => {{
  globalThis.transforms = new Set();
  const button = document.querySelector("#diagram [data-stage=image] .stage-maps");
  new MutationObserver(() => transforms.add({TURNED})).observe(button, {{ attributeFilter: ["style"] }});
}}"""


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_it_opens_with_a_turn_and_glides_when_let_go_unless_motion_is_reduced(reader: Visitor, motion: Any) -> None:
    reader.page.emulate_media(reduced_motion=motion)
    reader.page.evaluate(RECORD)
    open_in_depth(reader)
    opening = reader.page.evaluate("transforms.size")
    x, y, _ = seen_at(reader, Place("conv1", 1, 13, 14))
    reader.page.evaluate("transforms.clear()")
    reader.page.mouse.move(x, y)
    reader.page.mouse.down()
    reader.page.mouse.move(x + 60, y, steps=2)
    reader.page.evaluate("new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))")
    held = reader.page.evaluate(TURNED)
    reader.page.mouse.up()
    if motion == "reduce":
        assert opening == 1
        assert at_rest(reader) == held
    else:
        assert opening > 1


def test_leaving_it_restores_the_page_to_the_pixel(reader: Visitor) -> None:
    expect(reader.page.get_by_role("button", name="Replay the drawing")).to_be_enabled()  # soon after a stroke
    for model in ("gap10", "resmini", "deep"):
        reader.use_model(model)
        reader.read_again()
        size, before = seen_above_the_tabs(reader)
        open_in_depth(reader)
        press(reader, "left", 2)
        _, turned = seen_above_the_tabs(reader)
        assert turned.shape != before.shape or np.any(turned != before)
        flatten(reader)
        size_again, after = seen_above_the_tabs(reader)
        assert size_again == size
        assert after.shape == before.shape
        difference = np.abs(after.astype(int) - before)
        assert difference.max() <= 1, model  # of 255: round corners that are painted again differ by so much
        assert np.count_nonzero(difference) <= 50, model


def seen_above_the_tabs(visitor: Visitor) -> tuple[list[float], npt.NDArray[np.uint8]]:
    """The size of the whole page and what is seen of it; the tabs and what they open follow the drawing at leisure."""
    visitor.page.mouse.move(5, 5)
    visitor.page.evaluate("document.activeElement.blur()")
    visitor.page.evaluate("scrollTo(0, 0)")
    settle(visitor)
    main, tabs = [visitor.page.get_by_role(role).bounding_box() for role in ("main", "tablist")]
    assert main is not None
    assert tabs is not None
    size = visitor.page.evaluate("(({ scrollWidth, scrollHeight }) => [scrollWidth, scrollHeight])(document.body)")
    picture = visitor.page.screenshot(clip={**main, "height": tabs["y"] - main["y"]})
    return [*size, *main.values(), *tabs.values()], np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))


FIVE_FRAMES = "(async () => { for (let n = 0; n < 5; n += 1) await new Promise(requestAnimationFrame); })()"


def settle(visitor: Visitor) -> None:
    """Wait for the frames in which the diagram is drawn after a change of its size."""
    visitor.page.evaluate(FIVE_FRAMES)


def test_the_drawing_goes_on_in_depth_and_the_answer_stands_beside_the_last_pane(reader: Visitor) -> None:
    open_in_depth(reader)
    before = reader.pixels("stage-conv2")
    expect(reader.page.locator(".depth-classes .winner")).to_have_text("7")
    reader.page.evaluate("glasscnn.setStrokes([])")
    reader.draw(SAMPLES[1])
    reader.read_again()
    assert reader.pixels("stage-conv2") != before
    expect(reader.page.locator(".depth-classes .winner")).to_have_text(reader.part("prediction").inner_text())


def test_another_model_and_another_language_are_shown_in_depth_too(reader: Visitor) -> None:
    open_in_depth(reader)
    reader.use_model("resmini")
    reader.read_again()
    expect(reader.page.locator(".wiring .sign")).to_have_count(2)  # as many additions as the flat diagram has
    assert reader.page.locator("#diagram .connections .sign").count() == 2
    expect(reader.page.locator(".wiring .glass")).not_to_have_count(0)
    reader.part("language").select_option("id")
    expect(reader.part("depth")).to_have_text("Datar")
    expect(reader.page.locator("[data-stage=conv1] .stage-title")).to_have_text(re.compile("Konv 1"))
    reader.part("language").select_option("en")
    expect(reader.part("depth")).to_have_text("Flat")
    reader.use_model("lenet5")
    x, y, is_free = seen_at(reader, Place("image", 0, 3, 3))
    assert is_free
    reader.page.mouse.move(x, y)
    expect(reader.part("card-title")).to_have_text("Image, map 1 of 1, row 4, column 4")


LEGIBLE = """() => {
  const view = document.querySelector("#diagram").getBoundingClientRect();
  return [...document.querySelectorAll("#diagram .stage-title")].filter((title) => {
    const { x, y, right, bottom, width } = title.getBoundingClientRect();
    const { a, b, c, d } = new DOMMatrix(getComputedStyle(title).transform);
    const isUpright = a === 1 && b === 0 && c === 0 && d === 1;
    const isInside = x >= view.x && right <= view.right && y >= view.y && bottom <= view.bottom;
    const isLarge = parseFloat(getComputedStyle(title).fontSize) >= 12;
    return !(isUpright && isInside && isLarge && width > 0);
  }).map((title) => title.textContent);
}"""


SIZES = ((320, 568), (390, 844), (820, 1180), (1280, 720), (1440, 900), (2560, 1440))


@pytest.mark.parametrize("model", ["lenet5", "resmini"])
def test_every_title_is_upright_whole_and_at_least_12_pixels_high_and_the_view_fits_the_width(
    reader: Visitor, model: str
) -> None:
    reader.use_model(model)
    open_in_depth(reader)
    for width, height in SIZES:
        reader.resize(width, height)
        settle(reader)
        at_rest(reader)
        assert reader.page.evaluate(LEGIBLE) == [], (width, height)
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("scheme", "width"), [("dark", 390), ("light", 1440)])
def test_axe_finds_nothing_in_depth(reader: Visitor, scheme: Any, width: int) -> None:
    reader.resize(width, 900)
    reader.page.emulate_media(color_scheme=scheme)
    open_in_depth(reader)
    if not reader.page.evaluate("'axe' in window"):
        reader.page.evaluate(AXE.read_text())
    found = reader.page.evaluate(
        """axe.run("#diagram", { resultTypes: ["violations"] }).then(({ violations }) =>
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`))"""
    )
    assert found == []


def test_with_forced_colours_panes_and_titles_are_seen(reader: Visitor) -> None:
    reader.page.emulate_media(forced_colors="active")
    open_in_depth(reader)
    pane = reader.page.locator("[data-stage=conv1] .stage-maps")
    assert pane.evaluate("(pane) => getComputedStyle(pane).borderWidth") == "1px"
    assert reader.page.evaluate(LEGIBLE) == []


def test_a_finger_turns_it_on_a_phone_and_a_tap_pins_a_cell(browser: Browser, host: Host) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with Visitor.arriving(browser, host.address, **phone) as visitor:
        visitor.wait_until_ready()
        visitor.use_model("gap10")
        visitor.page.evaluate("glasscnn.setStrokes([[[80, 60], [200, 60], [120, 230]]])")
        visitor.part("depth").tap()
        expect(visitor.part("depth")).to_have_text("Flat")
        height = visitor.part("depth").evaluate("(button) => button.getBoundingClientRect().height")
        assert height >= 44
        before = at_rest(visitor)
        x, y, is_free = seen_at(visitor, Place("gap", 5))
        assert is_free  # the pad, which stays in sight, does not cover the view
        touch = visitor.page.context.new_cdp_session(visitor.page)
        steps = [{"x": x + 12 * step, "y": y} for step in range(8)]
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": steps[:1]})
        for step in steps[1:]:
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [step]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert at_rest(visitor) != before
        assert visitor.page.evaluate("glasscnn.getState().pin") is None
        visitor.part("depth-reset").tap()
        at_rest(visitor)
        x, y, _ = seen_at(visitor, Place("gap", 5))
        visitor.page.touchscreen.tap(x, y)
        expect(visitor.part("cell-pin")).to_have_attribute("aria-pressed", "true")
        assert visitor.page.evaluate("glasscnn.getState().pin") == Place("gap", 5)._asdict()
        assert not visitor.errors


def test_an_embedded_diagram_can_be_seen_in_depth(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, f"{host.address}?view=bars,diagram&model=gap10&digit=3") as visitor:
        visitor.wait_until_ready()
        open_in_depth(visitor)
        x, y, is_free = seen_at(visitor, Place("image", 0, 3, 3))
        assert is_free
        visitor.page.mouse.move(x, y)
        expect(visitor.page.locator("[data-stage=image] .mark.cell .line")).to_have_attribute("d", "M3 3h1v1h-1z")
        assert not visitor.errors
