"""Links to the current state: short, complete or refused, and never executable; as text and as a QR code."""

import io
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from playwright.sync_api import Browser, Error, expect
from playwright.sync_api import TimeoutError as Timeout

from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor, default_model, focus, sample_digits

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
MODULE = """async ([name, value]) => {
  const { page } = await (await fetch("build.json")).json();
  return (await import(new URL(`${page ?? "."}/js/share/link.js`, document.baseURI)))[name](value);
}"""

IS_STATE = """(expected) => {
  const sorted = (value) => value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort().map(([key, part]) => [key, sorted(part)]))
    : value;
  return JSON.stringify(sorted(glasscnn.getState())) === JSON.stringify(sorted(expected));
}"""


def call(visitor: Visitor, function: str, value: object) -> Any:
    """A function of the page's share/link.js."""
    return visitor.page.evaluate(MODULE, [function, value])


def open_dialog(visitor: Visitor) -> None:
    visitor.in_header("share").click()
    expect(visitor.part("share-dialog")).to_be_visible()


def link_of(visitor: Visitor) -> str:
    """The link that the dialog for sharing copies."""
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_dialog(visitor)
    visitor.part("share-dialog").get_by_role("button", name="Copy").click()
    expect(visitor.part("share-dialog").get_by_role("button", name="Copied")).to_be_visible()
    link: str = visitor.page.evaluate("navigator.clipboard.readText()")
    visitor.part("share-close").click()
    return link


DECODE = """
import jsqr from "jsqr";
import { readFileSync } from "node:fs";
const [width, height] = process.argv.slice(1).map(Number);
const decode = jsqr.default ?? jsqr;
console.log(JSON.stringify(decode(new Uint8ClampedArray(readFileSync(0)), width, height)?.data ?? null));
"""


def decoded(picture: npt.NDArray[np.uint8]) -> str | None:
    """The text of the QR code in a picture (height, width, 3), read by another library than the one that made it."""
    height, width, _ = picture.shape
    pixels = np.dstack([picture, np.full((height, width), 255, np.uint8)]).tobytes()
    command = ["node", "--input-type=module", "-e", DECODE, str(width), str(height)]
    answer = subprocess.run(command, input=pixels, capture_output=True, check=True, cwd=PROJECT)
    text: str | None = json.loads(answer.stdout)
    return text


@pytest.fixture(autouse=True)
def closed(visitor: Visitor) -> Iterator[None]:
    """Every test ends without the dialog."""
    yield
    if visitor.part("share-dialog").is_visible():
        visitor.part("share-close").click()


@pytest.fixture
def another(browser: Browser) -> Iterator[Any]:
    """Opens a link in a new browser context."""
    opened = []

    def open_link(link: str) -> Visitor:
        arriving = Visitor.arriving(browser, link)
        opened.append(arriving)
        return arriving.__enter__()

    yield open_link
    for arriving in opened:
        arriving.__exit__(None, None, None)


def test_what_a_link_shows_is_what_was_shared_with_drawing_model_stage_and_settings(
    visitor: Visitor, another: Any
) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[4])
    visitor.part("brush").fill("30")
    visitor.page.get_by_text("as drawn").click()
    visitor.part("stage-conv1").click()
    shared = visitor.page.evaluate("glasscnn.getState()")
    other = another(link_of(visitor))
    other.wait_until_ready()
    state = other.page.evaluate("glasscnn.getState()")
    assert {**state, "strokes": []} == {**shared, "strokes": []}
    for stroke, original in zip(state["strokes"], shared["strokes"], strict=True):
        assert stroke[0][:2] == [round(value) for value in original[0][:2]]
        assert stroke[-1][:2] == [round(value) for value in original[-1][:2]]
    expect(other.part("prediction")).to_have_text("4")
    expect(other.part("alert")).to_be_hidden()
    assert not other.errors


def test_the_link_to_a_digit_has_at_most_600_characters(visitor: Visitor) -> None:
    """The sample digits, with the times at which they were drawn."""
    samples = json.loads((PROJECT / "web" / "samples" / "digits.json").read_text())["digits"]
    assert len(samples) == 10
    for digit in samples:
        visitor.page.evaluate("(strokes) => glasscnn.setStrokes(strokes).then(() => null)", digit["strokes"])
        link = call(visitor, "fragmentOf", visitor.page.evaluate("glasscnn.getState()"))
        assert 100 < len(link) <= 600, digit["label"]


def test_ink_on_the_grid_is_decoded_exactly_with_its_times(visitor: Visitor) -> None:
    strokes = [[[0, 0, 0], [280, 280, 16], [-40, 300, 3200]], [[140, 140, 9600]]]
    state = {"version": 1, "strokes": strokes, "brush": 24, "centre": True, "model": "deep", "stage": None}
    state["seen"] = {"pinned": {"stage": "conv1", "row": 3}}  # what a panel has put there
    assert call(visitor, "stateOf", call(visitor, "fragmentOf", state)) == state


