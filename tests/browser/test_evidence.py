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
    visitor.part("patch-size").select_option("4")


def image_of(visitor: Visitor) -> np.ndarray:
    strokes = [[point[:2] for point in stroke] for stroke in visitor.strokes()]
    return glasscnn.ink_to_image(strokes, 280)


@pytest.mark.parametrize("choice", [None, 4])
def test_gap10s_map_and_bias_add_up_to_the_logit_as_computed_by_hand(visitor: Visitor, choice: int | None) -> None:
    """The class activation map by its definition, from the arrays in the file."""
    open_evidence(visitor, "gap10", 7)
    result = glasscnn.load(PROJECT / "weights" / "gap10.npz").predict(image_of(visitor))
    with np.load(PROJECT / "weights" / "gap10.npz") as file:
        arrays = dict(file)
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


def drag_patch_to(visitor: Visitor, row: float, column: float) -> None:
    """Drag the patch with the pointer, so that its middle is at this place of the image, in pixels."""
    image = visitor.part("patch-image")
    image.scroll_into_view_if_needed()
    box, mouse = image.bounding_box(), visitor.page.mouse
    assert box is not None
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(box["x"] + box["width"] * column / 28, box["y"] + box["height"] * row / 28, steps=4)
    mouse.up()


def expect_probabilities_of(visitor: Visitor, model: str, covered: np.ndarray) -> None:
    expected = glasscnn.load(PROJECT / "weights" / f"{model}.npz").predict(covered).probabilities
    visitor.page.wait_for_function(
        """(expected) => {
          const bars = [...document.querySelectorAll("[data-testid=patch-bars] li:not([hidden])")];
          const percent = ({ textContent }) => Number(textContent.replace("over", "").replace("%", ""));
          return bars.length === expected.length && bars.every((bar, label) =>
            Math.abs(percent(bar.querySelector(".patch-now")) - 100 * expected[label]) < 0.07);
        }""",
        arg=expected.tolist(),
    )
    expect(visitor.part("patch-bars").locator("li.best .patch-class")).to_have_text(str(expected.argmax()))


@pytest.mark.parametrize("model", ["gap10", "lenet5"])
def test_a_patch_that_is_dragged_over_the_image_shows_what_the_network_reads_then(visitor: Visitor, model: str) -> None:
    """As the engine reads the image with 4 × 4 zeros; the reading on the page stays."""
    open_evidence(visitor, model, 7)
    image = image_of(visitor)
    reads = visitor.part("prediction").inner_text()
    drag_patch_to(visitor, 8, 16)
    expect(visitor.part("patch-sentence")).to_contain_text("With these 4 × 4 pixels blank")
    covered = image.copy()
    covered[:, 6:10, 14:18] = 0
    expect_probabilities_of(visitor, model, covered)
    visitor.part("patch-size").select_option("9")
    expect(visitor.part("patch-sentence")).to_contain_text("With these 9 × 9 pixels blank")
    covered = image.copy()
    covered[:, 4:13, 12:21] = 0  # around the same middle
    expect_probabilities_of(visitor, model, covered)
    assert visitor.part("prediction").inner_text() == reads
    assert visitor.read_again()["probabilities"] is not None


def test_the_patch_is_moved_by_the_arrow_keys_and_stays_on_the_image(visitor: Visitor) -> None:
    open_evidence(visitor, "gap10", 7)
    focus(visitor.part("patch-image"))
    patch = visitor.page.locator(".patch")
    for _ in range(8):
        visitor.page.keyboard.press("Shift+ArrowUp")
        visitor.page.keyboard.press("Shift+ArrowLeft")
    assert patch.evaluate("({ style }) => [style.top, style.left]") == ["0%", "0%"]
    expect(visitor.part("patch-sentence")).to_contain_text("no ink under the patch")
    for key, times in (("ArrowDown", 6), ("ArrowRight", 14)):
        for _ in range(times):
            visitor.page.keyboard.press(key)
    covered = image_of(visitor)
    covered[:, 6:10, 14:18] = 0
    expect(visitor.part("patch-sentence")).to_contain_text("4 × 4 pixels blank")
    expect_probabilities_of(visitor, "gap10", covered)


