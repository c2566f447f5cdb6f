"""Measures the training on the page: its CPU time against PyTorch's natively, the page beside it, its memory."""

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from playwright.sync_api import BrowserContext, Page

import glasscnn
from glasscnn.preprocess import DEFAULT_BRUSH
from glasscnn.training.variants import vary
from tests.bench.browser import chromium
from tests.bench.painting import WARM_UP_EVENTS, draw
from tests.bench.places import WEIGHTS
from tests.bench.ratios import percentile
from tests.bench.sandbox import memory, opened, own_processes
from tests.bench.server import Host, hosting
from tests.bench.training import quickest, samples, torch_step

EVENTS = 240
ROUNDS = 3  # of painting, with and without a training in turn

OPEN = """async ([release]) => {
  const { Sandbox } = await import(`/site/${release}/js/sandbox/sandbox.js`);
  window.sandbox = new Sandbox(await (await fetch(`/site/${release}/build.json`)).json());
  await sandbox.start();
}"""

BEGIN = """([bytes, args]) =>
  sandbox.request("trainBegin", args, { data: new Uint8Array(bytes).buffer }).then(({ result }) => result.of)"""

TO_THE_END = """async () => {
  for (;;) {
    const { result } = await sandbox.request("trainSlice", { milliseconds: 40, steps: 1000 });
    if (result.done) {
      return result.number;
    }
  }
}"""

WATCH_PAINTING = """() => {
  window.painted = [];
  new PerformanceObserver((list) => painted.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: "measure" });
  window.steps = 0;
  new MutationObserver(() => { steps += 1; }).observe(document.querySelector("[data-testid=training-steps]"),
    { childList: true, characterData: true, subtree: true });
}"""


@dataclass(frozen=True)
class Task:
    """A training whose CPU time is measured: a model, what of it learns, from how many own digits of each class."""

    title: str
    model: str
    what: str
    digits: int
    remember: bool
    rate: float
    epochs: int
    limit: float  # seconds


# Of 37 digits of a class 30 are learned, of 12 ten; the others are held out.
TASKS = (
    Task("last layer of deep, 300 own and 300 remembered, 150 steps", "deep", "last", 37, True, 2e-2, 150, 0.5),
    Task("whole gap10, 100 digits, 20 epochs", "gap10", "whole", 12, False, 2e-3, 20, 8),
    Task("whole deep, 100 digits, 20 epochs", "deep", "whole", 12, False, 2e-3, 20, 15),
    Task("tiny, 200 steps", "gap10", "tiny", 0, False, 5e-3, 20, 3),
)


