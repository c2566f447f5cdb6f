"""Draws the confusion matrix."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from export_tools.files import write_atomically
from glasscnn.evaluation.metrics import Metrics
from glasscnn.names import one_line


def draw_confusion(metrics: Metrics, classes: Sequence[str], title: str, path: Path) -> None:
    """Write the matrix as PNG: rows are labels, columns are predictions, colour is the share of the row."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    counts = np.array(metrics.confusion)
    share = counts / counts.sum(axis=1, keepdims=True).clip(min=1)
    side = max(4.0, 0.45 * len(classes) + 1)
    figure = Figure(figsize=(side, side), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.imshow(share**0.5, cmap="cividis", vmin=0, vmax=1)  # the square root makes rare mistakes visible
    ticks = range(len(classes))
    axes.set(xlabel="predicted", ylabel="label")
    axes.set_title(one_line(title), parse_math=False)
    names = [one_line(name) for name in classes]
    axes.set_xticks(ticks, names, parse_math=False)
    axes.set_yticks(ticks, names, parse_math=False)
    for row, column in np.argwhere(counts):
        colour = "black" if share[row, column] > 0.3 else "white"
        axes.text(column, row, str(counts[row, column]), ha="center", va="center", fontsize=7, color=colour)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=100)
    write_atomically(path, buffer.getvalue())
