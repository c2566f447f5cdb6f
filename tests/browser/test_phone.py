"""The page on a phone: the cards below the pad, and a network whose stages are swiped."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor, focus
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
PHONES = [(320, 568), (390, 844)]
STAGES = ["image", "conv1", "conv5", "gap", "probabilities"]
TABS = ["cell", "evidence", "steps", "time", "compare", "test"]

# The part of an element that is inside another one, as a share of its width.
SHARE = """(element, around) => {
  const [inner, outer] = [element, document.querySelector(around)].map((each) => each.getBoundingClientRect());
  return (Math.min(inner.right, outer.right) - Math.max(inner.left, outer.left)) / inner.width;
}"""


@pytest.fixture
def phone(visitor: Visitor) -> Iterator[Visitor]:
    """A window as large as a phone's, without motion."""
    visitor.page.emulate_media(reduced_motion="reduce")
    visitor.resize(390, 844)
    yield visitor
    visitor.page.emulate_media(reduced_motion="no-preference")
    visitor.resize(1440, 900)
    visitor.part("tab-cell").click()


def bar(visitor: Visitor) -> Locator:
    """What the bar says is in sight."""
    return visitor.part("stage-select").locator("option:checked")


def share_in_sight(visitor: Visitor, stage: str) -> float:
    share: float = visitor.part(f"stage-{stage}").evaluate(SHARE, "#diagram")
    return share


@pytest.mark.parametrize("model", ["deep", "gap10", "resmini"])
def test_with_each_card_open_the_tool_is_at_most_two_screens_high_and_as_wide_as_the_screen(
    phone: Visitor, model: str
) -> None:
    phone.use_model(model)
    phone.draw(SAMPLES[7])
    phone.read_again()
    heights = {}
    for tab in TABS:
        phone.part(f"tab-{tab}").click()
        if tab == "evidence":
            expect(phone.part("evidence-sum-1")).to_be_visible()
            expect(phone.page.locator(".contributions .sum")).not_to_be_empty()
        if tab == "compare":
            phone.part("other-picker").select_option("lenet5")
            expect(phone.part("other-image")).to_be_visible()
        heights[tab] = phone.page.evaluate("document.querySelector('#article').offsetTop")
        assert phone.page.evaluate("document.documentElement.scrollWidth") == 390, tab
    assert {tab: height for tab, height in heights.items() if height > 2 * 844} == {}


@pytest.mark.parametrize("size", PHONES, ids=str)
def test_pad_cards_and_network_follow_each_other_from_top_to_bottom(phone: Visitor, size: tuple[int, int]) -> None:
    phone.resize(*size)
    edges: list[Any] = phone.page.evaluate(
        """() => ["#pad", "#section-tabs", "#sections", "#diagram", ".stage-bar", "#article"].map((place) => {
          const { top, bottom } = document.querySelector(place).getBoundingClientRect();
          return [top, bottom];
        })"""
    )
    for (_, bottom), (top, _) in pairwise(edges):
        assert top >= bottom - 1


# The part of the page that has the focus, and the upper edge of what has it, in the page.
FOCUSED = """() => {
  const focused = document.activeElement;
  const drawing = "#pad, .actions, .samples, .time, .options";
  const part = focused.closest(`${drawing}, .sections-head, #sections, #diagram, .stage-bar`);
  return part && [part.id || part.className.split(" ").at(-1), focused.getBoundingClientRect().top + scrollY];
}"""


def test_tab_leads_through_the_page_in_the_order_in_which_it_is_seen(phone: Visitor) -> None:
    phone.draw(SAMPLES[7])
    phone.read_again()
    expect(phone.page.get_by_role("slider", name="Time in the drawing")).to_be_enabled()
    phone.page.evaluate("scrollTo(0, 0)")
    focus(phone.part("pad"))
    found: list[tuple[str, float]] = []
    while part := phone.page.evaluate(FOCUSED):
        found.append(tuple(part))
        phone.page.keyboard.press("Tab")
    parts = list(dict.fromkeys(name for name, _ in found))
    assert parts == [
        "pad",
        "actions",
        "samples",
        "time",
        "options",
        "sections-head",
        "sections",
        "diagram",
        "stage-bar",
    ]
    tops = [min(top for name, top in found if name == part) for part in parts]
    assert tops == sorted(tops)


