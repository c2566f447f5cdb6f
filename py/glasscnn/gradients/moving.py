"""The gradients of operators that move or resample cells, with respect to their input."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from glasscnn import ops
from glasscnn.engine import Node
from glasscnn.engine.resampling import resampled
from glasscnn.ops.resize2d import Taps
from glasscnn.ops.strided_slice import part_of_axes

Array = npt.NDArray[np.float32]


def moving_gradient(node: Node, x: Array, arrays: Mapping[str, Array], g: Array) -> Array:
    """The gradient with respect to x (N, C, H, W), or (N, features) for a part of a vector."""
    attributes = node.attributes
    match node.op:
        case "conv_transpose2d":
            return conv_transpose2d_gradient(x, arrays["weight"], g, node)
        case "strided_slice":
            dx = np.zeros((len(g), *x.shape[1:]), np.float32)
            dx[:, *part_of_axes(attributes["start"], attributes["step"], attributes["size"])] = g
            return dx
        case "pad2d" if attributes["mode"] == "constant":
            top, left, _, _ = attributes["padding"]
            return g[:, :, top : top + x.shape[2], left : left + x.shape[3]]
        case "depth_to_space":
            return ops.space_to_depth(g, **attributes)
        case "space_to_depth":
            return ops.depth_to_space(g, **attributes)
        case _:
            return resampled_gradient(x, g, node)


def conv_transpose2d_gradient(x: Array, weight: Array, g: Array, node: Node) -> Array:
    """Each cell gets the g of the cells that it adds to, multiplied by their weights: the convolution of g.

    dx[c, i, j] = Σ_o Σ_u Σ_v weight[c, o, u, v] · g[o, i·stride + u·dilation − top, j·stride + v·dilation − left]
    """
    options = {key: node.attributes[key] for key in ("stride", "padding", "dilation", "groups")}
    _, _, height, width = x.shape
    return ops.conv2d(g, weight, **options)[:, :, :height, :width]  # output_padding may add windows


def resampled_gradient(x: Array, g: Array, node: Node) -> Array:
    """y = R · x · Cᵀ with a matrix of weights for the rows and one for the columns, so dx = Rᵀ · g · C."""
    _, rows, columns = resampled(node, x.shape[1:])
    vertical, horizontal = matrix_of(rows, x.shape[2]), matrix_of(columns, x.shape[3])
    dx: Array = np.matmul(np.matmul(vertical.T, g), horizontal)
    return dx


def matrix_of(taps: Taps, size: int) -> Array:
    """The weight of each of `size` cells for each cell of the result: (cells, size)."""
    cells, weights = taps
    matrix = np.zeros((len(cells), size), np.float32)
    np.add.at(matrix, (np.arange(len(cells))[:, None], cells), weights)
    return matrix
