"""What was found in each host, as the tests record it."""

import json
import re
from pathlib import Path
from typing import Literal

RESULTS = Path(__file__).parent / "results"
FEATURES = ("opens", "draw and read", "point", "own model", "reading heard", "offline")
"""The columns of the table, in its order."""

Outcome = Literal["works", "with limits", "not possible"]


def record(host: str, feature: str, outcome: Outcome, why: str = "") -> None:
    """Write the outcome of a test that has just run.

    Args:
        host: the name of the host, with its version where that matters, such as `JupyterLab 4.6`.
        feature: one of `FEATURES`.
        outcome: `with limits` and `not possible` need a reason.
        why: the reason, a clause without a full stop.

    Raises:
        ValueError: if the feature is unknown, or the reason is missing.
    """
    if feature not in FEATURES:
        raise ValueError(f"feature: expected one of {', '.join(FEATURES)}, got {feature!r}")
    if outcome != "works" and not why:
        raise ValueError(f"{host}, {feature}: “{outcome}” needs a reason")
    path = RESULTS / f"{re.sub('[^a-z0-9]+', '-', host.lower()).strip('-')}.json"
    found = json.loads(path.read_text("utf-8")) if path.exists() else {"host": host, "features": {}}
    found["features"][feature] = {"outcome": outcome, "why": why}
    new = path.with_suffix(".new")
    new.write_text(json.dumps(found, indent=2, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    new.replace(path)
