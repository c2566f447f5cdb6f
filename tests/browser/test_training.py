"""The training on the page: what learns is watched, paused, taken back, and not lost."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PATIENCE, Visitor, default_model, focus
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
STAR = [(140.0, 40.0), (190.0, 220.0), (50.0, 100.0), (230.0, 100.0), (90.0, 220.0), (140.0, 40.0)]


@pytest.fixture(autouse=True)
def training(visitor: Visitor) -> Iterator[Visitor]:
    """The panel, with a seven on the pad."""
    visitor.resize(1440, 900)
    visitor.draw(SAMPLES[7])
    visitor.part("tab-train").click()
    expect(visitor.part("training")).to_be_visible(timeout=PATIENCE)
    yield visitor
    visitor.part("tab-cell").click()


def stars() -> dict[str, Any]:
    """A saved tray: five stars, each in another place."""
    strokes = [[[[x + 6 * number, y + 3 * number] for x, y in STAR]] for number in range(5)]
    digits = [{"label": "★", "strokes": star, "canvas": 280, "brush": 24} for star in strokes]
    data = json.dumps({"format": "glasscnn-digits", "version": 1, "digits": digits}).encode()
    return {"name": "stars.json", "mimeType": "application/json", "buffer": data}


def step(visitor: Visitor) -> int:
    """The step that the training has reached."""
    found = re.match(r"Step ([\d,]+) of", visitor.part("training-steps").inner_text())
    return int(found[1].replace(",", "")) if found else 0


def wait_for(visitor: Visitor, button: str, status: str) -> None:
    """Wait until the large button and the status say so."""
    expect(visitor.part("training-play")).to_have_text(button, timeout=PATIENCE)
    expect(visitor.part("training-status")).to_contain_text(re.compile(status), timeout=PATIENCE)


def wait_for_step(visitor: Visitor, number: int) -> None:
    visitor.page.wait_for_function(
        """(number) => parseInt(document.querySelector("[data-testid=training-steps]").textContent.slice(5)) >= number
        """,
        arg=number,
        timeout=PATIENCE,
    )


def learn_for_long(visitor: Visitor) -> None:
    """Begin a training of a tiny network that would take minutes, by the keyboard."""
    visitor.choose("training-what-tiny")
    visitor.page.locator(".training-pace").evaluate("(details) => { details.open = true; }")
    visitor.part("training-epochs").fill("900")
    focus(visitor.part("training-play"))
    visitor.page.keyboard.press("Enter")
    wait_for(visitor, "Pause", "It learns from 100 images")


def reset(visitor: Visitor) -> None:
    visitor.part("training-reset").click()
    wait_for(visitor, "Train", "will learn from ten drawings|Draw digits into|in the tray")
    expect(visitor.part("training-reset")).to_be_disabled()


def test_a_tiny_network_is_watched_paused_stepped_and_taken_back_to_the_bit(visitor: Visitor) -> None:
    before = visitor.read_again()
    learn_for_long(visitor)
    maps = visitor.pixels("stage-conv1")
    wait_for_step(visitor, 30)
    visitor.wait_for_change("stage-conv1", maps)
    visitor.page.keyboard.press("Enter")
    wait_for(visitor, "Go on", "Paused")
    paused, reading = step(visitor), visitor.read_again()["probabilities"]
    visitor.part("training-step").click()
    wait_for_step(visitor, paused + 1)
    wait_for(visitor, "Go on", "Paused")
    assert step(visitor) == paused + 1
    assert visitor.read_again()["probabilities"] != reading
    expect(visitor.part("training-strangers")).to_contain_text(re.compile(r"\d+ of 100"))
    expect(visitor.part("training-loss")).to_have_attribute("aria-label", re.compile("at first, .* now"))
    reset(visitor)
    assert visitor.read_again()["stages"] == before["stages"]
    assert visitor.page.evaluate("glasscnn.getState().model") == default_model()


def test_a_training_whose_python_ends_keeps_its_weights_and_goes_on_from_them(visitor: Visitor) -> None:
    learn_for_long(visitor)
    wait_for_step(visitor, 10)
    for worker in visitor.page.workers:
        if "blob:null" in worker.url:
            worker.evaluate("() => void setTimeout(() => { throw new Error('out of memory'); })")
    wait_for(visitor, "Go on", "The second Python has ended .* are kept")
    lost = step(visitor)
    visitor.errors.clear()
    assert lost >= 10
    visitor.part("training-play").click()
    wait_for(visitor, "Pause", "It learns from 100 images")
    wait_for_step(visitor, lost + 1)
    visitor.page.keyboard.press("Escape")
    visitor.part("training-play").click()
    wait_for(visitor, "Go on", "Paused")
    reset(visitor)


def test_a_star_gets_an_eleventh_bar_and_without_a_memory_all_else_is_forgotten(visitor: Visitor) -> None:
    visitor.choose("training-what-last")
    bars = visitor.page.locator("[data-testid^=probability-]:visible")
    expect(visitor.part("training-play")).to_be_disabled()
    visitor.part("tray-files").set_input_files(stars())
    expect(visitor.part("training-status")).to_contain_text("★ is new: the network gets an eleventh class")
    assert bars.count() == 10
    visitor.part("training-play").click()
    wait_for(visitor, "Train", "Done")
    expect(bars).to_have_count(11)
    assert right(visitor, "own") == 1
    assert right(visitor, "strangers") >= 95
    visitor.part("clear").click()
    visitor.draw([STAR])
    assert visitor.read_again()["prediction"] == 10
    for width, height in ((390, 844), (1440, 900)):
        visitor.resize(width, height)
        assert violations(visitor.page) == []
    reset(visitor)
    visitor.part("training-remember").uncheck()
    visitor.part("training-play").click()
    wait_for(visitor, "Train", "Done")
    assert right(visitor, "strangers") <= 20
    expect(visitor.part("training-remarks")).to_contain_text("It has forgotten")
    visitor.part("training-compare").click()
    expect(visitor.part("other-picker").locator("option:checked")).to_contain_text("before training")
    expect(visitor.part("agreement")).to_contain_text(re.compile("disagree|differ|reads", re.I), timeout=PATIENCE)
    visitor.part("tab-train").click()
    reset(visitor)
    expect(bars).to_have_count(10)
    assert visitor.errors == []


def right(visitor: Visitor, name: str) -> int:
    """How many digits are read right, as the legend of the accuracies says."""
    return int(visitor.part(f"training-{name}").inner_text().split()[0])
