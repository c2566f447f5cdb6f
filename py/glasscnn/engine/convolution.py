"""Convolution as one matrix product (im2col).

The kernels are the rows of one matrix, the windows the columns of the other. A last row of ones multiplies the bias.

The windows are copied in two steps of long runs instead of one of short runs: first the maps, shifted once for each
column of the kernel; then whole planes of these copies, once for each row of the kernel. Windows inside the map are
copied from the map itself; only those that extend beyond its edge need the padded copy.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from glasscnn.engine.dirty_regions import Change, Region, Sliding, Touching
from glasscnn.engine.graph import Node
from glasscnn.engine.op_kernel import MAX_CACHED_REGION_SHAPES, Arrays, OpKernel, view_of
from glasscnn.engine.padding import Padded
from glasscnn.engine.primitives import AnyMaps, Arithmetic, Array
from glasscnn.ops.window import as_padding, as_pair

MOST_NUMBERS = 1_000_000
"""The maximum size of the matrix of windows; larger maps are convolved some rows at a time, to limit memory."""


class Conv2d(OpKernel):
    """A convolution; with `rectify`, fused with the ReLU that follows it."""

    def __init__(
        self, x: Array, out: Array, node: Node, arrays: Arrays, arithmetic: Arithmetic, rectify: bool = False
    ) -> None:
        super().__init__(out)
        weight, attributes = arrays["weight"], node.attributes
        self.multiply, self.seen, rectifier = arithmetic
        self.rectify = rectifier if rectify else None
        groups, padding = attributes["groups"], as_padding(attributes["padding"])
        self.kernels = np.split(rows_with_bias(weight, arrays.get("bias")), groups)
        self.window = (*weight.shape[2:], weight.shape[1])  # (kH, kW, C/groups)
        self.taps = math.prod(self.window)
        # The product's inner loop runs along contiguous elements, taps or places: it should be the longer axis.
        self.by_taps = 2 * self.taps > self.everything.cells
        self.padded = Padded(x, padding, 0.0, cell_by_cell=self.by_taps)
        stride, self.dilation = as_pair(attributes["stride"]), as_pair(attributes["dilation"])
        (_, height, width), (_, *size) = self.out.shape, x.shape
        sliding = Sliding(self.window[:2], stride, padding[:2], self.dilation, (height, width))
        self.touching, self.step = Touching(sliding, (size[0], size[1])), stride[0]
        self.inside = Region(0, 0, 0, 0) if self.by_taps else sliding.inside((size[0], size[1]))
        columns = (self.window[1], self.dilation[1], stride[1])
        self.moved = moved_maps(self.padded.maps, *columns, width)
        self.above, self.before = padding[0], self.inside.left
        self.moved_inside = moved_maps(x[:, :, self.before * stride[1] - padding[1] :], *columns, self.inside.width)
        most = max(self.taps, self.window[1] * len(x)) * width  # size of one row of windows
        self.blocks = row_blocks(height, width, MOST_NUMBERS // most)
        rows, places = self.rows_under(self.blocks[0].height), self.blocks[0].cells
        self.worth_cutting = min(self.worth_cutting, places)
        self._matrix = np.ones((self.taps + 1, places), np.float32, "F" if self.by_taps else "C")
        self._moved = np.zeros(self.window[1] * len(x) * rows * width, np.float32)
        self._products = np.zeros(len(weight) * places, np.float32)
        self._region_views: dict[tuple[int, int], RegionViews] = {}

    def rows_under(self, height: int) -> int:
        """The number of rows of the padded maps under `height` rows of windows."""
        reach: int = self.dilation[0] * (self.window[0] - 1)
        return (height - 1) * self.step + reach + 1

    def run(self) -> None:
        """Compute all windows, some rows at a time."""
        for block in self.blocks:
            self._convolve(block)

    def update(self, change: Region) -> Change:
        """Recompute the windows that cover a changed cell."""
        region = self.touching.windows(change)
        if region is None:
            return None
        top, left, bottom, right = region
        cells = (bottom - top) * (right - left)
        if cells > self.worth_cutting:
            self.run()
        else:
            self._convolve(region if cells > 1 else two_places(region, self.everything))
        return region

    def _convolve(self, region: Region) -> None:
        """Compute the outputs in `region`, one group at a time."""
        top, left, bottom, right = region
        shape = bottom - top, right - left
        moved, rows, windows, matrix, groups, products, as_maps = self._region_views.get(shape) or self._views_for(
            *shape
        )
        row = top * self.step
        first_row, first_column, end_row, end_column = self.inside
        if first_row <= top and first_column <= left and bottom <= end_row and right <= end_column:
            row, before = row - self.above, self.before
            moved[...] = self.moved_inside[:, :, row : row + rows, left - before : right - before]
        else:
            self.padded.fill_region(self.touching.cells(region))
            moved[...] = self.moved[:, :, row : row + rows, left:right]
        for kernels, source, out in groups:
            windows[...] = source
            self.multiply(kernels, matrix, out)
        if self.rectify:
            self.rectify(products, products)
        if as_maps is not None:
            self.out[:, top:bottom, left:right] = as_maps

    def _views_for(self, height: int, width: int) -> "RegionViews":
        """The views for regions of one shape; all shapes share the same memory."""
        if len(self._region_views) == MAX_CACHED_REGION_SHAPES:
            self._region_views.clear()
        groups, (kernel_height, kernel_width, channels) = len(self.kernels), self.window
        rows, places = self.rows_under(height), height * width
        if self.by_taps:
            moved = view_of(self._moved, (rows, width, kernel_width, groups * channels)).transpose(2, 3, 0, 1)
        else:
            moved = view_of(self._moved, (kernel_width, groups * channels, rows, width))
        column, channel, row, place = moved.strides
        all_windows = as_strided(
            moved,
            (kernel_height, kernel_width, groups * channels, height, width),
            (self.dilation[0] * row, column, channel, self.step * row, place),
        )
        matrix = self._matrix[:, :places]
        in_place = places == self.everything.cells  # the whole output needs no copy
        products = self.out.reshape(-1, places) if in_place else view_of(self._products, (len(self.out), places))
        by_group = zip(self.kernels, np.split(all_windows, groups, axis=2), np.split(products, groups), strict=True)
        views = self._region_views[height, width] = RegionViews(
            moved,
            rows,
            matrix[:-1].reshape(*self.window, height, width),
            matrix,
            list(by_group),
            self.seen(products),
            None if in_place else products.reshape(-1, height, width),
        )
        return views


class RegionViews(NamedTuple):
    """Views for convolving regions of one shape, h × w."""

    moved: Array  # (kW, C, rows, w): the maps, shifted for each column of the kernel
    rows: int  # the number of rows of the maps under h rows of windows
    windows: Array  # (kH, kW, C/groups, h, w): all rows of `matrix` but the last
    matrix: Array  # (kH·kW·C/groups + 1, h·w): the last row is ones
    groups: list[tuple[Array, Array, Array]]  # kernels; windows in `moved` (kH, kW, C/groups, h, w); their `products`
    products: AnyMaps  # (O, h·w), viewed by `seen`
    as_maps: Array | None  # (O, h, w): `products`; None if they are the output itself


def rows_with_bias(weight: Array, bias: Array | None) -> Array:
    """Weights (O, C, kH, kW) and bias as rows in the order of the windows: (O, kH·kW·C + 1)."""
    rows = weight.transpose(0, 2, 3, 1).reshape(len(weight), -1)
    last = np.zeros(len(weight), np.float32) if bias is None else bias
    return np.ascontiguousarray(np.concatenate([rows, last[:, None]], axis=1))


def moved_maps(padded: Array, columns: int, dilation: int, stride: int, width: int) -> Array:
    """A view of (C, H, W): the cells under each column of the kernel in `width` windows, (columns, C, H, width)."""
    channel, row, cell = padded.strides
    channels, height, _ = padded.shape
    return as_strided(padded, (columns, channels, height, width), (dilation * cell, channel, row, stride * cell))


def row_blocks(height: int, width: int, rows: int) -> list[Region]:
    """Regions of up to `rows` rows of windows each, at least one, that together cover all windows."""
    rows = min(max(rows, 1), height)
    return [Region(top, 0, min(top + rows, height), width) for top in range(0, height, rows)]


def two_places(place: Region, everything: Region) -> Region:
    """A region of one cell extended to two if possible: a product with one column sums in another order."""
    if everything.width > 1:
        left = min(place.left, everything.width - 2)
        return place._replace(left=left, right=left + 2)
    if everything.height > 1:
        top = min(place.top, everything.height - 2)
        return place._replace(top=top, bottom=top + 2)
    return place
