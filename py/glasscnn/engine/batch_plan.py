"""A plan for many images, where only the answers matter: several images at a time, and no stage is kept.

The images lie side by side, cell by cell: maps are (C, H, W·N), vectors (features, N). A row of a map is N times as
long, so one call of NumPy does the work of N, and an operator that treats every cell alike needs no change. Those that
combine cells have a form of their own here.
"""

from collections.abc import Callable, Mapping

import numpy as np

from glasscnn.engine.batch_convolution import BatchConv2d
from glasscnn.engine.batch_pooling import BatchPooling
from glasscnn.engine.dirty_regions import Array
from glasscnn.engine.graph import Graph, Node
from glasscnn.engine.op_kernel import ZERO, Arrays, as_maps, combine
from glasscnn.engine.op_kernels import (
    ARITHMETIC,
    MOVING,
    REDUCTIONS,
    mean_of_cells,
    normalise_kernel,
    plan_kernel,
    rectify_leakily,
    reduction,
    scale_and_add,
)
from glasscnn.engine.plan import Shape, convolutions_before_relu
from glasscnn.engine.reference import weights_by_node


class BatchPlan:
    """A graph bound to buffers for `count` images at a time."""

    def __init__(
        self, graph: Graph, weights: Mapping[str, Array], shapes: Mapping[str, Shape], node: str, count: int
    ) -> None:
        """Plan a graph whose nodes have the given output shapes, to compute the output of `node`, a vector."""
        self.count = count
        self._images = side_by_side(graph.input.shape, count)
        normalised = np.zeros_like(self._images)
        self._runs: list[Callable[[], object]] = [
            normalise_kernel(self._images, normalised, graph.input.mean, graph.input.std).run
        ]
        outputs = {graph.input.name: normalised}
        arrays = weights_by_node(weights)
        rectified = convolutions_before_relu(graph, {node})
        for step in graph.nodes:
            if step.name in rectified.values():
                continue  # fused with the ReLU that follows
            own = graph.node(rectified.get(step.name, step.name))
            inputs, out = [outputs[source] for source in own.inputs], side_by_side(shapes[step.name], count)
            run = batch_kernel(own, inputs, arrays.get(own.name, {}), out, count, rectify=step.name in rectified)
            self._runs.append(run)
            outputs[step.name] = out
        self._node, self._outputs, self._shapes = node, outputs, shapes

    def run(self, images: Array) -> Array:
        """The output of the node for 1 … `count` images (n, C, H, W) with values in [0, 1]: (n, features)."""
        n, channels, height, width = images.shape
        cells = self._images.reshape(channels, height, width, self.count)
        cells[..., :n] = images.transpose(1, 2, 3, 0)
        for run in self._runs:
            run()
        return self.output(self._node, n)

    def output(self, node: str, n: int) -> Array:
        """The output of a node for the first n images of the last run: (n, features) or (n, C, H, W)."""
        cells = self._outputs[node].reshape(*self._shapes[node], self.count)
        return np.moveaxis(cells[..., :n], -1, 0).copy()


def side_by_side(shape: Shape, count: int) -> Array:
    """Zeros for `count` images: (C, H, W·N) for the shape (C, H, W), (features, N) for (features,)."""
    return np.zeros((*shape[:-1], shape[-1] * count) if len(shape) > 1 else (*shape, count), np.float32)


def batch_kernel(
    node: Node, inputs: list[Array], arrays: Arrays, out: Array, count: int, rectify: bool
) -> Callable[[], object]:
    """What computes the output of a node for `count` images; with `rectify`, also that of the ReLU after it."""
    x = inputs[0]
    match node.op:
        case "conv2d":
            return BatchConv2d(x, out, node, arrays, count, rectify).run
        case "max_pool2d" | "avg_pool2d":
            return BatchPooling(x, out, node, count).run
        case "global_avg_pool2d":
            return mean_of_cells(x.reshape(len(x), -1, count), out)  # (C, H·W, N)
        case "global_max_pool2d":
            return reduction(np.maximum, cells_of(x, count), (1, 2), cells_of(out, count))
        case op if op in REDUCTIONS:
            axes = tuple(axis - 1 for axis in node.attributes["dim"])
            return reduction(REDUCTIONS[op], cells_of(x, count), axes, cells_of(out, count), op == "reduce_mean")
        case "linear":
            return weighted_sums(x, out, arrays)
        case "flatten":
            return lambda: np.copyto(out, x.reshape(out.shape))
        case op if op in ARITHMETIC and len({part.shape for part in inputs}) > 1:
            shaped, result = [cells_of(part, count) for part in inputs], cells_of(out, count)
            return lambda: combine(ARITHMETIC[op], shaped, result)
        case "elementwise_affine":
            repeated = [as_maps(arrays[key])[..., None] for key in ("weight", "bias")]  # (C, H, W, 1)
            return lambda: scale_and_add([cells_of(x, count), *repeated], cells_of(out, count))
        case "concat" if node.joined_axis != 1:
            parts, joined = [cells_of(part, count) for part in inputs], cells_of(out, count)
            return lambda: np.concatenate(parts, axis=node.joined_axis - 1, out=joined)
        case op if op in MOVING:
            from glasscnn.engine.moving import batch_moving  # the page's start does without it

            return batch_moving(node, x, arrays, out, count)
        case "elementwise_power":
            exponents = as_maps(arrays["exponent"])[..., None]  # (C, H, W, 1)
            return lambda: np.power(cells_of(x, count), exponents, out=cells_of(out, count))
        case "prelu" if arrays["weight"].ndim > 1:
            rectify_cells = rectify_leakily(arrays["weight"][..., None])
            return lambda: rectify_cells([cells_of(x, count)], cells_of(out, count))
        case "layer_norm" | "rms_norm" | "group_norm":
            from glasscnn.engine.normalisation import over_axes  # the page's start does without it

            return over_axes(node, cells_of(x, count), arrays, cells_of(out, count))
        case _:
            return plan_kernel(node, inputs, arrays, out).run


def cells_of(x: Array, count: int) -> Array:
    """(C, H, W·N) as (C, H, W, N), and (features, N) as (features, 1, 1, N)."""
    height = x.shape[1] if x.ndim == 3 else 1
    return x.reshape(len(x), height, -1, count)


def weighted_sums(x: Array, out: Array, arrays: Arrays) -> Callable[[], None]:
    """weight (outputs, features) @ x (features, N), plus the bias of each output."""
    weight, bias = arrays["weight"], arrays["bias"][:, None] if "bias" in arrays else ZERO

    def compute() -> None:
        np.matmul(weight, x, out=out)
        np.add(out, bias, out=out)

    return compute
