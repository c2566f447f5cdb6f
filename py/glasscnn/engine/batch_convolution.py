"""Convolution of several images as one matrix product for each row of the output, as in `convolution.py`.

There, `shifted` is explained. Here every cell stands for the cells of N images, so the products are N times as wide:

    kernels (O, kH·(kW·C + 1)) @ windows (H', kH·(kW·C + 1), W'·N) → output (H', O, W'·N)
"""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from glasscnn.engine.convolution import kernels_with_bias
from glasscnn.engine.dirty_regions import Array
from glasscnn.engine.graph import Node
from glasscnn.engine.op_kernel import ZERO, Arrays
from glasscnn.ops.window import as_padding, as_pair

MAX_NUMBERS = 1 << 17
"""The maximum size of the shifted rows, 512 kB. More rows are convolved in blocks, so that each stays in the cache."""


class Block(NamedTuple):
    """The views for some rows of windows, h × w; G groups of C channels, N images."""

    copies: list[tuple[Array, Array]]  # target, source: (G, rows, C, cells, N); the padding is a copy of 0
    windows: Array  # (G, h, kH, kW·C + 1, w·N): a view of the shifted rows
    factors: tuple[int, int, int, int]  # (G, h, kH·(kW·C + 1), w·N): the shape of `windows` as matrices
    products: Array  # (G, h, O/G, w·N): a view of the output
    out: Array  # (O, h, w·N): the same


class BatchConv2d:
    """A convolution of maps (C, H, W·N); with `rectify`, fused with the ReLU that follows it."""

    def __init__(self, x: Array, out: Array, node: Node, arrays: Arrays, count: int, rectify: bool) -> None:
        weight, groups, self.rectify = arrays["weight"], node.attributes["groups"], rectify
        _, channels, self.kernel_height, kernel_width = weight.shape  # channels of one group
        self.stride, self.dilation = as_pair(node.attributes["stride"]), as_pair(node.attributes["dilation"])
        self.top, self.left, _, _ = as_padding(node.attributes["padding"])
        self.kernels, self.out = kernels_with_bias(weight, arrays.get("bias"), groups), out
        self.x = x.reshape(groups, channels, x.shape[1], -1, count).transpose(0, 2, 1, 3, 4)  # (G, H, C, W, N)
        height, columns = out.shape[1:]
        taps = kernel_width * channels + 1
        rows = min(max(MAX_NUMBERS // (groups * taps * columns), 1), height)
        self.shifted = np.ones((groups, self.rows_under(rows), taps, columns), np.float32)
        self.taps = self.shifted[:, :, :-1].reshape(groups, -1, kernel_width, channels, columns // count, count)
        self.taps[:] = 0
        self.blocks = [self.block(top, min(top + rows, height)) for top in range(0, height, rows)]

    def rows_under(self, height: int) -> int:
        """The number of rows of the padded maps under `height` rows of windows."""
        reach: int = self.dilation[0] * (self.kernel_height - 1)
        return (height - 1) * self.stride[0] + reach + 1

    def run(self) -> None:
        """Compute all windows, block by block."""
        for copies, windows, factors, products, out in self.blocks:
            for target, source in copies:
                target[...] = source
            np.matmul(self.kernels, windows.reshape(factors), out=products)  # with a vertical dilation, reshape copies
            if self.rectify:
                np.maximum(out, ZERO, out=out)

    def block(self, top: int, bottom: int) -> Block:
        """The views for the rows `top` … `bottom` − 1 of the output."""
        groups, _, taps, columns = self.shifted.shape
        group, row, tap, cell = self.shifted.strides
        shape = (groups, bottom - top, self.kernel_height, taps, columns)
        strides = (group, self.stride[0] * row, self.dilation[0] * row, tap, cell)
        windows = as_strided(self.shifted, shape, strides)
        out = self.out[:, top:bottom]
        products = out.reshape(groups, -1, bottom - top, columns).transpose(0, 2, 1, 3)
        factors = (groups, bottom - top, self.kernel_height * taps, columns)
        return Block(self.copies(top, bottom), windows, factors, products, out)

    def copies(self, top: int, bottom: int) -> list[tuple[Array, Array]]:
        """What fills the shifted rows for the rows `top` … `bottom` − 1 of the output."""
        first = top * self.stride[0] - self.top  # the row of the maps that comes first; below 0, it is padding
        end = first + self.rows_under(bottom - top)
        low = max(first, 0)
        high = max(min(end, self.x.shape[1]), low)
        copies = [(rows, ZERO) for rows in (self.taps[:, : low - first], self.taps[:, high - first : end - first])]
        size, width, step = self.x.shape[3], self.taps.shape[4], self.stride[1]
        for column in range(self.taps.shape[2]):
            offset = column * self.dilation[1] - self.left  # the cell under this column of the first window
            left = max(-(offset // step), 0)  # the first window of which it lies on the map
            right = min((size - 1 - offset) // step + 1, width)
            if left < right:
                target = self.taps[:, low - first : high - first, column, :, left:right]
                cells = slice(left * step + offset, (right - 1) * step + offset + 1, step)
                copies.append((target, self.x[:, low:high, :, cells]))
        return [(target, source) for target, source in copies if target.size]