@pytest.mark.parametrize(("model", "stage"), [("gap10", "gap"), ("lenet5", "dense2")])
def test_the_bars_of_why_7_and_not_another_are_weight_times_value_and_add_up(
    visitor: Visitor, model: str, stage: str
) -> None:
    open_evidence(visitor, model, 7)
    network = glasscnn.load(PROJECT / "weights" / f"{model}.npz")
    result = network.predict(image_of(visitor))
    best, second = (int(label) for label in np.argsort(-result.probabilities)[:2])
    expect(visitor.part("contributions-title")).to_have_text(f"Why {best} and not {second}?")
    weight, bias = network.weights["logits.weight"], network.weights["logits.bias"]
    products = result.stages[stage].reshape(-1) * (weight[best] - weight[second])
    order = np.argsort(-np.abs(products))
    rows = visitor.part("contributions").locator("li:visible").all_inner_texts()
    for row, index in zip(rows[:10], order, strict=False):
        assert row.split("\n")[0] == f"{'map' if stage == 'gap' else 'number'} {index + 1}"
        assert numbers_in(row)[-1] == pytest.approx(float(products[index]), abs=0.02)
    printed = [numbers_in(row)[-1] for row in rows]
    assert printed[-1] == pytest.approx(float(bias[best] - bias[second]), abs=0.02)
    [total] = numbers_in(visitor.part("contributions-sum").inner_text())
    assert sum(printed) == pytest.approx(total, abs=1e-6)
    logits = result.stages["logits"]
    assert total == pytest.approx(float(logits[best] - logits[second]), abs=0.01)
    visitor.part("evidence-class-1").select_option(label=str(best))
    expect(visitor.part("contributions-sum")).to_be_empty()


def test_captions_say_what_exactly_is_computed(visitor: Visitor) -> None:
    open_evidence(visitor, "gap10", 7)
    cam = visitor.part("evidence-map-0-caption")
    expect(cam).to_contain_text("At each of 14 × 14 places")
    expect(cam).to_contain_text("summed and divided by 196. The sum is exact, the place is not")
    expect(cam).to_contain_text("computed from 6 × 6 pixels")
    expect(visitor.part("evidence-occlusion-0-caption")).to_contain_text(
        "A patch of 4 × 4 pixels is made blank, everywhere in steps of 2."
    )
    expect(visitor.part("evidence-occlusion-0-caption")).not_to_contain_text("falls too")
    expect(visitor.part("evidence-occlusion-1-caption")).to_contain_text("Orange means that the logit of")
    visitor.use_model("lenet5")
    expect(cam).to_contain_text("Neither sum nor place is exact")


# The pixels of the image in which the line of a hatching has another colour than the corners beside it.
HATCHED = """(canvas) => {
  const zoom = canvas.width / 28;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const at = (x, y) => context.getImageData(Math.floor(x * zoom), Math.floor(y * zoom), 1, 1).data;
  const found = { blue: 0, orange: 0 };
  for (let row = 0; row < 28; row += 1) {
    for (let column = 0; column < 28; column += 1) {
      const [a, b] = [0.25, 0.75].map((part) => at(column + part, row + part));
      const line = [0.22, 0.47, 0.72].map((part) => at(column + part, row + 1 - part));
      if (a.every((level, index) => level === b[index]) && line.every(([red]) => Math.abs(a[0] - red) > 15)) {
        found[a[2] > a[0] ? "blue" : "orange"] += 1;
      }
    }
  }
  return found;
}"""


def corners(visitor: Visitor) -> np.ndarray:
    """The colour of the corner of the map of occlusion, where paper covers paper: nothing changes."""
    rgba = visitor.part("evidence-occlusion-0").evaluate(
        "(canvas) => Array.from(canvas.getContext('2d').getImageData(2, 2, 1, 1).data)"
    )
    return np.array(rgba)


def test_maps_are_light_on_a_light_page_and_dark_on_a_dark_one_with_the_ink_as_an_outline(visitor: Visitor) -> None:
    visitor.page.emulate_media(color_scheme="light")
    open_evidence(visitor, "gap10", 7)
    expect(visitor.part("evidence-occlusion-0-caption")).to_contain_text("A patch of")
    assert corners(visitor)[:3].min() > 235
    darkest = visitor.part("evidence-occlusion-0").evaluate(
        "(canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data"
        ".filter((_, index) => index % 4 === 0).reduce((least, red) => Math.min(least, red), 255)"
    )
    assert darkest < 40  # the line around the ink
    expect(visitor.part("evidence-occlusion-1-caption")).to_contain_text("A patch of")
    names = [f"evidence-{kind}-{rank}" for kind in ("map", "occlusion") for rank in (0, 1)]
    hatched = [visitor.part(name).evaluate(HATCHED) for name in names]
    blue, orange = (sum(found[colour] for found in hatched) for colour in ("blue", "orange"))
    assert blue > 50
    assert orange <= 2 * len(names)  # where the outline of the ink lies as a line of a hatching would
    visitor.page.emulate_media(color_scheme="dark")
    visitor.page.wait_for_function(
        "() => document.querySelector('[data-testid=evidence-occlusion-0]').getContext('2d')"
        ".getImageData(2, 2, 1, 1).data[0] < 40"
    )
    visitor.page.emulate_media(color_scheme="no-preference")


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
