"""Everyone can use it: keyboard, touch, small screens, zoom, both themes, no motion, assistive technology."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.made_models import many_stages
from tests.browser.support.visitor import PROJECT, Visitor, focus, sample_digits

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


NOT_BY_DEFAULT = {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}}
"""Rules that axe has switched off: WCAG 2.2, 2.5.8 and 2.5.3."""

SETTLED = """() => Promise.all(document.getAnimations().filter((animation) =>
  animation.effect?.getComputedTiming().endTime < Infinity).map(({ finished }) => finished.catch(() => {})))"""
"""Waits for transitions: what is half transparent has another contrast for a moment."""


def violations(page: Page) -> list[str]:
    """All findings of axe-core: the rule and the elements."""
    page.evaluate(SETTLED)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())  # the page's policy would not let a script element do that
    found: list[dict[str, Any]] = page.evaluate(
        "(rules) => axe.run({ resultTypes: ['violations'], rules }).then(({ violations }) => violations)",
        NOT_BY_DEFAULT,
    )
    return [f"{violation['id']}: {[node['target'] for node in violation['nodes']]}" for violation in found]


def violations_in_both_themes(page: Page) -> list[str]:
    """All findings of axe-core with dark colours, then with light ones."""
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {finding}" for finding in violations(page)]
    return found


def brightness(colour: str) -> float:
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_nothing(visitor: Visitor, scheme: Any) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    assert violations(visitor.page) == []
    visitor.part("stage-conv1").click()
    assert violations(visitor.page) == []
    visitor.load_model(b"no model", "broken.npz")
    visitor.alert()
    assert violations(visitor.page) == []


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_nothing_on_a_phone(visitor: Visitor, scheme: Any) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.resize(390, 844)
    visitor.draw(SAMPLES[7])
    visitor.part("stage-conv1").click()
    found = violations(visitor.page)
    visitor.resize(1440, 900)
    assert found == []


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_in_the_dialog_for_sharing(visitor: Visitor, scheme: Any, width: int) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.resize(width, 844)
    visitor.in_header("share").click()
    expect(visitor.part("qr")).to_be_visible()
    found = violations(visitor.page)
    visitor.part("share-close").click()
    visitor.resize(1440, 900)
    assert found == []


def test_everything_can_be_done_by_keyboard_alone(visitor: Visitor) -> None:
    keyboard = visitor.page.keyboard
    focus(visitor.part("pad"))
    for _ in range(5):
        keyboard.press("Shift+ArrowUp")
    keyboard.press("Space")
    for _ in range(10):
        keyboard.press("Shift+ArrowDown")
    keyboard.press("Space")
    keyboard.press("ArrowDown")
    [stroke] = visitor.strokes()
    assert [point[:2] for point in stroke] == [[140, 40 + 20 * step] for step in range(11)]
    expect(visitor.part("prediction")).to_have_text("1")
    keyboard.press("Escape")
    assert visitor.strokes() == []
    keyboard.press("7")
    expect(visitor.part("prediction")).to_have_text("7")


def test_a_digit_key_draws_only_where_it_belongs(visitor: Visitor) -> None:
    """A single-character key must not act on the whole page: dictation would draw by accident (WCAG 2.1.4)."""
    focus(visitor.page.locator("#theme"))
    visitor.page.keyboard.press("7")
    focus(visitor.page.locator("[data-stage=conv1] button").first)
    visitor.page.keyboard.press("7")
    assert visitor.strokes() == []
    focus(visitor.part("sample-3"))
    visitor.page.keyboard.press("7")
    expect(visitor.part("prediction")).to_have_text("7")


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_nothing_in_any_section(visitor: Visitor, scheme: Any) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    tabs, found = visitor.page.get_by_role("tab"), []
    for number in range(tabs.count()):
        tabs.nth(number).click()
        expect(tabs.nth(number)).to_have_attribute("aria-selected", "true")
        found += [(tabs.nth(number).inner_text(), violation) for violation in violations(visitor.page)]
    tabs.first.click()
    assert found == []


def test_an_overflowing_diagram_fades_at_its_edge_and_scrolls_by_keyboard(visitor: Visitor) -> None:
    visitor.load_model(many_stages(), "long.npz")
    diagram = visitor.page.locator("#diagram")
    expect(diagram).to_have_attribute("data-more", "right")
    focus(diagram)
    visitor.page.keyboard.press("ArrowRight")
    expect(diagram).to_have_attribute("data-more", "left right")
    diagram.evaluate("(element) => { element.scrollLeft = 1e6; }")
    expect(diagram).to_have_attribute("data-more", "left")
    diagram.evaluate("(element) => { element.scrollLeft = 0; }")


def test_a_stage_opens_and_closes_by_keyboard_and_focus_returns_to_it(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    button = visitor.page.locator("[data-stage=conv2] button")
    focus(button)
    visitor.page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(visitor.part("inspector").locator("canvas.map")).not_to_have_count(0)
    visitor.page.keyboard.press("Escape")
    expect(visitor.part("inspector").locator("canvas.map")).to_have_count(0)
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    assert len(visitor.strokes()) == len(SAMPLES[7])  # Escape has closed the stage and nothing else


def test_every_control_can_be_reached_with_tab(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    visitor.page.evaluate("document.activeElement.blur()")
    reached = set()
    for _ in range(120):
        visitor.page.keyboard.press("Tab")
        reached.add(visitor.page.evaluate("document.activeElement.dataset.testid ?? document.activeElement.id"))
    wanted = {"model-picker", "theme", "pad", "undo", "clear", "brush", "centred", "grid"}
    assert wanted - reached == set()


def test_the_prediction_is_announced_once_the_drawing_rests(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    expect(visitor.page.locator("#announcer")).to_have_text(re.compile(r"The network reads 7, .* sure"))
    expect(visitor.part("pad")).to_have_accessible_name(re.compile("arrow keys"))


def test_the_theme_follows_the_system_and_a_choice_is_kept(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address, color_scheme="dark") as visitor:
        theme = visitor.page.locator("#theme")
        expect(theme).to_have_accessible_name("Theme: system")
        assert brightness(visitor.page.evaluate(BACKGROUND)) < 60
        visitor.page.emulate_media(color_scheme="light")
        assert brightness(visitor.page.evaluate(BACKGROUND)) > 200
        theme.click()
        theme.click()
        expect(theme).to_have_accessible_name("Theme: dark")
        assert brightness(visitor.page.evaluate(BACKGROUND)) < 60
        visitor.page.reload()
        expect(theme).to_have_accessible_name("Theme: dark")
        assert brightness(visitor.page.evaluate(BACKGROUND)) < 60


def test_with_reduced_motion_samples_and_the_example_appear_at_once(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address, reduced_motion="reduce") as visitor:
        visitor.part("sample-5").wait_for()
        points = visitor.page.evaluate(
            """() => {
              document.querySelector("[data-testid=sample-5]").click();
              return glasscnn.getState().strokes.flat().length;
            }"""
        )
        assert points == sum(map(len, sample_digits()[5]))


# 720 × 450 is what 1440 × 900 becomes at a zoom of 200 %.
SIZES = [(320, 640), (390, 844), (720, 450), (1024, 768), (1440, 900), (3840, 2160)]


@pytest.mark.parametrize("model", ["gap10", "deep"])
def test_no_screen_is_too_narrow(visitor: Visitor, model: str) -> None:
    """Only the diagram scrolls horizontally, pad and prediction are visible, and the pad is square."""
    visitor.use_model(model)
    visitor.draw(SAMPLES[7])
    visitor.part("stage-conv1").click()
    too_wide = []
    for width, height in SIZES:
        visitor.resize(width, height)
        if visitor.page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append(width)
        box = visitor.pad_box()
        assert box["width"] >= 260
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["width"] == pytest.approx(box["height"], abs=1)
    visitor.resize(1440, 900)
    assert too_wide == []


def test_on_a_phone_the_prediction_is_visible_while_drawing(visitor: Visitor) -> None:
    visitor.resize(390, 844)
    visitor.draw(SAMPLES[7])
    expect(visitor.part("prediction")).to_be_in_viewport()
    expect(visitor.part("pad")).to_be_in_viewport(ratio=1)
    visitor.resize(1440, 900)


def test_a_finger_draws_and_does_not_scroll_the_page(browser: Browser, host: Host) -> None:
    phone = {"viewport": {"width": 390, "height": 600}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    with Visitor.arriving(browser, host.address, **phone) as visitor:
        visitor.wait_until_ready()
        box = visitor.pad_box()
        touch = visitor.page.context.new_cdp_session(visitor.page)
        scale = box["width"] / 280
        for stroke in SAMPLES[7]:
            points = [{"x": box["x"] + x * scale, "y": box["y"] + y * scale} for x, y in stroke]
            touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
            for point in points[1:]:
                touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(visitor.part("prediction")).to_have_text("7")
        assert visitor.page.evaluate("document.documentElement.scrollHeight > innerHeight")  # it could scroll
        assert visitor.page.evaluate("scrollY") == 0
        assert len(visitor.strokes()) == len(SAMPLES[7])
        for drawn, stroke in zip(visitor.strokes(), SAMPLES[7], strict=True):
            assert drawn[-1][:2] == pytest.approx(stroke[-1], abs=2)  # it has arrived whole


def test_rotating_the_phone_keeps_the_maps(visitor: Visitor) -> None:
    """The diagram is laid out again for a narrow screen without losing its maps."""
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    wide = visitor.pixels("stage-conv1")
    visitor.resize(390, 844)
    narrow = visitor.wait_for_change("stage-conv1", wide)
    blank = visitor.part("stage-conv1").evaluate(
        """({ width, height }) => {
          const canvas = Object.assign(document.createElement("canvas"), { width, height });
          return canvas.toDataURL();
        }"""
    )
    visitor.resize(1440, 900)
    visitor.page.wait_for_function(
        "(wide) => document.querySelector('[data-testid=stage-conv1]').toDataURL() === wide", arg=wide
    )
    assert narrow != blank
