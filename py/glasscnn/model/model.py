"""A model: a graph with its weights, ready for predictions."""

import errno
import math
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, count
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from glasscnn.engine import OPERATORS, Change, Graph, Node, Plan, Stage, run_graph
from glasscnn.engine.reference import Operator
from glasscnn.errors import ModelError
from glasscnn.files import write_atomically
from glasscnn.model.bundled import bundled_models
from glasscnn.model.cost import multiply_adds
from glasscnn.model.graph_json import check_graph
from glasscnn.model.limits import LARGEST_FILE
from glasscnn.model.masks import is_mask
from glasscnn.model.npz_format import check_weights, read_model, write_model
from glasscnn.model.shapes import infer_shapes, node_arrays
from glasscnn.names import one_line

if TYPE_CHECKING:
    from glasscnn.engine.batch_plan import BatchPlan

Array = npt.NDArray[np.float32]

BATCHES = (25, 5, 1)
"""The possible sizes of a batch: the first of these that does not exceed BATCH_NUMBERS is used."""

BATCH_NUMBERS = 1_500_000
"""The maximum number of numbers that all nodes put out for the images of a batch."""


FEATURES_OF_A_MAP = 5
"""What the familiarity network gets of each map: the averages of its four quarters, and its largest number."""


@dataclass(frozen=True)
class Result:
    """A model's prediction for one image, or for a batch (then every array has a first axis N).

    label          the index of the most probable class; (N,) for a batch
    probabilities  (classes,) float32; they sum to 1 unless the graph's answer is "sigmoid"
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
        readable: Collection[str] | Mapping[str, Operator] = (),
    ) -> None:
        """Check the graph and weights, and plan; raises ModelError.

        Ops named in `readable` run through `glasscnn.ops`, or through the functions that a mapping gives for them.
        """
        check_weights(graph, weights)
        self.graph, self.probabilities_node = with_probabilities(graph)
        check_graph(self.graph)
        self.weights = dict(weights)
        self.shapes = infer_shapes(self.graph, self.weights)
        check_familiarity(self.graph, self.shapes)
        self._readable = readable
        self.readable = readable_operators(self.graph, self.shapes, readable)
        self.plan = Plan(
            self.graph,
            self.weights,
            self.shapes,
            kept=[stage.node for stage in self.graph.stages],
            readable=self.readable,
        )

    def __repr__(self) -> str:
        return f"<Model {one_line(self.graph.name)}: {len(self.graph.nodes)} nodes, {self.parameters:,} parameters>"

    def with_weights(self, weights: Mapping[str, npt.ArrayLike]) -> "Model":
        """A model with these arrays, given by name, in place of its own; checked as those of a file are.

        Card and familiarity network are left out, since they were measured and fitted with the weights of this model.
        Raises ModelError for an unknown name, for a shape that does not fit, and for numbers that are not finite.
        """
        graph = replace(self.graph, card={}, familiarity=None)
        arrays = {name: as_weights(name, array) for name, array in weights.items()}
        return Model(graph, self.weights | arrays, self._readable)

    def change_weights(self, weights: Mapping[str, Array]) -> dict[str, Change]:
        """Put arrays, given by name, in place of the model's own, and compute the image in its plan with them.

        Much quicker than another model, for a weight that is dragged and for the steps of a training. The arrays must
        have the shapes of those that they replace. Returns the changed region of each node's output.
        """
        self.weights.update(weights)
        self.__dict__.pop("batch_plan", None)  # it was made with other weights
        return self.plan.change_weights(self.weights, {name.rpartition(".")[0] for name in weights})

    @property
    def parameters(self) -> int:
        """The number of learned parameters: all weights and biases, without the factors of masks."""
        masks = {node.name for node in self.graph.nodes if is_mask(node)}
        return sum(array.size for name, array in self.weights.items() if name.rpartition(".")[0] not in masks)

    @property
    def multiplications(self) -> dict[str, int]:
        """The multiplications of each node with weights for one image: each weight once for each place of the output.

        A convolution takes O · H · W · (C / groups) · kH · kW, zeros of the padding included. In a transposed
        convolution, it is each place of the input.
        """
        places = {
            node.name: node.inputs[0] if node.op == "conv_transpose2d" else node.name for node in self.graph.nodes
        }
        return {
            node.name: self.weights[f"{node.name}.weight"].size * math.prod(self.shapes[places[node.name]][1:])
            for node in self.graph.nodes
            if f"{node.name}.weight" in self.weights and not is_mask(node)
        }

    @property
    def multiply_adds(self) -> int:
        """The multiply-adds for one image, as `limits.py` bounds them: those of all nodes, also without weights."""
        return sum(
            multiply_adds(node, [self.shapes[name] for name in node.inputs], self.shapes[node.name], arrays)
            for node, arrays in ((node, node_arrays(node, self.weights)) for node in self.graph.nodes)
        )

    def predict(self, images: npt.ArrayLike) -> Result:
        """The Result for one image (C, H, W) or a batch (N, C, H, W) with values in [0, 1].

        Raises ModelError for another shape and for numbers that are not finite.
        """
        x = self._checked(images)
        return self._predict_one(x) if x.ndim == 3 else self._predict_batch(x)

    def probabilities(self, images: npt.ArrayLike) -> Array:
        """The probabilities of a batch (N, C, H, W) with values in [0, 1], in any number: (N, classes) float32.

        Keeps no stages, which is two to three times as fast as `predict`. Raises ModelError as `predict` does.
        """
        x = self._checked(images)
        if x.ndim == 3:
            raise ModelError(f"{self.graph.name}: expected a batch (N, C, H, W), found one image of shape {x.shape}")
        if self.readable:
            return self._predict_batch(x).probabilities
        plan = self.batch_plan
        return np.concatenate([plan.run(x[start : start + plan.count]) for start in range(0, len(x), plan.count)])

    @property
    def batch_size(self) -> int:
        """How many images `probabilities` computes at a time: fewer for a network with larger maps."""
        numbers = sum(math.prod(shape) for shape in self.shapes.values())
        return next(count for count in BATCHES if count * numbers <= BATCH_NUMBERS or count == 1)

    @cached_property
    def batch_plan(self) -> "BatchPlan":
        """The plan of `probabilities`, made on first use."""
        return self.plan_batch(self.batch_size)

    def plan_batch(self, count: int) -> "BatchPlan":
        """A plan that computes the probabilities of `count` images at a time; it shares no buffers with others."""
        from glasscnn.engine.batch_plan import BatchPlan  # on first use, since readings do not need it

        return BatchPlan(self.graph, self.weights, self.shapes, self.probabilities_node, count)

    def _checked(self, images: npt.ArrayLike) -> Array:
        """The images as float32; raises ModelError unless their shape and their numbers fit."""
        x = np.asarray(images, dtype=np.float32)
        if x.shape[-3:] != self.graph.input.shape or x.ndim not in (3, 4) or len(x) == 0:
            raise ModelError(
                f"{self.graph.name} takes images of shape {self.graph.input.shape} or batches of them, found {x.shape}"
            )
        if not np.isfinite(x).all():
            raise ModelError(f"{self.graph.name} takes finite numbers, the image contains NaN or infinity")
        return x

    def _predict_one(self, image: Array) -> Result:
        np.copyto(self.plan.image, image)
        self.plan.run()
        stages = {stage.name: self.plan.outputs[stage.node].copy() for stage in self.graph.stages}
        probabilities = self.plan.outputs[self.probabilities_node].copy()
        return Result(int(probabilities.argmax()), probabilities, {self.graph.input.name: image.copy(), **stages})

    def _predict_batch(self, images: Array) -> Result:
        nodes = {stage.node for stage in self.graph.stages}
        outputs = run_graph(self.graph, self.weights, images, keep=nodes, operators=self.readable)
        probabilities = outputs[self.probabilities_node]
        stages = {stage.name: outputs[stage.node] for stage in self.graph.stages}
        return Result(probabilities.argmax(axis=1), probabilities, {self.graph.input.name: images, **stages})

    def save(self, path: str | os.PathLike[str], half: bool = False) -> None:
        """Write the model file atomically; `half` stores float16."""
        write_atomically(Path(path), write_model(self.graph, self.weights, half))


def as_weights(name: str, numbers: npt.ArrayLike) -> Array:
    """The numbers as a float32 array of its own; raises ModelError for anything else."""
    try:
        with np.errstate(over="ignore"):
            return np.array(numbers, np.float32, order="C")
    except (TypeError, ValueError) as error:
        raise ModelError(f"the array {name!r}: expected numbers, found something else ({error})") from error


def readable_operators(
    graph: Graph, shapes: Mapping[str, tuple[int, ...]], readable: Collection[str] | Mapping[str, Operator]
) -> dict[str, Operator]:
    """The function of each node whose op is in `readable`; raises ModelError for an unknown op and for no function."""
    for op in sorted(readable):
        if op not in OPERATORS:
            raise ModelError(f"readable: there is no op {op!r}; known are {', '.join(sorted(OPERATORS))}")
        if isinstance(readable, Mapping) and not callable(readable[op]):
            raise ModelError(f"readable: expected a function for {op}, found {type(readable[op]).__name__}")
    nodes = [node for node in graph.nodes if node.op in readable]
    if not isinstance(readable, Mapping):
        return {node.name: OPERATORS[node.op] for node in nodes}
    from glasscnn.model.own_operator import OwnOperator  # on first use, since readings do not need it

    return {node.name: OwnOperator(readable[node.op], node, shapes[node.name]) for node in nodes}


def check_familiarity(graph: Graph, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Raise ModelError unless the familiarity network takes as many numbers as its features are."""
    if graph.familiarity is not None:
        shape = shapes.get(graph.familiarity.maps, ())
        expected = FEATURES_OF_A_MAP * shape[0] + len(graph.classes) if len(shape) == 3 else 0
        found = len(graph.familiarity.scale)
        if found != expected:
            raise ModelError(
                f"familiarity: expected {expected} features, {FEATURES_OF_A_MAP} of each map of"
                f" {graph.familiarity.maps!r} and the logits, found {found}"
            )


