"""The gradient of every operator with respect to its inputs, for backpropagation.

By the chain rule, each function maps the gradient g with respect to the operator's output to the gradient with respect
to its input x. The output y, x and g have a batch axis: (N, C, H, W) or (N, features). Where g holds the gradients of
K results for one image, it is (K, …), while x and y are (1, …).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Node
from glasscnn.engine.op_kernels import MOVING
from glasscnn.gradients.elementwise import DERIVATIVES
from glasscnn.gradients.moving import moving_gradient
from glasscnn.gradients.normalisation import local_response_norm_gradient, normalisation_gradient
from glasscnn.ops.arithmetic import aligned
from glasscnn.ops.pooling import Windows
from glasscnn.ops.window import as_padding, as_pair, pad, tap

Array = npt.NDArray[np.float32]


def input_gradients(
    node: Node, inputs: Sequence[Array], y: Array, arrays: Mapping[str, Array], g: Array
) -> list[Array]:
    """The gradients with respect to each input of a node."""
    x, attributes = inputs[0], node.attributes
    match node.op:
        case "conv2d":
            return [conv2d_gradient(x, arrays["weight"], g, node)]
        case "linear":
            return [linear_gradient(arrays["weight"], g)]
        case "max_pool2d":
            return [max_pool2d_gradient(x, g, windows_of(node, x))]
        case "avg_pool2d":
            return [avg_pool2d_gradient(x, g, windows_of(node, x), attributes["count_include_pad"])]
        case "global_avg_pool2d":
            return [global_avg_pool2d_gradient(x, g)]
        case "global_max_pool2d":
            return [extreme_gradient(x, y[:, :, None, None], (2, 3), g[:, :, None, None])]
        case "reduce_max" | "reduce_min":
            return [extreme_gradient(x, y, tuple(attributes["dim"]), g)]
        case "reduce_mean" | "reduce_sum":
            share = np.float32(y.size / x.size if node.op == "reduce_mean" else 1)
            return [np.broadcast_to(g * share, (len(g), *x.shape[1:]))]
        case "batch_norm2d":
            return [batch_norm2d_gradient(arrays, attributes["eps"], g)]
        case "layer_norm" | "rms_norm" | "group_norm":
            return [normalisation_gradient(node, x, arrays, g)]
        case "local_response_norm":
            return [local_response_norm_gradient(x, g, **attributes)]
        case "flatten":
            return [g.reshape(len(g), *x.shape[1:])]
        case "add" | "sub" | "mul" | "div":
            return arithmetic_gradients(node.op, inputs, g)
        case "elementwise_max" | "elementwise_min":
            return elementwise_extreme_gradients(node.op, inputs, y, g)
        case "elementwise_power":
            exponent = arrays["exponent"]
            return [g * np.where(exponent == 0, np.float32(0), exponent * np.power(x, exponent - 1))]
        case "elementwise_affine":
            return [g * arrays["weight"]]
        case "concat":
            axis = node.joined_axis
            return np.split(g, np.cumsum([part.shape[axis] for part in inputs])[:-1], axis=axis)
        case op if op in MOVING:
            return [moving_gradient(node, x, arrays, g)]
        case "softmax":
            return [softmax_gradient(y, g)]
        case "log_softmax":
            return [log_softmax_gradient(y, g)]
        case op if op in DERIVATIVES:
            return [g * DERIVATIVES[op](x, **arrays, **attributes)]
        case _:
            raise AssertionError(f"no gradient for {node.op}")


def conv2d_gradient(x: Array, weight: Array, g: Array, node: Node) -> Array:
    """Each window distributes its g to its cells, multiplied by their weights:

    dx[c, i·stride + u·dilation − top, j·stride + v·dilation − left] += Σ_o weight[o, c, u, v] · g[o, i, j]
    """
    stride, dilation = as_pair(node.attributes["stride"]), as_pair(node.attributes["dilation"])
    groups, (n, outputs, height, width) = node.attributes["groups"], g.shape
    kernels = weight.reshape(groups, outputs // groups, *weight.shape[1:])  # (groups, O/groups, C/groups, kH, kW)
    grown = g.reshape(n, groups, outputs // groups, height * width)
    dx, middle = padded_zeros(x, n, as_padding(node.attributes["padding"]))
    for u, v in np.ndindex(*weight.shape[2:]):
        shares = kernels[..., u, v].transpose(0, 2, 1) @ grown  # (N, groups, C/groups, H'·W')
        seen = tap(dx, u * dilation[0], v * dilation[1], height, width, stride)
        seen += shares.reshape(seen.shape)
    return middle


def linear_gradient(weight: Array, g: Array) -> Array:
    """dx[i] = Σ_o g[o] · weight[o, i]."""
    dx: Array = g @ weight
    return dx


def arithmetic_gradients(op: str, inputs: Sequence[Array], g: Array) -> list[Array]:
    """g for every summand; g and −g of x − y; g · y and g · x of x · y; g / y and −g · x / y² of x / y."""
    if op == "add":
        parts = [g for _ in inputs]
    else:
        x, y = aligned(op, *inputs)
        match op:
            case "sub":
                parts = [g, -g]
            case "mul":
                parts = [g * y, g * x]
            case _:
                parts = [g / y, -g * x / (y * y)]
    return [summed_to(part, x.shape[1:]) for part, x in zip(parts, inputs, strict=True)]


def elementwise_extreme_gradients(op: str, inputs: Sequence[Array], y: Array, g: Array) -> list[Array]:
    """g for the largest (or smallest) of the numbers in each place; of several, an equal share for each."""
    winners = [(x == y).astype(np.float32) for x in aligned(op, *inputs)]
    count: Array = sum(winners[1:], winners[0])
    return [summed_to(g * winner / count, x.shape[1:]) for winner, x in zip(winners, inputs, strict=True)]


def summed_to(g: Array, shape: tuple[int, ...]) -> Array:
    """A gradient (N, …) summed along the axes where the numbers of an input of this shape, without N, were repeated."""
    sides = (*shape, 1, 1)[: g.ndim - 1]
    axes = tuple(axis for axis, side in enumerate(sides, start=1) if side == 1)
    total: Array = g.sum(axis=axes, keepdims=True)
    return total.reshape(len(g), *shape)


def softmax_gradient(y: Array, g: Array) -> Array:
    """y[c] · (g[c] − Σ_k g[k] · y[k])."""
    dx: Array = y * (g - (g * y).sum(axis=1, keepdims=True))
    return dx


def log_softmax_gradient(y: Array, g: Array) -> Array:
    """g[c] − e^y[c] · Σ_k g[k]."""
    dx: Array = g - np.exp(y) * g.sum(axis=1, keepdims=True)
    return dx


def batch_norm2d_gradient(arrays: Mapping[str, Array], eps: float, g: Array) -> Array:
    """g · weight / √(running_var + eps) for each channel."""
    scale = arrays["weight"] / np.sqrt(arrays["running_var"] + np.float32(eps))
    dx: Array = g * scale[:, None, None]
    return dx


def global_avg_pool2d_gradient(x: Array, g: Array) -> Array:
    """g / (H·W) for every cell."""
    _, *maps = x.shape
    return np.broadcast_to((g / (maps[1] * maps[2]))[:, :, None, None], (len(g), *maps))


def avg_pool2d_gradient(x: Array, g: Array, windows: Windows, count_include_pad: bool) -> Array:
    """Each window distributes its g equally to the cells that it averages."""
    shares = g / windows.counts(count_include_pad)
    dx, middle = padded_zeros(x, len(g), windows.full_padding())
    for u, v in windows.taps():
        seen = windows.tap(dx, u, v)
        seen += shares
    return middle


def max_pool2d_gradient(x: Array, g: Array, windows: Windows) -> Array:
    """Each window passes its g to its largest cell; of several, to the first."""
    padded = pad(x, windows.full_padding(), -np.inf)
    seen = np.stack([windows.tap(padded, u, v) for u, v in windows.taps()])  # (taps, N, C, H', W')
    winners = seen.argmax(axis=0)
    dx, middle = padded_zeros(x, len(g), windows.full_padding())
    for number, (u, v) in enumerate(windows.taps()):
        cells = windows.tap(dx, u, v)
        cells += g * (winners == number)
    return middle


def extreme_gradient(x: Array, y: Array, axes: tuple[int, ...], g: Array) -> Array:
    """g for the largest (or smallest) number along the axes, y; of several, an equal share for each."""
    largest = (x == y).astype(np.float32)
    shares: Array = largest / largest.sum(axis=axes, keepdims=True)
    return g * shares


def windows_of(node: Node, x: Array) -> Windows:
    """The windows of a pooling node."""
    attributes = {key: value for key, value in node.attributes.items() if key != "count_include_pad"}
    return Windows(x, **attributes)


def padded_zeros(x: Array, count: int, padding: tuple[int, int, int, int]) -> tuple[Array, Array]:
    """`count` arrays of zeros in the shape of padded x, and the view of their part without padding."""
    top, left, bottom, right = padding
    _, channels, height, width = x.shape
    padded = np.zeros((count, channels, top + height + bottom, left + width + right), np.float32)
    return padded, padded[:, :, top : top + height, left : left + width]
