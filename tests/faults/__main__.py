"""`make test-faults`: every file of the built site × every fault. Takes an hour on a small machine.

Each visit ends in "works", "said" (a sentence) or "silent", which none may. Every outcome is kept in `build/faults` at
once, so that the next run goes on where this one was ended, and visits again what was silent; the table and its summary
are written to `tests/faults/results`.
"""

import argparse
import json
import multiprocessing
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from statistics import median

from tests.faults.faulty_host import FAULTS
from tests.faults.processes import begin_visits, learn_once, visit_once
from tests.faults.steps import STEPS
from tests.faults.visit import Cell, Outcome

PROJECT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).parent / "results" / "table.md"
KEPT = PROJECT / "build" / "faults" / "outcomes.jsonl"
HASH = re.compile(r"-[0-9a-f]{12}(?=/)|-[A-Z0-9]{8}(?=\.)")

ASKED_IN_ADVANCE = {"glasscnn.pack": "see the evidence", "bundle/figures": "read about it"}
"""Files that the page fetches before the visitor does what needs them."""


def kind(file: str) -> str:
    """Files of one kind take one way through the page: the exercises of a language, all others one by one."""
    return re.sub(r"exercises/\w+?(\.id)?\.md$", r"exercises/*\1.md", plain(file))


def plain(file: str) -> str:
    """The name of a file in every release: that of its folder has a hash."""
    return re.sub(r"-[0-9a-f]{12}(?=/)", "", file)


def in_order(needed: dict[str, str]) -> list[Cell]:
    """All visits: each kind of file in each fault first, every file once before any twice, should somebody end it."""
    turns = [
        Cell(file, step, FAULTS[(number + turn) % len(FAULTS)])
        for turn in range(len(FAULTS))
        for number, (file, step) in enumerate(needed.items())
    ]
    seen: set[tuple[str, str]] = set()
    firsts: list[Cell] = []
    others: list[Cell] = []
    for cell in turns:
        key = kind(cell.file), cell.fault
        (others if key in seen else firsts).append(cell)
        seen.add(key)
    return firsts + others


def kept_outcomes() -> dict[tuple[str, str, str], Outcome]:
    """What earlier runs have found, by the plain name of the file, step and fault."""
    lines = KEPT.read_text(encoding="utf-8").splitlines() if KEPT.exists() else []
    found = [json.loads(line) for line in lines]
    return {(one["file"], one["step"], one["fault"]): Outcome(**one["outcome"]) for one in found}


def keep(cell: Cell, outcome: Outcome) -> None:
    line = {"file": plain(cell.file), "step": cell.step, "fault": cell.fault, "outcome": asdict(outcome)}
    with KEPT.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def is_bad(outcome: Outcome) -> bool:
    return outcome.end == "silent" or outcome.after == "broken"


def table(outcomes: dict[Cell, Outcome], visits: int, unasked: Iterable[str]) -> str:
    """The summary and the table, in Markdown."""
    ends = Counter(outcome.end for outcome in outcomes.values())
    after = Counter(outcome.after for outcome in outcomes.values() if outcome.end != "works")
    said = [one.seconds for cell, one in outcomes.items() if one.end == "said" and cell.fault != "late"]
    slowness = [outcome.slowness for outcome in outcomes.values()]
    lines = [
        "# Every file of the site × every fault",
        "",
        f"{len(outcomes)} of {visits} visits: works {ends['works']}, said {ends['said']}, silent {ends['silent']}. "
        f"Time until a sentence, but for late files: {median(said or [0]):.0f} s in the median, "
        f"{max(said, default=0):.0f} s at most, on a machine that was {median(slowness or [1]):.1f} times slower than "
        f"one that does nothing else ({max(slowness, default=1):.1f} times at most). With the file there again, the "
        f"page goes on by itself in {after['goes on']} visits, after a reload in {after['reload']}, "
        f"neither in {after['broken']}.",
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
    parser.add_argument("--files", default="", help="only files whose path matches this expression, again if need be")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs have found")
    parser.add_argument("--site", type=Path, default=PROJECT / "dist")
    given = parser.parse_args()
    listed = (given.site / "service-worker.js").read_text().split("\n")[0]
    all_files = set(json.loads(listed.removeprefix("self.release = ").removesuffix(";"))["files"])
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    if given.fresh:
        KEPT.unlink(missing_ok=True)
    with multiprocessing.get_context("spawn").Pool(given.visits, begin_visits, (given.site,)) as pool:
        needed: dict[str, str] = {}  # file → the first step that asks for it
        for step, asked in zip(STEPS, pool.imap(learn_once, STEPS), strict=True):
            needed |= {file: step for file in asked if file not in needed}
            print(f"{len(needed)} files after “{step}”", flush=True)
        needed |= {file: step for name, step in ASKED_IN_ADVANCE.items() for file in needed if name in file}
        cells, kept = in_order(needed), kept_outcomes()
        keys = {cell: (plain(cell.file), cell.step, cell.fault) for cell in cells}
        outcomes = {cell: kept[key] for cell, key in keys.items() if key in kept}
        chosen = {cell for cell in cells if given.files and re.search(given.files, cell.file)}
        due = [
            cell
            for cell in cells
            if cell in chosen or (not given.files and (cell not in outcomes or is_bad(outcomes[cell])))
        ]
        for number, (cell, outcome) in enumerate(pool.imap_unordered(visit_once, due), 1):
            outcomes[cell] = outcome
            keep(cell, outcome)
            print(f"{number}/{len(due)}", plain(cell.file), cell.fault, outcome, flush=True)
            TABLE.write_text(table(outcomes, len(cells), all_files - set(needed)), encoding="utf-8")
    bad = sum(is_bad(outcome) for outcome in outcomes.values())
    sys.exit(f"{bad} of {len(outcomes)} visits ended silent or broken" if bad else 0)


if __name__ == "__main__":
    main()
