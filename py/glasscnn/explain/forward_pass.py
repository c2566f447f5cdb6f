"""The forward pass to be explained: every number that a model computed for one image, by node of the graph."""

from collections.abc import Container, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from glasscnn.engine import ELEMENTWISE, OPERATORS, Node
from glasscnn.engine.reference import normalise, run_node, weights_by_node
from glasscnn.errors import QuestionError
from glasscnn.explain.moved_cells import source_cell
from glasscnn.model import Model
from glasscnn.model.masks import mask_factors

Array = npt.NDArray[np.float32]


SCALING = (
    *("batch_norm2d", "elementwise_affine", "elementwise_power"),
    *("layer_norm", "rms_norm", "group_norm", "local_response_norm"),
)
"""Ops that change each number by constants, or by statistics of the numbers around it."""


class Place(NamedTuple):
    """A cell of a node's output; a vector's cell has row and column 0."""

    channel: int
    row: int = 0
    column: int = 0


class ForwardPass:
    """The forward pass of one image through one model.

    `stages` are the outputs of all shown stages by name, including the image, as computed by the engine. The outputs of
    other nodes are computed from these on demand, by the readable operators.
    """

    def __init__(self, model: Model, stages: Mapping[str, Array]) -> None:
        graph = model.graph
        image = stages[graph.input.name]
        if image.shape != graph.input.shape:
            raise QuestionError(
                f"one image is explained at a time: expected a result of {graph.input.shape}, found {image.shape}"
            )
        self.model, self.stages = model, stages
        self.input_name = graph.input.name
        self.nodes = {node.name: node for node in graph.nodes}
        self.arrays = weights_by_node(model.weights)
        self.shown = {self.input_name: self.input_name} | {stage.node: stage.name for stage in graph.stages}
        self._node_of = {self.input_name: self.input_name} | {stage.name: stage.node for stage in graph.stages}
        factors = {name: mask_factors(node, self.arrays.get(name, {})) for name, node in self.nodes.items()}
        self.masks = {name: each for name, each in factors.items() if each is not None}
        self._outputs = {node: stages[name] for node, name in self.shown.items() if node != self.input_name}

    def node_of(self, stage: str) -> str:
        """The node that a stage shows; raises QuestionError if there is no such stage."""
        if stage not in self._node_of:
            raise QuestionError(f"there is no stage {stage!r}; there are {', '.join(self._node_of)}")
        return self._node_of[stage]

    def output(self, name: str) -> Array:
        """A node's output, without a batch axis; for the image, the normalised image that the network receives."""
        if name == self.input_name and name not in self._outputs:
            self._outputs[name] = normalise(self.stages[name][None], self.model.graph.input)[0]
        for node in self.way_to(name, self._outputs):
            inputs = [self.output(source) for source in node.inputs]
            self._outputs[node.name] = run_node(node, inputs, self.arrays.get(node.name, {}), OPERATORS[node.op])
        return self._outputs[name]

    def way_to(self, name: str, known: Container[str]) -> list[Node]:
        """The nodes needed to compute a node from the `known` ones, itself included, in execution order."""
        if name in known:
            return []
        wanted, way = {name}, []
        for node in reversed(self.model.graph.nodes):
            if node.name in wanted and node.name not in known:
                wanted.update(node.inputs)
                way.append(node)
        return way[::-1]

    def op_of(self, name: str) -> str:
        """What a node computes; for a mask, what the node behind it computes."""
        while name in self.masks:
            name = self.nodes[name].inputs[0]
        return self.nodes[name].op

    def passes_on(self, name: str, place: Place) -> bool:
        """Whether a node is a mask that leaves a cell as it is."""
        return name in self.masks and bool(self.masks[name][place.channel])

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of a node's output."""
        return self.model.shapes[name]

    def value(self, name: str, place: Place) -> float:
        """The number in one cell of a node's output; for the image, the pixel before normalisation."""
        numbers = self.stages[name] if name == self.input_name else self.output(name)
        return float(numbers[index_of(place, numbers.ndim)])

    def check(self, stage: str, place: Place) -> str:
        """The node of a stage; raises QuestionError if there is no such stage or it does not have this cell."""
        name = self.node_of(stage)
        shape = self.shape(name)
        sizes = shape if len(shape) == 3 else (*shape, 1, 1)
        if not all(0 <= number < size for number, size in zip(place, sizes, strict=True)):
            raise QuestionError(
                f"stage {stage!r} has {' × '.join(map(str, shape))} cells, counted from 0: there is no channel"
                f" {place.channel}, row {place.row}, column {place.column}"
            )
        return name


def index_of(place: Place, axes: int) -> tuple[int, ...]:
    """The index of a cell in maps (3 axes) or in a vector (1)."""
    return tuple(place) if axes == 3 else (place.channel,)


def place_in(place: Place, shape: tuple[int, ...]) -> Place:
    """The place of the number that arithmetic takes from an input of this shape for the cell at `place`.

    Along a side of 1 there is one number for all cells; a vector (C,) beside maps is (C, 1, 1).
    """
    sides = (*shape, 1, 1)[:3]
    return Place(*(index if side > 1 else 0 for index, side in zip(place, sides, strict=True)))


def one_source(reading: ForwardPass, node: Node, place: Place) -> tuple[str, Place] | None:
    """The node and cell that a cell is a copy or an element-wise function of; None for other ops."""
    if node.name in reading.masks:
        return node.inputs[0], place
    match node.op:
        case op if op in ELEMENTWISE or op in SCALING:
            return node.inputs[0], place
        case "flatten":
            return node.inputs[0], unravel(place.channel, reading.shape(node.inputs[0]))
        case "concat":
            return part_of(reading, node, place)
        case _:
            cell = source_cell(node, reading.shape(node.inputs[0]), place)
            return None if cell is None else (node.inputs[0], Place(*cell))


def part_of(reading: ForwardPass, node: Node, place: Place) -> tuple[str, Place]:
    """The input of a concat, and the cell in it, that a cell is copied from."""
    axis = node.joined_axis - 1
    index = place[axis]
    for source in node.inputs:
        side = reading.shape(source)[axis]
        if index < side:
            cell = [*place]
            cell[axis] = index
            return source, Place(*cell)
        index -= side
    raise QuestionError(f"node {node.name!r} has no cell {tuple(place)}")


def unravel(index: int, shape: tuple[int, ...]) -> Place:
    """The cell with this index in the flattened (row-major) array."""
    if len(shape) == 1:
        return Place(index)
    _, height, width = shape
    return Place(index // (height * width), index // width % height, index % width)
