"""The temperature of a zoo model, fitted on pen strokes of people whose digits its weights have not seen.

The images that a network was trained on say too little about how often it is right on new ones, and MNIST's test
images are kept for measuring. Of pendigits there are writers that each network never saw, and strokes are what the
page reads: `ZooModel.calibration_writers` names them. Each digit is drawn once, centred, as the page draws it.
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
"""The temperature is rounded, so that a card states exactly what the logits were divided by."""


def calibration_digits(entry: "ZooModel", data_dir: Path | None) -> list[PenDigit]:
    """The digits that the model's temperature is fitted on; none, and no file is read, if it needs none."""
    if not entry.calibration_writers:
        return []
    return [digit for digit in load_pendigits(data_dir) if digit.writer in entry.calibration_writers]


def calibrate(model: Model, digits: Sequence[PenDigit]) -> Model:
    """The model with its temperature folded into the last layer and written into its card.

    A model that has one is fitted anew, on its logits before they were divided.
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
    """Who wrote them, each once."""
    return sorted({digit.writer for digit in digits})


def calibrate_checkpoint(path: Path, entry: "ZooModel", digits: Sequence[PenDigit]) -> float:
    """Fit the temperature of the model in a checkpoint and write it there; `export` divides the logits by it.

    The weights in the checkpoint stay as they were trained, so that training can go on with them.
    """
    from export_tools.conversion.exporter import load_exportable

    model = calibrate(load_exportable(path)[0], digits)
    temperature = float(model.graph.card["temperature"])
    save_checkpoint(path, replace(load_checkpoint(path, entry.name), temperature=temperature))
    return temperature
