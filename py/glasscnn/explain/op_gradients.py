"""The gradient of every operator, for backpropagation.

By the chain rule, each function maps the gradient g of K results with respect to the operator's output, (K, …), to the
gradient with respect to its input x. The input x and the output y have no batch axis: (C, H, W) or (features,).
"""

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Node
from glasscnn.ops.pooling import Windows
from glasscnn.ops.window import as_padding, as_pair, tap

Array = npt.NDArray[np.float32]


def gradients_of(node: Node, inputs: list[Array], y: Array, arrays: dict[str, Array], g: Array) -> list[Array]:
    """The gradients with respect to each input of a node."""
    x, attributes = inputs[0], node.attributes
    match node.op:
        case "conv2d":
            return [conv2d_gradient(x, arrays["weight"], g, node)]
        case "linear":
            return [linear_gradient(arrays["weight"], g)]
        case "relu":
            return [relu_gradient(x, g, attributes["maximum"])]
        case "leaky_relu":
            return [leaky_relu_gradient(x, g, attributes["negative_slope"])]
        case "sigmoid":
            return [sigmoid_gradient(y, g)]
        case "tanh":
            return [tanh_gradient(y, g)]
        case "max_pool2d":
            return [max_pool2d_gradient(x, g, windows_of(node, x))]
        case "avg_pool2d":
            return [avg_pool2d_gradient(x, g, windows_of(node, x), attributes["count_include_pad"])]
        case "global_avg_pool2d":
            return [global_avg_pool2d_gradient(x, g)]
        case "batch_norm2d":
            return [batch_norm2d_gradient(arrays, attributes["eps"], g)]
        case "flatten":
            return [g.reshape(len(g), *x.shape)]
        case "add":
            return [g for _ in inputs]
        case "concat":
            return np.split(g, np.cumsum([len(part) for part in inputs])[:-1], axis=1)
        case "softmax":
            return [softmax_gradient(y, g)]
        case _:
            raise AssertionError(f"no gradient for {node.op}")


def conv2d_gradient(x: Array, weight: Array, g: Array, node: Node) -> Array:
    """Each window distributes its g to its cells, multiplied by their weights:

    dx[c, i·stride + u·dilation − top, j·stride + v·dilation − left] += Σ_o weight[o, c, u, v] · g[o, i, j]
    """
    top, left, bottom, right = as_padding(node.attributes["padding"])
    stride, dilation = as_pair(node.attributes["stride"]), as_pair(node.attributes["dilation"])
    groups = node.attributes["groups"]
    channels, height, width = x.shape
    dx = np.zeros((len(g), channels, top + height + bottom, left + width + right), np.float32)
    by_group = np.split(dx, groups, axis=1)  # views
    for part, kernels, grown in zip(by_group, np.split(weight, groups), np.split(g, groups, axis=1), strict=True):
        for u, v in np.ndindex(*weight.shape[2:]):
            seen = tap(part, u * dilation[0], v * dilation[1], g.shape[2], g.shape[3], stride)
            seen += np.einsum("oc,kohw->kchw", kernels[:, :, u, v], grown)
    return dx[:, :, top : top + height, left : left + width]


def linear_gradient(weight: Array, g: Array) -> Array:
    """dx[i] = Σ_o g[o] · weight[o, i]."""
    dx: Array = g @ weight
    return dx


def relu_gradient(x: Array, g: Array, maximum: float | None) -> Array:
    """g where x > 0 (and x < `maximum`), 0 elsewhere."""
    return g * ((x > 0) if maximum is None else (x > 0) & (x < maximum))


def leaky_relu_gradient(x: Array, g: Array, negative_slope: float) -> Array:
    """g where x > 0, negative_slope · g elsewhere."""
    return np.where(x > 0, g, g * np.float32(negative_slope))


def sigmoid_gradient(y: Array, g: Array) -> Array:
    """g · y · (1 − y)."""
    return g * y * (1 - y)


def tanh_gradient(y: Array, g: Array) -> Array:
    """g · (1 − y²)."""
    return g * (1 - y * y)


def softmax_gradient(y: Array, g: Array) -> Array:
    """y[c] · (g[c] − Σ_k g[k] · y[k])."""
    dx: Array = y * (g - (g * y).sum(axis=1, keepdims=True))
    return dx


def batch_norm2d_gradient(arrays: dict[str, Array], eps: float, g: Array) -> Array:
    """g · weight / √(running_var + eps) for each channel."""
    scale = arrays["weight"] / np.sqrt(arrays["running_var"] + np.float32(eps))
    dx: Array = g * scale[:, None, None]
    return dx


def global_avg_pool2d_gradient(x: Array, g: Array) -> Array:
    """g / (H·W) for every cell."""
    _, height, width = x.shape
    return np.broadcast_to((g / (height * width))[:, :, None, None], (len(g), *x.shape))


def avg_pool2d_gradient(x: Array, g: Array, windows: Windows, count_include_pad: bool) -> Array:
    """Each window distributes its g equally to the cells that it averages."""
    shares = g / windows.counts(count_include_pad)
    dx, middle = padded_zeros(x, len(g), windows)
    for u, v in windows.taps():
        seen = windows.tap(dx, u, v)
        seen += shares
    return middle


def max_pool2d_gradient(x: Array, g: Array, windows: Windows) -> Array:
    """Each window passes its g to its largest cell; of several, to the first."""
    top, left, bottom, right = windows.full_padding()
    padded = np.pad(x, ((0, 0), (top, bottom), (left, right)), constant_values=-np.inf)[None]
    dx, middle = padded_zeros(x, len(g), windows)
    seen = np.stack([windows.tap(padded, u, v)[0] for u, v in windows.taps()])  # (taps, C, H', W')
    winners = seen.argmax(axis=0)
    for number, (u, v) in enumerate(windows.taps()):
        cells = windows.tap(dx, u, v)
        cells += g * (winners == number)
    return middle


def windows_of(node: Node, x: Array) -> Windows:
    """The windows of a pooling node."""
    attributes = {key: value for key, value in node.attributes.items() if key != "count_include_pad"}
    return Windows(x[None], **attributes)


def padded_zeros(x: Array, count: int, windows: Windows) -> tuple[Array, Array]:
    """`count` arrays of zeros in the shape of padded x, and the view of their part without padding."""
    top, left, bottom, right = windows.full_padding()
    channels, height, width = x.shape
    padded = np.zeros((count, channels, top + height + bottom, left + width + right), np.float32)
    return padded, padded[:, :, top : top + height, left : left + width]