def measure_training(site: Path, trainings: int) -> None:
    """Print a line for each figure; memory after some trainings is compared with that after one."""
    release: str = json.loads((site / "build.json").read_text("utf-8"))["page"]
    print(f"load of the machine: {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory() as cache, hosting({"site": site}, Path(cache)) as host, chromium() as context:
        measure_tasks(context, host, release)
        measure_page(context, host)
        measure_memory(context, host, trainings)


def tray(count: int) -> str:
    """A tray of variants of the samples, `count` of each, as a file."""
    random, digits = Random(0), []
    for strokes, label in zip(*samples(), strict=True):
        for _ in range(count):
            drawn = [stroke.tolist() for stroke in vary(strokes, random)]
            digits.append({"label": str(label), "strokes": drawn, "canvas": 280, "brush": DEFAULT_BRUSH})
    return json.dumps({"format": "glasscnn-digits", "version": 1, "digits": digits})


def measure_tasks(context: BrowserContext, host: Host, release: str) -> None:
    """CPU time of the sandbox's worker, for preparing and for all steps; and PyTorch's for as many steps, natively."""
    import torch

    torch.set_num_threads(1)
    page = opened(context, host)
    page.evaluate("glasscnn.ready")
    page.evaluate(OPEN, [release])
    for task in TASKS:
        settings = {"what": task.what, "source": "samples", "remember": task.remember}
        settings |= {"rate": task.rate, "epochs": task.epochs}
        args = {"name": task.model, "settings": settings, "tray": tray(task.digits), "samples": tray(1)}
        args["strangers"] = tray(0)
        prepared, seconds, _ = train(page, task, args)  # the browser has not optimised all of Python's code yet
        _, again, steps = train(page, task, args)
        theirs = in_torch(task)
        print(
            f"{task.title}: {seconds:.2f} s CPU (at most {task.limit:g}), again {again:.2f} s, prepared in"
            f" {prepared:.2f} s; {1000 * again / steps:.2f} ms a step, {again / steps / theirs:.1f} times PyTorch's"
            f" {1000 * theirs:.2f} ms natively (at most 4)",
            flush=True,
        )
    page.close()


def train(page: Page, task: Task, args: dict[str, Any]) -> tuple[float, float, int]:
    """The CPU seconds to prepare a training and to do it, accuracies included, and the number of its steps."""
    start = worker_seconds()
    page.evaluate(BEGIN, [list((WEIGHTS / f"{task.model}.npz").read_bytes()), args])
    begun = worker_seconds()
    steps: int = page.evaluate(TO_THE_END)
    return begun - start, worker_seconds() - begun, steps


def in_torch(task: Task) -> float:
    """The CPU seconds of a step natively in PyTorch."""
    model = glasscnn.tiny() if task.what == "tiny" else glasscnn.load(WEIGHTS / f"{task.model}.npz")
    random, last = np.random.default_rng(0), task.what == "last"
    images = random.random((600, 32) if last else (10, 1, 28, 28), np.float32)
    return quickest(torch_step(model, images, np.arange(len(images)) % 10, last)) / 1000


def worker_seconds() -> float:
    """The CPU time of all workers of the browser so far (Linux)."""
    threads = [thread for process in own_processes() for thread in process.joinpath("task").glob("*")]
    return sum(seconds_of(thread) for thread in threads)


def seconds_of(thread: Path) -> float:
    """The CPU time of a thread, if it is a worker and still runs."""
    try:
        if not thread.joinpath("comm").read_text().startswith("DedicatedWorker"):
            return 0
        return int(thread.joinpath("schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0


def measure_page(context: BrowserContext, host: Host) -> None:
    """Pointer to paint and repaints a second, while the whole network of the page learns and while it does not."""
    page = opened(context, host)
    open_panel(page)
    page.get_by_test_id("training-what-whole").check(force=True)
    page.locator(".training-pace").evaluate("(details) => { details.open = true; }")
    page.get_by_test_id("training-epochs").fill("9000")
    page.get_by_test_id("tray-files").set_input_files(
        {"name": "tray.json", "mimeType": "application/json", "buffer": tray(12).encode()}
    )
    page.evaluate(WATCH_PAINTING)
    play(page, "Pause")
    page.get_by_test_id("sample-7").click()
    page.wait_for_selector("[data-testid=clear]:enabled")
    page.evaluate("scrollTo(0, 0)")
    draw(page, WARM_UP_EVENTS)
    times: dict[bool, list[float]] = {True: [], False: []}
    repaints = []
    for _ in range(ROUNDS):
        for is_learning in (False, True):
            play(page, "Pause" if is_learning else "Go on")
            page.evaluate("() => { painted.length = steps = 0; scrollTo(0, 0); }")
            start = page.evaluate("performance.now()")
            draw(page, EVENTS // ROUNDS)
            found: Any = page.evaluate("() => [painted, steps, performance.now()]")
            times[is_learning] += found[0]
            if is_learning:
                repaints.append(1000 * found[1] / (found[2] - start))
    without, learning = (percentile(times[key], 0.95) for key in (False, True))
    print(
        f"pointer to painted, p95, deep: {without:.1f} ms without, {learning:.1f} ms while it learns:"
        f" {learning / without:.2f} times (at most 1.15)"
    )
    print(f"repaints a second while it learns and somebody draws: {spread(repaints)} (at least 10)", flush=True)
    page.close()


def open_panel(page: Page) -> None:
    page.evaluate("glasscnn.ready")
    page.get_by_test_id("tab-train").click()
    page.get_by_test_id("training-play").wait_for()


def play(page: Page, wanted: str) -> None:
    """Press the large button unless it already says what it is to say then."""
    button = page.get_by_test_id("training-play")
    if button.inner_text() != wanted:
        button.click()
    page.wait_for_function(
        "(wanted) => document.querySelector('[data-testid=training-play]').textContent === wanted", arg=wanted
    )
    if wanted == "Pause":
        page.get_by_text("It learns from 100 images").wait_for(timeout=120_000)


def measure_memory(context: BrowserContext, host: Host, trainings: int) -> None:
    """The memory of all the browser's processes after one training and after some."""
    page = opened(context, host)
    open_panel(page)
    page.get_by_test_id("training-what-tiny").check(force=True)
    found = []
    for _ in range(trainings):
        play(page, "Pause")
        page.get_by_text("Done.").wait_for(timeout=300_000)
        page.get_by_test_id("training-reset").click()
        page.wait_for_selector("[data-testid=training-reset]:disabled")
        found.append(memory())
    print(
        f"memory after {trainings} trainings / after 1: {found[-1] / found[0]:.2f} (at most 1.05),"
        f" {spread([each / 1e6 for each in found])} MB"
    )
    page.close()


def spread(values: Sequence[float]) -> str:
    """The range of some numbers."""
    return f"{min(values):.0f} to {max(values):.0f}"
