"""How the network learned: at every step of its training the page reads as NumPy does with the weights of that step."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import expect

import glasscnn
from glasscnn.model.history import read_history
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PATIENCE, PROJECT, Visitor
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SEVEN = quick_digits()[7]
GAP10 = PROJECT / "weights" / "gap10.npz"
HISTORY = read_history((PROJECT / "weights" / "gap10-history.npz").read_bytes())
LAST = len(HISTORY.steps) - 1


def stages(visitor: Visitor) -> dict[str, npt.NDArray[np.float32]]:
    """All numbers of the network for the drawing, read again."""
    return {name: np.array(stage["data"], np.float32) for name, stage in visitor.read_again()["stages"].items()}


def expected(visitor: Visitor, number: int) -> Any:
    """NumPy's reading of the drawing with the weights of a step."""
    strokes = [[point[:2] for point in stroke] for stroke in visitor.strokes()]
    model = glasscnn.load(GAP10)
    model = model if number == LAST else model.with_weights(HISTORY.weights(number))
    return model.predict(glasscnn.ink_to_image(strokes))


def wait_for_step(visitor: Visitor, number: int) -> None:
    step = HISTORY.steps[number]
    start = "Before the first step" if number == 0 else f"After step {step.step:,} of 37,440"
    expect(visitor.part("history-step")).to_contain_text(start)
    expect(visitor.part("history-step")).to_contain_text(f"loss is {step.loss:.2f}")


def check_step(visitor: Visitor, number: int) -> None:
    """The page says where it is, and reads what NumPy reads."""
    wait_for_step(visitor, number)
    result = expected(visitor, number)
    expect(visitor.part("history-reads")).to_contain_text(f"it reads {result.label},")
    found = stages(visitor)
    for name, values in result.stages.items():
        np.testing.assert_allclose(found[name], values.ravel(), rtol=1e-4, atol=1e-4)


def open_history(visitor: Visitor) -> None:
    visitor.part("tab-train").click()
    visitor.part("history-open").click()
    expect(visitor.part("history-slider")).to_be_focused(timeout=PATIENCE)


def test_at_every_step_the_page_reads_what_numpy_reads_and_then_the_finished_network_again(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SEVEN)
    finished = stages(visitor)
    visitor.part("tab-train").click()
    expect(visitor.part("history-open")).to_be_visible(timeout=PATIENCE)
    assert not any("history.npz" in url for url in visitor.requests)
    open_history(visitor)
    assert sum("gap10-history.npz" in url for url in visitor.requests) == 1
    wait_for_step(visitor, LAST)

    visitor.page.keyboard.press("Home")
    check_step(visitor, 0)
    visitor.page.keyboard.press("ArrowRight")
    check_step(visitor, 1)
    plot = visitor.part("history-accuracy")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    visitor.page.mouse.click(box["x"] + box["width"] * 15 / LAST, box["y"] + box["height"] / 2)
    check_step(visitor, 15)
    assert violations(visitor.page) == []

    visitor.part("history-finish").click()
    wait_for_step(visitor, LAST)
    again = stages(visitor)
    assert all(np.array_equal(again[name], values) for name, values in finished.items())


def test_playing_ends_when_it_is_interrupted_and_a_step_survives_a_crash_but_not_that_one_leaves(
    visitor: Visitor,
) -> None:
    visitor.use_model("gap10")
    visitor.draw(SEVEN)
    finished = stages(visitor)
    open_history(visitor)
    slider, play = visitor.part("history-slider"), visitor.part("history-play")
    play.click()
    visitor.page.wait_for_function("() => document.querySelector('[data-testid=history-slider]').value === '2'")
    expect(play).to_have_text("⏸ Pause")
    slider.press("ArrowLeft")
    expect(play).to_have_text("▶ Play")
    number = int(slider.input_value())
    assert 1 <= number < LAST
    check_step(visitor, number)
    workers = visitor.workers()
    visitor.silence_worker()
    visitor.wait_for_worker(workers + 1)
    check_step(visitor, number)

    visitor.part("tab-cell").click()
    visitor.page.wait_for_function(
        "() => glasscnn.setStrokes(glasscnn.getState().strokes).then(({ prediction }) => prediction === 7)"
    )
    again = stages(visitor)
    assert all(np.array_equal(again[name], values) for name, values in finished.items())


def test_only_the_model_with_a_history_offers_it_and_others_lead_to_it(visitor: Visitor) -> None:
    model = glasscnn.load(GAP10)
    other = model.with_weights({"conv1.bias": model.weights["conv1.bias"] + 1})
    visitor.load_model(glasscnn.model.write_model(other.graph, other.weights), "mine.npz")
    visitor.part("tab-train").click()
    expect(visitor.part("history-open")).to_have_text("Open GAP-10", timeout=PATIENCE)
    visitor.draw(SEVEN)
    visitor.part("history-open").click()
    expect(visitor.part("history-slider")).to_be_focused(timeout=PATIENCE)
    visitor.page.keyboard.press("Home")
    check_step(visitor, 0)
    visitor.use_model("deep")
    expect(visitor.part("history-slider")).to_have_count(0)
    expect(visitor.part("history-open")).to_have_text("Open GAP-10")
