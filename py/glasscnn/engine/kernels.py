"""The fast way to compute one node for one image, again and again: a kernel has its input, output and scratch buffers
bound to it and takes no arguments.

What makes them fast in WebAssembly, where NumPy has neither BLAS nor SIMD: whole rows are copied instead of single
numbers, products are `einsum` of exactly two matrices into a kept buffer, and nothing is allocated.
"""

import sys
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

from glasscnn.engine.graph import Node
from glasscnn.engine.run import Operator, run_node
from glasscnn.ops.pooling import Windows
from glasscnn.ops.window import as_padding, as_pair

Array = npt.NDArray[np.float32]
Arrays = Mapping[str, Array]
Kernel = Callable[[], None]

COLUMNS = 1_000_000
"""The most numbers in the matrix of windows: larger maps are convolved some rows at a time, to stay in cache and
memory.
"""

ZERO = np.zeros((), np.float32)


def plan_kernel(
    node: Node, inputs: list[Array], arrays: Arrays, out: Array, operators: Mapping[str, Operator]
) -> Kernel:
    """The kernel of a node that reads `inputs` and writes `out`, all without a batch axis."""
    x = inputs[0]
    match node.op:
        case "conv2d":
            return conv2d_kernel(x, out, node, arrays)
        case "linear":
            return linear_kernel(x, out, arrays)
        case "max_pool2d":
            return max_pool2d_kernel(x, out, node)
        case "global_avg_pool2d":
            return global_avg_pool2d_kernel(x, out)
        case "batch_norm2d":
            return batch_norm2d_kernel(x, out, node, arrays)
        case "relu" if node.attributes["maximum"] is None:
            return lambda: void(np.maximum(x, ZERO, out=out))
        case "flatten":
            return lambda: np.copyto(out, x.reshape(-1))
        case "add":
            return add_kernel(inputs, out)
        case "concat":
            return lambda: void(np.concatenate(inputs, axis=0, out=out))
        case "softmax" if x.ndim == 1:
            return softmax_kernel(x, out)
        case _:
            return readable_kernel(node, inputs, arrays, out, operators)


def readable_kernel(
    node: Node, inputs: list[Array], arrays: Arrays, out: Array, operators: Mapping[str, Operator]
) -> Kernel:
    """The node through its operator of whole arrays: slower, since that allocates, but it is the text that people
    read.
    """
    return lambda: np.copyto(out, run_node(node, inputs, arrays, operators))


def normalise_kernel(image: Array, out: Array, mean: tuple[float, ...], std: tuple[float, ...]) -> Kernel:
    """(image − mean) / std for each channel."""
    means, stds = (np.array(values, np.float32)[:, None, None] for values in (mean, std))

    def run() -> None:
        np.subtract(image, means, out=out)
        np.divide(out, stds, out=out)

    return run


