"""The guided tour: offered unobtrusively, usable by keyboard, never covering its target."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor, focus
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()

# How much of what is pointed at the card covers, in square pixels, and whether the card is whole in the window.
COVERED = """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const [card, ring] = ["tour", "tour-ring"].map((id) => document.getElementById(id).getBoundingClientRect());
  const width = Math.min(card.right, ring.right) - Math.max(card.left, ring.left);
  const height = Math.min(card.bottom, ring.bottom) - Math.max(card.top, ring.top);
  const isWhole = card.left >= 0 && card.top >= 0 && card.right <= innerWidth && card.bottom <= innerHeight + 1;
  const seen = (Math.min(innerHeight, ring.bottom) - Math.max(0, ring.top)) / ring.height;
  resolve({ covered: Math.max(0, width) * Math.max(0, height), isWhole, seen });
})))"""


def start(visitor: Visitor) -> None:
    """Start as a first-time visitor."""
    visitor.page.evaluate("localStorage.removeItem('glasscnn-tour')")
    visitor.page.locator("#help-open").click()
    visitor.page.locator("#help-tour").click()
    expect(visitor.part("tour")).to_be_visible()


def test_the_tour_is_taken_by_keyboard_from_the_pad_to_the_answer(visitor: Visitor) -> None:
    keyboard = visitor.page.keyboard
    visitor.page.evaluate("localStorage.removeItem('glasscnn-tour')")
    focus(visitor.part("tour-start"))
    keyboard.press("Enter")
    card = visitor.part("tour")
    expect(card).to_be_focused()
    expect(card).to_have_accessible_name("Draw a 7")
    keyboard.press("Tab")
    keyboard.press("Tab")
    expect(visitor.page.locator("#tour-draw")).to_be_focused()
    keyboard.press("Enter")
    expect(visitor.page.locator("#tour-facts")).to_have_text("The network reads 7, over 99.9 % sure.")
    titles = []
    steps = int((card.locator(".tour-count").inner_text()).split()[-1])
    assert 6 <= steps <= 8
    for number in range(1, steps + 1):
        expect(card.locator(".tour-count")).to_have_text(f"Step {number} of {steps}")
        titles.append(card.locator("h2").inner_text())
        focus(visitor.page.locator("#tour-next"))
        keyboard.press("Enter")
        if number < steps:
            expect(card).to_be_focused()
            expect(card).to_have_accessible_description(re.compile(f"Step {number + 1} of"))
            expect(visitor.page.locator("#tour-facts")).to_have_text(re.compile(r"\d"))
    expect(card).to_be_hidden()
    expect(visitor.part("pad")).to_be_focused()
    expect(visitor.part("tour-start")).to_be_hidden()  # it was taken; the help has it
    assert titles[-1] == "The prediction"


def test_escape_leaves_the_tour_which_goes_on_at_the_same_step(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[3])
    start(visitor)
    visitor.page.locator("#tour-next").click()
    visitor.page.locator("#tour-next").click()
    title = visitor.part("tour").locator("h2").inner_text()
    visitor.page.keyboard.press("Escape")
    expect(visitor.part("tour")).to_be_hidden()
    assert len(visitor.strokes()) == len(SAMPLES[3])  # Escape has cleared nothing
    expect(visitor.part("tour-start")).to_be_focused()
    expect(visitor.part("tour-start")).to_have_text("Resume tour")
    visitor.page.keyboard.press("Enter")
    expect(visitor.part("tour").locator("h2")).to_have_text(title)
    visitor.page.keyboard.press("Escape")


def test_one_can_draw_while_the_tour_asks_for_it(visitor: Visitor) -> None:
    start(visitor)
    visitor.draw(SAMPLES[7])
    expect(visitor.page.locator("#tour-facts")).to_have_text(re.compile("The network reads 7"))
    expect(visitor.part("tour")).to_be_visible()
    visitor.page.locator("#tour-leave").click()


@pytest.mark.parametrize("size", [(1440, 900), (720, 450), (390, 844), (320, 640)], ids=str)
@pytest.mark.parametrize("model", ["deep", "resmini"])
def test_the_card_never_covers_what_it_points_at(visitor: Visitor, model: str, size: tuple[int, int]) -> None:
    visitor.use_model(model)
    visitor.draw(SAMPLES[3])
    visitor.read_again()
    visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    start(visitor)
    card, wrong = visitor.part("tour"), []
    while card.is_visible():
        found = visitor.page.evaluate(COVERED)
        if found["covered"] > 0 or not found["isWhole"] or found["seen"] < 0.5:
            wrong.append((card.locator("h2").inner_text(), found))
        visitor.page.locator("#tour-next").click()
    visitor.page.set_viewport_size({"width": 1440, "height": 900})
    assert wrong == []


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_nothing_serious_in_tour_and_help(visitor: Visitor, scheme: Any) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    start(visitor)
    assert violations(visitor.page) == []
    visitor.page.keyboard.press("Escape")
    visitor.page.locator("#help-open").click()
    assert violations(visitor.page) == []
    visitor.page.keyboard.press("Escape")
    expect(visitor.part("help")).to_be_hidden()


def test_the_help_closes_by_escape_and_clears_nothing(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[3])
    visitor.page.locator("#help-open").click()
    visitor.page.keyboard.press("Escape")
    expect(visitor.part("help")).to_be_hidden()
    expect(visitor.page.locator("#help-open")).to_be_focused()
    assert len(visitor.strokes()) == len(SAMPLES[3])


def test_the_tour_is_optional_and_translated(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, f"{host.address}?lang=id", reduced_motion="reduce") as visitor:
        visitor.wait_until_ready()
        expect(visitor.part("tour")).to_be_hidden()
        visitor.page.get_by_role("button", name="Ikuti tur").click()
        expect(visitor.part("tour")).to_have_accessible_name("Gambarlah angka 7")
        assert visitor.errors == []
        assert visitor.violations == []
