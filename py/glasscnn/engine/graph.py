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


@dataclass(frozen=True)
class Stage:
    """A node whose output is shown on the page, with a name and a human-readable title."""

    name: str
    node: str
    title: str


@dataclass(frozen=True)
class Graph:
    """A model without its arrays. `output` is the node with the logits, one for each of `classes`."""

    name: str
    title: str
    description: str
    input: Input
    nodes: tuple[Node, ...]
    output: str
    classes: tuple[str, ...]
    stages: tuple[Stage, ...]
    card: Mapping[str, Any] = field(default_factory=dict)

    def node(self, name: str) -> Node:
        """The node with this name; raises KeyError if there is none."""
        for node in self.nodes:
            if node.name == name:
                return node
        raise KeyError(name)
