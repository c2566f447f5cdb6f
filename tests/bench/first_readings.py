"""Measures the first readings of a visit against later ones: WebAssembly is compiled when it is first used."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from playwright.sync_api import BrowserContext, Page

from tests.bench.boot import KEPT, LEAVE_MS, STAY_MS, forget_everything
from tests.bench.places import PAGE
from tests.bench.server import Host

STROKES = 5  # in a drawing; the pen goes down and moves once, and both are read
READINGS = 2 * STROKES
DRAWINGS = 10  # all alike, so that the last ten readings have the same work as the first ten
ARRIVAL_MS = 1_000
"""How long a quick visitor needs to see that the page is ready, and to move the pen to the pad."""


@dataclass
class FirstReadings:
    """For each visit, the milliseconds in the worker of its first hundred readings.

    `cold` and `warm` are first and second visits; in `at_once`, a second visit, nobody needs time to reach the pad.
    """

    cold: list[list[float]] = field(default_factory=list)
    warm: list[list[float]] = field(default_factory=list)
    at_once: list[list[float]] = field(default_factory=list)

    def visits(self) -> dict[str, list[list[float]]]:
        """{"cold": …, "warm": …, "at_once": …}."""
        return {"cold": self.cold, "warm": self.warm, "at_once": self.at_once}

    def samples(self) -> dict[str, list[float]]:
        """{name: milliseconds of each visit}: the slowest of the first ten readings, and the steady state."""
        return {
            name: [measure(visit) for visit in visits]
            for kind, visits in self.visits().items()
            for name, measure in ((f"first_{kind}/slowest", slowest), (f"first_{kind}/steady", steady))
        }


def slowest(visit: Sequence[float]) -> float:
    """The slowest of the first ten readings."""
    return max(visit[:READINGS])


def steady(visit: Sequence[float]) -> float:
    """The median of the last ten readings."""
    return statistics.median(visit[-READINGS:])


def by_place(visits: Sequence[Sequence[float]]) -> list[float]:
    """For each of the first ten readings, the median of all visits of reading / steady state."""
    return [statistics.median(visit[place] / steady(visit) for visit in visits) for place in range(READINGS)]


def measure_first_readings(context: BrowserContext, host: Host, visits: int) -> Iterator[FirstReadings]:
    """Visit the page as often, first with an empty cache, then twice more; yields the results after each round."""
    found = FirstReadings()
    for _ in range(visits):
        forget_everything(context, host)
        found.cold.append(visit_and_draw(context, host, ARRIVAL_MS, STAY_MS))
        found.warm.append(visit_and_draw(context, host, ARRIVAL_MS, LEAVE_MS))
        found.at_once.append(visit_and_draw(context, host, 0, LEAVE_MS))
        yield found


def visit_and_draw(context: BrowserContext, host: Host, arrival: int, stay: int) -> list[float]:
    """Draw `arrival` milliseconds after the page is ready, then stay for `stay` more; milliseconds of each reading."""
    page = context.new_page()
    try:
        page.add_init_script(path=PAGE / "reading-log.js")
        page.goto(f"{host.origin}/site/", wait_until="commit")
        page.wait_for_function("() => document.documentElement.dataset.state === 'ready'")
        page.wait_for_timeout(arrival)
        milliseconds = list(draw(page))
        page.wait_for_timeout(stay)
        page.evaluate(KEPT)
        return milliseconds
    finally:
        page.close()


def draw(page: Page) -> Iterator[float]:
    """Draw the same again and again, each time on a clear pad; milliseconds of the reading after each event."""
    box = page.get_by_test_id("pad").bounding_box()
    if box is None:
        raise RuntimeError("the page shows no pad")
    for drawing in range(DRAWINGS):
        if drawing > 0:
            next_reading(page, page.get_by_test_id("clear").click)
        for stroke in range(STROKES):
            x, y = box["x"] + box["width"] * 0.3, box["y"] + box["height"] * (0.2 + 0.12 * stroke)
            page.mouse.move(x, y)
            yield next_reading(page, page.mouse.down)
            yield next_reading(page, partial(page.mouse.move, x + box["width"] * 0.4, y + box["height"] * 0.1))
            page.mouse.up()


def next_reading(page: Page, act: Callable[[], object]) -> float:
    """Do something that is read; milliseconds of that reading."""
    before: int = page.evaluate("() => readingLog.length")
    act()
    page.wait_for_function("(before) => readingLog.length > before", arg=before)
    milliseconds: float = page.evaluate("(before) => readingLog[before]", before)
    return milliseconds
