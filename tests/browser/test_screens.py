"""Small screens and zoomed windows: nothing covers the pad or a control."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host
from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(visitor: Visitor) -> Iterator[Visitor]:
    yield visitor
    visitor.resize(1440, 900)


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844)])
def test_on_a_phone_ink_is_seen_up_to_the_edge_of_the_pad(phone: Visitor, width: int, height: int) -> None:
    phone.resize(width, height)
    phone.draw([[(270.0, 40.0), (270.0, 240.0)]])
    expect(phone.part("undo")).to_be_enabled()
    box = phone.pad_box()
    over = phone.page.evaluate(
        """([x, y, side]) => [...Array(19).keys()].map((step) =>
          document.elementFromPoint(x + side - 1, y + (step + 1) * side / 20).closest("#pad")?.id)""",
        [box["x"], box["y"], box["width"]],
    )
    assert over == ["pad"] * 19
    sight = phone.sight(phone.part("pad"))
    side = sight.shape[1]
    edge = sight[round(0.2 * side) : round(0.8 * side), round(265 / 280 * side) : round(276 / 280 * side)]
    assert edge.min() > 200  # white ink, on a pad that is black beside it
    assert sight[round(0.5 * side) :, round(0.8 * side) : round(0.9 * side)].max() < 60
    assert sight[round(0.9 * side) : round(0.92 * side), round(277 / 280 * side) : -1].max() < 60


COVERED = """() => {
  const controls = document.querySelectorAll("button, input, select, [role=tab], [data-testid=pad]");
  const seen = [...controls].filter((control) => control.checkVisibility() && control.getClientRects().length > 0);
  const nameOf = (element) => element?.dataset?.testid || element?.id || element?.className || element?.tagName;
  return seen.flatMap((control) => {
    control.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const { x, y, width, height } = control.getBoundingClientRect();
    const there = document.elementFromPoint(x + width / 2, y + height / 2);
    const isThere = control.contains(there) || control.closest("label")?.contains(there);
    return isThere ? [] : [`${nameOf(control)} is covered by ${nameOf(there)}`];
  });
}"""


@pytest.mark.parametrize(
    ("width", "height"),
    [(320, 256), (455, 256), (546, 307), (667, 375), (320, 559), (320, 560), (390, 844), (1440, 900)],
)
def test_nothing_covers_a_control_that_is_scrolled_to_the_middle_of_the_window(
    phone: Visitor, width: int, height: int
) -> None:
    """At first laptops at a zoom of 400, 300 and 250 %, and a phone held sideways (WCAG 2.2, 1.4.10 and 2.4.11)."""
    phone.draw([[(60.0, 60.0), (220.0, 60.0), (120.0, 240.0)]])
    phone.resize(width, height)
    assert phone.page.evaluate(COVERED) == []


SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""
CUT_OFF = """() => [...document.querySelectorAll(
    "button, h2, h3, p, label, td, th, li, dd, dt, summary, select, [role=tab]")]
  .filter((element) => element.checkVisibility() && element.clientWidth > 1 && element.textContent.trim())
  .filter((element) => ["hidden", "clip"].includes(getComputedStyle(element).overflowX))
  .filter(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
    scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1)
  .map(({ id, textContent }) => id || textContent.trim())"""


def test_texts_may_be_spaced_as_wide_as_somebody_needs_to_read_them(browser: Browser, host: Host) -> None:
    """WCAG 2.2, 1.4.12: nothing is cut off, and the page does not become wider than the window."""
    with Visitor.arriving(browser, host.address) as visitor:
        visitor.wait_until_ready()
        visitor.page.evaluate(SPACED)
        visitor.part("stage-conv1").click()
        for width, height in ((390, 844), (1440, 900)):
            visitor.resize(width, height)
            tabs = visitor.page.get_by_role("tab")
            for number in range(tabs.count()):
                tabs.nth(number).click()
                expect(tabs.nth(number)).to_have_attribute("aria-selected", "true")
                assert visitor.page.evaluate(CUT_OFF) == []
            assert visitor.page.evaluate("document.documentElement.scrollWidth") == width


def test_on_a_phone_the_pad_stays_in_sight_while_the_network_scrolls_by_and_in_a_low_window_it_does_not(
    phone: Visitor,
) -> None:
    for width, height, stays in ((390, 844, True), (320, 568, True), (667, 375, False), (320, 256, False)):
        phone.resize(width, height)
        phone.page.evaluate("scrollTo(0, 0)")
        box = phone.pad_box()
        assert box["height"] < height  # all of it can be seen
        phone.part("stage-probabilities").scroll_into_view_if_needed()
        assert phone.page.evaluate("scrollY") > box["y"]
        assert (phone.pad_box()["y"] >= 0) is stays


SMALL_TARGETS = """() => [...document.querySelectorAll(
    "header button, header select, .drawing button, .drawing input[type=range], .drawing label, [role=tab]")]
  .filter((control) => control.checkVisibility() && !control.disabled)
  .map((control) => [control.id || control.textContent.trim(), control.getBoundingClientRect()])
  .filter(([, { height, width }]) => height < 44 || width < 44)
  .map(([name, { height, width }]) => `${name} is ${Math.round(width)} × ${Math.round(height)}`)"""


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844)])
def test_targets_are_44_pixels_high_under_a_finger(browser: Browser, host: Host, width: int, height: int) -> None:
    phone = {"viewport": {"width": width, "height": height}, "has_touch": True, "is_mobile": True}
    with Visitor.arriving(browser, host.address, **phone) as visitor:
        visitor.wait_until_ready()
        assert visitor.page.evaluate(SMALL_TARGETS) == []
        visitor.part("more").tap()
        expect(visitor.part("share")).to_be_visible()
        assert visitor.page.evaluate(SMALL_TARGETS) == []
        assert visitor.page.evaluate("document.documentElement.scrollWidth") == width
