"""The results of a run as JSON and tables."""

import json
import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.boot import Boot
from tests.bench.inference import Inference
from tests.bench.painting import Painting
from tests.bench.ratios import FIGURES, disturbances, percentile, ratios, ratios_by_round, verdict

BYTES = {"gzip": (8.0, 6.5), "brotli": (6.0, 4.5)}  # megabytes: must, aim
PAINT_MS = (16.7, 8.0)


@dataclass
class Results:
    """All results of a run; `missing` is {part: the reason why it is missing}."""

    versions: Mapping[str, str]
    inference: Sequence[Inference] = ()
    boots: Sequence[Boot] = ()
    painting: Painting | None = None
    boot_kind: str | None = None  # how the page gets up by default
    missing: dict[str, str] = field(default_factory=dict)
    date: datetime = field(default_factory=lambda: datetime.now(UTC))
    load_before: float = field(default_factory=lambda: os.getloadavg()[0])

    def samples(self) -> dict[str, list[float]]:
        """{name: times}: "inference/…" in milliseconds, "cold/…" and "warm/…" in seconds."""
        times = {f"inference/{row.entry.key}": row.milliseconds for row in self.inference}
        for boot in self.boots:
            times |= {f"cold/{boot.visit.key}": boot.cold, f"warm/{boot.visit.key}": boot.warm}
        return times

    def as_json(self) -> dict[str, Any]:
        """The contents of `latest.json`; missing measurements are null, with a reason in `missing`."""
        page = next((boot for boot in self.boots if boot.visit.key == "page"), None)
        painting = self.painting.from_page if self.painting else []
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
            "pointer_to_paint_p50_ms": round(percentile(painting, 0.5), 2) if painting else None,
            "pointer_to_paint_p95_ms": round(percentile(painting, 0.95), 2) if painting else None,
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
        }

    def write(self, path: Path) -> None:
        """Write the JSON file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.as_json(), indent=2, ensure_ascii=False) + "\n", "utf-8")

    def show(self, console: Console) -> None:
        """Print all results as tables."""
        if self.inference:
            console.print(self._inference_table())
        if self.boots:
            console.print(self._boot_table())
        console.print(self._figures_table())
        for reason in disturbances(self.samples(), self.load_before):
            console.print(f"[yellow]not a quiet machine: {reason}[/]")
        for part, reason in self.missing.items():
            console.print(f"[yellow]not measured: {part}: {reason}[/]")

    def _inference_table(self) -> Table:
        table = Table(title="One answer, all maps readable in JavaScript", title_justify="left")
        table.add_column("contender")
        for heading in ("ms, median", "from … to", "× ONNX Runtime Web"):
            table.add_column(heading, justify="right")
        middle = {row.entry.key: statistics.median(row.milliseconds) for row in self.inference}
        for row in self.inference:
            peer = middle.get("deep_ort" if row.entry.model == "deep" else "ort")
            table.add_row(
                row.entry.title,
                f"{middle[row.entry.key]:.3f}",
                f"{min(row.milliseconds):.3f} … {max(row.milliseconds):.3f}",
                f"{middle[row.entry.key] / peer:.2f}" if peer else "",
            )
        return table

    def _boot_table(self) -> Table:
        table = Table(title="Navigation → first prediction", title_justify="left")
        table.add_column("contender")
        for heading in ("cold, s", "warm, s", "gzip, MB", "brotli, MB"):
            table.add_column(heading, justify="right")
        for boot in self.boots:
            table.add_row(
                boot.visit.title,
                f"{statistics.median(boot.cold):.2f}",
                f"{statistics.median(boot.warm):.2f}",
                f"{boot.bytes['gzip'] / 1e6:.3f}",
                f"{boot.bytes['br'] / 1e6:.3f}",
            )
        return table

    def _figures_table(self) -> Table:
        table = Table(title="Figures", title_justify="left")
        table.add_column("figure")
        for heading in ("found", "half of the rounds", "must", "aim", ""):
            table.add_column(heading, justify="right")
        middle = {figure.meaning: spread_text(ratios_by_round(self.samples(), figure)) for figure in FIGURES}
        for name, found, must, aim in self._figures():
            shown = "–" if found is None else f"{found:.2f}"
            table.add_row(name, shown, middle.get(name, ""), f"≤ {must:g}", f"≤ {aim:g}", verdict(found, must, aim))
        return table

    def _figures(self) -> list[tuple[str, float | None, float, float]]:
        found = self.as_json()
        rows = [(figure.meaning, found["ratios"][figure.name], figure.must, figure.aim) for figure in FIGURES]
        for encoding, (must, aim) in BYTES.items():
            size = found["bytes"][encoding]
            rows.append((f"first visit, {encoding}, MB", size / 1e6 if size else None, must, aim))
        return [*rows, ("pointer event → maps painted, p95, ms", found["pointer_to_paint_p95_ms"], *PAINT_MS)]


def spread(values: Sequence[float]) -> dict[str, float | int]:
    """Median, quartiles and number of times."""
    return {
        "median": round(statistics.median(values), 4),
        "quarter": round(percentile(values, 0.25), 4),
        "three_quarters": round(percentile(values, 0.75), 4),
        "samples": len(values),
    }


def spread_text(values: Sequence[float]) -> str:
    """The quartiles; empty for no values."""
    return f"{percentile(values, 0.25):.2f} … {percentile(values, 0.75):.2f}" if values else ""


def machine() -> dict[str, str | int | None]:
    """The machine of the measurement."""
    return {"processor": processor(), "cores": os.cpu_count(), "system": f"{platform.system()} {platform.machine()}"}


def processor() -> str:
    """The processor's name, if the system provides it."""
    info = Path("/proc/cpuinfo")
    names = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.is_file() else []
    return names[0].partition(":")[2].strip() if names else platform.processor() or "unknown"
