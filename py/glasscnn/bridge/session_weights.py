"""The weights of a session's model as one flat vector, which can be replaced while the model reads."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Change, Graph
from glasscnn.errors import ModelError
from glasscnn.model import Model
from glasscnn.model.npz_format import write_model

Array = npt.NDArray[np.float32]


class SessionWeights:
    """All arrays of a model one after the other, in the order of the model's file.

    As long as they differ from those that the model was loaded with, its card and its familiarity network are left out,
    since they were measured and fitted with those.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._given = model.graph
        self._originals: dict[str, Array] = {}  # of the arrays that have been changed
        self._offsets, self._length = {}, 0
        for name, array in model.weights.items():
            self._offsets[name] = self._length
            self._length += array.size

    def layout(self) -> list[dict[str, Any]]:
        """Each array in the order of the vector: name, offset, shape, and the first stage that it changes."""
        stages = first_stages(self._model.graph)
        return [
            {
                "name": name,
                "offset": offset,
                "shape": list(self._model.weights[name].shape),
                "stage": stages.get(name.rpartition(".")[0]),
            }
            for name, offset in self._offsets.items()
        ]

    def vector(self) -> Array:
        """The current weights."""
        return joined(self._model.weights)

    def original(self) -> Array:
        """The weights that the model was loaded with."""
        return joined(self._model.weights | self._originals)

    def change(self, vector: Array) -> dict[str, Change]:
        """Take other weights, and compute the image in the model's plan with them.

        Returns the changed region of each node's output. Raises ModelError for a vector of another length and for
        numbers that are not finite; the weights stay as they were then.
        """
        if len(vector) != self._length:
            raise ModelError(f"weights: expected {self._length:,} numbers, found {len(vector):,}")
        if not math.isfinite(np.add.reduce(vector, dtype=np.float64)):
            raise ModelError("weights: expected finite numbers, found NaN or infinity")
        changed = {}
        for name, offset in self._offsets.items():
            before = self._model.weights[name]
            after = vector[offset : offset + before.size].reshape(before.shape)
            if not np.array_equal(before, after):
                self._originals.setdefault(name, before)
                changed[name] = after.copy()
        changes = self._model.change_weights(changed)
        self._model.graph = replace(self._given, card={}, familiarity=None) if self.is_changed else self._given
        return changes

    @property
    def is_changed(self) -> bool:
        """Whether any weight differs from the one that the model was loaded with."""
        return any(not np.array_equal(self._model.weights[name], array) for name, array in self._originals.items())

    def model_file(self) -> bytes:
        """The model with its current weights as the bytes of a `.npz`."""
        return write_model(self._model.graph, self._model.weights)


def first_stages(graph: Graph) -> dict[str, str]:
    """{node: stage}: for each node the stage that shows it or, if none does, the first one that is computed from it."""
    shown = {stage.node: stage.name for stage in reversed(graph.stages)}
    stages = dict(shown)
    for node in reversed(graph.nodes):
        if node.name in stages:
            stages |= {source: stages[node.name] for source in node.inputs if source not in shown}
    return stages


def joined(weights: Mapping[str, Array]) -> Array:
    """All arrays one after the other."""
    return np.concatenate([np.zeros(0, np.float32), *(array.reshape(-1) for array in weights.values())])
