"""Measures a model with a progress bar, and prints the figures as a table or JSON."""

import json
import sys
import time
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from export_tools.evaluation.evaluate import evaluate
from export_tools.evaluation.test_sets import TestSet
from glasscnn import Model
from glasscnn.evaluation.metrics import Metrics
from glasscnn.names import one_line


@dataclass(frozen=True)
class Report:
    """A model's figures on a test set, and the time that it took."""

    model: str
    test_set: str
    classes: tuple[str, ...]
    metrics: Metrics
    seconds: float


def measure(model: Model, test_set: TestSet) -> Report:
    """Evaluate with a progress bar on standard error."""
    started = time.perf_counter()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(test_set.name, total=test_set.images)
        metrics = evaluate(model, test_set.batches, lambda images: bar.advance(task, images))
    seconds = time.perf_counter() - started
    return Report(model.graph.name, test_set.name, model.graph.classes, metrics, seconds)


def print_table(report: Report) -> None:
    """Print a table to standard output."""
    metrics = report.metrics
    title = escape(one_line(f"{report.model} on {report.test_set}"))
    table = Table("class", "images", "precision", "recall", title=title)
    for index, name in enumerate(report.classes):
        images = sum(metrics.confusion[index])
        label = escape(one_line(name))
        table.add_row(label, str(images), percent(metrics.precision[index]), percent(metrics.recall[index]))
    console = Console()
    console.print(table)
    console.print(
        f"accuracy {percent(metrics.accuracy)} of {metrics.images} images,"
        f" calibration error {percent(metrics.ece)}, {report.seconds:.1f} s",
        highlight=False,
    )


def print_json(report: Report) -> None:
    """Print JSON to standard output."""
    json.dump(asdict(report), sys.stdout, indent=1)
    sys.stdout.write("\n")


def percent(share: float | None) -> str:
    """A share as percent with two decimals; a dash for None."""
    return "–" if share is None else f"{100 * share:.2f} %"
