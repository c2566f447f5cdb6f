"""The kernel of each op, and the arithmetic of ops without windows.

A kernel is bound to its inputs, its output and its temporary buffers. `run` computes the whole output, `update` only
the part that depends on a changed region. Kernels are fast because they make few calls of NumPy on long rows, and
allocate no arrays.
"""

from collections.abc import Callable, Mapping

import numpy as np

from glasscnn.engine.convolution import Conv2d
from glasscnn.engine.dirty_regions import Array
from glasscnn.engine.graph import Node
from glasscnn.engine.op_kernel import ZERO, Arrays, ElementwiseKernel, FullKernel, OpKernel, as_maps, combine
from glasscnn.engine.pooling import Pooling
from glasscnn.engine.reference import ELEMENTWISE, OPERATORS, Operator, run_node


def plan_kernel(node: Node, inputs: list[Array], arrays: Arrays, out: Array) -> OpKernel:
    """The kernel of a node that reads `inputs` and writes `out`, all without a batch axis."""
    x = inputs[0]
    match node.op:
        case "conv2d":
            return Conv2d(x, out, node, arrays)
        case "max_pool2d" | "avg_pool2d":
            return Pooling(x, out, node)
        case "global_avg_pool2d":
            return FullKernel(out, mean_of_cells(x.reshape(len(x), -1), out))
        case "global_max_pool2d":
            return FullKernel(out, reduction(np.maximum, x, (1, 2), out[:, None, None]))
        case op if op in REDUCTIONS:
            axes = tuple(axis - 1 for axis in node.attributes["dim"])
            return FullKernel(out, reduction(REDUCTIONS[op], x, axes, out, is_mean=op == "reduce_mean"))
        case "linear":
            return FullKernel(out, dot_products(x, out, arrays))
        case "flatten":
            return FullKernel(out, lambda: np.copyto(out, x.reshape(-1)))
        case "batch_norm2d":
            return ElementwiseKernel(inputs, out, scale_and_offset(node, arrays))
        case "relu":
            return ElementwiseKernel(inputs, out, rectify(node))
        case "leaky_relu":
            return ElementwiseKernel(inputs, out, rectify_leakily(np.float32(node.attributes["negative_slope"])))
        case "prelu":
            return prelu_kernel(x, out, arrays["weight"])
        case op if op in ELEMENTWISE:
            from glasscnn.engine.elementwise import elementwise_kernel  # the page's start does without it

            return elementwise_kernel(node, x, out)
        case op if op in ARITHMETIC:
            return arithmetic_kernel(ARITHMETIC[op], inputs, out)
        case "elementwise_affine":
            repeated = [np.broadcast_to(as_maps(arrays[key]), as_maps(x).shape) for key in ("weight", "bias")]
            return ElementwiseKernel([x, *repeated], out, scale_and_add)
        case "concat" if node.joined_axis != 1:
            return FullKernel(out, lambda: np.concatenate(inputs, axis=node.joined_axis - 1, out=out))
        case "concat":
            return ElementwiseKernel(inputs, out, lambda parts, part: np.concatenate(parts, axis=0, out=part))
        case op if op in MOVING:
            from glasscnn.engine.moving import moving_kernel  # the page's start does without it

            return moving_kernel(node, x, arrays, out)
        case "elementwise_power":
            return ElementwiseKernel(
                [x, np.broadcast_to(as_maps(arrays["exponent"]), as_maps(x).shape)],
                out,
                lambda parts, part: np.power(parts[0], parts[1], out=part),
            )
        case "local_response_norm" | "layer_norm" | "rms_norm" | "group_norm":
            from glasscnn.engine.normalisation import normalisation_kernel  # the page's start does without it

            return normalisation_kernel(node, x, out, arrays)
        case "softmax" if x.ndim == 1:
            return FullKernel(out, shares(x, out))
        case _:
            return readable_kernel(node, inputs, arrays, out, OPERATORS[node.op])


def readable_kernel(node: Node, inputs: list[Array], arrays: Arrays, out: Array, operator: Operator) -> OpKernel:
    """A kernel that calls a function on whole arrays; slower, since that allocates arrays."""
    return FullKernel(out, lambda: np.copyto(out, run_node(node, inputs, arrays, operator)))


def normalise_kernel(image: Array, out: Array, mean: tuple[float, ...], std: tuple[float, ...]) -> OpKernel:
    """(image − mean) / std for each channel."""
    shape = (-1, 1, 1) if len(image) > 1 else ()  # one channel needs no broadcasting
    means, stds = (np.array(values, np.float32).reshape(shape) for values in (mean, std))

    def normalise(parts: list[Array], part: Array) -> None:
        np.subtract(parts[0], means, out=part)
        np.divide(part, stds, out=part)

    return ElementwiseKernel([image], out, normalise)


