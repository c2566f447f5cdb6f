"""Exercises in the Code panel: from the list, from a file, from a link, in a frame."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from glasscnn.exercise import read_exercise
from tests.browser.conftest import Host, hosting
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PATIENCE, PROJECT, Visitor
from tests.browser.test_accessibility import violations
from tests.browser.test_code import editor, lines, open_panel

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
RELU = read_exercise((PROJECT / "exercises" / "relu.md").read_text("utf-8"))
OWN = (
    (PROJECT / "exercises" / "relu.md")
    .read_text("utf-8")
    .replace("name: relu", "name: mine")
    .replace(f"title: {RELU.title}", "title: My own <b>exercise</b>")
)


@pytest.fixture(scope="module")
def pupil(opened: Visitor) -> Iterator[Visitor]:
    """The page with the panel open and a drawing."""
    opened.resize(1440, 900)
    opened.draw(SAMPLES[7])
    open_panel(opened)
    yield opened
    assert opened.errors == []
    assert opened.violations == []


def choose(visitor: Visitor, name: str) -> None:
    visitor.part("code-exercise").select_option(name)
    expect(visitor.part("exercise")).to_be_visible(timeout=PATIENCE)


def write(visitor: Visitor, source: str) -> None:
    """Paste a text in place of the whole."""
    editor(visitor).click()
    visitor.page.keyboard.press("ControlOrMeta+a")
    visitor.page.keyboard.insert_text(source)


def drop(visitor: Visitor, name: str, text: str) -> None:
    visitor.page.evaluate(
        """([name, text]) => {
          const data = new DataTransfer();
          data.items.add(new File([text], name, { type: "text/markdown" }));
          document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        [name, text],
    )


def test_twelve_exercises_are_listed_in_an_order_that_teaches(pupil: Visitor) -> None:
    options = pupil.part("code-exercise").locator("option")
    expect(options).to_have_count(13)
    assert options.all_inner_texts()[:2] == ["None: change the network", f"1. {RELU.title}"]


def test_the_starter_fails_its_checks_and_the_solution_passes_and_reads_the_drawing(pupil: Visitor) -> None:
    choose(pupil, "relu")
    expect(pupil.part("exercise").get_by_role("heading", name=RELU.title)).to_be_visible()
    expect(pupil.part("checks-summary")).to_have_text("Run your code, and it is checked.")
    pupil.part("code-run").click()
    expect(pupil.part("checks-summary")).to_contain_text(f"of {len(RELU.titles)} checks pass", timeout=PATIENCE)
    failed = pupil.part("checks").locator("li[data-passed=false]")
    assert 0 < failed.count() <= len(RELU.titles)
    expect(failed.first.locator("p")).not_to_be_empty()
    write(pupil, RELU.solution)
    expect(pupil.part("checks-summary")).to_have_text(f"All {len(RELU.titles)} checks pass.", timeout=PATIENCE)
    expect(pupil.part("own-reads")).to_contain_text("Your network reads 7", timeout=PATIENCE)
    assert violations(pupil.page) == []


def test_hints_come_one_at_a_time_and_the_solution_is_folded(pupil: Visitor) -> None:
    choose(pupil, "relu")
    hints = pupil.part("exercise").locator(".exercise-hints li")
    shown = hints.count()
    pupil.part("exercise-hint").click()
    expect(hints).to_have_count(shown + 1)
    code = pupil.part("exercise-solution").locator("pre")
    expect(code).to_be_hidden()
    pupil.part("exercise-solution").locator("summary").click()
    assert code.inner_text().strip() == RELU.solution.strip()


def test_the_words_of_an_exercise_follow_the_language_and_the_text_stays(pupil: Visitor) -> None:
    choose(pupil, "relu")
    write(pupil, f"{RELU.solution}# mine\n")
    pupil.page.evaluate("document.querySelector('#language').value = 'id'")
    pupil.page.locator("#language").dispatch_event("change")
    expect(pupil.part("exercise").get_by_role("heading", level=3)).not_to_have_text(RELU.title, timeout=PATIENCE)
    assert "# mine" in lines(pupil)
    pupil.page.evaluate("document.querySelector('#language').value = 'en'")
    pupil.page.locator("#language").dispatch_event("change")
    expect(pupil.part("exercise").get_by_role("heading", level=3)).to_have_text(RELU.title, timeout=PATIENCE)


def test_a_dropped_exercise_is_shown_as_text_and_runs_after_one_click(pupil: Visitor) -> None:
    drop(pupil, "mine.md", OWN)
    expect(pupil.part("exercise").get_by_role("heading", level=3)).to_have_text(
        "My own <b>exercise</b>", timeout=PATIENCE
    )
    expect(pupil.part("code-run")).to_be_disabled()
    expect(pupil.part("console-input")).to_be_disabled()
    pupil.page.get_by_role("button", name="I have read it").click()
    expect(pupil.part("checks-summary")).to_contain_text("checks pass", timeout=PATIENCE)
    link = pupil.page.evaluate("glasscnn.link()")
    assert len(link) < 6_000
    pupil.part("code-exercise").select_option("")
    expect(pupil.part("exercise")).to_be_hidden()


