"""Measures the sandbox: its start against the page's own, Stop, deadlines, and the page while somebody's code hangs."""

import json
import os
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from glasscnn.exercise import read_exercise
from tests.bench.browser import chromium
from tests.bench.painting import WARM_UP_EVENTS, draw, match
from tests.bench.places import PAGE, ROOT, WEIGHTS
from tests.bench.ratios import percentile
from tests.bench.server import Host, hosting

HANGING = ("while True: pass", "sum(range(10 ** 10))")
DEADLINE_S = 1.0
FIRST_STOPS = 10  # until then, caches fill
READINGS = 200
EVENTS = 240

IM2COL = read_exercise((ROOT / "exercises" / "im2col.md").read_text("utf-8")).solution

START = """async ([release]) => {
  const { Sandbox } = await import(`/site/${release}/js/sandbox/sandbox.js`);
  const build = await (await fetch(`/site/${release}/build.json`)).json();
  const start = performance.now();
  window.sandbox = new Sandbox(build);
  await sandbox.start();
  return performance.now() - start;
}"""

STOP = """async (source) => {
  const running = sandbox.request("run", { source, op: "" }, { seconds: 60 }).catch(() => performance.now());
  await new Promise((resolve) => setTimeout(resolve, 300));
  const start = performance.now();
  const back = sandbox.stop();
  const ended = await running - start;
  await back;
  return [ended, performance.now() - start];
}"""

READ = """async ([bytes, source, count]) => {
  await sandbox.request("load", { name: "gap10" }, { data: new Uint8Array(bytes).buffer });
  await sandbox.request("run", { source, op: "conv2d" });
  const times = [];
  for (let i = 0; i < count; i++) {
    const image = Float32Array.from({ length: 784 }, (_, cell) => ((cell * 7 + i * 13) % 31) / 31);
    const start = performance.now();
    await sandbox.request("read", {}, { data: image.buffer });
    times.push(performance.now() - start);
  }
  return times;
}"""


@dataclass
class SandboxTimes:
    """Milliseconds; a list has one entry for each visit or try."""

    page_start: list[float] = field(default_factory=list)
    sandbox_start: list[float] = field(default_factory=list)
    editor: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)
    over: list[float] = field(default_factory=list)  # beyond the deadline
    read: list[float] = field(default_factory=list)
    memory: list[int] = field(
        default_factory=list
    )  # bytes of all the browser's processes, after some stops and after all
    painted: list[float] = field(default_factory=list)
    painted_while_hanging: list[float] = field(default_factory=list)


def measure_sandbox(site: Path, visits: int, stops: int) -> None:
    """Print a table of all figures."""
    release: str = json.loads((site / "build.json").read_text("utf-8"))["page"]
    times = SandboxTimes()
    with tempfile.TemporaryDirectory() as cache, hosting({"site": site}, Path(cache)) as host, chromium() as context:
        for _ in range(visits):
            measure_start(context, host, release, times)
        measure_running(context, host, release, stops, times)
        measure_painting(context, host, release, times)
    for line in report(times):
        print(line)


def memory() -> int:
    """The bytes that this process and all below it take, shared ones in proportion (Linux)."""
    return sum(proportional_size(process) for process in own_processes())


def own_processes() -> list[Path]:
    """The folders of this process and of all below it."""
    parents = {path.name: path.joinpath("stat").read_text().rpartition(")")[2].split()[1] for path in processes()}
    found = [str(os.getpid())]
    for parent in found:
        found.extend(child for child, above in parents.items() if above == parent)
    return [Path("/proc", process) for process in found]


def processes() -> list[Path]:
    """The folders of all processes."""
    return [path for path in Path("/proc").iterdir() if path.name.isdigit() and path.joinpath("stat").exists()]


