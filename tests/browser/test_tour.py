"""The guided tour: it drives the page from left to right, waits for the visitor, and covers nothing it explains."""

import re
from itertools import groupby
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host
from tests.browser.support.cells import Place, spot
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor, focus
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
TABS = ["evidence", "steps", "time", "compare", "test", "code", "train"]
MOST_STEPS = 20

# How much of what is pointed at the card covers, in square pixels; whether the card is whole in the window; how high
# what is pointed at is seen.
COVERED = """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const [card, ring] = ["tour", "tour-ring"].map((id) => document.getElementById(id).getBoundingClientRect());
  const width = Math.min(card.right, ring.right) - Math.max(card.left, ring.left);
  const height = Math.min(card.bottom, ring.bottom) - Math.max(card.top, ring.top);
  const isWhole = card.left >= 0 && card.top >= 0 && card.right <= innerWidth && card.bottom <= innerHeight + 1;
  resolve({ covered: Math.max(0, width) * Math.max(0, height), isWhole, seen: ring.height, left: ring.left });
})))"""


def start(visitor: Visitor) -> None:
    """Start as a first-time visitor."""
    visitor.page.evaluate("localStorage.removeItem('glasscnn-tour')")
    visitor.in_header("help-open").click()
    visitor.page.locator("#help-tour").click()
    expect(visitor.part("tour")).to_be_visible()


def title(visitor: Visitor) -> str:
    return visitor.part("tour").locator("h2").inner_text()


def go_on(visitor: Visitor) -> None:
    """Press the button until the next step is shown, or the tour has ended.

    A panel that a step opens may still be loading; once it is there, the card no longer moves away from the pointer.
    """
    expect(visitor.page.locator("#sections > [role=tabpanel]:visible > *").first).to_be_attached()
    visitor.wait_until_still()
    count = visitor.page.locator("#tour-count").inner_text()
    button = visitor.page.locator("#tour-next")
    if button.inner_text() not in ("Next", "Finish"):
        button.click()
        expect(button).to_have_text("Next")
    if visitor.page.locator("#tour-count").inner_text() != count:
        return  # on a phone, a chosen cell goes on by itself
    button.click()
    if visitor.part("tour").is_visible():
        expect(visitor.page.locator("#tour-count")).not_to_have_text(count)


def go_to(visitor: Visitor, wanted: str) -> None:
    for _ in range(MOST_STEPS):
        if title(visitor) == wanted:
            return
        go_on(visitor)
    raise AssertionError(f"no step is called {wanted}")


def test_the_tour_is_taken_by_keyboard_from_the_pad_by_every_tab_to_the_article(visitor: Visitor) -> None:
    keyboard = visitor.page.keyboard
    visitor.page.evaluate("localStorage.removeItem('glasscnn-tour')")
    focus(visitor.part("tour-start"))
    keyboard.press("Enter")
    card = visitor.part("tour")
    expect(card).to_be_focused()
    expect(card).to_have_accessible_name("Draw a 7")
    keyboard.press("Tab")
    expect(visitor.page.locator("#tour-next")).to_be_focused()
    expect(visitor.page.locator("#tour-next")).to_have_text("Draw a 7 for me")
    keyboard.press("Enter")
    expect(visitor.page.locator("#tour-facts")).to_have_text("The network reads 7, over 99.9 % sure.")
    steps = int((card.locator(".tour-count").inner_text()).split()[-1])
    assert steps == 19
    titles, opened = [], []
    for number in range(1, steps + 1):
        expect(card.locator(".tour-count")).to_have_text(f"Step {number} of {steps}")
        titles.append(title(visitor))
        opened.append(visitor.page.locator("[role=tab][aria-selected=true]").get_attribute("id"))
        expect(visitor.page.locator("#tour-leave")).to_be_visible(visible=number < steps)
        focus(visitor.page.locator("#tour-next"))
        keyboard.press("Enter")
        if titles[-1] == "Look into a cell":
            expect(visitor.page.locator("#tour-facts")).to_contain_text("map 8 of 10, row")
            keyboard.press("Enter")
        if number < steps:
            expect(card).to_be_focused()
            expect(card).to_have_accessible_description(re.compile(f"Step {number + 1} of"))
    expect(card).to_be_hidden()
    expect(visitor.part("pad")).to_be_focused()
    expect(visitor.part("tour-start")).to_be_hidden()  # it was taken; the help has it
    assert titles[-1] == "The same story, in words"
    tabs = ["tab-cell", *(f"tab-{name}" for name in TABS)]
    assert [tab.get_attribute("id") for tab in visitor.page.get_by_role("tab").all()] == tabs
    assert [tab for tab, _ in groupby(opened)] == [*tabs, tabs[0]]


def test_the_tour_never_walks_over_an_empty_pad(visitor: Visitor) -> None:
    start(visitor)
    visitor.page.locator("#tour-next").click()
    assert title(visitor) == "Draw a 7"
    expect(visitor.part("prediction")).to_have_text("7")
    go_on(visitor)
    assert title(visitor) == "Ink becomes numbers"
    visitor.part("clear").click()
    expect(visitor.page.locator("#tour-next")).to_have_text("Draw a 7 for me")
    visitor.page.locator("#tour-next").click()
    assert title(visitor) == "Ink becomes numbers"
    expect(visitor.page.locator("#tour-facts")).to_contain_text("pixels")
    visitor.page.locator("#tour-leave").click()


