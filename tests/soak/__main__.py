"""`make soak`: the same things hundreds of times, after which the page must hold what it held before. Takes hours.

`--scale 0.1` does a tenth. The figures are written to `tests/soak/results/soak.json`.
"""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import hosting, launch
from tests.browser.support.visitor import Visitor
from tests.soak.labours import LABOURS, Labour
from tests.soak.measure import WATCH, held

PROJECT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).parent / "results" / "soak.json"
WARM_UP = 0.2  # of the rounds
LIMIT = 1.05  # of what was held after the warm-up
SLACK = 1.01  # of nodes: those of the newest reading's sentences differ


def soak(browser: Browser, address: str, labour: Labour, count: int) -> dict[str, Any]:
    """Do that many rounds on a new page, and compare what it holds after the warm-up and at the end."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, service_workers="block")
    try:
        visitor = Visitor(context.new_page())
        visitor.page.add_init_script(WATCH)
        visitor.page.goto(address)
        visitor.wait_until_ready()
        session = context.new_cdp_session(visitor.page)
        session.send("Performance.enable")
        labour.begin(visitor)
        warm = max(2, round(WARM_UP * count))
        for number in range(warm):
            labour.round(visitor, number)
        before = held(visitor.page, session)
        for number in range(warm, count):
            labour.round(visitor, number)
        after = held(visitor.page, session)
        return {
            "rounds": count,
            "of": labour.count,
            "after the warm-up": asdict(before),
            "at the end": asdict(after),
            "heap": round(after.heap / before.heap, 3),
            "wasm": round(after.wasm / before.wasm, 3),
            "errors": visitor.errors[:3],
        }
    finally:
        context.close()


def is_flat(found: dict[str, Any]) -> bool:
    before, after = found["after the warm-up"], found["at the end"]
    constant = all(after[name] <= SLACK * before[name] for name in ("nodes", "listeners", "workers"))
    return constant and found["heap"] <= LIMIT and found["wasm"] <= LIMIT and not found["errors"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.soak")
    parser.add_argument("--scale", type=float, default=1.0, help="of the number of rounds")
    parser.add_argument("--only", default="", help="labours whose name contains this")
    parser.add_argument("--site", type=Path, default=PROJECT / "dist")
    given = parser.parse_args()
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    grown = []
    with sync_playwright() as playwright, hosting(given.site) as host:
        browser = launch(playwright)
        for labour in (one for one in LABOURS if given.only in one.name):
            found = soak(browser, host.address, labour, max(5, round(given.scale * labour.count)))
            results[labour.name] = found | {
                "date": datetime.now(UTC).isoformat(timespec="seconds"),
                "flat": is_flat(found),
            }
            grown += [] if is_flat(found) else [labour.name]
            print(labour.name, json.dumps(results[labour.name]), flush=True)
            RESULTS.parent.mkdir(exist_ok=True)
            RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    sys.exit(f"not flat: {', '.join(grown)}" if grown else 0)


if __name__ == "__main__":
    main()