def conv2d_kernel(x: Array, out: Array, node: Node, arrays: Arrays) -> Kernel:
    """im2col: copy all windows side by side as columns, one product gives all outputs; the bias is one more row, of
    ones.
    """
    weight, attributes = arrays["weight"], node.attributes
    out_channels, channels, kernel_height, kernel_width = weight.shape
    groups, (height, width) = attributes["groups"], out.shape[1:]
    padded, fill = padded_buffer(x, as_padding(attributes["padding"]), 0.0)
    windows = window_view(padded, (kernel_height, kernel_width), (height, width), attributes)  # (kH, kW, C, H', W')

    taps = kernel_height * kernel_width * channels
    rows = min(height, max(1, COLUMNS // (taps * width)))  # output rows at a time
    bias = arrays.get("bias", np.zeros(out_channels, np.float32))
    flat_out = out.reshape(out_channels, height * width)
    steps: list[tuple[Array, Array, Array, Array, Array]] = []
    for group in range(groups):
        outputs = slice(group * out_channels // groups, (group + 1) * out_channels // groups)
        kernels = weight[outputs].transpose(0, 2, 3, 1).reshape(-1, taps)  # (O/groups, kH·kW·C/groups)
        kernels = np.ascontiguousarray(np.concatenate([kernels, bias[outputs, None]], axis=1))
        for top in range(0, height, rows):
            bottom = min(top + rows, height)
            seen = windows[:, :, group * channels : (group + 1) * channels, top:bottom]
            columns = columns_buffer(taps, (bottom - top) * width, steps)
            as_windows = columns[:taps].reshape(seen.shape)  # (kH, kW, C/groups, rows, W')
            steps.append((as_windows, seen, kernels, columns, flat_out[outputs, top * width : bottom * width]))

    def run() -> None:
        fill()
        for as_windows, seen, kernels, columns, result in steps:
            np.copyto(as_windows, seen)
            multiply(kernels, columns, result)

    return run


def columns_buffer(taps: int, places: int, steps: list[tuple[Array, Array, Array, Array, Array]]) -> Array:
    """A (taps + 1, places) matrix whose last row is ones; one that an earlier step has used already, if it is as
    large.
    """
    for *_, columns, _ in steps:
        if columns.shape == (taps + 1, places):
            return columns
    return np.ones((taps + 1, places), np.float32)


def window_view(
    padded: Array, kernel: tuple[int, int], size: tuple[int, ...], attributes: Mapping[str, object]
) -> Array:
    """The windows of (C, H, W) as a view, nothing copied: (kH, kW, C, H', W')."""
    (vertical, horizontal), (down, right) = as_pair(attributes["stride"]), as_pair(attributes["dilation"])  # type: ignore[arg-type]
    channel, row, column = padded.strides
    shape = (*kernel, padded.shape[0], *size)
    return as_strided(padded, shape, (row * down, column * right, channel, row * vertical, column * horizontal))


def padded_buffer(x: Array, padding: tuple[int, int, int, int], value: float) -> tuple[Array, Kernel]:
    """A buffer with `value` around it, and what copies x into its middle; x itself where there is no padding."""
    if not any(padding):
        return x, lambda: None
    top, left, bottom, right = padding
    channels, height, width = x.shape
    padded = np.full((channels, top + height + bottom, left + width + right), value, np.float32)
    middle = padded[:, top : top + height, left : left + width]
    return padded, lambda: np.copyto(middle, x)


def max_pool2d_kernel(x: Array, out: Array, node: Node) -> Kernel:
    """The maximum of one strided view for each tap: four passes over whole rows instead of one pass over small
    windows.
    """
    windows = Windows(x[None], **node.attributes)
    padded, fill = padded_buffer(x, windows.full_padding(), -np.inf)
    first, *others = [windows.tap(padded[None], u, v)[0] for u, v in windows.taps()]

    def run() -> None:
        fill()
        np.copyto(out, first)
        for other in others:
            np.maximum(out, other, out=out)

    return run


def global_avg_pool2d_kernel(x: Array, out: Array) -> Kernel:
    """One sum for each map, divided by its size."""
    flat = x.reshape(len(x), -1)  # (C, H·W)
    cells = np.float32(flat.shape[1])

    def run() -> None:
        np.einsum("cp->c", flat, out=out)
        np.divide(out, cells, out=out)

    return run


def linear_kernel(x: Array, out: Array, arrays: Arrays) -> Kernel:
    """One dot product for each output, then the bias."""
    weight = np.ascontiguousarray(arrays["weight"])
    bias = arrays.get("bias", ZERO)

    def run() -> None:
        np.einsum("oi,i->o", weight, x, out=out)
        np.add(out, bias, out=out)

    return run


def batch_norm2d_kernel(x: Array, out: Array, node: Node, arrays: Arrays) -> Kernel:
    """One scale and one offset for each channel, computed once."""
    scale = arrays["weight"] / np.sqrt(arrays["running_var"] + np.float32(node.attributes["eps"]))
    offset = arrays["bias"] - arrays["running_mean"] * scale
    scale, offset = scale[:, None, None], offset[:, None, None]

    def run() -> None:
        np.multiply(x, scale, out=out)
        np.add(out, offset, out=out)

    return run


def add_kernel(inputs: list[Array], out: Array) -> Kernel:
    """The first two, then one after the other on top."""
    first, second, *others = inputs

    def run() -> None:
        np.add(first, second, out=out)
        for other in others:
            np.add(out, other, out=out)

    return run


def softmax_kernel(x: Array, out: Array) -> Kernel:
    """e^(x − max) over its sum, in place."""

    def run() -> None:
        np.subtract(x, x.max(), out=out)
        np.exp(out, out=out)
        np.divide(out, out.sum(), out=out)

    return run


def multiply(left: Array, right: Array, out: Array) -> None:
    """The matrix product (O, K) · (K, P) into out. Native NumPy has BLAS behind `matmul`; in the browser it has not,
    and the inner loop of a two-operand `einsum` takes half of `matmul`'s time.
    """
    if sys.platform == "emscripten":
        np.einsum("ok,kp->op", left, right, out=out)
    else:
        np.matmul(left, right, out=out)


def void(_: Array) -> None:
    """Drop a ufunc's result, which stands in its `out` already."""
