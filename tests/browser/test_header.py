"""The header: one row at every width, with a menu for what has no place in it."""

import itertools
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser

PARTS = """() => [...document.querySelectorAll(".top > *, .more-controls > *")]
  .filter((part) => part.checkVisibility() && getComputedStyle(part).display !== "contents"
    && getComputedStyle(part).position !== "absolute")
  .map((part) => part.getBoundingClientRect())
  .map(({ top, bottom, left, right }) => ({ middle: (top + bottom) / 2, left, right }))"""


@pytest.fixture
def resized(visitor: Visitor) -> Iterator[Visitor]:
    yield visitor
    visitor.resize(1440, 900)


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_header_is_one_row_from_390_pixels_up(resized: Visitor, language: str) -> None:
    resized.part("language").select_option(language)
    for width in (390, 640, 700, 820, 1000, 1024, 1280, 1440, 2560):
        resized.resize(width, 844)
        parts = resized.page.evaluate(PARTS)
        assert len(parts) >= 3
        assert max(part["middle"] for part in parts) - min(part["middle"] for part in parts) < 3, width
        assert all(one["right"] <= other["left"] for one, other in itertools.pairwise(parts)), width
        assert parts[-1]["right"] <= width
    resized.resize(1440, 900)
    resized.part("language").select_option("en")


# The width of a picker that shows the same name and has as much space as it needs.
NEEDED = """() => {
  const picker = document.querySelector("#model-picker");
  const free = picker.cloneNode();
  Object.assign(free.style, { position: "absolute", maxWidth: "none" });
  free.append(new Option(picker.selectedOptions[0].text));
  picker.after(free);
  const { width } = free.getBoundingClientRect();
  free.remove();
  return width;
}"""


def test_a_phone_shows_the_names_of_the_models_whole(resized: Visitor) -> None:
    for model, width in itertools.product(("deep", "gap10", "lenet5", "resmini"), (320, 390)):
        resized.use_model(model)
        resized.resize(width, 844)
        box = resized.part("model-picker").bounding_box()
        assert box
        assert box["width"] >= resized.page.evaluate(NEEDED) - 0.5, (model, width)


@pytest.mark.parametrize("width", [320, 390, 820])
def test_what_does_not_fit_is_in_a_menu_that_escape_a_choice_and_a_click_elsewhere_close(
    resized: Visitor, width: int
) -> None:
    resized.resize(width, 844)
    more, share, theme = resized.part("more"), resized.part("share"), resized.page.locator("#theme")
    expect(share).to_be_hidden()
    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    for control in (share, theme, resized.part("take"), resized.part("help-open")):
        box = control.bounding_box()
        assert box
        assert box["height"] >= 44
    theme.click()
    expect(share).to_be_visible()  # one may want the next theme
    theme.click()
    theme.click()
    more.press("Escape")
    expect(share).to_be_hidden()
    expect(more).to_be_focused()
    more.click()
    resized.part("help-open").click()
    expect(resized.part("help")).to_be_visible()
    expect(share).to_be_hidden()
    resized.page.keyboard.press("Escape")
    expect(more).to_be_focused()
    more.click()
    resized.page.mouse.click(5, 840)
    expect(share).to_be_hidden()
    expect(more).to_have_attribute("aria-expanded", "false")
