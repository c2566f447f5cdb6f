"""Why this digit: the attribution of a class over the image, and the numbers that add up to its logit."""

import io
import re

import numpy as np
import pytest
from playwright.sync_api import expect

import glasscnn
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor, focus
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()


def numbers_in(text: str) -> list[float]:
    return [float(number.replace("−", "-")) for number in re.findall(r"[+−]?\d+\.\d+", text)]


def open_evidence(visitor: Visitor, model: str, label: int) -> None:
    visitor.use_model(model)
    visitor.draw(SAMPLES[label])
    visitor.read_again()
    visitor.part("tab-evidence").click()
    expect(visitor.part("evidence-sum-0")).to_contain_text("logit")


def image_of(visitor: Visitor) -> np.ndarray:
    strokes = [[point[:2] for point in stroke] for stroke in visitor.strokes()]
    return glasscnn.ink_to_image(strokes, 280)


@pytest.mark.parametrize("choice", [None, 4])
def test_gap10s_map_and_bias_add_up_to_the_logit_as_computed_by_hand(visitor: Visitor, choice: int | None) -> None:
    """The class activation map by its definition, from the arrays in the file."""
    open_evidence(visitor, "gap10", 7)
    result = glasscnn.load(PROJECT / "weights" / "gap10.npz").predict(image_of(visitor))
    arrays = np.load(PROJECT / "weights" / "gap10.npz")
    [name] = [key.rpartition(".")[0] for key in arrays if key.endswith(".weight") and arrays[key].ndim == 2]
    if choice is not None:
        visitor.part("evidence-class-0").select_option(label=str(choice))
    label = result.label if choice is None else choice
    maps = result.stages["pool"]
    cam = np.einsum("c,chw->hw", arrays[f"{name}.weight"][label], maps) / (maps.shape[1] * maps.shape[2])
    bias = float(arrays[f"{name}.bias"][label])
    total = visitor.part("evidence-sum-0")
    expect(total).to_contain_text(f"of {label}:")
    found_sum, found_bias, logit = numbers_in(total.inner_text())[:3]
    assert round(found_sum + found_bias, 4) == logit
    assert found_sum == pytest.approx(float(cam.sum()), abs=0.02)
    assert found_bias == pytest.approx(bias, abs=0.02)
    assert logit == pytest.approx(float(result.stages["logits"][label]), abs=0.01)
    expect(visitor.part("evidence-note")).to_contain_text("Exact")


def test_another_head_says_that_it_is_an_estimate_and_still_adds_up(visitor: Visitor) -> None:
    open_evidence(visitor, "lenet5", 3)
    expect(visitor.part("evidence-note")).to_contain_text("An estimate: gradient × activation")
    first, rest, logit = numbers_in(visitor.part("evidence-sum-0").inner_text())[:3]
    assert round(first + rest, 4) == logit


def test_the_two_most_probable_classes_are_side_by_side_and_follow_the_drawing(visitor: Visitor) -> None:
    open_evidence(visitor, "gap10", 7)
    before = visitor.pixels("evidence-map-0")
    visitor.part("clear").click()
    expect(visitor.part("evidence-note")).to_contain_text("Draw a digit")
    expect(visitor.part("evidence-map-0")).to_be_hidden()
    visitor.draw(SAMPLES[3])
    visitor.read_again()
    probabilities = glasscnn.load(PROJECT / "weights" / "gap10.npz").predict(image_of(visitor)).probabilities
    best, second = np.argsort(-probabilities)[:2]
    expect(visitor.part("evidence-sum-0")).to_contain_text(f"of {best}:")
    expect(visitor.part("evidence-sum-1")).to_contain_text(f"of {second}:")
    assert visitor.pixels("evidence-map-0") != before
    expect(visitor.part("evidence-occlusion-1")).to_have_accessible_name(re.compile(f"logit of {second} falls"))
    assert violations(visitor.page) == []


def test_classes_are_chosen_by_keyboard_and_belong_to_the_state(visitor: Visitor) -> None:
    open_evidence(visitor, "gap10", 7)
    focus(visitor.part("evidence-class-1"))
    visitor.page.keyboard.press("End")
    expect(visitor.part("evidence-sum-1")).to_contain_text("of 9:")
    state = visitor.page.evaluate("glasscnn.getState()")
    assert state["section"] == "evidence"
    visitor.start_over()
    visitor.page.evaluate("(state) => glasscnn.setState(state)", state)
    expect(visitor.part("evidence-sum-1")).to_contain_text("of 9:")


def test_closed_sections_ask_nothing(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    visitor.page.evaluate(
        """() => {
          const worker = watched.workers.at(-1);
          const post = worker.postMessage.bind(worker);
          globalThis.asked = [];
          worker.postMessage = (message, ...others) => { asked.push(message.question); post(message, ...others); };
        }"""
    )
    visitor.read_again()
    assert {"evidence", "inkSteps"} & set(visitor.page.evaluate("asked")) == set()


def test_a_model_whose_numbers_overflow_is_told_in_a_sentence_in_every_section(visitor: Visitor) -> None:
    with np.load(PROJECT / "weights" / "gap10.npz") as arrays:
        large = {key: array * np.float32(1e30) if key.endswith("weight") else array for key, array in arrays.items()}
    file = io.BytesIO()
    np.savez(file, **large)
    visitor.draw(SAMPLES[7])
    visitor.load_model(file.getvalue(), "broken.npz")
    visitor.part("tab-evidence").click()
    expect(visitor.part("evidence-note")).to_contain_text("not finite")
    expect(visitor.part("evidence-map-0")).to_be_hidden()
    visitor.part("tab-steps").click()
    expect(visitor.part("steps-sentence")).to_contain_text("not finite")
    visitor.part("tab-time").click()
    expect(visitor.part("time-story")).to_contain_text("not finite")
    visitor.part("tab-compare").click()
    visitor.part("other-picker").select_option("deep")
    expect(visitor.part("agreement")).to_contain_text("not finite")
