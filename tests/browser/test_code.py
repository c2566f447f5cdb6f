"""The Code panel: a person changes the operators, a second Python reads along, and no link's code runs by itself."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, expect

import glasscnn
from glasscnn import ops
from glasscnn.codegen.operator_starter import operator_starters
from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PATIENCE, PROJECT, Visitor, default_model, focus
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
CONV2D = next(operator_starters(["conv2d"])).array
SCHEMES: tuple[Any, ...] = ("dark", "light")
BIAS = " + bias[:, None, None]"


@pytest.fixture(autouse=True)
def code(visitor: Visitor) -> Iterator[Visitor]:
    """The panel, with the texts to begin with."""
    visitor.resize(1440, 900)
    visitor.draw(SAMPLES[7])
    open_panel(visitor)
    for op in ("relu", "conv2d"):
        visitor.part("code-operator").select_option(op)
        if visitor.part("code-again").is_enabled():
            visitor.part("code-again").click()
    yield visitor
    visitor.part("tab-cell").click()


def open_panel(visitor: Visitor) -> None:
    visitor.part("tab-code").click()
    expect(editor(visitor)).to_be_visible(timeout=PATIENCE)


def editor(visitor: Visitor) -> Locator:
    """What is typed into, in the editor's shadow root."""
    return visitor.page.locator(".code-editor .cm-content")


def status(visitor: Visitor, text: str) -> None:
    expect(visitor.part("code-status")).to_contain_text(re.compile(text), timeout=PATIENCE)


def reads(visitor: Visitor, label: str) -> None:
    expect(visitor.part("own-reads")).to_contain_text(f"Your network reads {label}", timeout=PATIENCE)


def replace_all(visitor: Visitor, text: str) -> None:
    """Type a text in place of the whole, with real keys; the editor indents."""
    editor(visitor).click()
    visitor.page.keyboard.press("ControlOrMeta+a")
    visitor.page.keyboard.type(text)


def lines(visitor: Visitor) -> list[str]:
    """The lines of the text that are in sight."""
    return [line.rstrip("\n") for line in editor(visitor).locator(".cm-line").all_inner_texts()]


def delete_bias(visitor: Visitor) -> None:
    """Put the cursor behind `+ bias` in the text to begin with, and delete it."""
    row = next(number for number, line in enumerate(CONV2D.splitlines()) if line.endswith(BIAS))
    editor(visitor).click()
    visitor.page.keyboard.press("ControlOrMeta+Home")
    for _ in range(row):
        visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("End")
    for _ in BIAS:
        visitor.page.keyboard.press("Backspace")


def test_an_own_relu_reads_the_drawing_and_its_stages_are_marked(visitor: Visitor) -> None:
    visitor.part("code-operator").select_option("relu")
    replace_all(visitor, "import numpy as np\n\n\ndef relu(x, maximum=None):\nreturn np.maximum(x, 0)")
    assert lines(visitor)[3:] == ["def relu(x, maximum=None):", "    return np.maximum(x, 0)"]
    reads(visitor, "7")
    stages = visitor.page.locator(".own-stage")
    expect(stages.first).to_contain_text("yours ✓")
    expect(visitor.part("own-speed")).to_contain_text(
        re.compile(r"with your relu takes \d.* ms, with the engine \d.* ms")
    )
    marks = visitor.page.locator(".diagram .own-mark")
    expect(marks).to_have_count(stages.count())
    assert set(marks.all_inner_texts()) == {"yours ✓"}
    visitor.part("code-operator").select_option("conv2d")  # another text: the own operator is gone
    expect(marks).to_have_count(0)


def without_bias(x: np.ndarray, weight: np.ndarray, bias: np.ndarray, padding: int) -> np.ndarray:
    assert bias.shape == weight.shape[:1]
    return ops.conv2d(x, weight, padding=padding)


def test_without_bias_the_maps_differ_and_the_first_cell_that_differs_can_be_pinned(visitor: Visitor) -> None:
    delete_bias(visitor)
    stage = visitor.part("own-stage-conv1")
    expect(stage).to_contain_text("yours ≠", timeout=PATIENCE)
    expect(visitor.part("own-conv1")).to_have_text("yours ≠")
    expect(stage.locator("canvas")).to_have_count(2)
    image = np.array(visitor.read_again()["stages"]["image"]["data"], np.float32).reshape(1, 28, 28)
    path = PROJECT / "weights" / f"{default_model()}.npz"
    engine, own = (
        glasscnn.load(path, readable={"conv2d": operator}).predict(image[None]).stages["conv1"]
        for operator in (ops.conv2d, without_bias)
    )
    cell = tuple(int(place) for place in np.argwhere(~np.isclose(own[0], engine[0], rtol=1e-4, atol=1e-5))[0])
    link = stage.get_by_test_id("first-difference")
    expect(link).to_have_text(f"map {cell[0] + 1} of {len(engine[0])}, row {cell[1] + 1}, column {cell[2] + 1}")
    link.click()
    pin = visitor.page.evaluate("glasscnn.getState().pin")
    assert pin == {"stage": "conv1", "channel": cell[0], "row": cell[1], "column": cell[2]}
    expect(visitor.part("stage-conv1").locator("..")).to_be_focused()
    expect(visitor.part("tab-code")).to_have_attribute("aria-selected", "true")


