"""The weights of a session's model as one flat vector, which can be replaced while the model reads.

The model may run with interventions; the vector is that of the model without them.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Change, Graph
from glasscnn.errors import ModelError
from glasscnn.model import Model
from glasscnn.model.interventions import Interventions, possible_interventions, rewrite
from glasscnn.model.npz_format import write_model

Array = npt.NDArray[np.float32]

CHANGED = "-changed"
"""At the end of the name of a model that was changed on the page, in its file."""


class SessionWeights:
    """All arrays of a model one after the other, in the order of the model's file.

    As long as they differ from those that the model was loaded with, its card and its familiarity network are left out,
    since they were measured and fitted with those.
    """

    def __init__(self, model: Model) -> None:
        self.model = model  # that reads, with the interventions
        self.interventions = Interventions()
        self.possible = possible_interventions(model)
        self.graph, self._shapes = model.graph, model.shapes  # as it was loaded
        self._weights = dict(model.weights)
        self._originals: dict[str, Array] = {}  # of the arrays that have been changed
        self._offsets, self._length = {}, 0
        for name, array in self._weights.items():
            self._offsets[name] = self._length
            self._length += array.size

    def layout(self) -> list[dict[str, Any]]:
        """Each array in the order of the vector: name, offset, shape, and the first stage that it changes."""
        stages = first_stages(self.graph)
        return [
            {
                "name": name,
                "offset": offset,
                "shape": list(self._weights[name].shape),
                "stage": stages.get(name.rpartition(".")[0]),
            }
            for name, offset in self._offsets.items()
        ]

    def vector(self) -> Array:
        """The current weights."""
        return joined(self._weights)

    def original(self) -> Array:
        """The weights that the model was loaded with."""
        return joined(self._weights | self._originals)

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
            before = self._weights[name]
            after = vector[offset : offset + before.size].reshape(before.shape)
            if not np.array_equal(before, after):
                self._originals.setdefault(name, before)
                changed[name] = after.copy()
        self._weights |= changed
        if not self.interventions:
            self.model.graph = self._current_graph()
        read = {name: array for name, array in changed.items() if name in self.model.weights}
        return self.model.change_weights(read)

    def intervened(self, interventions: Interventions) -> Model:
        """A model with the current weights and these interventions; raises ModelError if they are not possible."""
        return Model(*rewrite(self._current_graph(), self._weights, self._shapes, interventions))

    def _current_graph(self) -> Graph:
        return replace(self.graph, card={}, familiarity=None) if self.is_changed else self.graph

    @property
    def is_changed(self) -> bool:
        """Whether any weight differs from the one that the model was loaded with."""
        return any(not np.array_equal(self._weights[name], array) for name, array in self._originals.items())

    def model_file(self) -> bytes:
        """The model as it is now, with changed weights and interventions, as the bytes of a `.npz` that says so."""
        return write_model(self._renamed(self.model.graph), self.model.weights)

    def file_to_train(self) -> bytes:
        """The model with its current weights but without interventions, so that its weights are those of the vector."""
        return write_model(self._current_graph(), self._weights)

    def _renamed(self, graph: Graph) -> Graph:
        """The graph with a name and a description that say what was changed."""
        if self.is_changed or self.interventions:
            graph = replace(graph, name=f"{graph.name.removesuffix(CHANGED)}{CHANGED}")
        if self.is_changed:
            graph = replace(graph, description=f"{graph.description} Its weights were changed.".strip())
        return graph


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
