"""Makes the history of a model (`glasscnn.model.history`) from the snapshots of its training.

The recipes train on all of MNIST's training digits, so none of them are held out; MNIST's test digits are. Both are
measured with the numbers in the file, and nothing is chosen by them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from export_tools.conversion.exporter import convert
from export_tools.conversion.torch_io.checkpoint import load_state, module_of
from export_tools.data import LabelledImages, load_mnist
from export_tools.errors import ToolError
from glasscnn import Model
from glasscnn.model.history import History, TrainingStep

DIGITS = 10_000
"""The number of digits that each set has, the first of the training or test split."""

SMALLEST_PROBABILITY = 1e-7

Arrays = Mapping[str, npt.NDArray[np.float32]]


def make_history(path: Path, model: Model, data_dir: Path | None, limit: int | None = None) -> History:
    """The history of `model`, whose training left the checkpoint in `path`.

    The last step has the weights of `model`. Raises ToolError if the checkpoint has no snapshots, or if its training
    ended with other weights than these.
    """
    document = load_state(path)
    snapshots = document.get("snapshots", [])
    if len(snapshots) < 2:
        raise ToolError(f"{path}: expected at least two snapshots, found {len(snapshots)}; train with --snapshots")
    weights = [exported(snapshot, document, path) for snapshot in snapshots]
    check_last(weights.pop(), model, path)
    networks = [*(model.with_weights(rounded(arrays)) for arrays in weights), model]
    sets = {"train": load_mnist("train", data_dir), "test": load_mnist("test", data_dir)}
    sets = {name: images.first(min(DIGITS, limit or DIGITS)) for name, images in sets.items()}
    steps = [
        measure(network, sets, snapshot["step"], snapshot["epoch"])
        for network, snapshot in zip(networks, snapshots, strict=True)
    ]
    arrays = {name: np.stack([network.weights[name] for network in networks]) for name in model.weights}
    return History(
        model.graph.name,
        f"{model.graph.card.get('made_by', 'python -m export_tools train')}, with --snapshots",
        {name: len(digits) for name, digits in sets.items()},
        tuple(steps),
        {name: array.astype(np.float16) for name, array in arrays.items()},
    )


def exported(snapshot: dict[str, Any], document: dict[str, Any], path: Path) -> Arrays:
    """The arrays that the model file would have if training had ended with this snapshot."""
    module, entry = module_of({**document, "state_dict": snapshot["state_dict"]}, path)
    return convert(module, entry)[0].weights


def check_last(arrays: Arrays, model: Model, path: Path) -> None:
    """Raise ToolError unless these arrays, the last of a training, are those of the model."""
    if set(arrays) != set(model.weights):
        raise ToolError(f"{path}: its arrays are {', '.join(arrays)}, those of the model {', '.join(model.weights)}")
    for name, array in arrays.items():
        if not np.array_equal(array, model.weights[name]):
            largest = np.abs(array - model.weights[name]).max()
            raise ToolError(f"{path}: its training ended with another {name} than the model's, by up to {largest:.3g}")


def rounded(arrays: Arrays) -> Arrays:
    """The arrays as they are read from the file: rounded to float16."""
    return {name: array.astype(np.float16).astype(np.float32) for name, array in arrays.items()}


def measure(model: Model, sets: Mapping[str, LabelledImages], step: int, epoch: float) -> TrainingStep:
    """The loss on the first set, and the accuracy on every set."""
    probabilities = {
        name: model.probabilities(digits.images.astype(np.float32) / np.float32(255)) for name, digits in sets.items()
    }
    accuracy = {
        name: float((probabilities[name].argmax(axis=1) == digits.labels).mean()) for name, digits in sets.items()
    }
    first = next(iter(sets))
    labels = sets[first].labels
    correct = probabilities[first][np.arange(len(labels)), labels]
    loss = -float(np.log(np.maximum(correct, SMALLEST_PROBABILITY)).mean())
    return TrainingStep(step, round(epoch, 4), round(loss, 5), accuracy)
