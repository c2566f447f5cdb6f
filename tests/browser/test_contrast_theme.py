"""With forced colours, ink, bars and selected controls can still be distinguished."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Browser, Locator

from tests.browser.conftest import Host
from tests.browser.support.visitor import Visitor, sample_digits

pytestmark = pytest.mark.browser
SEVEN = sample_digits()[7]
CLEAR = 100  # levels between two colours that nobody takes for one


@pytest.fixture(scope="module", params=["light", "dark"])
def themed(browser: Browser, host: Host, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    theme: dict[str, Any] = {"forced_colors": "active", "color_scheme": request.param}
    with Visitor.arriving(browser, host.address, **theme) as visitor:
        visitor.wait_until_ready()
        visitor.page.evaluate("(strokes) => glasscnn.setStrokes(strokes)", SEVEN)
        yield visitor


def difference(a: npt.NDArray[np.uint8], b: npt.NDArray[np.uint8]) -> int:
    """The largest difference of two colours in a channel."""
    return int(np.abs(a.astype(int) - b.astype(int)).max())


def test_ink_stands_out_from_the_pad_and_the_pad_from_the_page(themed: Visitor) -> None:
    sight = themed.sight(themed.part("pad"))
    x, y = SEVEN[0][len(SEVEN[0]) // 2]
    scale = sight.shape[0] / 280
    ink, ground = sight[round(y * scale), round(x * scale)], sight[round(260 * scale), round(20 * scale)]
    assert difference(ink, ground) > CLEAR
    page = themed.sight(themed.page.locator("body"))[1, 1]
    assert max(difference(edge, page) for edge in sight[len(sight) // 2, :3]) > CLEAR


def test_a_bar_can_be_told_from_its_track(themed: Visitor) -> None:
    tracks = [themed.sight(themed.part(f"probability-{label}").locator(".bar-track")) for label in (7, 1)]
    bar, ground = (track[len(track) // 2, track.shape[1] // 2] for track in tracks)
    assert difference(bar, ground) > CLEAR  # the network is sure that it is a 7
    grounds = themed.page.locator("#bars li").evaluate_all(
        """(rows) => rows.map((row) => [".bar", ".bar-track"].map(
          (part) => getComputedStyle(row.querySelector(part)).backgroundColor))"""
    )
    assert [bar for bar, ground in grounds if bar == ground] == []


def corner(themed: Visitor, element: Locator) -> npt.NDArray[np.uint8]:
    """A colour beside an element's text."""
    sight = themed.sight(element)
    return sight[sight.shape[0] // 2, 4]


def test_what_is_chosen_can_be_told_from_what_is_not_and_both_can_be_read(themed: Visitor) -> None:
    themed.page.locator("[data-stage=conv2] button").click(position={"x": 2, "y": 2})
    options, views = themed.page.locator(".options .switch span"), themed.page.locator("#stage-views label > span")
    for chosen, other in ((options.nth(0), options.nth(1)), (views.nth(0), views.nth(1))):
        assert difference(corner(themed, chosen), corner(themed, other)) > CLEAR
        for element in (chosen, other):
            words = themed.sight(element).reshape(-1, 3).astype(int).sum(axis=1)
            assert words.max() - words.min() > 3 * CLEAR
    tabs = [themed.sight(tab) for tab in themed.page.get_by_role("tab").all()]
    feet = [tab[-4:-1, tab.shape[1] // 2] for tab in tabs]
    assert [difference(foot, feet[1]) > CLEAR for foot in feet] == [True, *[False] * (len(feet) - 1)]


def test_only_the_stage_that_is_open_has_a_frame(themed: Visitor) -> None:
    themed.page.evaluate("glasscnn.setState({ ...glasscnn.getState(), stage: 'conv1', pin: null })")
    framed = """(canvases) => canvases.filter((canvas) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(canvas);
      return outlineStyle !== "none" && outlineWidth !== "0px";
    }).map((canvas) => canvas.dataset.testid)"""
    assert themed.page.locator("#diagram canvas.maps").evaluate_all(framed) == ["stage-conv1"]