def test_a_file_that_is_no_exercise_is_refused_in_a_sentence_and_nothing_is_lost(pupil: Visitor) -> None:
    choose(pupil, "relu")
    before = lines(pupil)
    drop(pupil, "notes.md", "# Shopping\n\n- bread\n")
    assert "notes.md is no exercise" in pupil.alert()
    assert lines(pupil) == before
    pupil.part("alert").get_by_role("button", name="Dismiss").click()


EVIL = "print('I run')\n"
HOSTILE = [
    {"name": "relu", "text": EVIL},
    {"name": "conv2d", "text": EVIL},
    {"name": "conv2d-loops", "text": EVIL},
    {"name": "softmax", "text": f"def softmax(x):\n    {EVIL}"},
    {"name": "relu", "text": EVIL, "packed": "not packed"},
    {"name": "relu", "packed": "A" * 5_000},
    {"name": "relu", "text": ["list"]},
    {"name": "relu", "text": {"toString": EVIL}},
    {"name": "relu", "text": EVIL * 10_000},
    {"name": "__proto__", "text": EVIL},
    {"name": "constructor", "text": EVIL},
    {"name": ["relu"], "text": EVIL},
    {"name": "exercise-relu", "text": EVIL},
    {"exercise": "relu", "name": "exercise-relu", "text": EVIL},
    {"exercise": "../../relu"},
    {"exercise": {"packed": "A" * 100}},
    {"exercise": {"packed": 7}},
    {"exercise": 7, "name": "relu", "text": EVIL},
    "text",
    [EVIL],
]


WATCH_RUNS = """() => {
  window.runs = [];
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (message, ...more) {
    if (["run", "check", "console"].includes(message?.message?.task)) {
      runs.push(message.message.args);
    }
    return postMessage.call(this, message, ...more);
  };
}"""


def test_no_line_of_twenty_hostile_links_runs_before_a_click(pupil: Visitor) -> None:
    assert len(HOSTILE) == 20
    pupil.page.evaluate(WATCH_RUNS)
    for code in HOSTILE:
        pupil.page.evaluate("(code) => glasscnn.setState({ ...glasscnn.getState(), section: 'code', code })", code)
        editor(pupil).click()
        pupil.page.keyboard.press("ControlOrMeta+Enter")
        pupil.draw([SAMPLES[7][0][:2]])
        pupil.read_again()
    write(pupil, "def relu(x):\n    return x\n")
    assert not [args for args in pupil.page.evaluate("runs") if "I run" in args]
    if pupil.part("alert").is_visible():
        pupil.part("alert").get_by_role("button", name="Dismiss").click()


def test_the_console_sees_the_newest_reading(pupil: Visitor) -> None:
    pupil.part("code-exercise").select_option("")
    console = pupil.part("console-input")
    console.fill("int(result.label), image.shape")
    console.press("Enter")
    entries = pupil.part("console-entries")
    expect(entries.locator(".console-shown").last).to_have_text("(7, (1, 28, 28))", timeout=PATIENCE)
    console.fill("image")
    console.press("Enter")
    expect(entries).to_contain_text("Array of shape (1, 28, 28), float32, from 0.00 to 1.00", timeout=PATIENCE)
    expect(entries.locator("canvas")).to_have_count(1)
    console.fill("print('hello')")
    console.press("Enter")
    expect(entries.locator(".console-output")).to_have_text("hello\n", timeout=PATIENCE)
    console.press("ArrowUp")
    console.press("ArrowUp")
    expect(console).to_have_value("image")
    console.fill("imag")
    console.press("Enter")
    expect(entries.locator(".console-trouble")).to_contain_text("name 'imag' is not defined", timeout=PATIENCE)


def test_a_frame_shows_pad_stage_code_and_checks_only_and_tells_how_the_exercise_stands(
    browser: Browser, host: Host, tmp_path: Path
) -> None:
    address = f"{host.address}?model=gap10&view=pad,stage,code&stage=conv1&exercise=relu"
    (tmp_path / "index.html").write_text(
        f"""<!doctype html><iframe src="{address}" width="1000" height="1400"></iframe>
        <script>
          window.told = [];
          addEventListener("message", ({{ data }}) => data.type === "checked" && told.push(data));
        </script>"""
    )
    with hosting(tmp_path) as course, Visitor.arriving(browser, course.address) as visitor:
        frame = visitor.page.frame_locator("iframe")
        expect(frame.get_by_test_id("exercise")).to_be_visible(timeout=PATIENCE)
        expect(frame.get_by_test_id("pad")).to_be_visible()
        expect(frame.get_by_test_id("stage-conv1")).to_be_visible()
        for hidden in ("stage-conv2", "tab-cell", "model-picker", "probability-0"):
            expect(frame.get_by_test_id(hidden)).to_be_hidden()
        frame.get_by_test_id("code-run").click()
        visitor.page.wait_for_function("() => told.length > 0", timeout=PATIENCE)
        told = visitor.page.evaluate("told[0]")
        assert {key: told[key] for key in ("glasscnn", "id", "exercise", "of")} == {
            "glasscnn": 1,
            "id": None,
            "exercise": "relu",
            "of": len(RELU.titles),
        }
        assert 0 <= told["passed"] < told["of"]
        assert json.dumps(told)
