"""Measures milliseconds per prediction for all contenders in turn."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from playwright.sync_api import BrowserContext

from tests.bench.browser import throttle
from tests.bench.contenders import Entry
from tests.bench.server import Host

MILLISECONDS = 2
"""Twenty ticks of the browser's clock, and much shorter than a time slice of a busy machine, so that the median round
is undisturbed."""

SECONDS = 60


@dataclass(frozen=True)
class Effort:
    """How long to measure: at most `rounds`, none of which begins after `seconds`.

    In each round an entry runs for `milliseconds`, or for one answer, if that takes longer.
    """

    rounds: int
    milliseconds: float = MILLISECONDS
    seconds: float = SECONDS


@dataclass(frozen=True)
class Inference:
    """Milliseconds per prediction of an entry, in each round."""

    entry: Entry
    milliseconds: list[float]


def measure_inference(
    context: BrowserContext, host: Host, entries: Sequence[Entry], effort: Effort, throttling: float = 1
) -> list[Inference]:
    """Measure all entries in turn, in a page that Chromium makes `throttling` times slower once all are warm.

    Raises Playwright's Error if an entry computes wrong values.
    """
    page = context.new_page()
    try:
        page.goto(f"{host.origin}/page/speed.html")
        page.evaluate("(entries) => prepare(entries)", [entry.as_json() for entry in entries])
        throttle(page, throttling)
        times: dict[str, list[float]] = page.evaluate("(effort) => measure(effort)", asdict(effort))
        return [Inference(entry, times[entry.key]) for entry in entries]
    finally:
        page.close()
