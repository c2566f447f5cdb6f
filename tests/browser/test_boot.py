"""boot.js in a real Chromium: Python boots, imports what is requested, and reports clearly why it cannot."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route

from tests.browser.conftest import hosting, launch
from tests.browser.support.windows import new_tab
from tests.conftest import PROJECT

pytestmark = pytest.mark.browser

WORKER = """
import { boot } from "./RELEASE/js/worker/boot/boot.js";

const phases = [];

async function start(bootMode) {
  const build = await (await fetch("build.json")).json();
  const base = new URL(".", location.href).href;
  const { pyodide, session, model, complete } = await boot(build, base, (step) => phases.push(step), bootMode);
  await complete();
  pyodide.globals.set("session", session);
  pyodide.globals.set("model", model.name);
  return pyodide;
}

let started;
self.addEventListener("message", async ({ data: [code, bootMode] }) => {
  try {
    started ??= start(bootMode);
    const pyodide = await started;
    const names = pyodide.runPython("dict(globals())"); // those that the code gives are its own
    self.postMessage({ phases, said: pyodide.runPython(code, { globals: names }) });
  } catch (error) {
    self.postMessage({ phases, error: error.message });
  }
});
"""
START = """() => { globalThis.worker = new Worker("boot-test.js", { type: "module" }); }"""
ASK = """(asked) => new Promise((resolve) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.postMessage(asked);
})"""


NUMBERS = """
import json, numpy as np
from glasscnn.bridge import Session
grid = np.linspace(-3, 3, 144, dtype=np.float32).reshape(12, 12)
json.dumps([np.exp(grid).tolist(), (grid @ grid.T).tolist(), len(Session().palette.tables)])
"""


QUESTIONS = """
from glasscnn.bridge import Session
session = Session()
session.load_model(bytes.fromhex("MODEL"), "gap10")
session.ink[:3] = (60, 60), (220, 60), (120, 240)
session.stroke_lengths[0] = 3
session.read_ink(1, 280.0, 24.0, True)
place = '{"stage": "conv2", "channel": 3, "row": 0, "column": 7}'
for question, given in [("cell", place), ("field", place), ("summaries", "{}"), ("inkSteps", "{}"),
                        ("kernels", '{"stage": "conv2"}'), ("beforeRelu", '{"stage": "conv2"}')]:
    session.ask(question, given)
session.ask("evidence", '{"label": 7, "other": 1, "method": "cam", "background": "dark"}')
numbers = session.numbers.size
session.ask("evidence", '{"label": 7, "other": 1, "method": "occlusion", "background": "dark"}')
numbers + session.numbers.size
"""


@pytest.fixture(scope="module")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page whose worker boots and runs a line of Python."""
    folder = tmp_path_factory.mktemp("site") / "dist"
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("*.br", "*.gz"))  # as on a host without them
    (folder / "boot-test.html").write_text("<!doctype html><title>boot</title>")
    release = json.loads((folder / "build.json").read_text())["page"]
    (folder / "boot-test.js").write_text(WORKER.replace("RELEASE", release))
    with hosting(folder) as host:
        yield host.address + "boot-test.html"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with new_tab(browser) as page:
        page.goto(address)
        yield page


def run(page: Page, code: str, boot_mode: str = "plain") -> dict[str, Any]:
    """Boot and run a line of Python; returns its result or the error."""
    page.evaluate(START)
    answer: dict[str, Any] = page.evaluate(ASK, [code, boot_mode])
    return answer


class Started:
    """A Python that has booted, its boot mode, and the names of the files that were fetched for it."""

    def __init__(self, page: Page, boot_mode: str) -> None:
        self.page = page
        self.boot_mode = boot_mode
        self.requests: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url.rsplit("/", 1)[-1]))
        self.phases: list[dict[str, Any]] = run(page, "None", boot_mode)["phases"]

    def say(self, code: str) -> Any:
        """The value of some lines of Python, which leave no names behind."""
        answer = self.page.evaluate(ASK, [code, None])
        assert "said" in answer, answer
        return answer["said"]


@pytest.fixture(scope="module")
def from_snapshot(browser: Browser, address: str) -> Iterator[Started]:
    """Python, booted from the snapshot, for tests that neither change nor fetch anything."""
    with new_tab(browser) as page:
        page.goto(address)
        yield Started(page, "snapshot")


