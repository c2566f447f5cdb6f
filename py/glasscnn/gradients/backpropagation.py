"""Backpropagation through a graph: from the gradient of its output back to every node, in plain NumPy.

(Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", 1986.)
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Graph, Node
from glasscnn.gradients.operators import input_gradients

Array = npt.NDArray[np.float32]


def backpropagate(
    graph: Graph,
    output: Callable[[str], Array],
    arrays: Mapping[str, Mapping[str, Array]],
    gradient: Array,
    wanted: Container[str],
) -> Iterator[tuple[str, Array]]:
    """Each node with the gradient with respect to its output, from the last node to the first.

    `gradient` is that of the graph's output; `output` gives a node's output (N, …), and `arrays` its weights. Only
    gradients of nodes in `wanted` are computed, which must be all nodes on the way to them (`downstream`). Where a
    node has several readers, their gradients add up.
    """
    gradients = {graph.output: gradient}
    for node in reversed(graph.nodes):
        if node.name not in gradients:
            continue  # the output does not depend on it
        g = gradients.pop(node.name)
        yield node.name, g
        if not any(source in wanted for source in node.inputs):
            continue
        inputs = [output(source) for source in node.inputs]
        parts = input_gradients(node, inputs, output(node.name), arrays.get(node.name, {}), g)
        for source, part in zip(node.inputs, parts, strict=True):
            if source in wanted:
                gradients[source] = gradients[source] + part if source in gradients else part
    if graph.input.name in gradients:
        yield graph.input.name, gradients[graph.input.name]


def downstream(nodes: Iterable[Node], origins: Iterable[str]) -> set[str]:
    """The names of the nodes that depend on one of `origins`, these included."""
    found = set(origins)
    for node in nodes:
        if found.intersection(node.inputs):
            found.add(node.name)
    return found
