"""What a soak repeats: each labour begins once, does one round after the other, and asserts that nothing is lost."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PATIENCE, Visitor

SEVEN = quick_digits()[7]
MODELS = ("gap10", "lenet5", "resmini", "deep")
MINUTE = 61_000  # milliseconds
ENDLESS = "i = 0\nwhile True:\ni += 1"  # the editor indents

STROKE = """async (number) => {
  const { strokes } = glasscnn.getState();
  const winding = Array.from({ length: 20 }, (_, at) => {
    const [radius, angle] = [20 + at * 5, number + at * 0.37];
    return [140 + radius * Math.cos(angle), 140 + radius * Math.sin(angle)];
  });
  await glasscnn.setStrokes(number % 5 === 0 ? [winding] : [...strokes, winding]);
}"""


@dataclass(frozen=True)
class Labour:
    name: str
    count: int
    begin: Callable[[Visitor], None]
    round: Callable[[Visitor, int], None]


def stroke(visitor: Visitor, number: int) -> None:
    """Strokes, five to a drawing; every hundredth by the mouse."""
    visitor.page.evaluate(STROKE, number)
    if number % 100 == 99:
        visitor.part("clear").click()
        visitor.draw(SEVEN)
        expect(visitor.part("prediction")).to_have_text("7", timeout=PATIENCE)


def draw_seven(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    expect(visitor.part("prediction")).to_have_text("7", timeout=PATIENCE)


def change_model(visitor: Visitor, number: int) -> None:
    visitor.use_model(MODELS[number % len(MODELS)])
    visitor.page.evaluate("glasscnn.setStrokes(glasscnn.getState().strokes).then(() => null)")


def die(visitor: Visitor, number: int) -> None:
    """The worker ends silently while a stroke is drawn, a minute after the last one: no click, no lost point."""
    workers = visitor.workers()
    visitor.part("clear").click()
    visitor.draw(SEVEN, lift=False)
    before = visitor.strokes()
    visitor.page.evaluate("(minute) => skip(minute)", MINUTE)
    visitor.silence_worker()
    visitor.move_along([(100, 100)])
    visitor.page.mouse.up()
    visitor.wait_for_worker(workers + 1)
    after = visitor.strokes()
    assert [stroke[: len(one)] for stroke, one in zip(after, before, strict=True)] == before, "ink is lost"
    assert visitor.part("alert").is_hidden(), f"death {number + 1} needs a click"


def open_training(visitor: Visitor) -> None:
    draw_seven(visitor)
    visitor.part("tab-train").click()
    expect(visitor.part("training")).to_be_visible(timeout=PATIENCE)
    visitor.choose("training-what-tiny")
    visitor.page.locator(".training-pace").evaluate("(details) => { details.open = true; }")
    visitor.part("training-epochs").fill("1")


def train(visitor: Visitor, _number: int) -> None:
    """A training of a tiny network to its end, and back."""
    visitor.part("training-play").click()
    expect(visitor.part("training-status")).to_contain_text("Done", timeout=PATIENCE)
    visitor.part("training-reset").click()
    expect(visitor.part("training-reset")).to_be_disabled(timeout=PATIENCE)


def open_code(visitor: Visitor) -> None:
    draw_seven(visitor)
    visitor.part("tab-code").click()
    editor = visitor.page.locator(".code-editor .cm-content")
    expect(editor).to_be_visible(timeout=PATIENCE)
    visitor.part("code-live").uncheck()
    visitor.part("code-operator").select_option("relu")
    editor.click()
    visitor.page.keyboard.press("ControlOrMeta+a")
    visitor.page.keyboard.type(ENDLESS)


def stop(visitor: Visitor, _number: int) -> None:
    """An endless loop runs, and is stopped."""
    visitor.page.locator(".code-editor .cm-content").click()
    visitor.page.keyboard.press("ControlOrMeta+Enter")
    expect(visitor.part("code-beat")).to_have_text(re.compile(r"running \d+\.\d s"), timeout=PATIENCE)
    visitor.part("code-stop").click()
    expect(visitor.part("code-status")).to_contain_text("Stopped", timeout=PATIENCE)
    expect(visitor.part("code-stop")).to_be_disabled(timeout=PATIENCE)


LABOURS = (
    Labour("strokes", 10_000, draw_seven, stroke),
    Labour("model changes", 500, draw_seven, change_model),
    Labour("worker deaths while drawing", 500, draw_seven, die),
    Labour("trainings", 100, open_training, train),
    Labour("stops of own code", 100, open_code, stop),
)