def test_an_endless_loop_shows_where_it_is_and_can_be_stopped(visitor: Visitor) -> None:
    visitor.part("code-live").uncheck()
    visitor.part("code-operator").select_option("relu")
    replace_all(visitor, "i = 0\nwhile True:\ni += 1")
    visitor.page.keyboard.press("ControlOrMeta+Enter")
    expect(visitor.part("code-beat")).to_have_text(
        re.compile(r"running \d+\.\d s, line [23], i = [\d,]+"), timeout=PATIENCE
    )
    visitor.part("code-stop").click()
    status(visitor, "Stopped")
    expect(visitor.part("code-stop")).to_be_disabled()
    assert lines(visitor) == ["i = 0", "while True:", "    i += 1"]
    visitor.part("code-again").click()
    visitor.part("code-live").check()
    reads(visitor, "7")


def test_an_error_is_one_sentence_and_its_place_is_marked(visitor: Visitor) -> None:
    visitor.part("code-operator").select_option("relu")
    replace_all(visitor, "def relu(x, maximum=None):\nreturn x + missing")
    expect(visitor.part("code-trouble")).to_contain_text("missing", timeout=PATIENCE)
    expect(editor(visitor).locator(".cm-lintRange-error")).to_have_text("missing")
    for scheme in SCHEMES:
        visitor.page.emulate_media(color_scheme=scheme)
        assert violations(visitor.page) == []
    visitor.page.get_by_role("button", name="Line 2").click()
    expect(editor(visitor)).to_be_focused()


def test_versions_come_back_and_undo_returns_to_what_was_there(visitor: Visitor) -> None:
    visitor.part("code-live").uncheck()
    visitor.part("code-operator").select_option("relu")
    replace_all(visitor, "first = 1")
    visitor.part("code-run").click()
    replace_all(visitor, "second = 2")
    visitor.part("code-run").click()
    visitor.part("code-versions").select_option("1")
    assert lines(visitor) == ["first = 1"]
    visitor.page.keyboard.press("ControlOrMeta+z")
    assert lines(visitor) == ["second = 2"]
    visitor.part("code-again").click()
    assert lines(visitor)[0] == "import numpy as np"
    visitor.page.keyboard.press("ControlOrMeta+z")
    assert lines(visitor) == ["second = 2"]
    visitor.part("code-live").check()


def test_tab_indents_and_after_escape_it_leaves_the_editor(visitor: Visitor) -> None:
    strokes = visitor.strokes()
    replace_all(visitor, "x")
    visitor.page.keyboard.press("Home")
    visitor.page.keyboard.press("Tab")
    assert lines(visitor) == ["    x"]
    description = editor(visitor).get_attribute("aria-describedby")
    expect(visitor.page.locator(f".code-editor #{description}")).to_have_text("Escape, then Tab leaves the editor.")
    visitor.page.keyboard.press("Escape")
    visitor.page.keyboard.press("Tab")
    expect(editor(visitor)).not_to_be_focused()
    assert visitor.strokes() == strokes  # Escape was the editor's: the pad is not cleared
    visitor.page.keyboard.press("Shift+Tab")
    expect(editor(visitor)).to_be_focused()


def test_names_are_completed_those_behind_a_dot_by_python_itself(visitor: Visitor) -> None:
    visitor.part("code-live").uncheck()
    replace_all(visitor, "import numpy as np\nsome_value = 1\nsome")
    options = visitor.page.locator(".code-editor .cm-tooltip-autocomplete li")
    expect(options.filter(has_text="some_value")).to_be_visible(timeout=PATIENCE)
    visitor.page.keyboard.press("Enter")  # nothing was chosen, so a new line begins
    visitor.page.keyboard.type("np.tensord")
    expect(options.filter(has_text="tensordot")).to_be_visible(timeout=PATIENCE)
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Enter")
    assert lines(visitor)[2:] == ["some", "np.tensordot"]
    visitor.part("code-live").check()