def proportional_size(process: Path) -> int:
    """Pss of a process, in bytes; 0 if it has ended."""
    try:
        lines = process.joinpath("smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def opened(context: BrowserContext, host: Host) -> Page:
    page = context.new_page()
    page.add_init_script(path=PAGE / "paint-log.js")
    page.goto(f"{host.origin}/site/")
    return page


def measure_start(context: BrowserContext, host: Host, release: str, times: SandboxTimes) -> None:
    """One visit: until the page's own Python has read, until the second one is up, and until the editor is there."""
    page = opened(context, host)
    times.page_start.append(page.evaluate("glasscnn.ready.then(() => performance.now())"))
    page.wait_for_timeout(1500)  # the page comes to rest
    times.sandbox_start.append(page.evaluate(START, [release]))
    times.editor.append(
        page.evaluate(
            """() => new Promise((resolve) => {
              const start = performance.now();
              document.querySelector("[data-testid=tab-code]").click();
              const look = () => {
                const editor = document.querySelector(".code-editor")?.shadowRoot?.querySelector(".cm-content");
                const found = editor ?? document.querySelector(".code-editor .cm-content");
                found?.textContent ? resolve(performance.now() - start) : requestAnimationFrame(look);
              };
              look();
            })"""
        )
    )
    page.close()


def measure_running(context: BrowserContext, host: Host, release: str, stops: int, times: SandboxTimes) -> None:
    page = opened(context, host)
    page.evaluate("glasscnn.ready")
    page.evaluate(START, [release])
    times.read += page.evaluate(READ, [list((WEIGHTS / "gap10.npz").read_bytes()), IM2COL, READINGS])[20:]
    for number in range(stops):
        if number == FIRST_STOPS:
            times.memory.append(memory())
        ended, back = page.evaluate(STOP, HANGING[number % len(HANGING)])
        times.ended.append(ended)
        times.back.append(back)
    times.memory.append(memory())
    for source in HANGING * 5:
        taken = page.evaluate(
            """async ([source, seconds]) => {
              const start = performance.now();
              await sandbox.request("run", { source, op: "" }, { seconds }).catch(() => {});
              return performance.now() - start;
            }""",
            [source, DEADLINE_S],
        )
        times.over.append(taken - 1000 * DEADLINE_S)
    page.close()


def measure_painting(context: BrowserContext, host: Host, release: str, times: SandboxTimes) -> None:
    """Pointer to paint with and without code that hangs, in turn on one page."""
    page = opened(context, host)
    page.evaluate("glasscnn.ready")
    page.evaluate(START, [release])
    draw(page, WARM_UP_EVENTS)
    for _ in range(2):
        for found, source in ((times.painted, ""), (times.painted_while_hanging, HANGING[0])):
            if source:
                page.evaluate(
                    "(source) => { sandbox.request('run', { source, op: '' }, { seconds: 300 }).catch(() => {}); }",
                    source,
                )
            page.evaluate("() => { paintLog.events.length = paintLog.paints.length = 0; }")
            draw(page, EVENTS // 2)
            log: Any = page.evaluate("paintLog")
            found.extend(match(log["events"], log["paints"]).from_page)
            if source:
                page.evaluate("sandbox.stop()")
    page.close()


def report(times: SandboxTimes) -> list[str]:
    """The figures, each beside what it must be."""
    starts = [ours / page for ours, page in zip(times.sandbox_start, times.page_start, strict=True)]
    hanging = p95(times.painted_while_hanging) / p95(times.painted)
    rows = [
        ("second Python up / the page's own start", f"{statistics.median(starts):.2f}", "1.2"),
        ("the same", f"{statistics.median(times.sandbox_start):.0f} ms", ""),
        ("editor usable", f"{statistics.median(times.editor):.0f} ms", "300 ms"),
        (f"Stop, {len(times.ended)} times: ended, largest", f"{max(times.ended):.1f} ms", "100 ms"),
        ("Stop: back, median", f"{statistics.median(times.back):.0f} ms", "500 ms"),
        ("Stop: back, p95", f"{p95(times.back):.0f} ms", ""),
        (
            f"memory after all stops / after {FIRST_STOPS}",
            f"{times.memory[-1] / times.memory[0]:.2f}",
            "1.05",
        ),
        ("beyond the deadline, largest", f"{max(times.over):.0f} ms", "300 ms"),
        ("own conv2d on gap10, read, p95", f"{p95(times.read):.1f} ms", "33 ms"),
        ("pointer to painted, p95, while code hangs / without", f"{hanging:.2f}", "1.15"),
    ]
    return [f"{name:52}{found:>10}{must and f'   at most {must}'}" for name, found, must in rows]


def p95(values: Sequence[float]) -> float:
    """The value that 95 % do not exceed."""
    return percentile(values, 0.95)
