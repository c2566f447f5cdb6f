"""The gradient of every operator with respect to its weights, summed over a batch.

By the chain rule, each function maps the gradient g with respect to the operator's output to the gradients with respect
to the operator's arrays, by their names. Its input x and g have a batch axis: (N, C, H, W) or (N, features). Gradients
with respect to inputs are in `glasscnn.gradients.operators`.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Node
from glasscnn.gradients.normalisation import column, standardised
from glasscnn.ops.conv2d import im2col
from glasscnn.ops.rectifiers import slopes_for

Array = npt.NDArray[np.float32]
Arrays = dict[str, Array]

LEARNED = ("weight", "bias")
"""The arrays that are learned. Batch normalisation keeps its running statistics, as when it predicts."""


def weight_gradients(node: Node, x: Array, arrays: Mapping[str, Array], g: Array) -> Arrays:
    """The gradients with respect to the weight and the bias of a node; {} for an operator without weights."""
    match node.op:
        case "conv2d":
            found = {"weight": conv2d_weight_gradient(x, arrays["weight"], g, node), "bias": g.sum(axis=(0, 2, 3))}
        case "conv_transpose2d":
            weight = conv2d_weight_gradient(g, arrays["weight"], x, node)  # g and x have exchanged their parts
            found = {"weight": weight, "bias": g.sum(axis=(0, 2, 3))}
        case "linear":
            found = {"weight": linear_weight_gradient(x, g), "bias": g.sum(axis=0)}
        case "batch_norm2d":
            found = batch_norm2d_weight_gradients(x, arrays, node.attributes["eps"], g)
        case "elementwise_affine":
            found = {
                "weight": summed_to_array(g * x, arrays["weight"].shape),
                "bias": summed_to_array(g, arrays["bias"].shape),
            }
        case "layer_norm" | "rms_norm" | "group_norm":
            normalised = standardised(node, x)[0]
            found = {
                key: summed_to_array(products, column(node, x, arrays[key]).shape).reshape(arrays[key].shape)
                for key, products in (("weight", g * normalised), ("bias", g))
                if key in arrays
            }
        case "prelu":
            found = {"weight": prelu_weight_gradient(x, arrays["weight"], g)}
        case _:
            found = {}
    return {key: gradient for key, gradient in found.items() if key in arrays}


def is_learned(name: str) -> bool:
    """Whether the array of this name, "conv1.weight", is learned."""
    return name.rpartition(".")[2] in LEARNED


def conv2d_weight_gradient(x: Array, weight: Array, g: Array, node: Node) -> Array:
    """Each weight gets the sum of what it was multiplied by, times the g of the window:

    dweight[o, c, u, v] = Σ_n Σ_i Σ_j g[n, o, i, j] · x[n, c, i·stride + u·dilation − top, j·stride + v·dilation − left]
    """
    groups, (n, outputs, height, width) = node.attributes["groups"], g.shape
    stride, padding, dilation = (node.attributes[key] for key in ("stride", "padding", "dilation"))
    columns = im2col(x, weight.shape[2:], (height, width), stride, padding, dilation)  # (N, C, kH·kW, H'·W')
    columns = columns.reshape(n, groups, -1, height * width)  # (N, groups, C/groups·kH·kW, H'·W')
    grown = g.reshape(n, groups, outputs // groups, height * width).swapaxes(2, 3)  # (N, groups, H'·W', O/groups)
    products: Array = (columns @ np.ascontiguousarray(grown)).sum(axis=0)  # (groups, C/groups·kH·kW, O/groups)
    return products.swapaxes(1, 2).reshape(weight.shape)


def linear_weight_gradient(x: Array, g: Array) -> Array:
    """dweight[o, i] = Σ_n g[n, o] · x[n, i]."""
    gradient: Array = g.T @ x
    return gradient


def summed_to_array(g: Array, shape: tuple[int, ...]) -> Array:
    """Σ g over images and along the axes where the array, of this shape, was repeated."""
    axes = tuple(axis for axis, side in enumerate(shape) if side == 1)
    total: Array = g.sum(axis=0).sum(axis=axes, keepdims=True)
    return total


def prelu_weight_gradient(x: Array, weight: Array, g: Array) -> Array:
    """dweight = Σ g · min(x, 0) over images and over all cells that share a slope."""
    slopes = slopes_for(x, weight)
    return summed_to_array(g * np.minimum(x, 0), slopes.shape).reshape(weight.shape)


def batch_norm2d_weight_gradients(x: Array, arrays: Mapping[str, Array], eps: float, g: Array) -> Arrays:
    """dweight[c] = Σ g · (x − running_mean) / √(running_var + eps), dbias[c] = Σ g, over images and cells."""
    mean, deviation = arrays["running_mean"], np.sqrt(arrays["running_var"] + np.float32(eps))
    normalised = (x - mean[:, None, None]) / deviation[:, None, None]
    return {"weight": (g * normalised).sum(axis=(0, 2, 3)), "bias": g.sum(axis=(0, 2, 3))}
