"""Transposed 2-D convolution: every input cell adds a kernel, multiplied by its number, to the output.

    y[n, o, i·stride + u·dilation − top, j·stride + v·dilation − left] += x[n, c, i, j] · weight[c, o, u, v]

It is the gradient of a convolution with respect to its input (Zeiler et al., "Deconvolutional networks", 2010).
"""

import numpy as np

from glasscnn.ops.window import Array, Padding, Pair, as_padding, as_pair, tap


def conv_transpose2d(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    stride: Pair = 1,
    padding: Padding = 0,
    output_padding: Pair = 0,
    groups: int = 1,
    dilation: Pair = 1,
) -> Array:
    """Transposed convolution of (N, C, H, W) with weights (C, O/groups, kH, kW) into (N, O, H', W').

    Computes one tap of the kernel at a time, for all cells. `padding` is the number of rows and columns that are cut
    off at (top, left, bottom, right), `output_padding` that of those added at the bottom and the right. Raises
    ValueError if the shapes do not match.
    """
    height, width = conv_transpose2d_size(x, weight, stride, padding, output_padding, groups, dilation)
    (n, channels, rows, columns), (top, left, bottom, right) = x.shape, as_padding(padding)
    grouped = x.reshape(n, groups, channels // groups, rows * columns)  # (N, groups, C/groups, H·W)
    kernels = weight.reshape(groups, channels // groups, *weight.shape[1:])  # (groups, C/groups, O/groups, kH, kW)
    outputs = groups * weight.shape[1]
    y = np.zeros((n, outputs, top + height + bottom, left + width + right), x.dtype)
    vertical, horizontal = as_pair(dilation)
    for u, v in np.ndindex(*weight.shape[2:]):
        products = kernels[..., u, v].swapaxes(1, 2) @ grouped  # (N, groups, O/groups, H·W)
        target = tap(y, u * vertical, v * horizontal, rows, columns, as_pair(stride))
        target += products.reshape(target.shape)
    y = y[:, :, top : top + height, left : left + width]
    return np.ascontiguousarray(y) if bias is None else y + bias[:, None, None]


def conv_transpose2d_loops(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    stride: Pair = 1,
    padding: Padding = 0,
    output_padding: Pair = 0,
    groups: int = 1,
    dilation: Pair = 1,
) -> Array:
    """`conv_transpose2d`: the formula, one number at a time."""
    height, width = conv_transpose2d_size(x, weight, stride, padding, output_padding, groups, dilation)
    steps, apart, (top, left, _, _) = as_pair(stride), as_pair(dilation), as_padding(padding)
    inputs, per_group, _, _ = weight.shape
    y = np.zeros((len(x), groups * per_group, height, width), np.float32)
    for n, c, row, column in np.ndindex(*x.shape):
        first_output = c // (inputs // groups) * per_group
        for o, u, v in np.ndindex(*weight.shape[1:]):
            i, j = row * steps[0] + u * apart[0] - top, column * steps[1] + v * apart[1] - left
            if 0 <= i < height and 0 <= j < width:
                y[n, first_output + o, i, j] += x[n, c, row, column] * weight[c, o, u, v]
    return y if bias is None else y + bias[:, None, None]


def conv_transpose2d_size(
    x: Array, weight: Array, stride: Pair, padding: Padding, output_padding: Pair, groups: int, dilation: Pair
) -> tuple[int, int]:
    """(H', W') of the result; raises ValueError if x, weight and groups do not match."""
    if x.ndim != 4 or weight.ndim != 4 or groups < 1 or x.shape[1] != weight.shape[0] or weight.shape[0] % groups:
        raise ValueError(
            "conv_transpose2d: expected x (N, C, H, W) and weight (C, O/groups, kH, kW), with C a multiple of groups,"
            f" found {x.shape} and {weight.shape} with groups={groups}"
        )
    steps, (top, left, bottom, right) = as_pair(stride), as_padding(padding)
    added, apart = as_pair(output_padding), as_pair(dilation)
    height, width = (
        transposed_size(x.shape[axis + 2], weight.shape[axis + 2], steps[axis], cut_off, added[axis], apart[axis])
        for axis, cut_off in enumerate((top + bottom, left + right))
    )
    if height < 1 or width < 1:
        raise ValueError(f"conv_transpose2d: padding {padding} cuts off all of its output")
    return height, width


def transposed_size(size: int, kernel: int, stride: int, cut_off: int, added: int, dilation: int) -> int:
    """Along one axis: (size − 1) · stride + dilation · (kernel − 1) + 1 + added − cut_off."""
    return (size - 1) * stride + dilation * (kernel - 1) + 1 + added - cut_off
