"""Measures with a processor six times as slow, as Chromium imitates a cheap phone.

Chromium slows the main thread of a page down, not its workers. Contenders in frames run on the main thread, so all
that they do is slower. In the real page Python runs in a worker: from the pointer to the painted maps, only the page's
own part is slower.
"""

from dataclasses import dataclass

from playwright.sync_api import BrowserContext

from tests.bench.contenders import DEEP, GAP10, Entry
from tests.bench.inference import Effort, Inference, measure_inference
from tests.bench.painting import Painting, measure_painting
from tests.bench.server import Host

TIMES = 6
ROWS = ("stroke", "full", "ort")  # of gap10; the others say nothing new
EFFORT = Effort(rounds=60, milliseconds=30)
"""Chromium stops the page every 0.2 ms of its time, for five times as long: a round has to include many such stops."""

EVENTS = 80


@dataclass(frozen=True)
class Throttled:
    """Milliseconds per answer, and from pointer to paint."""

    inference: list[Inference]
    painting: Painting


def throttled_entries() -> list[Entry]:
    """gap10 and deep, here and in ONNX Runtime Web."""
    return [entry for entry in GAP10 if entry.key in ROWS] + list(DEEP)


def measure_throttled(context: BrowserContext, host: Host) -> Throttled:
    """Measure both; raises Playwright's Error if an entry computes wrong values."""
    inference = measure_inference(context, host, throttled_entries(), EFFORT, TIMES)
    return Throttled(inference, measure_painting(context, host, EVENTS, TIMES))
