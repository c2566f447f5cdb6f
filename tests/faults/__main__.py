"""`make test-faults`: every file of the built site × every fault. Takes an hour on a small machine.

Each visit ends in "works", "said" (a sentence) or "silent", which none may. The table and its summary are written to
`tests/faults/results`.
"""

import argparse
import json
import multiprocessing
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.faults.faulty_host import FAULTS
from tests.faults.processes import begin_visits, learn_once, visit_once
from tests.faults.steps import STEPS
from tests.faults.visit import Cell, Outcome

PROJECT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).parent / "results"
HASH = re.compile(r"-[0-9a-f]{12}(?=/)|-[A-Z0-9]{8}(?=\.)")

ASKED_IN_ADVANCE = {"glasscnn.pack": "ask about a cell", "bundle/figures": "read about it"}
"""Files that the page fetches before the visitor does what needs them."""


def table(outcomes: dict[Cell, Outcome], unasked: Iterable[str]) -> str:
    """The summary and the table, in Markdown."""
    ends = Counter(outcome.end for outcome in outcomes.values())
    after = Counter(outcome.after for outcome in outcomes.values() if outcome.end != "works")
    said = [outcome.seconds for outcome in outcomes.values() if outcome.end == "said"]
    lines = [
        "# Every file of the site × every fault",
        "",
        f"{len(outcomes)} visits: works {ends['works']}, said {ends['said']}, silent {ends['silent']}. "
        f"Longest time until a sentence: {max(said, default=0):.0f} s. With the file there again, the page goes on by "
        f"itself in {after['goes on']} visits, after a reload in {after['reload']}, neither in {after['broken']}.",
        "",
        f"| file | step | {' | '.join(FAULTS)} |",
        f"| --- | --- |{' --- |' * len(FAULTS)}",
    ]
    steps = {cell.file: cell.step for cell in outcomes}
    for file, step in sorted(steps.items(), key=lambda item: (list(STEPS).index(item[1]), HASH.sub("", item[0]))):
        found = [outcomes.get(Cell(file, step, fault)) for fault in FAULTS]
        cells = [f"{one.end}, {one.seconds:.0f} s" if one else "" for one in found]
        lines.append(f"| {HASH.sub('', file)} | {step} | {' | '.join(cells)} |")
    lines += ["", "Never asked for by the page itself, only kept for use without a network:", ""]
    lines += [f"- {HASH.sub('', file)}" for file in sorted(unasked)]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.faults")
    parser.add_argument("--visits", type=int, default=2, help="at the same time")
    parser.add_argument("--files", default="", help="only files whose path matches this expression")
    parser.add_argument("--site", type=Path, default=PROJECT / "dist")
    given = parser.parse_args()
    listed = (given.site / "service-worker.js").read_text().split("\n")[0]
    kept = set(json.loads(listed.removeprefix("self.release = ").removesuffix(";"))["files"])
    outcomes: dict[Cell, Outcome] = {}
    RESULTS.mkdir(exist_ok=True)
    with multiprocessing.get_context("spawn").Pool(given.visits, begin_visits, (given.site,)) as pool:
        needed: dict[str, str] = {}  # file → the first step that asks for it
        for step, asked in zip(STEPS, pool.imap(learn_once, STEPS), strict=True):
            needed |= {file: step for file in asked if file not in needed}
            print(f"{len(needed)} files after “{step}”", flush=True)
        needed |= {file: step for name, step in ASKED_IN_ADVANCE.items() for file in needed if name in file}
        chosen = {file: step for file, step in needed.items() if re.search(given.files, file)}
        cells = [
            Cell(file, step, FAULTS[(number + turn) % len(FAULTS)])
            for turn in range(len(FAULTS))  # every file once before any file twice, should somebody end it
            for number, (file, step) in enumerate(chosen.items())
        ]
        for cell, outcome in pool.imap_unordered(visit_once, cells):
            outcomes[cell] = outcome
            print(f"{len(outcomes)}/{len(cells)}", HASH.sub("", cell.file), cell.fault, outcome, flush=True)
            (RESULTS / "table.md").write_text(table(outcomes, kept - set(needed)), encoding="utf-8")
    bad = [cell for cell, outcome in outcomes.items() if outcome.end == "silent" or outcome.after == "broken"]
    sys.exit(f"{len(bad)} of {len(cells)} visits ended silent or broken" if bad else 0)


if __name__ == "__main__":
    main()