def rectify(node: Node) -> Callable[[list[Array], Array], object]:
    """max(x, 0), limited to `maximum` if there is one."""
    maximum = node.attributes["maximum"]
    if maximum is None:
        return lambda parts, part: np.maximum(parts[0], ZERO, out=part)
    return lambda parts, part: np.clip(parts[0], ZERO, np.float32(maximum), out=part)


MOVING = ("conv_transpose2d", "pad2d", "strided_slice", "resize2d", "depth_to_space", "space_to_depth")
"""Operators that change the size of maps by other than windows."""

ARITHMETIC: Mapping[str, np.ufunc] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "elementwise_max": np.maximum,
    "elementwise_min": np.minimum,
}
"""Arithmetic of two layers or, for sums, maxima and minima, of several."""


def arithmetic_kernel(operation: np.ufunc, inputs: list[Array], out: Array) -> OpKernel:
    """Arithmetic of the numbers in the same place; where shapes differ, the result is computed as a whole."""
    if len({x.shape for x in inputs}) == 1:
        return ElementwiseKernel(inputs, out, lambda parts, part: combine(operation, parts, part))
    shaped, result = [as_maps(x) for x in inputs], as_maps(out)
    return FullKernel(out, lambda: combine(operation, shaped, result))


def scale_and_add(parts: list[Array], out: Array) -> None:
    """x · weight + bias."""
    x, weight, bias = parts
    np.multiply(x, weight, out=out)
    np.add(out, bias, out=out)


def prelu_kernel(x: Array, out: Array, weight: Array) -> OpKernel:
    """A slope below 0 for each channel or for all, or for each cell."""
    if weight.ndim == 1:
        return ElementwiseKernel([x], out, rectify_leakily(slopes_of(weight, out)))
    slopes = np.broadcast_to(weight, x.shape)

    def compute(parts: list[Array], part: Array) -> None:
        rectify_leakily(parts[1])(parts[:1], part)

    return ElementwiseKernel([x, slopes], out, compute)


def slopes_of(weight: Array, out: Array) -> Array:
    """(channels, 1, 1) from one slope for each channel or for all, for maps, vectors, and batches of vectors."""
    channels = len(as_maps(out))
    return np.repeat(weight, channels // len(weight))[:, None, None]


def rectify_leakily(slope: Array | np.float32) -> Callable[[list[Array], Array], object]:
    """x where x > 0, slope · x elsewhere."""

    def compute(parts: list[Array], part: Array) -> None:
        np.multiply(parts[0], slope, out=part)
        np.copyto(part, parts[0], where=parts[0] > 0)

    return compute


def scale_and_offset(node: Node, arrays: Arrays) -> Callable[[list[Array], Array], object]:
    """Batch normalisation as one multiplication and one addition by precomputed constants."""
    scale = arrays["weight"] / np.sqrt(arrays["running_var"] + np.float32(node.attributes["eps"]))
    offset = arrays["bias"] - arrays["running_mean"] * scale
    scales, offsets = scale[:, None, None], offset[:, None, None]

    def compute(parts: list[Array], part: Array) -> None:
        np.multiply(parts[0], scales, out=part)
        np.add(part, offsets, out=part)

    return compute


def mean_of_cells(cells: Array, out: Array) -> Callable[[], None]:
    """The sum of the cells of each map, (C, H·W) or (C, H·W, N), times 1 / their number: (C,) or (C, N)."""
    share = np.array(1 / cells.shape[1], np.float32)

    def compute() -> None:
        np.add.reduce(cells, axis=1, out=out)
        np.multiply(out, share, out=out)

    return compute


REDUCTIONS: Mapping[str, np.ufunc] = {
    "reduce_max": np.maximum,
    "reduce_min": np.minimum,
    "reduce_mean": np.add,
    "reduce_sum": np.add,
}


def reduction(
    operation: np.ufunc, x: Array, axes: tuple[int, ...], out: Array, is_mean: bool = False
) -> Callable[[], None]:
    """The maximum, minimum or sum along axes, which `out` has with length 1; a mean is the sum times 1 / its count."""
    share = np.array(out.size / x.size, np.float32)

    def compute() -> None:
        operation.reduce(x, axis=axes, keepdims=True, out=out)
        if is_mean:
            np.multiply(out, share, out=out)

    return compute


def dot_products(x: Array, out: Array, arrays: Arrays) -> Callable[[], None]:
    """A dot product for each output, plus the bias; the weights of all outputs are contiguous for each input."""
    weight, bias = np.ascontiguousarray(arrays["weight"].T), arrays.get("bias", ZERO)

    def compute() -> None:
        np.matmul(x, weight, out=out)
        np.add(out, bias, out=out)

    return compute


def shares(x: Array, out: Array) -> Callable[[], None]:
    """Softmax, in place: e^(x − max) divided by its sum."""
    total = np.zeros((), np.float32)

    def compute() -> None:
        np.subtract(x, x[x.argmax()], out=out)  # argmax is faster than max
        np.exp(out, out=out)
        np.divide(out, np.add.reduce(out, out=total), out=out)

    return compute
