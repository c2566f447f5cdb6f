"""Measures the time from a pointer event to painted maps, in the real page."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page

from tests.bench.browser import throttle
from tests.bench.places import PAGE
from tests.bench.server import Host

EVENTS = 240
WARM_UP_EVENTS = 30
BETWEEN_MS = (45, 75)
"""Time between movements: long enough to paint each one, and not synchronous with frames."""


@dataclass(frozen=True)
class Painting:
    """Milliseconds to the last painted stage, from the time when the page receives the event, and from that when the
    browser received it (which includes the wait for the next frame).
    """

    from_page: list[float]
    from_browser: list[float]


def measure_painting(context: BrowserContext, host: Host, events: int = EVENTS, throttling: float = 1) -> Painting:
    """Draw on the pad of the page, movement by movement; Chromium makes its main thread `throttling` times slower."""
    page = context.new_page()
    try:
        page.add_init_script(path=PAGE / "paint-log.js")
        page.goto(f"{host.origin}/site/")
        page.evaluate("window.glasscnn.ready")
        draw(page, WARM_UP_EVENTS)
        throttle(page, throttling)
        page.evaluate("() => { paintLog.events.length = paintLog.paints.length = 0; }")
        draw(page, events)
        log = page.evaluate("paintLog")
        return match(log["events"], log["paints"])
    finally:
        page.close()


def draw(page: Page, events: int) -> None:
    """A spiral on the pad, with a new stroke after every 40 movements."""
    pad = page.get_by_test_id("pad")
    box = pad.bounding_box()
    if box is None:
        raise RuntimeError("the page shows no pad")
    centre = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for i in range(events):
        if i % 40 == 0:
            page.mouse.up()
            page.get_by_test_id("clear").click()
        radius, angle = box["width"] * (0.1 + 0.3 * (i % 40) / 40), i * 0.4
        page.mouse.move(centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle))
        if i % 40 == 0:
            page.mouse.down()
        page.wait_for_timeout(random.uniform(*BETWEEN_MS))
    page.mouse.up()


def match(events: Sequence[dict[str, float]], paints: Sequence[float]) -> Painting:
    """The last paint before the next event, for every event that has one."""
    ends = [event["seen"] for event in events[1:]] + [math.inf]
    painted = [
        (event, max(paint for paint in paints if event["seen"] <= paint < end))
        for event, end in zip(events, ends, strict=True)
        if any(event["seen"] <= paint < end for paint in paints)
    ]
    return Painting(
        [paint - event["seen"] for event, paint in painted], [paint - event["taken"] for event, paint in painted]
    )