def test_the_bar_tells_which_stage_is_in_sight_and_leads_to_the_others(phone: Visitor) -> None:
    phone.use_model("gap10")
    phone.part("stage-select").scroll_into_view_if_needed()
    expect(bar(phone)).to_have_text("1 of 7: Image")
    expect(phone.part("stage-previous")).to_be_disabled()
    phone.part("stage-next").click()
    expect(bar(phone)).to_have_text("2 of 7: Conv 1 + ReLU")
    assert share_in_sight(phone, "conv1") == 1
    focus(phone.part("stage-next"))
    phone.page.keyboard.press("Enter")
    expect(bar(phone)).to_have_text("3 of 7: Conv 2 + ReLU")
    assert share_in_sight(phone, "conv2") == 1
    phone.part("stage-select").select_option(index=6)
    expect(phone.part("stage-next")).to_be_disabled()
    assert share_in_sight(phone, "probabilities") == 1
    focus(phone.page.locator("[data-stage=pool] .stage-maps"))
    expect(bar(phone)).to_have_text("4 of 7: Max pooling")  # what gets the focus comes into sight
    assert share_in_sight(phone, "pool") == 1


def test_a_finger_swipes_from_stage_to_stage_and_never_the_page(browser: Browser, host: Host) -> None:
    window: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with Visitor.arriving(browser, host.address, **window) as visitor:
        visitor.wait_until_ready()
        visitor.use_model("gap10")
        expect(visitor.part("stage-bar")).to_be_visible()
        visitor.page.evaluate("document.querySelector('#diagram').scrollIntoView()")
        box = visitor.part("image").bounding_box()
        assert box is not None
        touch = visitor.page.context.new_cdp_session(visitor.page)
        steps = [{"x": 300 - 12 * step, "y": box["y"] + 60} for step in range(20)]
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": steps[:1]})
        for step in steps[1:]:
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [step]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(bar(visitor)).to_have_text("2 of 7: Conv 1 + ReLU")
        visitor.page.wait_for_function(
            """() => {
              const [maps, diagram] = ["[data-testid=stage-conv1]", "#diagram"].map((place) =>
                document.querySelector(place).getBoundingClientRect());
              return Math.abs(maps.left + maps.width / 2 - diagram.left - diagram.width / 2) < 2;
            }"""
        )  # it has come to rest in the middle
        assert visitor.page.evaluate("[scrollX, document.documentElement.scrollWidth]") == [0, 390]
        assert visitor.page.evaluate("glasscnn.getState().pin") is None
        assert not visitor.errors


@pytest.mark.parametrize(("stage", "size"), list(zip(STAGES, (PHONES * 3)[: len(STAGES)], strict=True)), ids=str)
def test_the_sheet_that_explains_a_pinned_cell_does_not_cover_its_stage(
    phone: Visitor, stage: str, size: tuple[int, int]
) -> None:
    phone.resize(*size)
    phone.draw(SAMPLES[7])
    phone.read_again()
    name = "image" if stage == "image" else f"stage-{stage}"
    number = phone.page.evaluate(
        "(stage) => [...document.querySelectorAll('#diagram .stage')].findIndex((e) => e.dataset.stage === stage)",
        stage,
    )
    phone.part("stage-select").select_option(index=number)
    phone.part(name).click(position={"x": 12, "y": 12})
    expect(phone.part("cell-pin")).to_have_attribute("aria-pressed", "true")
    expect(phone.part("cell-value")).not_to_be_empty()
    maps, sheet = phone.part(name).bounding_box(), phone.part("inspector").bounding_box()
    assert maps is not None
    assert sheet is not None
    pad = phone.pad_box()
    assert maps["y"] >= max(0, pad["y"] + pad["height"])
    assert maps["y"] + maps["height"] <= sheet["y"] + 1
    assert sheet["height"] > 200
    phone.page.keyboard.press("Escape")
    phone.page.keyboard.press("Escape")


def test_axe_finds_nothing_with_any_card_open(phone: Visitor) -> None:
    """In the dark; the contrast of all cards in both themes is measured on what is painted."""
    phone.page.emulate_media(color_scheme="dark")
    phone.draw(SAMPLES[7])
    for tab in TABS:
        phone.part(f"tab-{tab}").click()
        expect(phone.part(f"tab-{tab}")).to_have_attribute("aria-selected", "true")
        assert violations(phone.page) == [], tab


def test_a_narrow_frame_swipes_the_stages_too(browser: Browser, host: Host) -> None:
    address = f"{host.address}?view=pad,bars,diagram&model=gap10&digit=3"
    with Visitor.arriving(browser, address, viewport={"width": 240, "height": 700}) as visitor:
        visitor.wait_until_ready()
        for width in (240, 320, 480):
            visitor.resize(width, 700)
            assert visitor.page.evaluate("document.documentElement.scrollWidth") == width
            visitor.part("stage-select").select_option(index=0)
            expect(bar(visitor)).to_have_text("1 of 7: Image")
            visitor.part("stage-next").click()
            expect(bar(visitor)).to_have_text("2 of 7: Conv 1 + ReLU")
        assert not visitor.errors