@pytest.fixture(scope="module")
def from_packages(browser: Browser, address: str) -> Iterator[Started]:
    """Python, booted from the packages, for tests that neither change nor fetch anything."""
    with new_tab(browser) as page:
        page.goto(address)
        yield Started(page, "plain")


@pytest.fixture(params=["snapshot", "plain"])
def started(request: pytest.FixtureRequest) -> Started:
    """Python in either boot mode."""
    name = "from_snapshot" if request.param == "snapshot" else "from_packages"
    python: Started = request.getfixturevalue(name)
    return python


def test_numpy_and_glasscnn_can_be_imported_and_nothing_unneeded_is_fetched(started: Started) -> None:
    assert started.say("import numpy, glasscnn.bridge; glasscnn.bridge.Session(); numpy.__version__") == "2.2.5"
    assert len(started.requests) == len(set(started.requests))
    assert not [name for name in started.requests if "-rest." in name]


def test_every_question_is_answered_without_further_downloads(started: Started) -> None:
    model = (PROJECT / "weights" / "gap10.npz").read_bytes().hex()
    assert started.say(QUESTIONS.replace("MODEL", model)) == 14 * 14 + 28 * 28
    assert not [name for name in started.requests if "-rest." in name]


def test_progress_counts_every_byte_and_names_the_phases_in_order(from_packages: Started) -> None:
    phases = from_packages.phases
    loaded = [progress["loaded"] for progress in phases if progress["phase"] == "download"]
    assert loaded == sorted(loaded)
    assert loaded[-1] == phases[-1]["loaded"] == phases[-1]["total"]
    names = [progress["phase"] for progress in phases]
    assert names.index("download") < names.index("python") < names.index("numpy")


@pytest.mark.parametrize("boot_mode", ["snapshot", "plain"])
def test_lazy_modules_are_fetched_on_first_import(page: Page, boot_mode: str) -> None:
    code = """
import json, json.tool, pickle, unittest, numpy as np
inverse = np.linalg.inv(np.diag([2.0, 4.0])).diagonal().tolist()
drawn = np.random.default_rng(0).integers(10, size=3).tolist()
waves = np.fft.fft([1.0, 1.0]).real.tolist()
kept = pickle.loads(np.array([3, None]).dumps()).tolist()
json.dumps([inverse, drawn, waves, kept, unittest.TestCase.__name__])
"""
    assert json.loads(run(page, code, boot_mode)["said"]) == [[0.5, 0.25], [8, 6, 5], [2.0, 0.0], [3, None], "TestCase"]


TABLES = """
import hashlib
def fingerprint():
    from unicodedata import ucd_3_2_0 as fixed  # the same in every Python
    characters = [chr(code) for code in range(0x30000)]
    text = "".join(one for one in characters if one.isascii() or fixed.category(one)[0] in "LNS")
    facts = [[fixed.name(one, ""), fixed.category(one), fixed.decomposition(one)] for one in characters]
    codecs = ["gb18030", "gbk", "big5hkscs", "cp950", "shift_jisx0213", "euc_jp", "cp949", "johab", "iso2022_jp_2"]
    encoded = [text.encode(codec, "ignore") for codec in codecs]
    decoded = [data.decode(codec) for data, codec in zip(encoded, codecs)]
    return hashlib.sha256(repr([facts, encoded, decoded]).encode()).hexdigest()
"""


@pytest.mark.parametrize("boot_mode", ["snapshot", "plain"])
def test_split_off_tables_are_fetched_when_a_module_needs_them(page: Page, boot_mode: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    known: dict[str, Any] = {}
    exec(TABLES, known)
    answer = run(page, TABLES + "fingerprint()", boot_mode)
    assert answer.get("said") == known["fingerprint"](), answer
    assert asked.count("tables.wasm") == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [("import unicodedata", "ImportError: the tables of unicodedata"), ("b'a'.decode('gbk')", "unknown encoding: gbk")],
)
def test_a_module_whose_tables_cannot_be_fetched_is_not_imported_without_them(
    page: Page, code: str, words: str
) -> None:
    page.context.route("**/tables.wasm", missing)
    assert words in run(page, code, "snapshot")["error"]


