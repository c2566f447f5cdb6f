"""The graph of a model: its input, its nodes in execution order, and the stages shown on the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Input:
    """The input image: its shape (C, H, W), and the mean and standard deviation of each channel for normalisation."""

    name: str
    shape: tuple[int, int, int]
    mean: tuple[float, ...]
    std: tuple[float, ...]


@dataclass(frozen=True)
class Node:
    """One operation: its name, its op, the names of its inputs, and its attributes (stride, padding, …)."""

    name: str
    op: str
    inputs: tuple[str, ...]
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reduced_axes(self) -> tuple[int, ...]:
        """The axes that a reduction reduces: 1 channels, 2 rows, 3 columns; none for other operators."""
        return tuple(self.attributes["dim"]) if self.op.startswith("reduce_") else ()

    @property
    def joined_axis(self) -> int:
        """The axis along which `concat` joins; the channels in a graph of version 1, which does not say."""
        return int(self.attributes.get("dim", 1))


@dataclass(frozen=True)
class Stage:
    """A node whose output is shown on the page, with a name and a human-readable title."""

    name: str
    node: str
    title: str


Numbers = tuple[float, ...]


@dataclass(frozen=True)
class Familiarity:
    """A small network of two dense layers that tells images like those of the training from others.

    maps           the node whose maps it looks at; it also gets the logits
    scale          (features,), what each feature is multiplied by first
    hidden_weight  (hidden, features) small whole numbers, which take few bytes; one row for each unit
    hidden_bias    (hidden,)
    weight, bias   of the last layer: (hidden,), and one number

    `glasscnn.explain.familiarity` computes its features and its score, which is below 0 for unfamiliar images.
    """

    maps: str
    scale: Numbers
    hidden_weight: tuple[tuple[int, ...], ...]
    hidden_bias: Numbers
    weight: Numbers
    bias: float


@dataclass(frozen=True)
class Graph:
    """A model without its arrays. `output` is the node with the logits, one for each of `classes`.

    `answer` is what makes probabilities of the logits: "softmax" if exactly one class is right, "sigmoid" if each class
    is judged on its own, so that the probabilities need not sum to 1.
    `familiarity` is None for a model that cannot tell what it has not been trained on.
    """

    name: str
    title: str
    description: str
    input: Input
    nodes: tuple[Node, ...]
    output: str
    classes: tuple[str, ...]
    stages: tuple[Stage, ...]
    card: Mapping[str, Any] = field(default_factory=dict)
    familiarity: Familiarity | None = None
    answer: str = "softmax"

    def node(self, name: str) -> Node:
        """The node with this name; raises KeyError if there is none."""
        for node in self.nodes:
            if node.name == name:
                return node
        raise KeyError(name)

    def is_answer(self, node: Node) -> bool:
        """Whether a node makes the probabilities of the logits."""
        return node.op == self.answer and node.inputs == (self.output,)