def test_change_this_leads_from_a_cell_to_the_code_that_computes_it(visitor: Visitor) -> None:
    visitor.part("code-operator").select_option("relu")
    visitor.part("stage-conv1").click(position={"x": 10, "y": 10})
    visitor.part("python-edit").click()
    expect(visitor.part("code-operator")).to_have_value("conv2d")
    expect(editor(visitor)).to_be_focused()
    assert lines(visitor)[: len(CONV2D.splitlines()[:8])] == CONV2D.splitlines()[:8]


def test_a_text_survives_a_reload(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address) as visitor:
        visitor.wait_until_ready()
        open_panel(visitor)
        replace_all(visitor, "kept = 1")
        visitor.page.reload()
        visitor.wait_until_ready()
        open_panel(visitor)
        assert lines(visitor) == ["kept = 1"]
        assert visitor.violations == []


def checksum(text: str) -> str:
    """32-bit FNV-1a in base 36, as links have it."""
    number = 0x811C9DC5
    for byte in text.encode():
        number = ((number ^ byte) * 0x01000193) & 0xFFFFFFFF
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def link_to(code: dict[str, str]) -> str:
    fields = urlencode({"v": "1", "model": default_model(), "code": json.dumps(code)})
    return f"#{fields}&check={checksum(fields)}"


HOSTILE = "print('I run')\nraise SystemExit\n"


def test_a_link_s_code_does_not_run_before_a_click_which_holds_for_that_text_only(visitor: Visitor) -> None:
    visitor.page.evaluate("(hash) => { location.hash = hash; }", link_to({"name": "relu", "text": HOSTILE}))
    expect(visitor.part("code-linked")).to_contain_text("This code came with a link", timeout=PATIENCE)
    open_panel(visitor)
    assert lines(visitor)[:2] == HOSTILE.splitlines()
    for control in ("code-run", "code-live", "code-again", "code-versions"):
        expect(visitor.part(control)).to_be_disabled()
    focus(editor(visitor))
    visitor.page.keyboard.press("ControlOrMeta+Enter")
    visitor.page.keyboard.type("x")
    assert lines(visitor)[:2] == HOSTILE.splitlines()
    visitor.page.evaluate("scrollTo(0, 0)")
    visitor.draw(SAMPLES[3])
    visitor.read_again()
    assert "code" not in visitor.page.evaluate("glasscnn.getState()")
    expect(visitor.part("code-output")).to_be_hidden()
    assert violations(visitor.page) == []
    visitor.page.get_by_role("button", name="I have read it").click()
    expect(visitor.part("code-output")).to_have_text("I run\n", timeout=PATIENCE)
    worse = HOSTILE + "# and more\n"
    visitor.page.evaluate("(hash) => { location.hash = hash; }", link_to({"name": "relu", "text": worse}))
    expect(visitor.part("code-run")).to_be_disabled()
    open_panel(visitor)
    visitor.page.get_by_role("button", name="Back to my own").click()
    assert lines(visitor)[:2] == HOSTILE.splitlines()
    expect(visitor.part("code-linked")).to_be_empty()


def test_a_link_holds_the_own_text_in_at_most_4_kb(visitor: Visitor) -> None:
    delete_bias(visitor)
    expect(visitor.part("own-stage-conv1")).to_contain_text("yours ≠", timeout=PATIENCE)
    link = visitor.page.evaluate("glasscnn.link()")
    assert len(link) <= 4_000
    assert visitor.page.evaluate("glasscnn.getState().code").keys() == {"name", "packed"}


def test_own_maps_have_the_colours_that_the_diagram_has(visitor: Visitor) -> None:
    visitor.part("code-run").click()
    own = visitor.page.locator(".own-stage canvas").first
    expect(own).to_be_visible(timeout=PATIENCE)
    before = own.evaluate("(canvas) => canvas.toDataURL()")
    colours = visitor.part("scale-colormap")
    colours.select_option("paper")
    look = "(before) => document.querySelector('.own-stage canvas').toDataURL() !== before"
    visitor.page.wait_for_function(look, arg=before)
    colours.select_option("ember")
    visitor.page.wait_for_function(look.replace("!==", "==="), arg=before)


@pytest.mark.parametrize("width", [320, 820])
def test_the_panel_fits_narrow_screens(visitor: Visitor, width: int) -> None:
    visitor.resize(width, 844)
    editor(visitor).scroll_into_view_if_needed()
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
    size = editor(visitor).evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)")
    assert size >= 12
    visitor.part("code-again").evaluate("(button) => button.scrollIntoView({ block: 'center' })")  # not below the pad
    assert violations(visitor.page) == []


def test_nothing_of_all_this_violates_the_policy(visitor: Visitor) -> None:
    assert visitor.violations == []
    assert visitor.errors == []
