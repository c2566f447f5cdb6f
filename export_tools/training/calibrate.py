"""Fits the temperature of a zoo model on pen strokes of writers that were not used for training.

Training images do not show the accuracy on new ones, and MNIST's test images are reserved for evaluation. Pendigits has
writers that each network was not trained on, named in `ZooModel.calibration_writers`, and strokes are what the page
reads. Each digit is drawn once, centred, as on the page.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from export_tools.data import PenDigit, load_pendigits
from export_tools.evaluation.temperature import divide_logits, fit_temperature
from export_tools.evaluation.test_sets import draw_batches
from export_tools.training.checkpoint import load_checkpoint, save_checkpoint
from glasscnn import Model

if TYPE_CHECKING:
    from export_tools.zoo import ZooModel

DECIMALS = 3
"""The temperature is rounded so that the card states it exactly."""


def calibration_digits(entry: "ZooModel", data_dir: Path | None) -> list[PenDigit]:
    """The digits for fitting the temperature; empty, without reading a file, if the model needs none."""
    if not entry.calibration_writers:
        return []
    return [digit for digit in load_pendigits(data_dir) if digit.writer in entry.calibration_writers]


def calibrate(model: Model, digits: Sequence[PenDigit]) -> Model:
    """The model with its temperature folded into the last layer and recorded in its card.

    For a model that has a temperature, it is fitted again on the undivided logits.
    """
    batches = list(draw_batches(digits, centre=True))
    images = [batch.images.astype(np.float32) / np.float32(255) for batch in batches]
    logits = np.concatenate([model.predict(batch).stages["logits"] for batch in images])
    labels = np.concatenate([batch.labels for batch in batches])
    before = model.graph.card.get("temperature", 1.0)
    temperature = round(fit_temperature(logits * before, labels), DECIMALS)
    card = {**model.graph.card, "temperature": temperature, "calibration_writers": writers_of(digits)}
    weights = divide_logits(model.weights, model.graph.output, temperature / before)
    return Model(replace(model.graph, card=card), weights)


def writers_of(digits: Sequence[PenDigit]) -> list[int]:
    """The distinct writers of the digits, sorted."""
    return sorted({digit.writer for digit in digits})


def calibrate_checkpoint(path: Path, entry: "ZooModel", digits: Sequence[PenDigit]) -> float:
    """Fit the temperature of the model in a checkpoint and store it there; `export` divides the logits by it.

    The weights in the checkpoint do not change, so that training can resume.
    """
    from export_tools.conversion.exporter import load_exportable

    model = calibrate(load_exportable(path)[0], digits)
    temperature = float(model.graph.card["temperature"])
    save_checkpoint(path, replace(load_checkpoint(path, entry.name), temperature=temperature))
    return temperature
