"""`make bench`: glasscnn against other runtimes."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_cache_path
from playwright.sync_api import BrowserContext, Error
from rich.console import Console

import glasscnn
from export_tools.errors import ToolError
from export_tools.site.runtime.download import (
    CORE_FILES,
    core_folder,
    core_version,
    default_sources,
    fetch,
    locked_file,
)
from tests.bench.boot import measure_boots
from tests.bench.browser import chromium, version
from tests.bench.chart import draw_chart
from tests.bench.contenders import DEEP, GAP10, LARGER, VISITS
from tests.bench.evaluate import measure_evaluation
from tests.bench.first_readings import measure_first_readings
from tests.bench.inference import Effort, measure_inference
from tests.bench.materials import package_archive, write_materials
from tests.bench.networks import NETWORKS, model_of
from tests.bench.painting import measure_painting
from tests.bench.places import FLOOR, MADE, PAGE, PEERS, RESULTS, ROOT, WEIGHTS
from tests.bench.report import Results
from tests.bench.server import Host, hosting
from tests.bench.tables import show
from tests.bench.throttled import measure_throttled

PARTS = ("inference", "boot", "painting", "throttled", "first", "evaluate")
PEER_PACKAGES = ("onnxruntime-web", "@tensorflow/tfjs-core", "convnetjs")

console = Console()


def compare(site: Path, rounds: int, visits: int, parts: Sequence[str], data_dir: Path | None) -> None:
    """Measure the named parts; print and write the results. MNIST is read from `data_dir`, or downloaded.

    Raises ToolError if a requirement is missing, and Playwright's Error if a contender computes wrong values.
    """
    if unknown := set(parts) - set(PARTS):
        raise ToolError(f"there is no part {sorted(unknown)[0]!r} to measure: {', '.join(PARTS)}")
    folders = prepare(site)
    with hosting(folders, MADE / "compressed") as host, chromium() as context:
        results = Results(versions() | {"browser": version(context)}, boot_kind=boot_kind(site))
        if "inference" in parts:
            infer(context, host, rounds, results)
        if "boot" in parts:
            visit(context, host, visits, results)
        if "painting" in parts:
            paint(context, host, results)
        if "throttled" in parts:
            throttle(context, host, results)
        if "first" in parts:
            draw_first(context, host, visits, results)
    if "evaluate" in parts:
        evaluate(data_dir, results)
    results.missing |= {part: "this run was asked for other parts only" for part in PARTS if part not in parts}
    show(results, console)
    if set(parts) == set(PARTS):
        results.write(RESULTS / "latest.json")
        (RESULTS / "latest.svg").write_text(draw_chart(results), "utf-8")
        console.print(f"Written: {RESULTS.relative_to(ROOT)}/latest.json and latest.svg")


def prepare(site: Path) -> dict[str, Path]:
    """Write the contenders' files; returns {first part of the URL: folder to serve}."""
    if not (site / "build.json").is_file() or not (site / "index.html").is_file():
        raise ToolError(f"{site} holds no built site: run `make site`")
    for package in PEER_PACKAGES:
        if not (PEERS / package).is_dir():
            raise ToolError(f"{PEERS / package} is missing: run `npm ci` in {PEERS.parent}")
    for name in ("gap10", "deep"):
        if (WEIGHTS / f"{name}.npz").is_file():
            write_materials(glasscnn.load(WEIGHTS / f"{name}.npz"), MADE / name)
    for network in NETWORKS:
        write_materials(model_of(network), MADE / network.key)
    (MADE / "glasscnn.zip").write_bytes(package_archive())
    copy = MADE / "site"  # a `make site` in the meantime changes nothing
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(site, copy)
    release = copy / json.loads((copy / "build.json").read_text("utf-8"))["page"]
    own = {"site": copy, "release": release, "page": PAGE, "made": MADE, "floor": FLOOR}
    return own | {"peers": PEERS, "pyodide": whole_pyodide()}


def whole_pyodide() -> Path:
    """A folder with Pyodide's core and the NumPy wheel, for Pyodide's documented way to start."""
    core, folder = core_folder(ROOT), MADE / "pyodide"
    folder.mkdir(parents=True, exist_ok=True)
    wheel = fetch(
        locked_file(core, "numpy"), user_cache_path("glasscnn") / "downloads", default_sources(core_version(core))
    )
    for path in [*(core / name for name in CORE_FILES), core / "pyodide.js", wheel]:
        shutil.copy2(path, folder)
    return folder


def infer(context: BrowserContext, host: Host, rounds: int, results: Results) -> None:
    """Measure inference for each contender; `deep` only if that model exists."""
    console.print(f"Inference, {rounds} rounds …")
    groups = [GAP10, *LARGER]
    if (MADE / "deep" / "model.npz").is_file():
        groups.insert(1, DEEP)
    else:
        results.missing["deep_full_vs_ort"] = "there is no weights/deep.npz: `make train MODEL=deep` makes it"
    for entries in groups:
        results.inference += measure_inference(context, host, entries, Effort(rounds))


def visit(context: BrowserContext, host: Host, rounds: int, results: Results) -> None:
    """Measure first and second visits."""
    for number, boots in enumerate(measure_boots(context, host, VISITS, rounds, results.missing), 1):
        console.print(f"Boot, round {number} of {rounds} …")
        results.boots = boots


def paint(context: BrowserContext, host: Host, results: Results) -> None:
    """Measure from pointer event to paint; if that fails, the reason is recorded instead."""
    console.print("Pointer to paint …")
    try:
        results.painting = measure_painting(context, host)
    except Error as error:
        results.missing["pointer_to_paint"] = str(error).splitlines()[0]


def throttle(context: BrowserContext, host: Host, results: Results) -> None:
    """Measure on a slow processor."""
    console.print("A slow processor …")
    results.throttled = measure_throttled(context, host)


def draw_first(context: BrowserContext, host: Host, rounds: int, results: Results) -> None:
    """Measure the first readings of visits; if that fails, the reason is recorded instead."""
    try:
        for number, first in enumerate(measure_first_readings(context, host, rounds), 1):
            console.print(f"First readings, round {number} of {rounds} …")
            results.first = first
    except Error as error:
        results.missing["first_readings"] = str(error).splitlines()[0]


def evaluate(data_dir: Path | None, results: Results) -> None:
    """Measure `evaluate`; if that fails, the reason is recorded instead."""
    console.print("Evaluate …")
    try:
        results.evaluation = measure_evaluation(data_dir)
    except ToolError as error:
        results.missing["evaluate_vs_torch"] = str(error)


def boot_kind(site: Path) -> str:
    """The page's default boot mode: from the snapshot if the site has one."""
    build = json.loads((site / "build.json").read_text("utf-8"))
    return "snapshot" if "snapshot" in build["assets"] else "plain"


def versions() -> dict[str, str]:
    """The versions of glasscnn and the peers."""
    peers = {name: json.loads((PEERS / name / "package.json").read_text("utf-8"))["version"] for name in PEER_PACKAGES}
    return {"glasscnn": glasscnn.__version__, "pyodide": core_version(core_folder(ROOT)), **peers}
