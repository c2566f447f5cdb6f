"""Measures milliseconds per prediction for all contenders in turn."""

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import BrowserContext

from tests.bench.contenders import Entry
from tests.bench.server import Host

MILLISECONDS = 2
"""The time of each contender in each round: twenty ticks of the browser's clock, and much shorter than a time slice
of a busy machine, so that the median round is undisturbed."""


@dataclass(frozen=True)
class Inference:
    """Milliseconds per prediction of an entry, in each round."""

    entry: Entry
    milliseconds: list[float]


def measure_inference(context: BrowserContext, host: Host, entries: Sequence[Entry], rounds: int) -> list[Inference]:
    """Measure all entries in `rounds` rounds; raises Playwright's Error if an entry computes wrong values."""
    page = context.new_page()
    try:
        page.goto(f"{host.origin}/page/speed.html")
        times: dict[str, list[float]] = page.evaluate(
            "([entries, rounds, milliseconds]) => measure(entries, rounds, milliseconds)",
            [[entry.as_json() for entry in entries], rounds, MILLISECONDS],
        )
        return [Inference(entry, times[entry.key]) for entry in entries]
    finally:
        page.close()
