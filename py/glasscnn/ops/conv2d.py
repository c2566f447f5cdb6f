"""2-D convolution: every output cell is the sum of the products of a window and a kernel, plus a bias.

    y[n, o, i, j] = bias[o] + Σ_c Σ_u Σ_v  x[n, c, i·stride + u·dilation − top, j·stride + v·dilation − left] ·
    weight[o, c, u, v]

In mathematics this is called cross-correlation, since the kernel is not flipped; in deep learning, convolution.
"""

import numpy as np

from glasscnn.ops.window import Array, Padding, Pair, as_padding, as_pair, output_size, pad, tap


def conv2d(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> Array:
    """Convolve (N, C, H, W) with weights (O, C/groups, kH, kW) into (N, O, H', W').

    Uses im2col: all windows become the columns of a matrix, and one matrix product computes all sums (Chellapilla,
    Puri and Simard, 2006). `padding` is the number of zeros at (top, left, bottom, right). `groups` splits the channels
    into that many groups, each convolved separately. Raises ValueError if the shapes do not match.
    """
    height, width = conv2d_size(x, weight, stride, padding, dilation, groups)
    n, out_channels = x.shape[0], weight.shape[0]
    columns = im2col(x, weight.shape[2:], (height, width), stride, padding, dilation)  # (N, C, kH·kW, H'·W')
    columns = columns.reshape(n, groups, -1, height * width)  # (N, groups, C/groups·kH·kW, H'·W')
    kernels = weight.reshape(groups, out_channels // groups, -1)  # (groups, O/groups, C/groups·kH·kW)
    y = (kernels @ columns).reshape(n, out_channels, height, width)
    return y if bias is None else y + bias[:, None, None]


def im2col(
    x: Array, kernel_size: tuple[int, ...], out_size: tuple[int, int], stride: Pair, padding: Padding, dilation: Pair
) -> Array:
    """All windows of (N, C, H, W) as columns: (N, C, kH·kW, H'·W').

    Copies one tap of the kernel at a time, for all windows.
    """
    (kernel_height, kernel_width), (height, width), dilation = kernel_size, out_size, as_pair(dilation)
    padded = pad(x, as_padding(padding))
    columns = np.empty((x.shape[0], x.shape[1], kernel_height, kernel_width, height, width), x.dtype)
    for u in range(kernel_height):
        for v in range(kernel_width):
            columns[:, :, u, v] = tap(padded, u * dilation[0], v * dilation[1], height, width, as_pair(stride))
    return columns.reshape(x.shape[0], x.shape[1], kernel_height * kernel_width, height * width)


def conv2d_loops(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> Array:
    """`conv2d`: the formula, one number at a time."""
    height, width = conv2d_size(x, weight, stride, padding, dilation, groups)
    stride, dilation, padded = as_pair(stride), as_pair(dilation), pad(x, as_padding(padding))
    out_channels, channels_per_group, kernel_height, kernel_width = weight.shape
    y = np.zeros((x.shape[0], out_channels, height, width), np.float32)
    for n in range(x.shape[0]):
        for o in range(out_channels):
            first_channel = o // (out_channels // groups) * channels_per_group
            for i in range(height):
                for j in range(width):
                    total = 0.0 if bias is None else float(bias[o])
                    for c in range(channels_per_group):
                        for u in range(kernel_height):
                            for v in range(kernel_width):
                                row, column = i * stride[0] + u * dilation[0], j * stride[1] + v * dilation[1]
                                total += float(padded[n, first_channel + c, row, column]) * float(weight[o, c, u, v])
                    y[n, o, i, j] = total
    return y


def conv2d_size(
    x: Array, weight: Array, stride: Pair, padding: Padding, dilation: Pair, groups: int
) -> tuple[int, int]:
    """(H', W') of the result; raises ValueError if x, weight and groups do not match."""
    if x.ndim != 4 or weight.ndim != 4:
        raise ValueError(
            f"conv2d: expected x (N, C, H, W) and weight (O, C/groups, kH, kW), found {x.shape} and {weight.shape}"
        )
    if groups < 1 or weight.shape[0] % groups or x.shape[1] != weight.shape[1] * groups:
        raise ValueError(
            f"conv2d: x has {x.shape[1]} channels, but weight {weight.shape} with groups={groups} takes"
            f" {weight.shape[1] * groups} and must give a multiple of {groups}"
        )
    strides, (top, left, bottom, right), dilations = as_pair(stride), as_padding(padding), as_pair(dilation)
    height = output_size(x.shape[2], weight.shape[2], strides[0], top, bottom, dilations[0])
    width = output_size(x.shape[3], weight.shape[3], strides[1], left, right, dilations[1])
    if height < 1 or width < 1:
        raise ValueError(
            f"conv2d: a kernel of {weight.shape[2:]} does not fit into maps of {x.shape[2:]} with padding {padding}"
        )
    return height, width
