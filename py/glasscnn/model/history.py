"""The history of a model: its weights at some steps of its training, and what they achieved.

An `.npz` with the entry `history` (UTF-8 JSON as uint8) and, for each array of the model, one of the same name with the
steps in front: `conv1.weight` (N, O, C, kH, kW), float16. The last step has the weights of the model itself.

    {"format": "glasscnn-history", "version": 1, "model": "gap10", "made_by": "…",
     "sets": {"train": 10000, "test": 10000},
     "steps": [{"step": 0, "epoch": 0.0, "loss": 2.4, "accuracy": {"train": 0.1, "test": 0.1, …}}, …]}

A set is a number of digits: "train" are the first of MNIST's training split, which the training uses, and "test" the
first of its test split. The loss is the cross-entropy on the first set; an accuracy is the share of a set that is read
correctly.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.engine.graph import Graph
from glasscnn.errors import ModelError
from glasscnn.model.graph_json import parse_json, shorten
from glasscnn.model.npz_format import Weights, check_weights, read_entries, read_npy, read_text, write_arrays

FORMAT = "glasscnn-history"
VERSION = 1
LARGEST_STEPS = 1_000
LARGEST_NUMBER = 10**9

Half = npt.NDArray[np.float16]


@dataclass(frozen=True)
class TrainingStep:
    """What the weights after `step` steps of training, which are `epoch` epochs, achieved; 0 is before the first."""

    step: int
    epoch: float
    loss: float
    accuracy: Mapping[str, float]


@dataclass(frozen=True)
class History:
    """The steps of a training, at least two, and {name of an array: (steps, …) float16}.

    model    the name of the model's graph
    made_by  how the history was made
    sets     {name of a set of digits: how many there are}; every step has an accuracy for each
    """

    model: str
    made_by: str
    sets: Mapping[str, int]
    steps: tuple[TrainingStep, ...]
    arrays: Mapping[str, Half]

    def weights(self, number: int) -> Weights:
        """The model's weights at a step, counted from 0, as float32."""
        return {name: array[number].astype(np.float32) for name, array in self.arrays.items()}

    def vectors(self, graph: Graph, names: Collection[str], last: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The weights of each step as one vector, (steps, numbers), with the arrays in the order of these names.

        Raises ModelError as `check` does, and unless `last`, the weights of the model, are those of the last step.
        """
        self.check(graph)
        vectors = np.stack([self.vector(number, names) for number in range(len(self.steps))])
        if not np.array_equal(vectors[-1], last.astype(np.float16)):
            raise ModelError(f"history: the last weights are not those of this {graph.name}")
        return vectors

    def vector(self, number: int, names: Collection[str]) -> npt.NDArray[np.float32]:
        """The weights of one step as a vector."""
        return np.concatenate([self.arrays[name][number].reshape(-1) for name in names]).astype(np.float32)

    def check(self, graph: Graph) -> None:
        """Raise ModelError unless this is the history of that network: its name, and arrays that fit its nodes."""
        if self.model != graph.name:
            raise ModelError(f"history: expected that of {graph.name}, found one of {self.model}")
        check_weights(graph, self.weights(0))


def write_history(history: History) -> bytes:
    """The bytes of the file; the same history gives the same bytes. Raises ModelError if it could not be read back."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "model": history.model,
        "made_by": history.made_by,
        "sets": dict(history.sets),
        "steps": [{**vars(step), "accuracy": dict(step.accuracy)} for step in history.steps],
    }
    text = np.frombuffer(json.dumps(document, ensure_ascii=False).encode(), np.uint8)
    arrays = {name: np.ascontiguousarray(history.arrays[name], "<f2") for name in sorted(history.arrays)}
    data = write_arrays({"history": text, **arrays})
    read_history(data)
    return data


def read_history(data: bytes) -> History:
    """The history in the bytes of a file; raises ModelError that says what was found and what was expected."""
    entries = read_entries(data)
    if "history" not in entries:
        raise ModelError("the file has no entry 'history': it is an .npz file, but not the history of a training")
    document = parse_json("history", read_text("history", entries.pop("history")))
    if not isinstance(document, dict) or (document.get("format"), document.get("version")) != (FORMAT, VERSION):
        raise ModelError(f"history: expected an object with format {FORMAT!r} and version {VERSION}")
    sets = document.get("sets")
    if not isinstance(sets, dict) or not sets or not all(type(count) is int for count in sets.values()):
        raise ModelError(f"history: expected sets with the number of their digits, found {shorten(sets)}")
    steps = _steps(document.get("steps"), tuple(sets))
    arrays = {name: _array(name, entry, len(steps)) for name, entry in entries.items()}
    return History(_text(document, "model"), _text(document, "made_by"), sets, steps, arrays)


def _steps(value: object, sets: tuple[str, ...]) -> tuple[TrainingStep, ...]:
    if not isinstance(value, list) or not 2 <= len(value) <= LARGEST_STEPS:
        found = f"{len(value)} of them" if isinstance(value, list) else shorten(value)
        raise ModelError(f"history: expected 2 to {LARGEST_STEPS:,} steps, found {found}")
    steps = tuple(_step(entry, f"history: step {number}", sets) for number, entry in enumerate(value, start=1))
    for before, after in pairwise(steps):
        if after.step <= before.step:
            raise ModelError(f"history: expected steps in order, found {after.step} after {before.step}")
    return steps


def _step(entry: object, where: str, sets: tuple[str, ...]) -> TrainingStep:
    fields = entry if isinstance(entry, dict) else {}
    accuracy = fields.get("accuracy")
    if not isinstance(accuracy, dict) or tuple(accuracy) != sets:
        raise ModelError(f"{where}: expected accuracy on {', '.join(sets)}, found {shorten(accuracy)}")
    step, epoch, loss = (
        _number(fields.get(key), f"{where}: {key}", LARGEST_NUMBER) for key in ("step", "epoch", "loss")
    )
    if step != int(step):
        raise ModelError(f"{where}: step: expected a whole number, found {step}")
    shares = {key: _number(share, f"{where}: accuracy on {key}", 1) for key, share in accuracy.items()}
    return TrainingStep(int(step), epoch, loss, shares)


def _number(value: object, where: str, largest: int) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= largest:
        raise ModelError(f"{where}: expected a number from 0 to {largest:,}, found {shorten(value)}")
    return float(value)


def _text(fields: Mapping[str, Any], key: str) -> str:
    if not isinstance(fields.get(key), str):
        raise ModelError(f"history: expected {key} to be a string, found {shorten(fields.get(key))}")
    return str(fields[key])


def _array(name: str, entry: bytes, steps: int) -> Half:
    array = read_npy(name, entry, {"<f2": "float16"}).astype(np.float16)
    if array.ndim == 0 or len(array) != steps:
        raise ModelError(f"the array {name!r}: expected {steps} steps in front, found shape {array.shape}")
    if not np.isfinite(array).all():
        raise ModelError(f"the array {name!r} contains NaN or infinity")
    return array
