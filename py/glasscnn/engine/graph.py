"""The graph of a model: its input, its nodes in execution order, and the stages that the page shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Input:
    """The image that the network gets: (C, H, W), and the mean and standard deviation that normalise each channel."""

    name: str
    shape: tuple[int, int, int]
    mean: tuple[float, ...]
    std: tuple[float, ...]


@dataclass(frozen=True)
class Node:
    """One operator: what it is called, what it computes from which inputs, and how (stride, padding, …)."""

    name: str
    op: str
    inputs: tuple[str, ...]
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """A node's output that the page shows, under a name and a title for people."""

    name: str
    node: str
    title: str


@dataclass(frozen=True)
class Graph:
    """Everything about a model but its arrays. `output` is the node that holds the logits, one for each of
    `classes`.
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

    def node(self, name: str) -> Node:
        """The node of that name; raises KeyError if there is none."""
        for node in self.nodes:
            if node.name == name:
                return node
        raise KeyError(name)
