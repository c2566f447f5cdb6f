"""Links to the current state: short, complete or refused, and never executable."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, expect
from playwright.sync_api import TimeoutError as Timeout

from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor, default_model, sample_digits

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


def link_of(visitor: Visitor) -> str:
    """The link that the Share button copies."""
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.part("share").click()
    expect(visitor.part("share")).to_have_text("Copied")
    link: str = visitor.page.evaluate("navigator.clipboard.readText()")
    return link


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


@pytest.mark.parametrize("digit", SAMPLES)
def test_the_link_to_a_digit_has_at_most_600_characters(visitor: Visitor, digit: int) -> None:
    visitor.draw(sample_digits()[digit])
    assert len(call(visitor, "fragmentOf", visitor.page.evaluate("glasscnn.getState()"))) <= 600


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
    visitor.part("share").click()
    expect(visitor.part("alert")).to_contain_text("This drawing is too large for a link.")
    expect(visitor.part("share-link")).to_be_hidden()
    assert sum(map(len, visitor.strokes())) == sum(map(len, strokes))


def test_an_image_in_a_link_is_refused_where_a_number_of_it_is_no_level_of_grey(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[1])
    state = visitor.page.evaluate("glasscnn.getState()")
    assert call(visitor, "stateOf", call(visitor, "fragmentOf", {**state, "image": [0, 255]}))["image"] == [0, 255]
    for image in ([0, 256], [-1, 0]):
        with pytest.raises(Error, match="damaged"):
            call(visitor, "stateOf", call(visitor, "fragmentOf", {**state, "image": image}))


def test_without_a_clipboard_the_link_is_shown_and_selected(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[1])
    visitor.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); }")
    visitor.part("share").click()
    field = visitor.part("share-link")
    expect(field).to_be_focused()
    assert "#v=1&" in field.input_value()
    assert field.evaluate("(field) => field.selectionEnd - field.selectionStart") == len(field.input_value())
    field.press("Escape")
    expect(field).to_be_hidden()


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
        visitor.draw(SAMPLES[3])
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
