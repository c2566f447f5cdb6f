"""Changing the language in place: every view is translated, and is as before after changing back to English."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TimedOut

from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.made_models import WORDS, names_like_words
from tests.browser.support.visitor import PATIENCE, Visitor
from tests.browser.test_compare import wait_for_agreement
from tests.browser.test_languages import ENGLISH_ONLY, choose, in_page
from tests.browser.test_own_image import choose as choose_picture
from tests.browser.test_own_image import photo
from tests.browser.test_own_model import small_onnx

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()

# Everything that is on the page to be seen or heard, where it stands: all texts, names, descriptions and values of what
# is rendered. Left out are the live regions, which hold what was announced last, and how long a reading took.
SAID = """() => {
  window.said = () => {
    const isSeen = (element) => element?.checkVisibility?.() && !element.closest("#announcer, #pad-live, #look-live");
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const said = [];
    while (walker.nextNode()) {
      if (isSeen(walker.currentNode.parentElement)) said.push(walker.currentNode.data.trim());
    }
    for (const name of ["aria-label", "title", "aria-valuetext"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        if (isSeen(element)) said.push(element.getAttribute(name));
      }
    }
    for (const select of document.querySelectorAll("select")) {
      if (isSeen(select)) said.push(...Array.from(select.options, ({ text }) => text));
    }
    return [document.title, ...said].filter(Boolean).map((text) => text.replace(/ [\\d.,]+ ms/, " … ms"));
  };
  window.saidAgain = (before, inSight) => {
    document.querySelector(inSight).scrollIntoView({ block: "nearest" });
    return JSON.stringify(said()) === JSON.stringify(before);
  };
}"""


@pytest.fixture(scope="module")
def opened(browser: Browser, host: Host) -> Iterator[Visitor]:
    with Visitor.arriving(browser, f"{host.address}?lang=en") as visitor:
        visitor.wait_until_ready()
        visitor.page.evaluate(SAID)
        visitor.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); }")
        yield visitor


SENTENCE = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}")


def wait_for(page: Page, condition: str, given: Any) -> None:
    """Wait until the condition holds; if it never does, the following assertion shows the difference."""
    with suppress(TimedOut):
        page.wait_for_function(condition, arg=given, timeout=PATIENCE // 8)


def round_trip(visitor: Visitor, names: Iterable[str] = (), in_sight: str = "body") -> None:
    """English → Indonesian → English: no English text in between except names, and the original text at the end.

    The element in sight stays there, since what is explained in it depends on that: the tour scrolls to its subject
    when the page has another height in the other language.
    """
    page = visitor.page
    before: list[str] = page.evaluate("said()")
    words = set(in_page(visitor, ENGLISH_ONLY, "id")) - {"Deep", *WORDS}
    english = sorted(words | {text for text in before if SENTENCE.search(text)} - {"Bahasa Indonesia", *names})
    choose(visitor, "id")
    wait_for(page, "(english) => !said().some((text) => english.includes(text))", english)
    assert sorted(set(page.evaluate("said()")) & set(english)) == []
    choose(visitor, "en")
    wait_for(page, "([before, inSight]) => saidAgain(before, inSight)", [before, in_sight])
    assert page.evaluate("said()") == before


def rest(visitor: Visitor) -> None:
    """Wait until the descriptions of the stages are complete for the whole drawing."""
    inked = sum(value > 0 for value in visitor.read_again()["stages"]["image"]["data"])
    expect(visitor.page.locator("#about-image")).to_contain_text(f"covers {inked} of 784 pixels")


def look_at_cells(visitor: Visitor) -> None:
    expect(visitor.part("cell-value")).to_have_text(re.compile(r"\d"))


def look_at_windows(visitor: Visitor) -> None:
    visitor.choose("view-sliding")
    expect(visitor.part("slide-where")).to_have_text(re.compile(r"\d"))


def look_at_kernels(visitor: Visitor) -> None:
    visitor.choose("view-kernels")
    kernels = visitor.part("kernels")
    expect(kernels.get_by_role("spinbutton").first).to_be_visible()
    kernels.get_by_role("spinbutton").first.press("ArrowRight")
    expect(kernels.get_by_role("listbox")).to_have_count(kernels.get_by_role("listitem").count())  # all patches


def look_at_evidence(visitor: Visitor) -> None:
    visitor.part("tab-evidence").click()
    expect(visitor.part("evidence-occlusion-1")).to_have_attribute("aria-label", re.compile("^Occlusion: how far"))


def look_at_steps(visitor: Visitor) -> None:
    visitor.part("tab-steps").click()
    expect(visitor.part("ink-step-normalise")).to_be_visible()


def look_at_time(visitor: Visitor) -> None:
    visitor.part("tab-time").click()
    expect(visitor.part("time-story")).to_have_text(re.compile("^Read as"))


def compare(visitor: Visitor) -> None:
    visitor.part("tab-compare").click()
    visitor.part("other-picker").select_option("gap10")
    wait_for_agreement(visitor)


def be_helped(visitor: Visitor) -> None:
    visitor.in_header("help-open").click()


def share(visitor: Visitor) -> None:
    visitor.in_header("share").click()
    expect(visitor.part("share-dialog")).to_contain_text("characters")


LOOKS: list[Callable[[Visitor], None]] = [
    look_at_cells,
    look_at_windows,
    look_at_kernels,
    look_at_evidence,
    look_at_steps,
    look_at_time,
    compare,
    be_helped,
    share,
]


@pytest.fixture(autouse=True)
def english(visitor: Visitor) -> Iterator[None]:
    """Every test starts and ends in English, without an overlay."""
    yield
    choose(visitor, "en")
    visitor.page.keyboard.press("Escape")
    visitor.part("tab-cell").click()
    for box, close in (
        ("#take-box", "#take"),
        ("#own-model", "#own-model button >> nth=-1"),
    ):
        if visitor.page.locator(box).is_visible():
            visitor.page.locator(close).click()


@pytest.fixture
def busy(visitor: Visitor) -> Visitor:
    """A visitor with a drawing, a pinned cell in an open stage, and all boxes open: link, save, own model, alert."""
    visitor.choose_file(names_like_words(), "words.npz")
    expect(visitor.part("own-model")).to_be_visible()
    visitor.draw(SAMPLES[3])
    visitor.part("stage-relu1").click()
    rest(visitor)
    visitor.choose_file(b"This is no model.", "bad.npz")
    visitor.alert()
    visitor.in_header("take").click()
    visitor.part("take-which").select_option("relu1")
    visitor.part("take-map").select_option("2")
    return visitor


def test_each_view_says_in_english_again_what_it_said_before(busy: Visitor) -> None:
    for look in LOOKS:
        look(busy)
        round_trip(busy)
        if busy.page.locator("dialog[open]").count():
            busy.page.keyboard.press("Escape")


def test_the_steps_of_a_picture_are_said_again(visitor: Visitor) -> None:
    visitor.part("stage-conv1").click()
    choose_picture(visitor, photo(4))
    expect(visitor.part("picture-centre")).to_be_visible()
    expect(visitor.page.locator("#about-image")).to_contain_text("pixels")
    look_at_cells(visitor)
    round_trip(visitor)


def test_the_pixels_of_an_onnx_model_are_explained_again(visitor: Visitor) -> None:
    visitor.choose_file(small_onnx(), "small.onnx")
    expect(visitor.part("own-model-scaling")).to_be_visible(timeout=PATIENCE)
    expect(visitor.page.locator("#about-image")).to_contain_text("It contains no ink.")
    visitor.part("cell").scroll_into_view_if_needed()
    expect(visitor.part("cell-title")).not_to_be_empty()  # the strongest cell, as soon as there is time
    round_trip(visitor, visitor.page.locator(".stage-title").all_inner_texts(), "[data-testid=cell]")


def test_the_tour_says_its_step_again(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    rest(visitor)
    visitor.part("tour-start").click()
    visitor.page.locator("#tour-next").click()
    expect(visitor.page.locator("#tour-facts")).to_contain_text("pixels")
    visitor.part("cell").scroll_into_view_if_needed()
    expect(visitor.part("cell-title")).not_to_be_empty()
    round_trip(visitor, in_sight="[data-testid=cell]")
    visitor.page.keyboard.press("Escape")


def test_what_a_model_calls_its_classes_and_stages_is_not_translated(busy: Visitor) -> None:
    page = busy.page
    look_at_evidence(busy)
    choose(busy, "id")
    expect(busy.part("tab-cell")).not_to_have_text("The cell")
    assert page.locator("#bars .bar-name").all_inner_texts() == list(WORDS)
    assert page.locator("#diagram .stage-title").all_inner_texts() == ["Citra", "Maps", "Close", "bias"]
    assert busy.part("take-which").locator("option").all_inner_texts() == ["Citra", "Maps", "Close", "bias"]
    assert busy.part("evidence-class-0").locator("option").all_inner_texts()[2:] == list(WORDS)
    assert busy.part("model-picker").locator("option:checked").inner_text() == "Undo"
    assert set(
        page.locator("#bars li").evaluate_all("(rows) => rows.map((row) => row.ariaLabel.split(':')[0])")
    ) == set(WORDS)
    busy.part("tab-cell").click()
    expect(page.locator("#inspector-title")).to_have_text(re.compile("^Maps · "))
    expect(page.locator("#stage-views")).to_contain_text("Peta")
