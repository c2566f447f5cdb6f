"""`window.glasscnn`: the public API for embedders."""

import json

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

import glasscnn
from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor, default_model

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
IMAGE = "Array.from({ length: 28 }, () => Array(28).fill(0.5))"
STATE = '{ version: 1, strokes: [], brush: 24, centre: true, model: "gap10", stage: null }'


def test_ready_is_a_promise_that_is_fulfilled_once_the_page_reads(visitor: Visitor) -> None:
    assert visitor.page.evaluate("glasscnn.ready instanceof Promise")
    visitor.page.evaluate("glasscnn.ready")
    assert visitor.page.evaluate("document.documentElement.dataset.state") == "ready"


def test_predict_reads_an_image_and_leaves_the_drawing_alone(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[3])
    before = visitor.read_again()["prediction"]
    image = np.random.default_rng(3).random((28, 28), dtype=np.float32)
    reply = visitor.page.evaluate("(pixels) => glasscnn.predict(pixels)", image.tolist())
    expected = glasscnn.load(PROJECT / "weights" / f"{default_model()}.npz").predict(image[None])
    np.testing.assert_allclose(reply["probabilities"], np.ravel(expected.probabilities), atol=1e-5)
    assert reply["prediction"] == expected.label
    assert reply["latency_ms"] > 0
    assert reply["stages"]["image"]["shape"] == [1, 28, 28]
    assert visitor.part("prediction").inner_text() == str(before)
    assert visitor.read_again()["prediction"] == before


def test_predict_takes_rows_that_are_typed_arrays(visitor: Visitor) -> None:
    plain = visitor.page.evaluate(f"glasscnn.predict({IMAGE}).then((reply) => reply.probabilities)")
    typed = visitor.page.evaluate(
        f"glasscnn.predict({IMAGE}.map((row) => Float32Array.from(row))).then((reply) => reply.probabilities)"
    )
    assert typed == plain


def test_strokes_without_times_are_drawn_and_read(visitor: Visitor) -> None:
    strokes = [[list(point) for point in stroke] for stroke in SAMPLES[7]]
    reply = visitor.page.evaluate("(strokes) => glasscnn.setStrokes(strokes)", strokes)
    assert reply["prediction"] == 7
    assert [[point[:2] for point in stroke] for stroke in visitor.strokes()] == strokes


def test_setstate_restores_what_getstate_returned(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[6])
    visitor.part("brush").fill("30")
    visitor.page.get_by_text("as drawn").click()
    visitor.part("stage-conv1").click()
    before = visitor.read_again()
    state = visitor.page.evaluate("glasscnn.getState()")
    json.dumps(state)  # plain data
    visitor.start_over()
    assert visitor.page.evaluate("glasscnn.getState()") != state
    reply = visitor.page.evaluate("(state) => glasscnn.setState(state)", state)
    assert visitor.page.evaluate("glasscnn.getState()") == state
    assert reply["probabilities"] == before["probabilities"]
    assert visitor.part("as-drawn").is_checked()
    assert visitor.part("inspector").locator("canvas.map").count() > 1


def test_getstate_returns_a_copy(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[1])
    visitor.page.evaluate("glasscnn.getState().strokes.length = 0")
    assert len(visitor.strokes()) == len(SAMPLES[1])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("predict()", "28 rows of 28"),
        ("predict([[0]])", "28 rows of 28"),
        ("predict(Array(28).fill(null))", "28 rows of 28"),
        ("predict(Array(28).fill(Array(28).fill('1')))", "28 rows of 28"),
        ("predict(Array(28).fill(Array(28).fill(2)))", "from 0 to 1"),
        ("predict(Array(28).fill(Array(28).fill(NaN)))", "from 0 to 1"),
        ("setStrokes('7')", "list of"),
        ("setStrokes([7])", "stroke 1"),
        ("setStrokes([[[1, 1]], [[1]]])", "stroke 2"),
        ("setStrokes([[[1, NaN]]])", "finite"),
        ("setStrokes([[[1, '2']]])", "finite"),
        ("setState()", "version 1"),
        ("setState({ version: 2 })", "version 1"),
        (f"setState({{ ...{STATE}, strokes: 7 }})", "strokes"),
        (f"setState({{ ...{STATE}, brush: -1 }})", "brush"),
        (f"setState({{ ...{STATE}, centre: 'yes' }})", "centre"),
        (f"setState({{ ...{STATE}, model: null }})", "model"),
        ("loadModel('gap10.npz', 'gap10')", "bytes of a model file"),
        ("loadModel(1e9, 'large')", "bytes of a model file"),
    ],
)
def test_invalid_arguments_are_refused_with_a_type_error_that_names_the_fault(
    visitor: Visitor, call: str, words: str
) -> None:
    before = visitor.page.evaluate("glasscnn.getState()")
    kind, sentence = visitor.page.evaluate(
        f"glasscnn.{call}.then(() => ['accepted', ''], (error) => [error.constructor.name, error.message])"
    )
    assert kind == "TypeError"
    assert words in sentence
    assert visitor.page.evaluate("glasscnn.getState()") == before


def test_events_report_readings_model_changes_and_errors(visitor: Visitor) -> None:
    heard = visitor.page.evaluate_handle(
        """() => {
          const heard = { prediction: [], modelchange: [], error: [] };
          for (const type in heard) {
            glasscnn.addEventListener(type, ({ detail }) => heard[type].push(detail));
          }
          return heard;
        }"""
    )
    visitor.draw(SAMPLES[4])
    assert visitor.read_again()["prediction"] == heard.evaluate("({ prediction }) => prediction.at(-1).prediction")
    visitor.load_model((PROJECT / "weights" / "gap10.npz").read_bytes(), "again")
    assert heard.evaluate("({ modelchange }) => modelchange.map(({ name }) => name)") == ["gap10"]
    visitor.load_model(b"no model", "broken")
    assert "cannot be used" in heard.evaluate("({ error }) => error[0]")


def test_a_reply_is_created_only_if_there_is_a_listener(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address) as visitor:
        visitor.wait_until_ready()
        visitor.page.evaluate(
            """() => {
              const { slice } = Float32Array.prototype;
              globalThis.copies = 0;
              Float32Array.prototype.slice = function (...given) { copies += 1; return slice.apply(this, given); };
            }"""
        )
        visitor.draw(SAMPLES[3])
        expect(visitor.part("prediction")).to_have_text("3")
        assert visitor.page.evaluate("copies") == 0
        visitor.page.evaluate("glasscnn.addEventListener('prediction', ({ detail }) => { globalThis.heard = detail; })")
        visitor.part("clear").click()
        visitor.draw(SAMPLES[7])
        visitor.page.wait_for_function("() => globalThis.heard?.prediction === 7")
        assert visitor.page.evaluate("copies") > 0
        assert visitor.page.evaluate("Object.keys(heard.stages)")[-1] == "probabilities"
