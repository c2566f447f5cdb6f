"""A notebook that was exported as HTML stays alive, without a kernel and without a network."""

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.notebooks.conftest import PROJECT, SEVEN, TOOLS, draw, environment, ready, write_notebook

SINGLE_FILE = PROJECT / "dist" / "glasscnn.html"
CELL = f"import glasscnn\nw = glasscnn.Widget('deep', [{SEVEN}])\nw"


def convert(folder: Path, kind: str) -> Path:
    """Run a notebook with two displays and convert it."""
    write_notebook(folder / "notebook.ipynb", CELL, "w")
    command = [TOOLS / "jupyter-nbconvert", "--to", kind, "--execute", "notebook.ipynb", "--output", "exported.html"]
    subprocess.run(command, cwd=folder, env=environment(folder), check=True, capture_output=True)
    return folder / "exported.html"


@pytest.mark.shows("opens", "draw and read", "offline", host="nbconvert, exported HTML")
@pytest.mark.parametrize("kind", ["glasscnn.widget.html_exporter.GlasscnnExporter", "html"])
def test_the_picture_in_an_exported_notebook_opens_the_page(browser: Browser, tmp_path: Path, kind: str) -> None:
    exported = convert(tmp_path, kind)
    if kind == "html":
        assert exported.stat().st_size < 1_000_000
        shutil.copy(SINGLE_FILE, tmp_path)
    else:
        assert exported.stat().st_size < SINGLE_FILE.stat().st_size * 1.3  # the page once, for two pictures
    context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(exported.as_uri())
    pictures = page.locator("[data-glasscnn-still]")
    expect(pictures).to_have_count(2)
    expect(pictures.first.locator("img")).to_be_visible()
    pictures.first.get_by_role("button", name="Look inside").click()
    frame = ready(page)
    expect(frame.get_by_test_id("prediction")).to_have_text("7")
    expect(frame.get_by_test_id("model-picker")).to_have_value("deep")
    frame.get_by_test_id("clear").click()
    draw(page, frame, [(140, 40), (140, 240)])
    expect(frame.get_by_test_id("prediction")).to_have_text("1")
    context.close()
