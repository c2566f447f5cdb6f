"""Beside the answer: a drawing that may be no digit is told so, once the pen is up; digits never are."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

import glasscnn
from glasscnn.model import write_model
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Point, Visitor

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
A: list[list[Point]] = [[(80, 250), (140, 30), (200, 250)], [(105, 170), (175, 170)]]
ZIGZAG: list[list[Point]] = [[(20, 60), (60, 220), (90, 60), (130, 220), (160, 60), (200, 220), (230, 60), (260, 220)]]
CAUTION = "This may be no digit. Softmax must choose one of 10 classes, whatever is drawn."


def wait_until_checked(visitor: Visitor) -> None:
    """Wait until Python has been asked whether the newest drawing is familiar, and has answered."""
    visitor.page.wait_for_function("() => watched.questions.at(-1) === 'answered'")


@pytest.fixture(autouse=True)
def _watch_questions(visitor: Visitor) -> None:
    visitor.page.evaluate(
        """() => {
          watched.questions = [];
          const worker = watched.workers.at(-1);
          if (worker.isWatched) return;
          worker.isWatched = true;
          const post = worker.postMessage.bind(worker);
          let id = null;
          worker.postMessage = (message, ...others) => {
            if (message.question === "familiarity") { id = message.id; watched.questions.push("asked"); }
            post(message, ...others);
          };
          worker.addEventListener("message", ({ data }) => {
            if (data.type === "answer" && data.id === id) watched.questions.push("answered");
          });
        }"""
    )


@pytest.mark.parametrize("model", ["gap10", "deep"])
def test_a_zigzag_and_a_letter_may_be_no_digit_and_an_empty_pad_is_not_spoken_of(visitor: Visitor, model: str) -> None:
    visitor.use_model(model)
    caution = visitor.part("caution")
    for drawing in (A, ZIGZAG):
        visitor.draw(drawing)
        expect(caution).to_have_text(CAUTION)
        visitor.part("clear").click()
        expect(caution).to_be_empty()


def test_no_sample_digit_is_doubted(visitor: Visitor) -> None:
    for digit in range(10):
        visitor.page.evaluate("watched.questions = []")
        visitor.part(f"sample-{digit}").click()
        expect(visitor.part("prediction")).to_have_text(str(digit))
        wait_until_checked(visitor)
        expect(visitor.part("caution")).to_be_empty()


def test_nothing_is_said_while_the_pen_is_down_and_another_stroke_takes_it_back(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(ZIGZAG, lift=False)
    expect(visitor.part("caution")).to_be_empty()
    assert visitor.page.evaluate("watched.questions") == []
    visitor.page.mouse.up()
    expect(visitor.part("caution")).to_have_text(CAUTION)
    visitor.draw([[(30, 30), (60, 40)]], lift=False)
    expect(visitor.part("caution")).to_be_empty()
    visitor.page.mouse.up()


def test_a_model_that_cannot_tell_says_nothing(visitor: Visitor) -> None:
    """An older file: the same network without its score."""
    model = glasscnn.load(PROJECT / "weights" / "gap10.npz")
    old = write_model(replace(model.graph, familiarity=None), model.weights)
    visitor.load_model(old, "old.npz")
    visitor.page.evaluate("watched.questions = []")
    visitor.draw(ZIGZAG)
    wait_until_checked(visitor)
    expect(visitor.part("caution")).to_be_empty()
