"""The results of a run as JSON."""

import json
import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.boot import Boot
from tests.bench.evaluate import Evaluation
from tests.bench.first_readings import FirstReadings, by_place
from tests.bench.inference import Inference
from tests.bench.painting import Painting
from tests.bench.ratios import FIGURES, disturbances, percentile, ratios, ratios_by_round
from tests.bench.throttled import TIMES, Throttled


@dataclass
class Results:
    """All results of a run; `missing` is {part: the reason why it is missing}."""

    versions: Mapping[str, str]
    inference: list[Inference] = field(default_factory=list)
    boots: Sequence[Boot] = ()
    painting: Painting | None = None
    throttled: Throttled | None = None
    first: FirstReadings | None = None
    evaluation: Evaluation | None = None
    boot_kind: str | None = None  # how the page gets up by default
    missing: dict[str, str] = field(default_factory=dict)
    date: datetime = field(default_factory=lambda: datetime.now(UTC))
    load_before: float = field(default_factory=lambda: os.getloadavg()[0])

    def samples(self) -> dict[str, list[float]]:
        """{name: times}: "inference/…" and "first_…" in milliseconds, the others in seconds."""
        times = {f"inference/{row.entry.key}": row.milliseconds for row in self.inference}
        for boot in self.boots:
            times |= {f"cold/{boot.visit.key}": boot.cold, f"warm/{boot.visit.key}": boot.warm}
        for part in (self.first, self.evaluation):
            times |= part.samples() if part else {}
        return times

    def as_json(self) -> dict[str, Any]:
        """The contents of `latest.json`; missing measurements are null, with a reason in `missing`."""
        page = next((boot for boot in self.boots if boot.visit.key == "page"), None)
        return {
            "date": self.date.isoformat(timespec="seconds"),
            "machine": machine() | {"load_before": round(self.load_before, 2)},
            "versions": dict(self.versions),
            "boot": self.boot_kind,
            "ratios": ratios(self.samples()),
            "ratio_spread": {
                figure.name: spread(found) for figure in FIGURES if (found := ratios_by_round(self.samples(), figure))
            },
            "disturbances": disturbances(self.samples(), self.load_before),
            "bytes": {
                "gzip": page.bytes["gzip"] if page else None,
                "brotli": page.bytes["br"] if page else None,
            },
            **pointer_to_paint(self.painting),
            "missing": self.missing,
            "inference_ms": {row.entry.key: spread(row.milliseconds) for row in self.inference},
            "boot_s": {
                boot.visit.key: {
                    "cold": spread(boot.cold),
                    "warm": spread(boot.warm),
                    "bytes": {"gzip": boot.bytes["gzip"], "brotli": boot.bytes["br"]},
                }
                for boot in self.boots
            },
            "input_to_paint_ms": spread(self.painting.from_browser) if self.painting else None,
            "first_readings": first_readings_json(self.first) if self.first else None,
            "throttled": throttled_json(self.throttled) if self.throttled else None,
            "evaluate_s": {name: spread(times) for name, times in asdict(self.evaluation).items()}
            if self.evaluation
            else None,
        }

    def write(self, path: Path) -> None:
        """Write the JSON file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.as_json(), indent=2, ensure_ascii=False) + "\n", "utf-8")


def pointer_to_paint(painting: Painting | None) -> dict[str, float | None]:
    """The median and the 95th percentile; None if nothing was painted."""
    times = painting.from_page if painting else []
    return {
        f"pointer_to_paint_p{percent}_ms": round(percentile(times, percent / 100), 2) if times else None
        for percent in (50, 95)
    }


def first_readings_json(first: FirstReadings) -> dict[str, Any]:
    """Each of the first ten readings / steady state, and the steady state in milliseconds."""
    steady = {kind: spread(first.samples()[f"first_{kind}/steady"]) for kind in first.visits()}
    return {
        kind: {"of_steady": [round(ratio, 2) for ratio in by_place(visits)], "steady_ms": steady[kind]}
        for kind, visits in first.visits().items()
    }


def throttled_json(throttled: Throttled) -> dict[str, Any]:
    """The times on a processor that Chromium makes slower; from pointer to paint, the worker is not slower."""
    return {
        "times_slower": TIMES,
        "inference_ms": {row.entry.key: spread(row.milliseconds) for row in throttled.inference},
        "worker_throttled": False,
        **pointer_to_paint(throttled.painting),
    }


def spread(values: Sequence[float]) -> dict[str, float | int]:
    """Median, quartiles and number of times."""
    return {
        "median": round(statistics.median(values), 4),
        "quarter": round(percentile(values, 0.25), 4),
        "three_quarters": round(percentile(values, 0.75), 4),
        "samples": len(values),
    }


def machine() -> dict[str, str | int | None]:
    """The machine of the measurement."""
    return {"processor": processor(), "cores": os.cpu_count(), "system": f"{platform.system()} {platform.machine()}"}


def processor() -> str:
    """The processor's name, if the system provides it."""
    info = Path("/proc/cpuinfo")
    names = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.is_file() else []
    return names[0].partition(":")[2].strip() if names else platform.processor() or "unknown"
