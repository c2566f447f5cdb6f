"""Texts have a contrast of 4.5 : 1 and icons of 3 : 1, measured on the pixels that are painted, in both themes."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host
from tests.browser.support.contrast import contrast, contrasts
from tests.browser.support.visitor import Visitor, sample_digits

pytestmark = pytest.mark.browser
SEVEN = sample_digits()[7]
LEAST = {"text": 4.5, "mark": 3.0}
MORE = {"text": 7.0, "mark": 4.5}  # for those who ask for more: level AAA

# Half a second of frames in which nothing changes: what the page does at leisure is done.
AT_REST = """async () => {
  let frames = 0;
  const observer = new MutationObserver(() => { frames = 0; });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  for (; frames < 40; frames += 1) {
    await new Promise(requestAnimationFrame);
  }
  observer.disconnect();
}"""


@pytest.fixture(scope="module", params=["light", "dark"])
def themed(browser: Browser, host: Host, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    theme: dict[str, Any] = {"color_scheme": request.param, "reduced_motion": "reduce"}
    with Visitor.arriving(browser, host.address, **theme) as visitor:
        visitor.wait_until_ready()
        visitor.page.evaluate("(strokes) => glasscnn.setStrokes(strokes)", SEVEN)
        yield visitor


def too_weak(visitor: Visitor, least: dict[str, float] = LEAST) -> list[str]:
    """What is in sight and cannot be read well."""
    visitor.page.evaluate(AT_REST)
    found = contrasts(visitor.page)
    assert len(found) > 10  # it has found the texts
    return [f"{item.kind} {item.name!r}: {item.ratio:.2f}" for item in found if item.ratio < least[item.kind]]


def test_contrast_is_that_of_the_standard() -> None:
    grey, white, black = (np.array([level] * 3, dtype=np.float64) for level in (118, 255, 0))
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.005)  # #767676, known as the lightest grey for text


@pytest.mark.parametrize("width", [390, 1440])
def test_the_first_screen_and_the_article_can_be_read(themed: Visitor, width: int) -> None:
    themed.resize(width, 900)
    themed.page.evaluate("scrollTo(0, 0)")
    assert too_weak(themed) == []
    themed.page.evaluate("document.getElementById('article').scrollIntoView()")
    assert too_weak(themed) == []


def test_who_asks_for_more_contrast_gets_it(themed: Visitor) -> None:
    themed.page.evaluate("scrollTo(0, 0)")
    themed.page.emulate_media(contrast="more")
    assert too_weak(themed, MORE) == []
    themed.page.emulate_media(contrast="null")


def test_every_tab_can_be_read(themed: Visitor) -> None:
    themed.resize(1440, 1400)
    for tab in themed.page.get_by_role("tab").all():
        tab.click()
        expect(themed.page.get_by_text("Covering patch after patch").locator("visible=true")).to_have_count(0)
        assert too_weak(themed) == []


def test_a_pinned_cell_can_be_read(themed: Visitor) -> None:
    themed.resize(1440, 1400)
    themed.part("stage-conv2").click(position={"x": 40, "y": 40})
    expect(themed.part("cell").locator(".cell-title")).not_to_be_empty()
    assert too_weak(themed) == []
