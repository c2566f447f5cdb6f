"""Checks of what a network is to be trained with: images, labels, the layers and the settings."""

import math
from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from glasscnn.errors import TrainingError
from glasscnn.model import Model
from glasscnn.training.loss import Labels
from glasscnn.training.memory import Memory
from glasscnn.training.network import upstream
from glasscnn.training.weight_gradients import LEARNED

Array = npt.NDArray[np.float32]


def check_images(model: Model, images: npt.ArrayLike, what: str = "images") -> Array:
    """The images (N, C, H, W) as float32; raises TrainingError unless there are some, in shape, in [0, 1]."""
    try:
        x = np.asarray(images, np.float32)
    except (TypeError, ValueError) as error:
        raise TrainingError(f"{what}: expected an array of numbers, found something else ({error})") from error
    if len(x.shape) == 0 or len(x) == 0:
        raise TrainingError(f"{what}: expected at least one, found none")
    shape = model.graph.input.shape
    if x.shape[1:] != shape:
        raise TrainingError(f"{what}: {model.graph.name} takes images of shape (N, {str(shape)[1:]}, found {x.shape}")
    low, high = float(x.min()), float(x.max())  # NaN if any number is
    if not (low >= 0 and high <= 1):
        raise TrainingError(
            f"{what}: expected numbers from 0 (paper) to 1 (ink), found {low:.6g} to {high:.6g};"
            " divide them by 255 if they are bytes"
        )
    return x


def check_labels(model: Model, labels: npt.ArrayLike, count: int, what: str = "labels") -> Labels:
    """The labels (N,) as int64; raises TrainingError unless they are `count` numbers of classes."""
    try:
        found = np.asarray(labels)
    except ValueError as error:
        raise TrainingError(f"{what}: expected whole numbers (N,), found something else ({error})") from error
    if found.ndim != 1 or found.dtype.kind not in "iu":
        raise TrainingError(
            f"{what}: expected whole numbers (N,), one for each image, found {found.dtype} of shape {found.shape}"
        )
    if len(found) != count:
        raise TrainingError(f"{what}: expected one for each of {count:,} images, found {len(found):,}")
    classes = len(model.graph.classes)
    wrong = found[(found < 0) | (found >= classes)]
    if len(wrong):
        raise TrainingError(f"{what}: expected 0 to {classes - 1}, one of the {classes} classes, found {wrong[0]}")
    return found.astype(np.int64)


def check_memory(model: Model, memory: Memory) -> Memory:
    """The memory with checked images and labels; raises TrainingError."""
    if not 0 < memory.share < 1:
        raise TrainingError(f"remember: expected a share between 0 and 1, found {memory.share!r}")
    images = check_images(model, memory.images, "remembered images")
    return Memory(images, check_labels(model, memory.labels, len(images), "remembered labels"), memory.share)


def check_classes(model: Model, labels: Labels, memory: Memory | None) -> None:
    """Raise TrainingError unless there is an example of each class."""
    shown = set(labels.tolist()) | (set() if memory is None else set(memory.labels.tolist()))
    missing = [name for number, name in enumerate(model.graph.classes) if number not in shown]
    if missing:
        raise TrainingError(
            f"there is no image of {', '.join(map(repr, missing[:5]))}{', …' if len(missing) > 5 else ''}: the network"
            " would forget what it knows of it; add images, give some to `remember`, or allow it with forget=True"
        )


def check_layers(model: Model, only: Collection[str]) -> list[str]:
    """The nodes to train: those in `only`, or all with weights; raises TrainingError if one cannot be trained."""
    if model.graph.answer != "softmax":
        raise TrainingError(
            f"{model.graph.name} judges each class on its own, by a {model.graph.answer}; expected a network with a"
            " softmax, since that is what is trained here"
        )
    on_the_way = upstream(model.graph.nodes, model.graph.output)
    layers = [
        node.name
        for node in model.graph.nodes
        if node.name in on_the_way and any(f"{node.name}.{key}" in model.weights for key in LEARNED)
    ]
    if isinstance(only, str) or not set(only) <= set(layers):
        named = [only] if isinstance(only, str) else sorted(set(only) - set(layers))
        raise TrainingError(
            f"only: expected names of layers with weights, some of {', '.join(layers)}, found {named[0]!r}"
        )
    if not layers:
        raise TrainingError(f"{model.graph.name} has no weights to train")
    return [name for name in layers if name in only] if only else layers


def check_settings(epochs: int, batch: int, rate: float) -> None:
    """Raise TrainingError unless there is something to do, in steps of a positive size."""
    for name, value in (("epochs", epochs), ("batch", batch)):
        if not isinstance(value, int) or value < 1:
            raise TrainingError(f"{name}: expected a whole number above 0, found {value!r}")
    if not (isinstance(rate, int | float) and 0 < rate < math.inf):
        raise TrainingError(f"rate: expected a finite number above 0, found {rate!r}")
