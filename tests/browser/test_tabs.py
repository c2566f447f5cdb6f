"""The tabs: each has a picture of this drawing, and none opens empty."""

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host
from tests.browser.support.cells import agrees
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
PICTURES = """(list) => Object.fromEntries([...list.querySelectorAll("[role=tab]")].map((tab) =>
  [tab.dataset.testid, tab.querySelector("canvas").toDataURL()]))"""
COLOURS = """(list) => [...list.querySelectorAll("canvas")].map((canvas) => new Set(new Uint32Array(
  canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size)"""


def pictures(visitor: Visitor) -> dict[str, str]:
    """The pictures on all tabs, once they are of the newest reading."""
    tabs = visitor.page.locator("#section-tabs")
    expect(tabs).to_have_attribute("data-pictures", "new")
    found: dict[str, str] = tabs.evaluate(PICTURES)
    return found


def test_each_tab_has_a_picture_of_the_drawing_that_is_on_the_pad(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    seven = pictures(visitor)
    names = ("cell", "evidence", "steps", "time", "compare", "test", "code", "train")
    assert list(seven) == [f"tab-{name}" for name in names]
    assert min(visitor.page.locator("#section-tabs").evaluate(COLOURS)) > 2
    visitor.part("clear").click()
    visitor.draw(SAMPLES[4])
    visitor.read_again()
    four = pictures(visitor)
    changed = {name for name in seven if seven[name] != four[name]}
    assert changed == {"tab-cell", "tab-evidence", "tab-steps", "tab-time", "tab-compare"}  # nothing has been tested


def test_pictures_that_cannot_be_seen_are_painted_when_they_can(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address, viewport={"width": 390, "height": 844}) as visitor:
        visitor.wait_until_ready()
        visitor.draw(SAMPLES[7])
        visitor.read_again()
        tabs = visitor.page.locator("#section-tabs")
        expect(visitor.page.locator("#about-conv1")).to_contain_text("map")  # what is done at leisure is done
        expect(tabs).to_have_attribute("data-pictures", "old")
        tabs.scroll_into_view_if_needed()
        expect(tabs).to_have_attribute("data-pictures", "new")


def test_compare_opens_with_a_second_model_that_has_read_the_drawing(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    visitor.part("tab-compare").click()
    expect(visitor.part("other-picker")).to_have_value("gap10")
    expect(visitor.part("agreement")).to_contain_text("Both read 7")
    visitor.part("other-picker").select_option("")
    visitor.part("tab-cell").click()
    visitor.part("tab-compare").click()
    expect(visitor.part("other-picker")).to_have_value("")  # nobody chooses again for the visitor


def test_before_anybody_points_at_a_cell_the_strongest_one_of_the_first_stage_is_explained(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    reply = visitor.read_again()
    conv1 = np.reshape(reply["stages"]["conv1"]["data"], (10, 28, 28))
    channel, row, column = np.unravel_index(conv1.argmax(), conv1.shape)
    visitor.part("cell").scroll_into_view_if_needed()
    expect(visitor.part("cell-title")).to_have_text(
        f"Conv 1 + ReLU, map {channel + 1} of 10, row {row + 1}, column {column + 1}"
    )
    assert agrees(visitor.part("cell-value").inner_text(), float(conv1.max()))
    expect(visitor.part("cell").locator(".term:visible")).to_have_count(1)
    visitor.part("cell-pin").click()
    pin = visitor.page.evaluate("glasscnn.getState().pin")
    assert [pin["channel"], pin["row"], pin["column"]] == [channel, row, column]


def test_while_no_stage_is_open_all_are_listed_and_each_can_be_opened(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    rows = visitor.part("stage-list").get_by_role("listitem")
    expect(rows).to_have_count(7)
    expect(rows.nth(2)).to_have_text("Conv 2 + ReLU10×28×28910 parameters")
    rows.nth(2).get_by_role("button").click()
    expect(visitor.part("stage-list")).to_be_hidden()
    assert visitor.page.evaluate("glasscnn.getState().stage") == "conv2"


# Every tab of which the middle is in the window but covered, at each place that the page is scrolled to.
COVERED_TABS = """async () => {
  const covered = [];
  for (let y = 0; y < document.querySelector("main").offsetHeight; y += 24) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
    for (const tab of document.querySelectorAll("#section-tabs [role=tab]")) {
      const { x, y: top, width, height } = tab.getBoundingClientRect();
      const there = document.elementFromPoint(x + width / 2, top + height / 2);
      if (there && !tab.contains(there)) {
        covered.push([y, tab.id, there.id || there.className]);
      }
    }
  }
  return covered;
}"""


def test_the_pad_that_stays_in_sight_while_digits_are_collected_covers_no_tab(visitor: Visitor) -> None:
    visitor.part("tab-train").click()
    expect(visitor.page.locator(".train")).to_contain_text("Your digits")
    for width, height in ((1280, 720), (1440, 900)):
        visitor.resize(width, height)
        assert visitor.page.evaluate(COVERED_TABS) == []
        visitor.page.evaluate("document.querySelector('.train').scrollIntoView()")
        assert visitor.pad_box()["y"] == pytest.approx(8)  # it stays in sight
    visitor.page.evaluate("scrollTo(0, 0)")
    visitor.part("tab-cell").click()