def test_the_tour_waits_until_a_cell_is_pointed_at_and_then_explains_it(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    start(visitor)
    go_to(visitor, "Look into a cell")
    expect(visitor.page.locator("#tour-next")).to_have_text("Show me one")
    expect(visitor.page.locator("#tour-facts")).to_be_empty()
    visitor.page.mouse.move(*spot(visitor, Place("conv1", 4, 12, 9), (10, 28, 28)))
    expect(visitor.page.locator("#tour-facts")).to_contain_text("map 5 of 10, row 13, column 10")
    visitor.page.mouse.down()
    visitor.page.mouse.up()
    expect(visitor.page.locator("#tour-next")).to_have_text("Next")
    visitor.page.locator("#tour-next").click()
    assert title(visitor) == "One window, a handful of products"
    expect(visitor.part("cell-title")).to_contain_text("map 5 of 10, row 13, column 10")
    go_on(visitor)
    expect(visitor.part("view-kernels")).to_be_checked()
    go_to(visitor, "Deeper sees wider")
    expect(visitor.page.locator("#tour-facts")).to_contain_text("of 32 has the largest value")
    go_to(visitor, "From places to amounts")
    expect(visitor.part("inspector").locator("canvas.map")).to_have_count(0)  # nothing stays open
    visitor.page.locator("#tour-leave").click()


@pytest.mark.parametrize(
    ("model", "says", "not_says"),
    [
        ("lenet5", ["both signs", "becomes its average", "a weight of its own"], ["its average: how much"]),
        ("deep", ["only the largest number stays", "its average: how much"], ["both signs", "becomes its average."]),
    ],
)
def test_the_tour_says_what_the_model_computes_and_goes_from_left_to_right(
    visitor: Visitor, model: str, says: list[str], not_says: list[str]
) -> None:
    visitor.use_model(model)
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    start(visitor)
    said, lefts = [], []
    while title(visitor) != "Why this digit":
        said.append(visitor.page.locator("#tour-text").inner_text())
        if title(visitor) not in ("One window, a handful of products", "Maps, sliding window, kernels"):
            lefts.append(visitor.page.evaluate(COVERED)["left"])
        go_on(visitor)
    visitor.page.locator("#tour-leave").click()
    assert lefts == sorted(lefts)
    text = " ".join(said)
    assert [words for words in says if words not in text] == []
    assert [words for words in not_says if words in text] == []


def test_escape_leaves_the_tour_which_goes_on_at_the_same_step(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    start(visitor)
    visitor.page.locator("#tour-next").click()
    visitor.page.locator("#tour-next").click()
    before = title(visitor)
    visitor.page.keyboard.press("Escape")
    expect(visitor.part("tour")).to_be_hidden()
    assert len(visitor.strokes()) == len(SAMPLES[7])  # Escape has cleared nothing
    expect(visitor.part("tour-start")).to_be_focused()
    expect(visitor.part("tour-start")).to_have_text("Resume tour")
    visitor.page.keyboard.press("Enter")
    expect(visitor.part("tour").locator("h2")).to_have_text(before)
    visitor.page.keyboard.press("Escape")


def test_one_can_draw_while_the_tour_asks_for_it(visitor: Visitor) -> None:
    start(visitor)
    visitor.draw(SAMPLES[7])
    expect(visitor.page.locator("#tour-facts")).to_have_text(re.compile("The network reads 7"))
    expect(visitor.page.locator("#tour-next")).to_have_text("Next")
    visitor.page.locator("#tour-leave").click()


SIZES = [
    ("deep", (1440, 900)),
    ("resmini", (820, 1180)),
    ("deep", (720, 450)),
    ("deep", (390, 844)),
    ("resmini", (320, 640)),
]


@pytest.mark.parametrize(("model", "size"), SIZES, ids=str)
def test_the_card_never_covers_what_it_points_at(visitor: Visitor, model: str, size: tuple[int, int]) -> None:
    visitor.use_model(model)
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    visitor.resize(*size)
    start(visitor)
    wrong, visited = [], 0
    while visitor.part("tour").is_visible():
        found = visitor.page.evaluate(COVERED)
        visited += 1
        if found["covered"] > 0 or not found["isWhole"] or found["seen"] < 40:
            wrong.append((title(visitor), found))
        go_on(visitor)
    visitor.resize(1440, 900)
    assert wrong == []
    assert visited >= 15


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_nothing_in_tour_and_help(visitor: Visitor, scheme: Any) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    start(visitor)
    assert violations(visitor.page) == []
    visitor.page.keyboard.press("Escape")
    visitor.in_header("help-open").click()
    assert violations(visitor.page) == []
    visitor.page.keyboard.press("Escape")
    expect(visitor.part("help")).to_be_hidden()


def test_the_help_closes_by_escape_and_clears_nothing(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    visitor.in_header("help-open").click()
    visitor.page.keyboard.press("Escape")
    expect(visitor.part("help")).to_be_hidden()
    expect(visitor.page.locator("#help-open")).to_be_focused()
    assert len(visitor.strokes()) == len(SAMPLES[7])


def test_the_tour_is_optional_and_translated(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, f"{host.address}?lang=id", reduced_motion="reduce") as visitor:
        visitor.wait_until_ready()
        expect(visitor.part("tour")).to_be_hidden()
        visitor.page.get_by_role("button", name="Ikuti tur").click()
        expect(visitor.part("tour")).to_have_accessible_name("Gambarlah angka 7")
        assert visitor.errors == []
        assert visitor.violations == []
