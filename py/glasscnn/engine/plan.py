"""An execution plan for one image at a time: all buffers are allocated once, and each node's kernel writes to its own.

The page reads the same buffers after every pen movement, so runs allocate nothing and buffers never move.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from itertools import pairwise

import numpy as np

from glasscnn.engine.convolution import Conv2d
from glasscnn.engine.dirty_regions import Array, Change, union
from glasscnn.engine.graph import Graph, Node
from glasscnn.engine.op_kernel import Arrays, OpKernel
from glasscnn.engine.op_kernels import normalise_kernel, plan_kernel, readable_kernel
from glasscnn.engine.reference import Operator, weights_by_node

Shape = tuple[int, ...]


class Plan:
    """A graph bound to its buffers.

    image    (C, H, W): written by the caller, values in [0, 1]
    outputs  every node's output, without a batch axis; missing for a convolution that is fused with its ReLU
    values   flat: the image, then the outputs of the `kept` nodes, concatenated in their order
    """

    def __init__(
        self,
        graph: Graph,
        weights: Mapping[str, Array],
        shapes: Mapping[str, Shape],
        kept: Iterable[str],
        readable: Mapping[str, Operator] | None = None,
    ) -> None:
        """Plan a graph whose nodes have the given output shapes.

        A node in `readable` runs through that function on whole arrays (N, C, H, W) instead of its kernel.
        """
        names = [graph.input.name, *dict.fromkeys(kept)]
        self.offsets, self.values = one_block({name: math.prod(shapes[name]) for name in names})
        self.outputs = {name: self._slice(name, shapes[name]) for name in names}
        self.image = self.outputs.pop(graph.input.name)
        self.input_name = graph.input.name
        normalised = np.zeros_like(self.image)
        self._normalise = normalise_kernel(self.image, normalised, graph.input.mean, graph.input.std)
        self._steps: list[tuple[str, tuple[str, ...], OpKernel]] = []
        self._makers: list[tuple[str, Callable[[Arrays], OpKernel]]] = []  # of each step: whose weights it has
        sources = {graph.input.name: normalised}
        arrays = weights_by_node(weights)
        operators = readable or {}
        rectified = convolutions_before_relu(graph, set(names), operators.keys())
        for node in graph.nodes:
            if node.name in rectified.values():
                continue  # fused with the ReLU that follows
            out = self.outputs.setdefault(node.name, np.zeros(shapes[node.name], np.float32))
            own = graph.node(rectified.get(node.name, node.name))
            inputs = [sources[source] for source in own.inputs]
            make = kernel_maker(own, inputs, out, operators.get(node.name), rectify=node.name in rectified)
            self._steps.append((node.name, own.inputs, make(arrays.get(own.name, {}))))
            self._makers.append((own.name, make))
            sources[node.name] = out

    def run(self) -> None:
        """Compute every node's output from `image`."""
        self._normalise.run()
        for _, _, kernel in self._steps:
            kernel.run()

    def update(self, change: Change) -> dict[str, Change]:
        """Recompute the outputs that depend on a changed region of `image`.

        Returns the changed region of each node's output (a vector counts as maps of one cell). The result is
        bit-identical to `run` in the browser, where `matmul` adds in one order; BLAS adds in another order for
        other shapes, so elsewhere the last bits may differ.
        """
        if change == self._normalise.everything:
            self.run()
            return {self.input_name: change, **{name: kernel.everything for name, _, kernel in self._steps}}
        changes = {self.input_name: None if change is None else self._normalise.update(change)}
        for name, inputs, kernel in self._steps:
            before = changes[inputs[0]] if len(inputs) == 1 else union([changes[source] for source in inputs])
            changes[name] = None if before is None else kernel.update(before)
        return changes

    def change_weights(self, weights: Mapping[str, Array], nodes: Set[str]) -> dict[str, Change]:
        """Take other weights for these nodes, and recompute what depends on them.

        `weights` has all arrays of the nodes, in the shapes that they had. Returns the changed region of each node's
        output, as `update` does.
        """
        arrays = weights_by_node(weights)
        changes: dict[str, Change] = {self.input_name: None}
        for step, (name, inputs, kernel) in enumerate(self._steps):
            owner, make = self._makers[step]
            if owner in nodes:
                renewed = make(arrays[owner])
                self._steps[step] = (name, inputs, renewed)
                renewed.run()
                changes[name] = renewed.everything
            else:
                before = union([changes[source] for source in inputs])
                changes[name] = None if before is None else kernel.update(before)
        return changes

    def _slice(self, name: str, shape: Shape) -> Array:
        start = self.offsets[name]
        return self.values[start : start + math.prod(shape)].reshape(shape)


def kernel_maker(
    node: Node, inputs: list[Array], out: Array, operator: Operator | None, rectify: bool
) -> Callable[[Arrays], OpKernel]:
    """What makes the kernel of a node from its weights.

    An `operator` takes the place of the kernel; with `rectify` it is that of a convolution fused with its ReLU.
    """
    if rectify:
        return lambda arrays: Conv2d(inputs[0], out, node, arrays, rectify=True)
    if operator:
        return lambda arrays: readable_kernel(node, inputs, arrays, out, operator)
    return lambda arrays: plan_kernel(node, inputs, arrays, out)


def convolutions_before_relu(graph: Graph, kept: Set[str], readable: Set[str] = frozenset()) -> dict[str, str]:
    """{relu: convolution} for convolutions read only by a ReLU; without those that are kept or run readably."""
    readers = Counter(source for node in graph.nodes for source in node.inputs)
    pairs = {}
    for node in graph.nodes:
        if node.op == "relu" and node.attributes["maximum"] is None and node.inputs[0] != graph.input.name:
            before = graph.node(node.inputs[0])
            alone = readers[before.name] == 1 and before.name != graph.output
            if before.op == "conv2d" and alone and before.name not in kept and not readable & {before.name, node.name}:
                pairs[node.name] = before.name
    return pairs


def one_block(lengths: Mapping[str, int]) -> tuple[dict[str, int], Array]:
    """One flat buffer for arrays of these lengths, and the offset of each name in it."""
    starts = [0]
    for length in lengths.values():
        starts.append(starts[-1] + length)
    offsets = {name: start for name, (start, _) in zip(lengths, pairwise(starts), strict=True)}
    return offsets, np.zeros(starts[-1], np.float32)
