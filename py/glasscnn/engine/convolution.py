"""Convolution as a batch of matrix products, one for each row of the output.

For each row of the maps, `shifted` holds that row of all maps once for each column of the kernel, shifted by that
column, and then a row of ones for the bias. Under the windows of one row of the output lie kH rows of the maps. They
are neighbours in `shifted`, so the second factor of the product is a view, which overlaps with those of other rows:

    kernels (O, kH·(kW·C + 1)) @ windows (H', kH·(kW·C + 1), W') → output (H', O, W')
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from glasscnn.engine.dirty_regions import Array, Change, Region, Sliding, Touching
from glasscnn.engine.graph import Node
from glasscnn.engine.op_kernel import MAX_CACHED_REGION_SHAPES, ZERO, Arrays, OpKernel, view_of
from glasscnn.ops.window import as_padding, as_pair

MAX_NUMBERS = 1_000_000
"""The maximum size of the shifted rows; larger maps are convolved some rows at a time, to limit memory."""


class Conv2d(OpKernel):
    """A convolution; with `rectify`, fused with the ReLU that follows it."""

    def __init__(self, x: Array, out: Array, node: Node, arrays: Arrays, rectify: bool = False) -> None:
        super().__init__(out)
        weight, self.groups, self.rectify = arrays["weight"], node.attributes["groups"], rectify
        _, self.channels, self.kernel_height, self.kernel_width = weight.shape  # channels of one group
        self.taps_of_a_row = self.kernel_width * self.channels + 1  # the factors in one row of a kernel, and the bias
        self.stride, self.dilation = as_pair(node.attributes["stride"]), as_pair(node.attributes["dilation"])
        self.padding = as_padding(node.attributes["padding"])[:2]
        height, width = self.out.shape[1:]
        sliding = Sliding(
            (self.kernel_height, self.kernel_width), self.stride, self.padding, self.dilation, (height, width)
        )
        self.touching = Touching(sliding, (x.shape[1], x.shape[2]))
        self.kernels = kernels_with_bias(weight, arrays.get("bias"), self.groups)
        self.x_rows = x.transpose(1, 0, 2)  # (H, C, W)
        self.out_rows = self.out.reshape(self.groups, -1, height, width).transpose(0, 2, 1, 3)  # (G, H', O/G, W')

        numbers_of_a_row = self.groups * self.taps_of_a_row * self.pitch(width)
        self.blocks = row_blocks(height, width, MAX_NUMBERS // numbers_of_a_row)
        self.max_partial_cells = min(self.max_partial_cells, self.blocks[0].cells)
        rows = self.rows_under(self.blocks[0].height)
        beyond_the_end = self.dilation[1] * (self.kernel_width - 1)  # read by the last row's shifts, never used
        self._padded = np.zeros(rows * len(x) * self.pitch(width) * self.stride[1] + beyond_the_end, np.float32)
        self._shifted = np.zeros(rows * numbers_of_a_row, np.float32)
        self._products = np.zeros(len(weight) * self.blocks[0].cells, np.float32)
        self._views = lru_cache(MAX_CACHED_REGION_SHAPES)(self._views_for)
        self._places = lru_cache(MAX_CACHED_REGION_SHAPES)(self._places_of)

    def rows_under(self, height: int) -> int:
        """The number of rows of the padded maps under `height` rows of windows."""
        reach: int = self.dilation[0] * (self.kernel_height - 1)
        return (height - 1) * self.stride[0] + reach + 1

    def pitch(self, width: int) -> int:
        """The number of cells, a stride apart, in one row of the padded maps under `width` columns of windows."""
        reach: int = self.dilation[1] * (self.kernel_width - 1)
        return width - (-reach // self.stride[1])

    def run(self) -> None:
        """Compute all windows, some rows at a time."""
        for block in self.blocks:
            self._convolve(block)

    def update(self, change: Region) -> Change:
        """Recompute the windows that cover a changed cell."""
        region = self.touching.windows(change)
        if region is None:
            return None
        if region.cells > self.max_partial_cells:
            self.run()
        else:
            self._convolve(region)
        return region

    def _convolve(self, region: Region) -> None:
        """Compute the outputs in `region`."""
        padded, shifts, shifted, ones, windows, factors, products, flat = self._views(region.height, region.width)
        source, target, is_inside, out = self._places(region)
        if not is_inside:
            padded.fill(0)
        target[...] = source
        shifted[...] = shifts
        ones.fill(1)
        np.matmul(self.kernels, windows.reshape(factors), out=products)  # with a vertical dilation, reshape must copy
        if self.rectify:
            np.maximum(flat, ZERO, out=flat)
        if products is not self.out_rows:
            out[...] = products

    def _places_of(self, region: Region) -> tuple[Array, Array, bool, Array]:
        """The cells under a region of windows; where they lie in `padded`, and whether they fill it; the outputs."""
        padded = self._views(region.height, region.width).padded
        top, left, bottom, right = self.touching.cells(region)
        above = top - (region.top * self.stride[0] - self.padding[0])
        before = left - (region.left * self.stride[1] - self.padding[1])
        source = self.x_rows[top:bottom, :, left:right]
        target = padded[above : above + bottom - top, :, before : before + right - left]
        out = self.out_rows[:, region.top : region.bottom, :, region.left : region.right]
        return source, target, target.shape == padded.shape, out

    def _views_for(self, height: int, width: int) -> "RegionViews":
        """The views for regions of one shape; all shapes share the same memory."""
        groups, channels, columns, pitch = self.groups, self.channels, self.kernel_width, self.pitch(width)
        rows, taps = self.rows_under(height), self.taps_of_a_row
        padded = view_of(self._padded, (rows, groups * channels, pitch * self.stride[1]))
        row, channel, cell = padded.strides
        shifts = as_strided(
            padded,
            (groups, rows, columns, channels * pitch),
            (channels * channel, row, self.dilation[1] * cell, self.stride[1] * cell),
        )
        all_taps = view_of(self._shifted, (groups, rows, taps, pitch))
        group, row, tap, place = all_taps.strides
        windows = as_strided(
            all_taps,
            (groups, height, self.kernel_height, taps, width),
            (group, self.stride[0] * row, self.dilation[0] * row, tap, place),
        )
        if height * width == self.everything.cells:  # the whole output needs no copy
            products, flat = self.out_rows, self.out.reshape(-1)
        else:
            flat = self._products[: len(self.out) * height * width]
            products = flat.reshape(groups, height, -1, width)
        return RegionViews(
            padded,
            shifts,
            all_taps[:, :, :-1].reshape(shifts.shape),
            all_taps[:, :, -1],
            windows,
            (groups, height, self.kernel_height * taps, width),
            products,
            flat,
        )


class RegionViews(NamedTuple):
    """Views for convolving regions of one shape, h × w; G groups, C channels in each."""

    padded: Array  # (rows, G·C, columns): the maps under the windows
    shifts: Array  # (G, rows, kW, C·pitch): rows of `padded`, shifted for each column of the kernel
    shifted: Array  # the same, as a copy
    ones: Array  # (G, rows, pitch): the ones below each row in `shifted`
    windows: Array  # (G, h, kH, kW·C + 1, w): a view of `shifted` and `ones`
    factors: tuple[int, int, int, int]  # (G, h, kH·(kW·C + 1), w): the shape of `windows` as matrices
    products: Array  # (G, h, O/G, w): the output, or a contiguous array, on which maxima are faster than on short rows
    flat: Array  # the numbers of `products`, contiguous


def kernels_with_bias(weight: Array, bias: Array | None, groups: int) -> Array:
    """Weights (O, C, kH, kW) and bias as rows in the order of the windows: (G, 1, O/G, kH·(kW·C + 1))."""
    outputs, channels, height, width = weight.shape
    rows = np.zeros((outputs, height, width * channels + 1), np.float32)
    rows[:, :, :-1] = weight.transpose(0, 2, 3, 1).reshape(outputs, height, -1)
    rows[:, -1, -1] = 0 if bias is None else bias
    return rows.reshape(groups, 1, outputs // groups, -1)


def row_blocks(height: int, width: int, rows: int) -> list[Region]:
    """Regions of up to `rows` rows of windows each, at least one, that together cover all windows."""
    rows = min(max(rows, 1), height)
    return [Region(top, 0, min(top + rows, height), width) for top in range(0, height, rows)]
