"""The results of a run as tables."""

import statistics
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.bench.boot import Boot
from tests.bench.first_readings import READINGS, FirstReadings, by_place
from tests.bench.inference import Inference
from tests.bench.ratios import FIGURES, disturbances, percentile, ratios_by_round, verdict
from tests.bench.report import Results, pointer_to_paint
from tests.bench.throttled import TIMES, Throttled

BYTES = {"gzip": (6.4, 6.0), "brotli": (4.8, 4.4)}  # megabytes: must, aim
PAINT_MS = (13.0, 8.0)


def show(results: Results, console: Console) -> None:
    """Print all results as tables, and the reasons not to believe them."""
    if results.inference:
        console.print(inference_table("One answer, all maps readable in JavaScript", results.inference))
    if results.throttled:
        show_throttled(results.throttled, console)
    if results.boots:
        console.print(boot_table(results.boots))
    if results.first:
        console.print(first_readings_table(results.first))
    console.print(figures_table(results))
    for reason in disturbances(results.samples(), results.load_before):
        console.print(f"[yellow]not a quiet machine: {reason}[/]")
    for part, reason in results.missing.items():
        console.print(f"[yellow]not measured: {part}: {reason}[/]")


def inference_table(title: str, rows: Sequence[Inference]) -> Table:
    """Milliseconds, and the quotient with ONNX Runtime Web on the same model."""
    table = titled(title, "contender", "ms, median", "from … to", "× ONNX Runtime Web")
    middle = {row.entry.key: statistics.median(row.milliseconds) for row in rows}
    for row in rows:
        peer = middle.get(row.entry.peer)
        table.add_row(
            row.entry.title,
            f"{middle[row.entry.key]:.3f}",
            f"{min(row.milliseconds):.3f} … {max(row.milliseconds):.3f}",
            f"{middle[row.entry.key] / peer:.2f}" if peer else "",
        )
    return table


def show_throttled(throttled: Throttled, console: Console) -> None:
    """The table of answers, and the time from pointer to paint with what it does not include."""
    console.print(inference_table(f"One answer, the processor {TIMES} times as slow", throttled.inference))
    times = pointer_to_paint(throttled.painting)
    median, p95 = (times[f"pointer_to_paint_p{percent}_ms"] for percent in (50, 95))
    console.print(
        f"pointer event → maps painted, the page {TIMES} times as slow: median {median} ms, p95 {p95} ms. "
        "Chromium does not slow workers down, so Python runs at its usual speed here."
    )


def boot_table(boots: Sequence[Boot]) -> Table:
    """Seconds and megabytes of visits."""
    table = titled("Navigation → first prediction", "contender", "cold, s", "warm, s", "gzip, MB", "brotli, MB")
    for boot in boots:
        table.add_row(
            boot.visit.title,
            f"{statistics.median(boot.cold):.2f}",
            f"{statistics.median(boot.warm):.2f}",
            f"{boot.bytes['gzip'] / 1e6:.3f}",
            f"{boot.bytes['br'] / 1e6:.3f}",
        )
    return table


def first_readings_table(first: FirstReadings) -> Table:
    """Each of the first ten readings against the later ones."""
    table = titled("Reading in the worker / steady state", "visit", *map(str, range(1, READINGS + 1)), "steady, ms")
    for kind, visits in first.visits().items():
        steady = statistics.median(first.samples()[f"first_{kind}/steady"])
        table.add_row(kind, *(f"{ratio:.1f}" for ratio in by_place(visits)), f"{steady:.1f}")
    return table


def figures_table(results: Results) -> Table:
    """Every figure with its limit, its aim and the verdict."""
    table = titled("Figures", "figure", "found", "half of the rounds", "must", "aim", "")
    samples = results.samples()
    middle = {figure.meaning: spread_text(ratios_by_round(samples, figure)) for figure in FIGURES}
    for name, found, must, aim in figures(results):
        shown = "–" if found is None else f"{found:.2f}"
        table.add_row(name, shown, middle.get(name, ""), f"≤ {must:g}", f"≤ {aim:g}", verdict(found, must, aim))
    return table


def figures(results: Results) -> list[tuple[str, float | None, float, float]]:
    """Name, value, limit and aim of each figure."""
    found = results.as_json()
    rows = [(figure.meaning, found["ratios"][figure.name], figure.must, figure.aim) for figure in FIGURES]
    for encoding, (must, aim) in BYTES.items():
        size = found["bytes"][encoding]
        rows.append((f"first visit, {encoding}, MB", size / 1e6 if size else None, must, aim))
    return [*rows, ("pointer event → maps painted, p95, ms", found["pointer_to_paint_p95_ms"], *PAINT_MS)]


def titled(title: str, first: str, *numbers: str) -> Table:
    """An empty table: a column of texts, then columns of numbers."""
    table = Table(title=title, title_justify="left")
    table.add_column(first)
    for heading in numbers:
        table.add_column(heading, justify="right")
    return table


def spread_text(values: Sequence[float]) -> str:
    """The quartiles; empty for no values."""
    return f"{percentile(values, 0.25):.2f} … {percentile(values, 0.75):.2f}" if values else ""
