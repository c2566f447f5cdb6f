"""Real notebooks: `make test-notebooks` runs them in an environment of their own, with the Chromium that there is."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from tests.hosts.recording import pytest_runtest_makereport

__all__ = ["pytest_runtest_makereport"]

PROJECT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
PATIENCE = 120_000  # milliseconds; a busy machine takes a minute to start a server or Python
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SEVEN = [(60, 60), (220, 60), (120, 240)]
"""A drawing on the pad of 280 × 280."""


def environment(home: Path) -> dict[str, str]:
    """The variables of a notebook server: glasscnn is that of the source tree, and settings are nobody's."""
    folders = {name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    path = f"{TOOLS}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, **folders, "HOME": str(home), "PYTHONPATH": str(PROJECT / "py"), "PATH": path}


def write_notebook(file: Path, *cells: str) -> None:
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, file)


@contextmanager
def serving(folder: Path, *command: str) -> Iterator[str]:
    """Run a notebook server in a folder, until its address answers. `{port}` in the command is its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    arguments = [part.replace("{port}", str(port)) for part in command]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", *arguments], cwd=folder, env=environment(folder), stdout=log, stderr=log
        )
    try:
        wait_for(address, server)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(PATIENCE / 1000)
        finally:
            server.kill()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server has ended"
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{address} does not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A window of 1440 × 900 pixels."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


def ready(page: Page, selector: str = "iframe[title=glasscnn]") -> FrameLocator:
    """The frame with the page, once that is ready."""
    frame = page.frame_locator(selector)
    expect(frame.locator("html[data-state=ready]")).to_be_attached()
    return frame


def draw(page: Page, frame: FrameLocator, stroke: list[tuple[int, int]]) -> None:
    """Draw a stroke on the pad with the pointer."""
    pad = frame.get_by_test_id("pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    (x, y), *others = [(box["x"] + x * box["width"] / 280, box["y"] + y * box["height"] / 280) for x, y in stroke]
    page.mouse.move(x, y)
    page.mouse.down()
    for x, y in others:
        page.mouse.move(x, y, steps=20)
    page.mouse.up()


def outputs_of(file: Path, cell: int = 0) -> list[dict[str, Any]]:
    """The saved outputs of a cell."""
    outputs: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["cells"][cell]["outputs"]
    return outputs
