"""boot.js in a real Chromium: Python gets up, brings what is asked of it, and says plainly why it cannot."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route

from tests.browser.conftest import hosting, launch

pytestmark = pytest.mark.browser

WORKER = """
import { boot } from "./js/worker/boot.js";

self.addEventListener("message", async ({ data: code }) => {
  const phases = [];
  try {
    const build = await (await fetch("build.json")).json();
    const python = await boot(build, new URL(".", location.href).href, (progress) => phases.push(progress));
    self.postMessage({ phases, said: python.runPython(code) });
  } catch (error) {
    self.postMessage({ phases, error: error.message });
  }
});
"""
ASK = """(code) => new Promise((resolve) => {
  const worker = new Worker("boot-test.js", { type: "module" });
  worker.addEventListener("message", ({ data }) => resolve(data));
  worker.postMessage(code);
})"""


@pytest.fixture(scope="module")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a page lies whose worker boots and runs a line of Python."""
    folder = tmp_path_factory.mktemp("site") / "dist"
    shutil.copytree(site, folder)
    (folder / "boot-test.html").write_text("<!doctype html><title>boot</title>")
    (folder / "boot-test.js").write_text(WORKER)
    with hosting(folder) as host:
        yield host.address + "boot-test.html"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(address)
    yield page
    page.close()


def run(page: Page, code: str) -> dict[str, Any]:
    """Boot and run a line of Python: what it said, or the error."""
    answer: dict[str, Any] = page.evaluate(ASK, code)
    return answer


def test_numpy_and_glasscnn_are_there_and_nothing_is_fetched_that_is_not_needed(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    answer = run(page, "import numpy, glasscnn.bridge; glasscnn.bridge.Session(); numpy.__version__")
    assert answer["said"] == "2.2.5"
    assert len(asked) == len(set(asked))
    assert not [name for name in asked if "rest" in name]


def test_progress_counts_every_byte_and_names_the_phases_in_order(page: Page) -> None:
    phases = run(page, "None")["phases"]
    loaded = [progress["loaded"] for progress in phases if progress["phase"] == "download"]
    assert loaded == sorted(loaded)
    assert loaded[-1] == phases[-1]["loaded"] == phases[-1]["total"]
    names = [progress["phase"] for progress in phases]
    assert names.index("download") < names.index("python") < names.index("numpy")


def test_what_was_left_out_comes_when_it_is_asked_for(page: Page) -> None:
    code = """
import json, json.tool, unittest, numpy as np
inverse = np.linalg.inv(np.diag([2.0, 4.0])).diagonal().tolist()
drawn = np.random.default_rng(0).integers(10, size=3).tolist()
waves = np.fft.fft([1.0, 1.0]).real.tolist()
json.dumps([inverse, drawn, waves, unittest.TestCase.__name__])
"""
    assert json.loads(run(page, code)["said"]) == [[0.5, 0.25], [8, 6, 5], [2.0, 0.0], "TestCase"]


def test_students_can_read_glasscnn_s_sources_and_docstrings(page: Page) -> None:
    code = "import glasscnn, inspect; inspect.getsource(glasscnn.ink_to_image) + inspect.getdoc(glasscnn.ink_to_image)"
    said = run(page, code)["said"]
    assert said.startswith("def ink_to_image(")
    assert said.count("float32 image in [0, 1]") == 2


@pytest.mark.parametrize("name", ["pyodide.asm.js", "pyodide.asm.wasm", "glasscnn.pack"])
def test_a_file_that_is_missing_on_the_host_is_named_with_its_status(page: Page, name: str) -> None:
    page.context.route(f"**/{name}", lambda route: route.fulfill(status=404))
    error = run(page, "None")["error"]
    assert name in error
    assert "404" in error
    assert "Reload the page" in error


def cut(route: Route) -> None:
    """The host's answer without its end."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.body()[:-100])


def stand_in(route: Route) -> None:
    """The page that some hosts send for what they do not have."""
    route.fulfill(content_type="text/html", body="<!doctype html><title>Welcome</title>")


def flip(route: Route) -> None:
    """The host's answer with a wrong byte."""
    answer = route.fetch()
    body = bytearray(answer.body())
    body[5000] ^= 255
    route.fulfill(response=answer, body=bytes(body))


@pytest.mark.parametrize(
    ("name", "fault", "words"),
    [
        ("numpy.pack", cut, "bytes arrived, expected"),
        ("numpy.pack", flip, "cannot be inflated"),
        ("numpy.pack", stand_in, "a web page in its place"),
        ("pyodide.asm.wasm", cut, "not the WebAssembly that it should be"),
        ("pyodide.asm.js", stand_in, "a web page in its place"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_named(page: Page, name: str, fault: Any, words: str) -> None:
    page.context.route(f"**/{name}", fault)
    error = run(page, "None")["error"]
    assert name in error
    assert words in error


def test_a_host_that_does_not_know_webassembly_s_type_will_do(page: Page) -> None:
    def as_bytes(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers=answer.headers | {"content-type": "application/octet-stream"})

    page.context.route("**/*.wasm", as_bytes)
    assert run(page, "import numpy; numpy.arange(3).tolist()[-1]")["said"] == 2


def test_a_browser_without_webassembly_is_told_so(playwright: Playwright, address: str) -> None:
    browser = launch(playwright, "--js-flags=--jitless")
    page = browser.new_page()
    page.goto(address)
    error = run(page, "None")["error"]
    browser.close()
    assert "no WebAssembly" in error
