"""`make bench-growth`: time and memory of glasscnn alone, against size and over many strokes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page
from rich.console import Console
from rich.table import Table

import glasscnn
from tests.bench.browser import chromium, version
from tests.bench.compare import prepare
from tests.bench.places import MADE, RESULTS, ROOT, WEIGHTS
from tests.bench.report import machine
from tests.bench.server import hosting

SIZES = (28, 56, 112, 224)
CHANNELS = (10, 16, 32, 64, 128)
STROKES = (1, 3, 5, 9, 14, 20, 28)
USUAL_STROKE = 5
AT_ONCE = 100
HEAP_LIMIT = 1.02

console = Console()


@dataclass(frozen=True)
class Case:
    """gap10 for images of another size, or with another number of channels."""

    size: int = 28
    channels: int = 10

    @property
    def name(self) -> str:
        """The model file's name."""
        return f"{self.size}-{self.channels}.npz"


def model_of(case: Case) -> glasscnn.Model:
    """gap10 with the case's sizes and random weights."""
    gap10 = glasscnn.load(WEIGHTS / "gap10.npz")
    image = replace(gap10.graph.input, shape=(1, case.size, case.size))
    graph = replace(gap10.graph, input=image, familiarity=None)  # which fits gap10's maps only
    rng = np.random.default_rng(3)
    hidden = case.channels
    shapes = {
        "conv1": (hidden, 1, 3, 3),
        "conv2": (hidden, hidden, 3, 3),
        graph.output: (len(graph.classes), hidden),
    }
    weights = {}
    for name, shape in shapes.items():
        scale = np.float32(1 / np.sqrt(np.prod(shape[1:])))
        weights[f"{name}.weight"] = scale * rng.standard_normal(shape, np.float32)
        weights[f"{name}.bias"] = scale * rng.standard_normal(shape[0], np.float32)
    return glasscnn.Model(graph, weights)


def measure_growth(site: Path, strokes: int) -> None:
    """Measure, print, and write results/growth.json; raises ToolError if a requirement is missing."""
    folders = prepare(site)
    cases = {*(Case(size=size) for size in SIZES), *(Case(channels=channels) for channels in CHANNELS)}
    for case in cases:
        model_of(case).save(MADE / "growth" / case.name)
    with hosting(folders, MADE / "compressed") as host, chromium() as context:
        page = context.new_page()
        page.goto(f"{host.origin}/page/growth.html")
        measure_case(page, Case())  # the first run compiles what the others then find compiled
        found: dict[str, Any] = {
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": machine(),
            "browser": version(context),
            "image_size": {case.size: measure_case(page, case) for case in map(Case, SIZES)},
            "channels": {case.channels: measure_case(page, case) for case in (Case(channels=n) for n in CHANNELS)},
            "stroke_ms": measure_strokes(page),
            "strokes_on_end": draw_on_end(page, strokes),
        }
    show(found)
    path = RESULTS / "growth.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    console.print(f"Written: {path.relative_to(ROOT)}")


def measure_case(page: Page, case: Case) -> dict[str, float]:
    """Milliseconds for a whole image and for a stroke, megabytes of buffers."""
    found = ask(page, case, [USUAL_STROKE])
    return {
        "whole_ms": round(found["whole"], 3),
        "stroke_ms": round(found["strokes"][0], 3),
        "megabytes": round(found["megabytes"], 2),
    }


def measure_strokes(page: Page) -> dict[int, float]:
    """{side of the changed square: milliseconds}."""
    found = ask(page, Case(), list(STROKES))
    return {side: round(time, 3) for side, time in zip(STROKES, found["strokes"], strict=True)}


def ask(page: Page, case: Case, strokes: list[int]) -> dict[str, Any]:
    """The result of measureModel in growth.js."""
    console.print(f"{case.size} × {case.size} pixels, {case.channels} channels …")
    arguments = [f"/made/growth/{case.name}", [1, case.size, case.size], strokes]
    found: dict[str, Any] = page.evaluate(
        "([address, shape, strokes]) => measureModel(address, shape, strokes)", arguments
    )
    return found


def draw_on_end(page: Page, strokes: int) -> dict[str, float]:
    """Draw that many strokes; returns WebAssembly's memory and the time per stroke after 100 strokes and at the end."""
    rounds = []
    for drawn in range(AT_ONCE, strokes + 1, AT_ONCE):
        address = "/made/gap10/model.npz"
        rounds.append(page.evaluate("([address, count]) => drawStrokes(address, count)", [address, AT_ONCE]))
        if drawn % 2_000 == 0:
            console.print(f"{drawn} strokes …")
    first, last = rounds[0], rounds[-1]
    return {
        "strokes": strokes,
        "heap_after_100_mb": first["heap"] / 1e6,
        "heap_at_end_mb": last["heap"] / 1e6,
        "heap_ratio": last["heap"] / first["heap"],
        "ms_per_stroke_second_hundred": round(rounds[min(1, len(rounds) - 1)]["milliseconds"], 3),
        "ms_per_stroke_last_hundred": round(last["milliseconds"], 3),
    }


def show(found: Mapping[str, Any]) -> None:
    """Print all results as tables."""
    for key, heading in (("image_size", "pixels a side"), ("channels", "channels")):
        table = Table(title=f"gap10 against {heading}", title_justify="left")
        for column in (heading, "whole image, ms", f"{USUAL_STROKE} × {USUAL_STROKE} stroke, ms", "buffers, MB"):
            table.add_column(column, justify="right")
        for value, row in found[key].items():
            table.add_row(str(value), f"{row['whole_ms']:.2f}", f"{row['stroke_ms']:.2f}", f"{row['megabytes']:.2f}")
        console.print(table)
    table = Table(title="gap10 against the size of a stroke", title_justify="left")
    for column in ("pixels a side", "ms"):
        table.add_column(column, justify="right")
    for side, milliseconds in found["stroke_ms"].items():
        table.add_row(str(side), f"{milliseconds:.2f}")
    console.print(table)
    end = found["strokes_on_end"]
    verdict = "reached" if end["heap_ratio"] <= HEAP_LIMIT else "missed"
    console.print(
        f"WebAssembly memory after {end['strokes']} strokes / after 100: {end['heap_ratio']:.3f} "
        f"(must ≤ {HEAP_LIMIT}: {verdict}); "
        f"{end['ms_per_stroke_second_hundred']:.2f} → {end['ms_per_stroke_last_hundred']:.2f} ms a stroke"
    )
