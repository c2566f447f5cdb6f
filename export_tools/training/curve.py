"""Draws the learning curve."""

import io
from collections.abc import Sequence
from pathlib import Path

from export_tools.files import write_atomically
from export_tools.training.checkpoint import EpochRecord


def draw_curve(history: Sequence[EpochRecord], title: str, path: Path, measured: tuple[str, str]) -> None:
    """Write loss and error rate over the epochs as PNG; `measured` names the digits of MNIST and the others."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 2.8), layout="constrained")
    FigureCanvasAgg(figure)
    losses, errors = figure.subplots(1, 2)
    epochs = [record.epoch for record in history]
    losses.plot(epochs, [record.loss for record in history], color="#4a6fa5")
    losses.set(title=f"{title}: training loss", xlabel="epoch", yscale="log")
    errors.plot(epochs, [100 * (1 - record.mnist) for record in history], color="#4a6fa5", label=measured[0])
    strokes = [(record.epoch, 100 * (1 - record.strokes)) for record in history if record.strokes is not None]
    if strokes:
        errors.plot(*zip(*strokes, strict=True), color="#c05640", label=measured[1])
    errors.set(title="error rate, %", xlabel="epoch")
    errors.set_yscale("log", nonpositive="mask")  # an epoch without a mistake is a gap
    errors.legend(frameon=False)
    for axes in (losses, errors):
        axes.spines[["top", "right"]].set_visible(False)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=100)
    write_atomically(path, buffer.getvalue())
