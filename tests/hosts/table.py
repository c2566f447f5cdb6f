"""Writes docs/hosts.md: what works in which host, from the records of the tests.

python -m tests.hosts.table
"""

import json
from pathlib import Path
from typing import Any

from tests.hosts.records import FEATURES, RESULTS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "hosts.md"
SIGNS = {"works": "works", "with limits": "with limits", "not possible": "–"}

HEAD = """# What works where

Each line is a browser, a notebook or a course site in which the tests ran. An empty cell was not tested. The numbers
lead to the reasons below the table. This page is written by `python -m tests.hosts.table`.

"""


def page() -> str:
    """The whole document, from tests/hosts/results."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(RESULTS.glob("*.json"))]
    reasons: list[str] = []
    rows = [row(host, reasons) for host in sorted(found, key=lambda each: str(each["host"]).lower())]
    lines = [f"| host | {' | '.join(FEATURES)} |", f"| --- |{' --- |' * len(FEATURES)}", *rows]
    notes = [f"{number}. {reason}." for number, reason in enumerate(reasons, 1)]
    return HEAD + "\n".join([*lines, "", *notes]).rstrip() + "\n"


def row(host: dict[str, Any], reasons: list[str]) -> str:
    """A line of the table; reasons that are not there yet are added."""
    cells = []
    for feature in FEATURES:
        found = host["features"].get(feature)
        if found is None:
            cells.append("")
            continue
        if found["why"] and found["why"] not in reasons:
            reasons.append(found["why"])
        number = f" ({reasons.index(found['why']) + 1})" if found["why"] else ""
        cells.append(SIGNS[found["outcome"]] + number)
    return f"| {host['host']} | {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