@pytest.mark.parametrize(
    "strokes", [[[[9, 9]]] * 401, [[[n % 280, n % 7] for n in range(40_001)]]], ids=["strokes", "points"]
)
def test_a_drawing_too_large_for_a_link_is_kept_and_an_error_is_shown(visitor: Visitor, strokes: Any) -> None:
    visitor.page.evaluate("(json) => glasscnn.setStrokes(JSON.parse(json)).then(() => null)", json.dumps(strokes))
    open_dialog(visitor)
    expect(visitor.part("share-dialog")).to_contain_text("This drawing is too large for a link.")
    expect(visitor.part("share-link")).to_be_hidden()
    expect(visitor.part("qr")).to_be_hidden()
    assert sum(map(len, visitor.strokes())) == sum(map(len, strokes))


def test_an_image_in_a_link_is_refused_where_a_number_of_it_is_no_level_of_grey(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[1])
    state = visitor.page.evaluate("glasscnn.getState()")
    assert call(visitor, "stateOf", call(visitor, "fragmentOf", {**state, "image": [0, 255]}))["image"] == [0, 255]
    for image in ([0, 256], [-1, 0]):
        with pytest.raises(Error, match="damaged"):
            call(visitor, "stateOf", call(visitor, "fragmentOf", {**state, "image": image}))


def test_without_a_clipboard_the_link_is_selected_to_be_copied_by_hand(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[1])
    open_dialog(visitor)
    visitor.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); }")
    visitor.part("share-dialog").get_by_role("button", name="Copy").click()
    field = visitor.part("share-link")
    expect(field).to_be_focused()
    expect(visitor.part("share-dialog")).to_contain_text("press Ctrl+C")
    assert "#v=1&" in field.input_value()
    assert field.evaluate("(field) => field.selectionEnd - field.selectionStart") == len(field.input_value())
    visitor.page.evaluate("() => { delete navigator.clipboard.writeText; }")
    field.press("Escape")
    expect(visitor.part("share-dialog")).to_be_hidden()
    assert visitor.strokes() != []


def test_the_qr_code_on_the_screen_is_the_link_in_the_dark_too(visitor: Visitor) -> None:
    visitor.page.emulate_media(color_scheme="dark")
    visitor.page.evaluate("(strokes) => glasscnn.setStrokes(strokes).then(() => null)", sample_digits()[8])
    open_dialog(visitor)
    visitor.part("qr-enlarge").click()
    link = visitor.part("share-link").input_value()
    assert decoded(visitor.sight(visitor.part("qr"))) == link
    visitor.page.emulate_media(color_scheme="light")


def test_the_saved_qr_code_is_the_link(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[2])
    open_dialog(visitor)
    with visitor.page.expect_download() as download:
        visitor.part("qr-save").click()
    assert download.value.suggested_filename == "glasscnn-link.png"
    picture = np.asarray(Image.open(io.BytesIO(Path(download.value.path()).read_bytes())).convert("RGB"))
    assert decoded(picture) == visitor.part("share-link").input_value()


def test_a_link_too_long_for_a_qr_code_is_still_given(visitor: Visitor) -> None:
    zigzag = [[[(37 * n) % 280, (101 * n) % 280] for n in range(1200)]]
    visitor.page.evaluate("(json) => glasscnn.setStrokes(JSON.parse(json)).then(() => null)", json.dumps(zigzag))
    open_dialog(visitor)
    expect(visitor.part("share-dialog")).to_contain_text(re.compile(r"[34],\d{3} characters, which is too long"))
    assert "#v=1&" in visitor.part("share-link").input_value()
    expect(visitor.part("qr")).to_be_hidden()


def test_the_dialog_is_used_by_keyboard_and_gives_the_focus_back(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[1])
    focus(visitor.part("share"))
    visitor.page.keyboard.press("Enter")
    expect(visitor.part("share-dialog")).to_be_visible()
    inside = "document.activeElement.closest('[data-testid=share-dialog]') !== null"
    reached = set()
    for _ in range(12):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate(inside):
            reached.add(
                visitor.page.evaluate("document.activeElement.dataset.testid ?? document.activeElement.textContent")
            )
    assert {"share-close", "tab-link", "share-link", "Copy", "qr-enlarge", "qr-save"} <= reached
    visitor.page.keyboard.press("Escape")
    expect(visitor.part("share-dialog")).to_be_hidden()
    expect(visitor.part("share")).to_be_focused()
    assert visitor.strokes() != []


