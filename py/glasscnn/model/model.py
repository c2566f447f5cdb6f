"""A model: a graph with its weights, ready for predictions."""

import errno
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from glasscnn.engine import OPERATORS, Graph, Node, Plan, Stage, run_graph
from glasscnn.errors import ModelError
from glasscnn.files import write_atomically
from glasscnn.model.bundled import bundled_models
from glasscnn.model.npz_format import LARGEST_FILE, check_weights, read_model, write_model
from glasscnn.model.shapes import infer_shapes

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Result:
    """A model's prediction for one image, or for a batch (then every array has a first axis N).

    label          the index of the most probable class; (N,) for a batch
    probabilities  (classes,) float32, sum to 1
    stages         the output of each stage by name, including the image: (C, H, W) or (features,)
    """

    label: int | npt.NDArray[np.intp]
    probabilities: Array
    stages: dict[str, Array]


class Model:
    """A graph, its weights and a plan to run it; created by `glasscnn.load`."""

    def __init__(
        self,
        graph: Graph,
        weights: Mapping[str, Array],
        readable: Collection[str] = (),
    ) -> None:
        """Check the graph and weights, and plan; raises ModelError.

        Ops named in `readable` run through `glasscnn.ops`.
        """
        unknown = set(readable) - set(OPERATORS)
        if unknown:
            raise ModelError(
                f"readable: there is no op {sorted(unknown)[0]!r}; known are {', '.join(sorted(OPERATORS))}"
            )
        check_weights(graph, weights)
        self.graph, self.probabilities_node = with_probabilities(graph)
        self.weights = dict(weights)
        self.shapes = infer_shapes(self.graph, self.weights)
        self.plan = Plan(
            self.graph,
            self.weights,
            self.shapes,
            kept=[stage.node for stage in self.graph.stages],
            readable={op: OPERATORS[op] for op in readable},
        )

    @property
    def parameters(self) -> int:
        """The number of learned parameters: all weights and biases."""
        return sum(array.size for array in self.weights.values())

    def predict(self, images: npt.ArrayLike) -> Result:
        """The Result for one image (C, H, W) or a batch (N, C, H, W) with values in [0, 1].

        Raises ModelError for another shape and for numbers that are not finite.
        """
        x = np.asarray(images, dtype=np.float32)
        if x.shape[-3:] != self.graph.input.shape or x.ndim not in (3, 4) or len(x) == 0:
            raise ModelError(
                f"{self.graph.name} takes images of shape {self.graph.input.shape} or batches of them, found {x.shape}"
            )
        if not np.isfinite(x).all():
            raise ModelError(f"{self.graph.name} takes finite numbers, the image contains NaN or infinity")
        return self._predict_one(x) if x.ndim == 3 else self._predict_batch(x)

    def _predict_one(self, image: Array) -> Result:
        np.copyto(self.plan.image, image)
        self.plan.run()
        stages = {stage.name: self.plan.outputs[stage.node].copy() for stage in self.graph.stages}
        probabilities = self.plan.outputs[self.probabilities_node].copy()
        return Result(int(probabilities.argmax()), probabilities, {self.graph.input.name: image.copy(), **stages})

    def _predict_batch(self, images: Array) -> Result:
        nodes = {stage.node for stage in self.graph.stages}
        outputs = run_graph(self.graph, self.weights, images, keep=nodes)
        probabilities = outputs[self.probabilities_node]
        stages = {stage.name: outputs[stage.node] for stage in self.graph.stages}
        return Result(probabilities.argmax(axis=1), probabilities, {self.graph.input.name: images, **stages})

    def save(self, path: str | os.PathLike[str], half: bool = False) -> None:
        """Write the model file atomically; `half` stores float16."""
        write_atomically(Path(path), write_model(self.graph, self.weights, half))


def load(source: str | os.PathLike[str] | bytes | IO[bytes], readable: Collection[str] = ()) -> Model:
    """The Model in a version-1 `.npz` file.

    `source` is a path, the bytes, an open file, or the name of a bundled model: `load("gap10")`. Ops named in
    `readable`, for example {"conv2d"}, run through the operator in `glasscnn.ops` instead of the planned kernel. Raises
    ModelError if the file is not a valid model, FileNotFoundError if `source` is neither a bundled model nor a file,
    OSError if the file cannot be read.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)
    elif isinstance(source, str | os.PathLike):
        data = read_file(source)
    else:
        data = source.read(LARGEST_FILE + 1)
    graph, weights = read_model(data)
    return Model(graph, weights, readable)


def read_file(source: str | os.PathLike[str]) -> bytes:
    """The bytes of a bundled model, given by name, or of a file."""
    bundled = bundled_models()
    path = bundled[source] if isinstance(source, str) and source in bundled else Path(source)
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except (FileNotFoundError, IsADirectoryError) as error:
        names = ", ".join(bundled) or "none is installed"
        reason = f"neither a bundled model ({names}) nor a file"
        raise FileNotFoundError(errno.ENOENT, reason, os.fspath(source)) from error


def with_probabilities(graph: Graph) -> tuple[Graph, str]:
    """The graph with a softmax of its output and a stage for it, added if missing; and the name of the softmax node."""
    softmax = next((node.name for node in graph.nodes if node.op == "softmax" and node.inputs == (graph.output,)), None)
    if softmax is None:
        taken = {graph.input.name, *(node.name for node in graph.nodes)}
        softmax = next(
            name for name in ("probabilities", *map("probabilities{}".format, range(2, 9999))) if name not in taken
        )
        graph = replace(graph, nodes=(*graph.nodes, Node(softmax, "softmax", (graph.output,))))
    if not any(stage.node == softmax for stage in graph.stages):
        graph = replace(graph, stages=(*graph.stages, Stage("probabilities", softmax, "Softmax")))
    return graph, softmax