def load(
    source: str | os.PathLike[str] | bytes | IO[bytes], readable: Collection[str] | Mapping[str, Operator] = ()
) -> Model:
    """The Model in a `.npz` file.

    `source` is a path, the bytes, an open file, or the name of a bundled model: `load("gap10")`. Ops named in
    `readable`, for example {"conv2d"}, run through the operator in `glasscnn.ops` instead of the planned kernel; with a
    mapping, {"conv2d": function}, through that function, which is called as PyTorch's of the same name, and whose
    errors predictions raise as OperatorError (`glasscnn.model.own_operator`).

    Raises ModelError if the file is not a valid model, FileNotFoundError if `source` is neither a bundled model nor a
    file, OSError if the file cannot be read.
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
    """The graph with the node that makes probabilities of its output, and a stage for it, which is the last.

    Both are added if they are missing. And the name of that node.
    """
    answer = next((node.name for node in graph.nodes if graph.is_answer(node)), None)
    if answer is None:
        answer = unused("probabilities", {graph.input.name, *(node.name for node in graph.nodes)})
        graph = replace(graph, nodes=(*graph.nodes, Node(answer, graph.answer, (graph.output,))))
    others = [stage for stage in graph.stages if stage.node != answer]
    taken = {graph.input.name, *(stage.name for stage in others)}
    own = [stage for stage in graph.stages if stage.node == answer]
    stages = (*others, *(own or [Stage(unused("probabilities", taken), answer, graph.answer.capitalize())]))
    return graph if stages == graph.stages else replace(graph, stages=stages), answer


def unused(name: str, taken: Collection[str]) -> str:
    """The name, with a number appended if it is taken."""
    numbered = (f"{name}{number}" for number in count(2))
    return next(each for each in chain([name], numbered) if each not in taken)
