"""The widget in marimo, in both directions."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.notebooks.conftest import SEVEN, draw, ready, serving

NOTEBOOK = """
import marimo
app = marimo.App()

@app.cell
def _():
    import glasscnn
    import marimo as mo
    w = mo.ui.anywidget(glasscnn.Widget("deep"))
    w
    return mo, w

@app.cell
def _(mo):
    ask = mo.ui.run_button(label="what is it?")
    draw = mo.ui.run_button(label="draw a one")
    [ask, draw]
    return ask, draw

@app.cell
def _(ask, draw, mo, w):
    if draw.value:
        w.widget.strokes = [[(140, 40), (140, 240)]]
    mo.md(f"kernel reads {w.widget.label}" if ask.value or draw.value else "kernel is asked nothing")
    return
"""


@pytest.mark.shows("opens", "draw and read", "reading heard", host="marimo 0.25")
def test_a_drawing_reaches_the_kernel_and_what_the_kernel_sets_is_shown(window: Page, tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(NOTEBOOK, "utf-8")
    options = ("--headless", "--no-token", "--host", "127.0.0.1", "--port", "{port}")
    with serving(tmp_path, "marimo", "run", *options, "own.py") as address:
        window.goto(address)
        frame = ready(window)
        expect(frame.get_by_test_id("model-picker")).to_have_value("deep")
        draw(window, frame, SEVEN)
        expect(frame.get_by_test_id("prediction")).to_have_text("7")
        window.get_by_role("button", name="what is it?").click()
        expect(window.get_by_text("kernel reads 7")).to_be_visible()
        window.get_by_role("button", name="draw a one").click()
        expect(window.get_by_text("kernel reads 1")).to_be_visible()
        expect(frame.get_by_test_id("prediction")).to_have_text("1")
