"""Measures visits on slow processors and over slow lines: `make bench-slow`.

The whole browser is slowed by a control group, and the line at the host: Chromium's own throttling does not reach
workers. The group has the largest weight and this process the highest priority, so that seconds mean something on a
busy machine, too; how long a fixed calculation takes in the browser (the yardstick) says whether they do.
"""

import os
import random
import re
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

from export_tools.errors import ToolError
from tests.bench.boot import KEPT
from tests.bench.browser import installed_chromium
from tests.bench.line import Line
from tests.bench.places import MADE, PAGE
from tests.bench.server import Host, hosting
from tests.bench.slow_processor import slow_program

PATIENCE_MS = 300_000
CORES = 2  # of the machine that others are measured against
PHONE: Mapping[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 3,
    "has_touch": True,
    "is_mobile": True,
}
TAPS = 3
YARDSTICK = """() => {
  const start = performance.now();
  for (let [round, x] = [0, 1]; round < 2e7; round++) x = Math.imul(x, 48271) ^ round;
  return performance.now() - start;
}"""


@dataclass(frozen=True)
class Condition:
    """A processor that is `slower` times slower than two cores, and a line, or none."""

    name: str
    slower: float = 1
    megabits: float = 0
    delay: float = 0


CONDITIONS = (
    Condition("as it is"),
    Condition("processor 6 × slower", slower=6),
    Condition("9 Mbit/s, 85 ms", megabits=9, delay=0.085),
    Condition("1.6 Mbit/s, 300 ms", megabits=1.6, delay=0.3),
    Condition("0.4 Mbit/s, 400 ms", megabits=0.4, delay=0.4),
    Condition("1.6 Mbit/s and 6 × slower", slower=6, megabits=1.6, delay=0.3),
)


COLUMNS = (
    "condition",
    "site",
    "example shown",
    "ink",
    "ready",
    "tap explained",
    "second visit",
    "sent",
    "error of remaining time",
    "yardstick",
)


@dataclass(frozen=True)
class Visit:
    """Seconds from the navigation, in a column of the table each, and how long a fixed calculation took."""

    shown: float
    ink: float
    ready: float
    tap: float
    """From a tap on a map to the explanation of its cell: the slowest of some, the first once the page is ready."""

    second: float
    """Until the page is ready, on a second visit."""

    bytes: int
    error: float
    """By how many seconds the remaining time was wrong that the page said: the median of all that it said."""

    yardstick: float


def measure_slow(sites: Mapping[str, Path], visits: int, only: str) -> None:
    """Visit each site under each condition, in turn, and print medians."""
    os.setpriority(os.PRIO_PROCESS, 0, -20)
    print(" | ".join(COLUMNS))
    for condition in CONDITIONS:
        if only in condition.name:
            measured: dict[str, list[Visit]] = {name: [] for name in sites}
            for _ in range(visits):
                for name in random.sample(list(sites), len(sites)):
                    measured[name].append(measure_visit(sites[name], condition))
            for name, found in measured.items():
                print(" | ".join([condition.name, name, *summary(found)]), flush=True)


def summary(visits: list[Visit]) -> list[str]:
    """The medians, with their units."""

    def median(column: str) -> float:
        return float(statistics.median(getattr(visit, column) for visit in visits))

    seconds = [f"{median(column):.2f} s" for column in ("shown", "ink", "ready", "tap", "second")]
    return [*seconds, f"{median('bytes') / 1e6:.2f} MB", f"{median('error'):.1f} s", f"{median('yardstick'):.0f} ms"]


def measure_visit(site: Path, condition: Condition) -> Visit:
    """A first visit on a phone, and a second one."""
    with (
        tempfile.TemporaryDirectory() as folder,
        hosting({"site": site}, MADE / "compressed") as host,
        slow_chromium(condition.slower, Path(folder)) as context,
    ):
        host.encoding = "br"
        page = context.new_page()
        page.goto("about:blank")
        yardstick = page.evaluate(YARDSTICK)
        page.add_init_script(path=PAGE / "visit-log.js")
        host.line = Line(condition.megabits, condition.delay) if condition.megabits else None
        host.start_counting()
        log = visit_until_ready(page, host)
        sent = sum(host.sent.values())
        tap = slowest_tap(page)
        page.wait_for_timeout(2500)  # Chromium caches compiled code only for pages that live long enough
        page.evaluate(KEPT)
        second = visit_until_ready(page, host)
    return Visit(
        log["shown"] / 1000,
        log["ink"] / 1000,
        log["ready"] / 1000,
        tap / 1000,
        second["ready"] / 1000,
        sent,
        error_of_remaining_time(log),
        yardstick,
    )


@contextmanager
def slow_chromium(slower: float, folder: Path) -> Iterator[BrowserContext]:
    """A browser with a new profile, all of whose processes share a part of a core."""
    with sync_playwright() as playwright:
        program = installed_chromium() or playwright.chromium.executable_path
        if shutil.which(program) is None:
            raise ToolError("there is no Chromium: `make chromium` installs one")
        with slow_program(program, CORES / slower, folder) as path:
            context = playwright.chromium.launch_persistent_context(
                folder / "profile",
                executable_path=path,
                args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"],
                **PHONE,
            )
            try:
                context.set_default_timeout(PATIENCE_MS)
                yield context
            finally:
                context.close()


def visit_until_ready(page: Page, host: Host) -> dict[str, Any]:
    """Open the page and wait until it is ready; returns its log."""
    page.goto(f"{host.origin}/site/", wait_until="commit", timeout=PATIENCE_MS)
    page.wait_for_function("() => globalThis.visitLog?.ready > 0", timeout=PATIENCE_MS, polling=500)
    log: dict[str, Any] = page.evaluate("visitLog")
    return log


def slowest_tap(page: Page) -> float:
    """Milliseconds from a tap on a map to the explanation of the cell there."""
    for tap in range(TAPS):
        maps = page.get_by_test_id("stage-conv1")
        box = maps.bounding_box()
        if box is None:
            raise RuntimeError("the page shows no maps")
        maps.tap(position={"x": box["width"] * (0.3 + 0.1 * tap), "y": box["height"] * 0.1})
        page.wait_for_function("(tap) => visitLog.taps[tap]?.explained > 0", arg=tap, polling=200)
    taps: list[dict[str, float]] = page.evaluate("visitLog.taps")
    return max(tap["explained"] - tap["tapped"] for tap in taps)


def error_of_remaining_time(log: Mapping[str, Any]) -> float:
    """By how many seconds the remaining time was wrong that the page said while it loaded; 0 if it said none."""
    errors = [
        abs(left - (log["ready"] - said) / 1000)
        for said, status in log["statuses"]
        if (left := seconds_left(status)) is not None and said < log["ready"]
    ]
    return statistics.median(errors) if errors else 0.0


def seconds_left(status: str) -> float | None:
    """The time that a sentence of the status line says is left."""
    found = re.search(r"about (\d+) (s|min) left", status)
    return float(found[1]) * (60 if found[2] == "min" else 1) if found else None
