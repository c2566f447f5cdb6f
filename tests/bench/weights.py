"""Measures the time from a drag of one weight to painted maps, in the real page: `make bench-weights`."""

import json
import random
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from tests.bench.browser import chromium
from tests.bench.painting import BETWEEN_MS, WARM_UP_EVENTS, match
from tests.bench.places import PAGE
from tests.bench.ratios import percentile
from tests.bench.server import Host, hosting

EVENTS = 240
STAGES = (("gap10", "conv1"), ("gap10", "conv2"), ("deep", "conv1"), ("deep", "conv4"))
"""Models, and the stages whose kernels are dragged; after a change of the first one everything is computed anew."""


def measure_weights(site: Path, events: int = EVENTS) -> None:
    """Drag a weight of each stage, and print percentiles."""
    with tempfile.TemporaryDirectory() as cache, hosting({"site": site}, Path(cache)) as host, chromium() as context:
        for model, stage in STAGES:
            maps, everything = measure_drag(context, host, model, stage, events)
            found = {
                f"{name}_p{percent}_ms": round(percentile(times, percent / 100), 2)
                for name, times in (("maps", maps), ("maps_and_kernels", everything))
                for percent in (50, 95)
            }
            print(json.dumps({"model": model, "stage": stage, "movements": len(maps), **found}))


def measure_drag(
    context: BrowserContext, host: Host, model: str, stage: str, events: int
) -> tuple[list[float], list[float]]:
    """Drag the first weight of a stage's second kernel up and down, movement by movement.

    Returns the milliseconds from the time when the page receives a movement to the last painted map, and to the last
    painted picture, kernels included.
    """
    page = context.new_page()
    try:
        page.add_init_script(path=PAGE / "paint-log.js")
        page.goto(f"{host.origin}/site/?model={model}&digit=7&stage={stage}")
        page.evaluate("window.glasscnn.ready")
        page.locator("label", has=page.get_by_test_id("view-kernels")).click()
        page.get_by_test_id("kernel-weights").nth(1).wait_for()
        page.get_by_role("listbox").first.wait_for()  # the search for patches is over
        drag(page, WARM_UP_EVENTS)
        page.evaluate("() => { paintLog.events.length = paintLog.paints.length = paintLog.maps.length = 0; }")
        drag(page, events)
        log = page.evaluate("paintLog")
        return match(log["events"], log["maps"]).from_page, match(log["events"], log["paints"]).from_page
    finally:
        page.close()


def drag(page: Page, events: int) -> None:
    """A drag with this many movements, a few pixels each."""
    weights = page.get_by_test_id("kernel-weights").nth(1)
    weights.scroll_into_view_if_needed()
    box = weights.bounding_box()
    if box is None:
        raise RuntimeError("the page shows no kernels")
    x, y = box["x"] + 5, box["y"] + 5
    page.mouse.move(x, y)
    page.mouse.down()
    for event in range(events):
        page.mouse.move(x, y - 10 * (event % 2) - event % 7)
        page.wait_for_timeout(random.uniform(*BETWEEN_MS))
    page.mouse.up()