@pytest.mark.parametrize("width", [320, 820])
def test_the_dialog_fits_into_the_window(visitor: Visitor, width: int) -> None:
    visitor.draw(SAMPLES[7])
    visitor.resize(width, 700)
    open_dialog(visitor)
    for large in (False, True):
        box = visitor.part("share-dialog").bounding_box()
        code = visitor.part("qr").bounding_box()
        assert box
        assert code
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 700
        assert visitor.part("share-dialog").evaluate("(dialog) => dialog.scrollWidth <= dialog.clientWidth")
        assert box["x"] < code["x"]
        assert code["x"] + code["width"] < box["x"] + box["width"]
        assert large or code["width"] >= 200
        visitor.part("qr-enlarge").click()
    visitor.resize(1440, 900)


def test_a_link_made_while_the_example_is_shown_opens_with_it(browser: Browser, host: Host, another: Any) -> None:
    with Visitor.arriving(browser, host.address) as visitor:
        visitor.wait_until_ready()
        read = visitor.part("prediction").inner_text()
        assert visitor.strokes() == []
        other = another(link_of(visitor))
        other.wait_until_ready()
        expect(other.part("prediction")).to_have_text(read)
        drawn = [[point[:2] for point in stroke] for stroke in other.strokes()]
        shown = [[[round(x), round(y)] for x, y in stroke] for stroke in sample_digits()[int(read)]]
        assert [stroke[0] for stroke in drawn] == [stroke[0] for stroke in shown]
        assert [stroke[-1] for stroke in drawn] == [stroke[-1] for stroke in shown]


def damaged_links(link: str) -> dict[str, str]:
    """A link with typical damage."""
    ink = link.index("ink=") + 20
    return {
        "cut off": link[: len(link) // 2],
        "cut off by a character": link[:-1],
        "without its check": link[: link.index("&check=")],
        "with another letter": f"{link[:ink]}{'B' if link[ink] == 'A' else 'A'}{link[ink + 1 :]}",
        "of another model": link.replace("model=deep", "model=gap10"),
        "with ink that is none": "#v=1&model=deep&ink=%00%F0%9F&check=1",
        "with a script in it": "#v=1&model=deep&more=<script>alert(1)</script>&check=1",
        "of a version to come": "#v=7&model=deep&check=1",
        "of no end": "#v=1&ink=" + "A" * 70_000,
    }


def test_a_damaged_link_shows_an_error_and_leaves_the_pad_empty(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[2])
    link = call(visitor, "fragmentOf", visitor.page.evaluate("glasscnn.getState()"))
    for fragment in damaged_links(link).values():
        visitor.start_over()
        visitor.draw(SAMPLES[7])
        visitor.page.evaluate("(fragment) => { location.hash = fragment; }", fragment)
        assert "link" in visitor.alert()
        assert visitor.strokes() == []
    assert visitor.workers() == 1
    visitor.page.evaluate("history.replaceState(null, '', location.pathname)")


def test_a_damaged_link_opens_a_page_that_works(host: Host, another: Any) -> None:
    other = another(f"{host.address}#v=1&model=deep&ink=AAAA")
    other.wait_until_ready()
    assert "cut off" in other.alert()
    assert other.strokes() == []
    other.draw(SAMPLES[7])
    expect(other.part("prediction")).to_have_text("7")


def test_a_link_made_with_somebody_s_own_model_names_it_and_keeps_the_drawing(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[5])
    state = visitor.page.evaluate("glasscnn.getState()")
    link = call(visitor, "fragmentOf", {**state, "model": "mine"})
    visitor.start_over()
    visitor.page.evaluate("(fragment) => { location.hash = fragment; }", link)
    assert "“mine”" in visitor.alert()
    expect(visitor.part("prediction")).to_have_text("5")
    assert visitor.page.evaluate("glasscnn.getState().model") == default_model()
    visitor.page.evaluate("history.replaceState(null, '', location.pathname)")


def test_a_foreign_fragment_is_ignored(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[6])
    visitor.page.evaluate("location.hash = '#diagram'")
    assert len(visitor.strokes()) == len(SAMPLES[6])
    expect(visitor.part("alert")).to_be_hidden()
    visitor.page.evaluate("history.replaceState(null, '', location.pathname)")


def test_a_link_holds_no_bytes_of_a_model(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[8])
    state = visitor.page.evaluate("glasscnn.getState()")
    assert len(json.dumps(state["model"])) < 100
    assert call(visitor, "fragmentOf", state).count("&") <= 6


def test_links_made_by_version_0_1_0_open_to_the_same_state(visitor: Visitor) -> None:
    shared = json.loads((Path(__file__).parent / "links_of_0_1_0.json").read_text(encoding="utf-8"))
    assert len(shared) == 20
    for number, opened in enumerate(shared):
        visitor.page.evaluate("(link) => { location.hash = link; }", opened["link"])
        try:
            visitor.page.wait_for_function(IS_STATE, arg=opened["state"])
        except Timeout as error:
            found = visitor.page.evaluate("glasscnn.getState()")
            raise AssertionError(f"link {number}: expected {opened['state']}, found {found}") from error
