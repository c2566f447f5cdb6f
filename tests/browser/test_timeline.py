"""The drawing is a recording: it can be rewound, played and continued, and its probabilities are a chart."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

import glasscnn
from tests.browser.support.visitor import PROJECT, Visitor, focus, sample_digits
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SAMPLES = sample_digits()

LISTEN = """() => {
  globalThis.replies = [];
  glasscnn.addEventListener("prediction", ({ detail }) => replies.push(detail.probabilities));
}"""


def draw_and_rest(visitor: Visitor, label: int) -> float:
    """Draw a digit; returns the length of its recording in milliseconds."""
    visitor.draw(SAMPLES[label])
    slider = visitor.part("time")
    expect(slider).to_be_enabled()
    expect(visitor.page.locator("#time-text")).to_have_text(re.compile("[1-9]"))
    visitor.page.wait_for_function("() => Number(document.querySelector('#time').max) > 100")
    return float(slider.get_attribute("max") or 0)


def look_at(visitor: Visitor, time: float) -> tuple[list[float], list[list[list[float]]]]:
    """Move the slider; returns the reading at that moment and the strokes up to it."""
    visitor.page.evaluate("replies.length = 0")
    visitor.part("time").fill(str(time))
    visitor.page.wait_for_function("() => replies.length > 0")
    found = visitor.page.evaluate("glasscnn.getState()")
    left = int(found["points"])
    strokes = []
    for stroke in found["strokes"]:
        strokes += [[point[:2] for point in stroke[:left]]] if left > 0 else []
        left -= len(stroke)
    return visitor.page.evaluate("replies.at(-1)"), strokes


def test_three_moments_of_a_recording_equal_fresh_readings_of_the_same_beginnings(visitor: Visitor) -> None:
    model = glasscnn.load(PROJECT / "weights" / "deep.npz")
    visitor.page.evaluate(LISTEN)
    duration = draw_and_rest(visitor, 7)
    lengths = []
    for share in (0.25, 0.5, 0.75):
        probabilities, strokes = look_at(visitor, round(duration * share / 20) * 20)
        fresh = model.predict(glasscnn.ink_to_image(strokes, 280)).probabilities
        np.testing.assert_allclose(probabilities, fresh, rtol=0, atol=1e-5)
        lengths.append(sum(map(len, strokes)))
    assert 0 < lengths[0] < lengths[1] < lengths[2] < sum(map(len, visitor.strokes()))


def test_ink_drawn_while_looking_back_goes_to_the_end_and_nothing_is_lost(visitor: Visitor) -> None:
    visitor.page.evaluate(LISTEN)
    duration = draw_and_rest(visitor, 1)
    before = visitor.strokes()
    look_at(visitor, round(duration / 40) * 20)
    visitor.draw([[(40, 250), (240, 250)]])
    after = visitor.strokes()
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
    assert "points" not in visitor.page.evaluate("glasscnn.getState()")


def test_escape_and_the_slider_s_end_lead_back_to_the_present_and_keys_move_it(visitor: Visitor) -> None:
    draw_and_rest(visitor, 4)
    slider = visitor.part("time")
    focus(slider)
    visitor.page.keyboard.press("Home")
    expect(slider).to_have_js_property("value", "0")
    assert visitor.page.evaluate("glasscnn.getState().points") >= 1
    visitor.page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^0\.\d\d of \d"))
    visitor.page.keyboard.press("Escape")
    assert "points" not in visitor.page.evaluate("glasscnn.getState()")
    assert len(visitor.strokes()) == len(SAMPLES[4])


def test_a_moment_belongs_to_the_state(visitor: Visitor) -> None:
    visitor.page.evaluate(LISTEN)
    duration = draw_and_rest(visitor, 3)
    look_at(visitor, round(duration / 40) * 20)
    state: dict[str, Any] = visitor.page.evaluate("glasscnn.getState()")
    visitor.start_over()
    visitor.page.evaluate("(state) => glasscnn.setState(state)", state)
    assert visitor.page.evaluate("glasscnn.getState().points") == state["points"]


def test_times_go_forward_where_sample_and_pen_take_turns(visitor: Visitor) -> None:
    """A sample has its own clock; the pen's continues after it."""
    visitor.draw([[(30, 30), (60, 60)]])
    visitor.part("sample-1").click()
    visitor.page.wait_for_function("() => glasscnn.getState().strokes.flat().length > 5")
    visitor.draw([[(200, 40), (200, 90)], [(220, 40), (220, 90)]])
    visitor.part("undo").click()
    visitor.draw([[(240, 40), (240, 90)]])
    times = np.array([time for stroke in visitor.strokes() for _, _, time in stroke])
    assert len(times) > 7
    assert (np.diff(times) >= 0).all()
    assert times[-1] < 60_000


def test_the_chart_tells_what_was_read_when_and_moves_the_slider(visitor: Visitor) -> None:
    visitor.page.evaluate(LISTEN)
    duration = draw_and_rest(visitor, 7)
    visitor.part("tab-time").click()
    story = visitor.part("time-story")
    expect(story).to_have_text(re.compile("^Read as"))
    expect(visitor.part("time-chart").locator("path")).to_have_count(10)
    first, strokes = look_at(visitor, 0)
    model = glasscnn.load(PROJECT / "weights" / "deep.npz")
    best = model.predict(glasscnn.ink_to_image(strokes, 280)).label
    assert int(np.argmax(first)) == best
    expect(story).to_have_text(re.compile(rf"^Read as {best} "))
    visitor.part("time-chart").hover(position={"x": 5, "y": 50})
    expect(visitor.page.locator(".readout")).to_contain_text("This is an earlier moment")
    visitor.page.mouse.move(5, 5)
    expect(visitor.part("time")).to_have_js_property("value", "0")
    assert duration > 0
    assert violations(visitor.page) == []


def test_play_ends_at_the_whole_drawing(visitor: Visitor) -> None:
    draw_and_rest(visitor, 1)
    visitor.part("time-play").click()
    expect(visitor.part("time-play")).to_have_accessible_name("Pause")
    expect(visitor.part("time-play")).to_have_accessible_name("Replay the drawing")
    assert "points" not in visitor.page.evaluate("glasscnn.getState()")


def test_while_nothing_is_drawn_the_section_says_so_and_costs_nothing(visitor: Visitor) -> None:
    expect(visitor.part("time")).to_be_disabled()
    visitor.part("tab-time").click()
    expect(visitor.part("time-story")).to_contain_text("Draw a digit")
    visitor.part("tab-cell").click()
    visitor.page.evaluate("watched.sent.length = 0")
    draw_and_rest(visitor, 1)
    visitor.page.wait_for_timeout(0)
    points = sum(map(len, visitor.strokes()))
    assert visitor.page.evaluate("watched.sent.filter((type) => type === 'readInk').length") <= points
