"""Parts of the network are left out on the page: every number is NumPy's, the cost is said, and all can be put back."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, expect

import glasscnn
from glasscnn import Interventions, Result, intervene
from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PATIENCE, Visitor, focus
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
MODEL = glasscnn.load("gap10")


def open_choices(visitor: Visitor, stage: str) -> None:
    """Open a stage, and what can be left out of it, with the keyboard."""
    focus(visitor.page.locator(f"[data-stage={stage}] .stage-maps"))
    visitor.page.keyboard.press("Enter")
    opener = visitor.part("try-without-open")
    if opener.get_attribute("aria-expanded") == "false":
        focus(opener)
        visitor.page.keyboard.press("Enter")
    expect(visitor.part("try-without")).to_be_visible(timeout=PATIENCE)


def numpy_reads(visitor: Visitor, **changes: Iterable[Any]) -> Result:
    """What NumPy computes here from the image on the page."""
    image = np.reshape(visitor.read_again()["stages"]["image"]["data"], MODEL.graph.input.shape)
    return intervene(MODEL, Interventions(**{name: frozenset(items) for name, items in changes.items()})).predict(image)


def page_has(visitor: Visitor, expected: Result) -> None:
    """Every stage on the page has these numbers."""
    found = visitor.read_again()["stages"]
    for name, numbers in expected.stages.items():
        np.testing.assert_allclose(np.reshape(found[name]["data"], numbers.shape), numbers, rtol=1e-4, atol=1e-4)


def sure(result: Result) -> str:
    share = float(result.probabilities[result.label])
    return "over 99.9 %" if share >= 0.9995 else f"{100 * share:.1f} %"


def says(visitor: Visitor, subject: str, now: Result, before: Result) -> None:
    """The sentence about the cost has the answers and probabilities of both networks."""
    same = f"{subject}, it still reads {now.label}: {sure(now)} sure, {sure(before)} before."
    other = f"{subject}, it reads {now.label} ({sure(now)} sure). Before, it read {before.label} ({sure(before)})."
    expect(visitor.part("cost")).to_have_text(same if now.label == before.label else other, timeout=PATIENCE)


def costly_map(result: Result) -> int:
    """The map of the second convolution without which the drawing is read as another digit."""
    image = result.stages["image"]
    labels = [
        intervene(MODEL, Interventions(muted=frozenset({("conv2", channel)}))).predict(image).label
        for channel in range(10)
    ]
    return next(channel for channel, label in enumerate(labels) if label != result.label)


def maps_of(visitor: Visitor, channel: int) -> Locator:
    return visitor.part("inspector").locator("figure").nth(channel)


def is_black(canvas: Locator) -> bool:
    rgba = canvas.evaluate("(it) => Array.from(it.getContext('2d').getImageData(0, 0, it.width, it.height).data)")
    colours = np.reshape(rgba, (-1, 4))[:, :3]
    return bool(np.ptp(colours, axis=0).max() == 0 and colours.max() < 24)


def test_what_is_left_out_changes_every_number_as_in_numpy_and_the_page_says_what_it_costs(visitor: Visitor) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 1440, "height": 900})
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    before = numpy_reads(visitor)
    bits = visitor.read_again()["stages"]
    colours = visitor.pixels("stage-conv2")

    open_choices(visitor, "conv1")
    visitor.part("without-relu1").check()
    says(visitor, "Without the ReLU of “Conv 1 + ReLU”", numpy_reads(visitor, without={"relu1"}), before)
    page_has(visitor, numpy_reads(visitor, without={"relu1"}))
    expect(visitor.part("left-out-conv1")).to_contain_text("ReLU")
    expect(visitor.part("inspector")).to_contain_text("passes on as it is")
    visitor.part("without-relu1").uncheck()
    expect(visitor.part("cost")).to_be_hidden()

    channel = costly_map(before)
    open_choices(visitor, "conv2")
    muted = {("conv2", channel)}
    focus(visitor.part(f"mute-{channel}"))
    page.keyboard.press("Enter")
    says(visitor, f"Without map {channel + 1} of “Conv 2 + ReLU”", numpy_reads(visitor, muted=muted), before)
    page_has(visitor, numpy_reads(visitor, muted=muted))
    assert is_black(maps_of(visitor, channel).locator("canvas"))
    expect(visitor.part("left-out-conv2")).to_contain_text(f"map {channel + 1}")
    maps_of(visitor, channel).locator("canvas").click(position={"x": 30, "y": 30})
    expect(visitor.part("cell-value")).to_have_text("0.00", timeout=PATIENCE)
    expect(visitor.part("cell")).to_contain_text("It is muted: 0 takes the place of")
    expect(visitor.part("cell-mute")).to_have_attribute("aria-pressed", "true")
    assert violations(visitor.page) == []

    open_choices(visitor, "pool")
    visitor.part("meanPooling-pool").check()
    both = {"muted": muted, "mean_pooling": {"pool"}}
    says(visitor, "With 2 changes", numpy_reads(visitor, **both), before)
    page_has(visitor, numpy_reads(visitor, **both))
    visitor.part("clear").click()
    expect(visitor.part("cost")).to_contain_text("draw a digit")
    visitor.draw(SAMPLES[3])
    says(visitor, "With 2 changes", numpy_reads(visitor, **both), numpy_reads(visitor))

    visitor.part("clear").click()
    visitor.draw(SAMPLES[7])
    visitor.part("put-back").click()
    expect(visitor.part("cost")).to_be_hidden()
    expect(visitor.part("left-out-conv2")).to_have_count(0)
    assert visitor.read_again()["stages"] == bits
    assert visitor.pixels("stage-conv2") == colours


def test_a_link_holds_what_is_left_out_and_a_crash_does_not_put_it_back(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address) as visitor:
        visitor.wait_until_ready()
        visitor.use_model("gap10")
        visitor.draw(SAMPLES[7])
        before = numpy_reads(visitor)
        state = visitor.page.evaluate("() => glasscnn.getState()")
        assert "interventions" not in state
        changes: dict[str, Any] = {"muted": [["conv2", costly_map(before)]], "withoutBias": ["conv1"]}
        visitor.page.evaluate("(state) => glasscnn.setState(state)", {**state, "interventions": changes})
        same = {"muted": {tuple(changes["muted"][0])}, "without_bias": {"conv1"}}
        expected = numpy_reads(visitor, **same)
        says(visitor, "With 2 changes", expected, before)
        link = visitor.page.evaluate("() => glasscnn.link()")

        visitor.silence_worker()
        visitor.wait_for_worker(2)
        page_has(visitor, expected)
        says(visitor, "With 2 changes", expected, before)

        for bad, words in (
            ({"muted": "all"}, "cannot be understood"),
            ({"without": ["nowhere"]}, "there is no node"),
        ):
            visitor.page.evaluate("(state) => glasscnn.setState(state)", {**state, "interventions": bad})
            assert words in visitor.alert()
        page_has(visitor, expected)
        visitor.page.evaluate("(state) => glasscnn.setState(state)", state)
        expect(visitor.part("cost")).to_be_hidden()
        page_has(visitor, before)

    with Visitor.arriving(browser, link) as visitor:
        visitor.wait_until_ready()
        expect(visitor.part("cost")).to_be_visible(timeout=PATIENCE)
        expected = numpy_reads(visitor, **same)  # of the ink as the link has it
        says(visitor, "With 2 changes", expected, numpy_reads(visitor))
        page_has(visitor, expected)


def test_it_can_be_used_on_a_small_phone(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 320, "height": 700})
    visitor.page.emulate_media(color_scheme="light")
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    open_choices(visitor, "conv2")
    visitor.part("without-conv2").check()
    says(
        visitor,
        "Without the convolution of “Conv 2 + ReLU”",
        numpy_reads(visitor, without={"conv2"}),
        numpy_reads(visitor),
    )
    assert violations(visitor.page) == []
    assert visitor.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    visitor.part("put-back").click()
    expect(visitor.part("cost")).to_be_hidden()