@pytest.mark.parametrize("boot_mode", ["snapshot", "plain"])
def test_students_can_read_glasscnn_s_sources_and_docstrings(page: Page, boot_mode: str) -> None:
    code = "import glasscnn, inspect; inspect.getsource(glasscnn.ink_to_image) + inspect.getdoc(glasscnn.ink_to_image)"
    said = run(page, code, boot_mode)["said"]
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
    """The response without its end."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.body()[:-100])


def stand_in(route: Route) -> None:
    """The web page that some hosts send instead of a missing file."""
    route.fulfill(content_type="text/html", body="<!doctype html><title>Welcome</title>")


def flip(route: Route) -> None:
    """The response with a wrong byte."""
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
        ("pyodide.asm.wasm", cut, "bytes arrived, expected"),
        ("pyodide.asm.wasm", flip, "its SHA-256 is not that in build.json"),
        ("*multiarray_umath.wasm", flip, "its SHA-256 is not that in build.json"),
        ("pyodide.asm.js", stand_in, "a web page in its place"),
    ],
)
def test_a_damaged_file_is_named(page: Page, name: str, fault: Any, words: str) -> None:
    page.context.route(f"**/{name}", fault)
    error = run(page, "None")["error"]
    assert name.lstrip("*") in error
    assert words in error


def test_a_host_that_does_not_know_the_wasm_content_type_is_sufficient(page: Page) -> None:
    def as_bytes(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers=answer.headers | {"content-type": "application/octet-stream"})

    page.context.route("**/*.wasm", as_bytes)
    assert run(page, "import numpy; numpy.arange(3).tolist()[-1]")["said"] == 2


def test_a_missing_webassembly_is_reported(playwright: Playwright, address: str) -> None:
    browser = launch(playwright, "--js-flags=--jitless")
    page = browser.new_page()
    page.goto(address)
    error = run(page, "None")["error"]
    browser.close()
    assert "no WebAssembly" in error


def names_of(phases: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(progress["phase"] for progress in phases))


def test_python_starts_from_the_snapshot_without_the_archives(from_snapshot: Started) -> None:
    from_snapshot.say(NUMBERS)
    assert names_of(from_snapshot.phases) == ["download", "restore"]
    assert "snapshot.wasm" in from_snapshot.requests
    assert not {"stdlib.pack", "numpy.pack"} & set(from_snapshot.requests)


def test_snapshot_and_packages_compute_the_same_bits(from_snapshot: Started, from_packages: Started) -> None:
    assert from_snapshot.say(NUMBERS) == from_packages.say(NUMBERS)


def test_random_is_reseeded_after_the_snapshot_is_restored(page: Page) -> None:
    dice = "import random; random.random()"
    assert run(page, dice, "snapshot")["said"] != run(page, dice, "snapshot")["said"]


def test_a_restored_python_catches_errors_grows_its_memory_and_calls_javascript(from_snapshot: Started) -> None:
    code = """
import js, numpy as np
try:
    np.zeros(3) @ np.zeros(4)
except ValueError as error:
    caught = type(error).__name__
grown = np.ones(32_000_000, np.uint8).sum()
f"{caught} {grown} {js.Math.max(3, 4)}"
"""
    assert from_snapshot.say(code) == "ValueError 32000000 4"


def once(fault: Any) -> Any:
    """Only the first response is faulty."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        fault(route) if len(asked) == 1 else route.continue_()

    return answer


def missing(route: Route) -> None:
    route.fulfill(status=404)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("snapshot.wasm", missing),
        ("snapshot.wasm", cut),
        ("snapshot.wasm", flip),
        ("snapshot.wasm", stand_in),
        ("*multiarray_umath.wasm", once(flip)),
        ("pyodide.asm.wasm", once(cut)),
    ],
)
def test_python_falls_back_to_packages_if_the_snapshot_fails_and_reports_it(
    page: Page, from_packages: Started, name: str, fault: Any
) -> None:
    warnings: list[str] = []
    page.on("console", lambda message: warnings.append(message.text))
    page.context.route(f"**/{name}", fault)
    answer = run(page, NUMBERS, "snapshot")
    assert answer["said"] == from_packages.say(NUMBERS)
    assert {"fallback", "python", "numpy"} <= set(names_of(answer["phases"]))
    assert any("memory snapshot cannot be used" in text for text in warnings)


def test_python_starts_with_the_default_model(started: Started, site: Path) -> None:
    build = json.loads((site / "build.json").read_text())
    said = started.say("import json; json.dumps([model, session.model.graph.name, session.read_image()])")
    name, in_force, label = json.loads(said)
    assert name == in_force == build["defaultModel"]
    assert label in range(10)
    models = [request for request in started.requests if request.endswith(".npz")]
    assert len(models) == (0 if started.boot_mode == "snapshot" else 1)
