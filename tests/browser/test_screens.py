"""Small screens and zoomed windows: nothing covers what one draws on or what one presses."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(visitor: Visitor) -> Iterator[Visitor]:
    yield visitor
    visitor.page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844)])
def test_on_a_phone_ink_is_seen_up_to_the_edge_of_the_pad(phone: Visitor, width: int, height: int) -> None:
    phone.page.set_viewport_size({"width": width, "height": height})
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
