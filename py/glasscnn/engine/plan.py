"""A plan for one image at a time: every buffer made once, every node a kernel that writes into its own, then only
`run`.

The page reads the same buffers after every pen movement, so nothing is allocated and nothing moves between two runs.
"""

import math
from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np

from glasscnn.engine.graph import Graph
from glasscnn.engine.kernels import Array, Kernel, normalise_kernel, plan_kernel, readable_kernel
from glasscnn.engine.run import OPERATORS, Operator, weights_by_node

Shape = tuple[int, ...]


class Plan:
    """A graph with its buffers.

    image    (C, H, W): written by the caller, values in [0, 1]
    outputs  every node's output, without a batch axis
    values   flat: the image, then the outputs of the `kept` nodes in their order, one after the other
    """

    def __init__(
        self,
        graph: Graph,
        weights: Mapping[str, Array],
        shapes: Mapping[str, Shape],
        kept: Iterable[str],
        readable: Mapping[str, Operator] | None = None,
    ) -> None:
        """Plan `graph` for nodes of the given output shapes. An op in `readable` runs through that function of whole
        arrays (N, C, H, W) instead of its kernel.
        """
        names = [graph.input.name, *dict.fromkeys(kept)]
        self.offsets, self.values = _one_block([math.prod(shapes[name]) for name in names], names)
        self.outputs = {name: self._slice(name, shapes[name]) for name in names}
        self.image = self.outputs.pop(graph.input.name)
        normalised = np.zeros_like(self.image)
        self._kernels: list[Kernel] = [normalise_kernel(self.image, normalised, graph.input.mean, graph.input.std)]
        sources = {graph.input.name: normalised}
        arrays = weights_by_node(weights)
        operators = {**OPERATORS, **(readable or {})}
        for node in graph.nodes:
            out = self.outputs.setdefault(node.name, np.zeros(shapes[node.name], np.float32))
            inputs = [sources[source] for source in node.inputs]
            make = readable_kernel if node.op in (readable or {}) else plan_kernel
            self._kernels.append(make(node, inputs, arrays.get(node.name, {}), out, operators))
            sources[node.name] = out

    def run(self) -> None:
        """Compute every node's output from `image`."""
        for kernel in self._kernels:
            kernel()

    def _slice(self, name: str, shape: Shape) -> Array:
        start = self.offsets[name]
        return self.values[start : start + math.prod(shape)].reshape(shape)


def _one_block(lengths: list[int], names: list[str]) -> tuple[dict[str, int], Array]:
    """Where each name starts in one flat buffer that holds them all, and the buffer."""
    starts = [0]
    for length in lengths:
        starts.append(starts[-1] + length)
    offsets = {name: start for name, (start, _) in zip(names, pairwise(starts), strict=True)}
    return offsets, np.zeros(starts[-1], np.float32)
