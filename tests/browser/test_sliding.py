"""The sliding window: the output fills in behind it, and the arithmetic follows."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host
from tests.browser.support.cells import Place, explained, pin
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
MAPS = (10, 28, 28)


def filled(visitor: Visitor) -> list[bool]:
    """The visible cells of the output, row by row."""
    seen: list[bool] = visitor.part("sliding-output").evaluate(
        """(canvas) => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return Array.from({ length: data.length / 4 }, (_, cell) => data[4 * cell + 3] > 0);
        }"""
    )
    return seen


def begin(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    pin(visitor, Place("conv1", 2, 0, 0), MAPS)
    visitor.choose("view-sliding")
    expect(visitor.part("slide-where")).to_have_text("window 1 of 784")


def test_steps_and_the_scrubber_move_the_window_and_only_cells_that_it_has_reached_are_seen(visitor: Visitor) -> None:
    begin(visitor)
    visitor.part("slide-forward").click()
    visitor.part("slide-forward").click()
    explained(visitor, Place("conv1", 2, 0, 2), MAPS)
    assert filled(visitor) == [True] * 3 + [False] * 781
    visitor.part("slide-back").click()
    explained(visitor, Place("conv1", 2, 0, 1), MAPS)
    visitor.part("slide-scrub").fill("400")
    explained(visitor, Place("conv1", 2, 14, 8), MAPS)
    expect(visitor.part("slide-where")).to_have_text("window 401 of 784")
    assert filled(visitor) == [True] * 401 + [False] * 383


def test_playing_fills_the_map_until_it_is_paused(visitor: Visitor) -> None:
    begin(visitor)
    visitor.page.get_by_label("Speed").select_option("fast")
    visitor.part("slide-play").click()
    expect(visitor.part("slide-play")).to_have_text("Pause")
    visitor.page.wait_for_function("() => document.querySelector('[data-testid=slide-scrub]').valueAsNumber > 20")
    visitor.part("slide-play").click()
    expect(visitor.part("slide-play")).to_have_text("Play")
    place = visitor.page.evaluate("glasscnn.getState().pin")
    explained(visitor, Place(**place), MAPS)
    number = place["row"] * 28 + place["column"]
    expect(visitor.part("slide-where")).to_have_text(f"window {number + 1} of 784")
    assert filled(visitor) == [True] * (number + 1) + [False] * (783 - number)


def test_pooling_slides_too_and_a_vector_says_that_nothing_slides(visitor: Visitor) -> None:
    begin(visitor)
    pin(visitor, Place("pool", 1, 0, 3), (10, 14, 14))
    expect(visitor.part("slide-where")).to_have_text("window 4 of 196")
    assert visitor.part("sliding-input").evaluate("({ width, height }) => [width, height]") == [28, 28]
    pin(visitor, Place("gap", 1), (10,))
    expect(visitor.part("sliding")).to_contain_text("No window slides here")
    expect(visitor.part("slide-play")).to_be_hidden()


def test_where_motion_is_not_wanted_one_steps(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address, reduced_motion="reduce") as visitor:
        visitor.wait_until_ready()
        begin(visitor)
        expect(visitor.part("slide-play")).to_be_hidden()
        visitor.part("slide-forward").click()
        explained(visitor, Place("conv1", 2, 0, 1), MAPS)
