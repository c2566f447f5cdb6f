"""A second model reads the same ink beside the first."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import expect

import glasscnn
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PATIENCE, PROJECT, Visitor
from tests.browser.test_accessibility import violations
from tests.support.plain_onnx import plain_onnx

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()


@pytest.fixture(autouse=True)
def opened_section(visitor: Visitor) -> Iterator[None]:
    visitor.part("tab-compare").click()
    yield
    visitor.part("tab-cell").click()


def percents(visitor: Visitor, column: int) -> list[float]:
    """The probabilities of one model, as displayed in the table."""
    texts = visitor.part("both-bars").locator(f"tbody td:nth-of-type({column})").all_inner_texts()
    return [float(text.strip(" %").strip()) for text in texts]


def expected(visitor: Visitor, name: str) -> np.ndarray:
    """The probabilities of the model in percent, at most 99.9, as tables display them."""
    model = glasscnn.load(PROJECT / "weights" / f"{name}.npz")
    strokes = [[point[:2] for point in stroke] for stroke in visitor.strokes()]
    return np.minimum(100 * model.predict(glasscnn.ink_to_image(strokes, 280)).probabilities, 99.9)


def wait_for_agreement(visitor: Visitor) -> str:
    expect(visitor.part("agreement")).to_have_text(re.compile("^Both read|^They disagree"), timeout=PATIENCE)
    return visitor.part("agreement").inner_text()


SAME_MAPS = """() => {
  const [first, second] = ["stage-conv2", "other-conv2"].map((name) =>
    document.querySelector(`[data-testid=${name}]`).toDataURL());
  return first === second;
}"""


def test_the_second_bars_and_maps_are_a_fresh_reading_by_the_second_model(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[3])
    visitor.part("other-picker").select_option("gap10")
    assert re.search(r"Deep is (over )?99\.9 % sure, GAP-10 ", wait_for_agreement(visitor))  # it is near the limit
    np.testing.assert_allclose(percents(visitor, 1), expected(visitor, "deep"), atol=0.051)
    np.testing.assert_allclose(percents(visitor, 2), expected(visitor, "gap10"), atol=0.051)
    visitor.use_model("gap10")
    visitor.page.wait_for_function(SAME_MAPS)  # once both diagrams are laid out


def test_it_follows_the_drawing_and_says_where_the_two_disagree(visitor: Visitor) -> None:
    visitor.part("other-picker").select_option("gap10")
    expect(visitor.part("agreement")).to_have_text("Draw a digit for both models to read.", timeout=PATIENCE)
    for label in (1, 5):
        visitor.page.evaluate("glasscnn.setStrokes([])")
        visitor.draw(SAMPLES[label])
        visitor.read_again()
        best = [int(np.argmax(expected(visitor, name))) for name in ("deep", "gap10")]
        both = f"Both read {best[0]}" if best[0] == best[1] else "They disagree"
        expect(visitor.part("agreement")).to_contain_text(both)


def test_a_file_that_is_no_model_is_refused_in_a_sentence_and_the_first_model_stays(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[3])
    visitor.part("other-file").set_input_files(
        {"name": "broken.npz", "mimeType": "application/octet-stream", "buffer": b"no model"}
    )
    expect(visitor.part("agreement")).to_contain_text("broken.npz cannot be compared.", timeout=PATIENCE)
    expect(visitor.part("other-picker")).to_have_value("")
    expect(visitor.part("both-bars")).to_be_hidden()


def test_a_file_of_ones_own_is_compared(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[3])
    visitor.part("other-file").set_input_files(PROJECT / "weights" / "resmini.npz")
    wait_for_agreement(visitor)
    np.testing.assert_allclose(percents(visitor, 2), expected(visitor, "resmini"), atol=0.051)


def test_an_onnx_file_is_compared_with_the_pixels_that_it_was_trained_on(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[3])
    visitor.part("other-file").set_input_files(
        {"name": "plain.onnx", "mimeType": "", "buffer": plain_onnx("gap10", "mnist")}
    )
    wait_for_agreement(visitor)
    np.testing.assert_allclose(percents(visitor, 2), expected(visitor, "gap10"), atol=0.051)
    question = visitor.part("other-question")
    expect(question).to_contain_text("10 of the ten sample digits are read correctly")
    expect(question.locator("input[value=mnist]")).to_be_checked()
    question.locator("input[value=unit]").check()
    expect(question.locator("input[value=unit]")).to_be_checked()
    expect(question).to_contain_text("with MNIST-normalised, it would be 10.")
    wait_for_agreement(visitor)
    assert np.abs(np.subtract(percents(visitor, 2), expected(visitor, "gap10"))).max() > 5
    visitor.part("other-picker").select_option("resmini")
    expect(question).to_be_empty()


def test_the_choice_belongs_to_the_state_and_a_closed_section_reads_nothing(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[3])
    visitor.part("other-picker").select_option("gap10")
    wait_for_agreement(visitor)
    state = visitor.page.evaluate("glasscnn.getState()")
    assert (state["section"], state["other"]) == ("compare", "gap10")
    assert violations(visitor.page) == []
    visitor.part("tab-cell").click()
    visitor.page.evaluate("watched.sent.length = 0")
    visitor.read_again()
    assert visitor.page.evaluate("watched.sent.filter((type) => type === 'readInk').length") <= 2  # the first model's
    visitor.start_over()
    visitor.page.evaluate("(state) => glasscnn.setState(state)", state)
    wait_for_agreement(visitor)


def test_comparing_continues_after_a_crash(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    visitor.part("other-picker").select_option("gap10")
    wait_for_agreement(visitor)
    number = visitor.workers()
    visitor.page.evaluate("watched.workers.at(-1).dispatchEvent(new ErrorEvent('error', { message: 'gone' }))")
    visitor.wait_for_worker(number + 1)
    visitor.part("clear").click()
    visitor.draw(SAMPLES[1])
    visitor.read_again()
    expect(visitor.part("agreement")).to_contain_text("1", timeout=PATIENCE)
    visitor.page.wait_for_function("() => !document.querySelector('[data-testid=both-bars]').hidden")
    np.testing.assert_allclose(percents(visitor, 2), expected(visitor, "gap10"), atol=0.051)
