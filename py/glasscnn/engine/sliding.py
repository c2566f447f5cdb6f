"""Kernels with windows: convolution and pooling. Few calls on long rows instead of many small windows."""

import math
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from glasscnn.engine.graph import Node
from glasscnn.engine.kernel import Array, Arrays, Integers, Kernel, bits, einsum
from glasscnn.engine.regions import Change, Region, Sliding, whole
from glasscnn.ops.pooling import Windows
from glasscnn.ops.window import as_padding, as_pair

AnyMaps = Array | Integers
Product = Callable[[Array, Array, Array], None]
"""(O, K) · (K, P) into the third array, (O, P)."""

COLUMNS = 1_000_000
"""The most numbers in the matrix of windows: larger maps are convolved some rows at a time, to stay in memory."""

SIZES = 256
"""Of how many sizes of regions the views are kept."""

NO_BITS = bits(np.zeros((), np.float32))


def by_einsum(left: Array, right: Array, out: Array) -> None:
    """Without BLAS the inner loop of a two-operand `einsum` takes half of `matmul`'s time.

    It adds up in the same order for every number of columns, which is what makes updates exact.
    """
    einsum("ok,kp->op", left, right, out=out)


def by_matmul(left: Array, right: Array, out: Array) -> None:
    """Native NumPy has BLAS behind `matmul`; its sums may differ in the last bit from one shape to another."""
    np.matmul(left, right, out=out)


class Pooling(Kernel):
    """Rows are joined first, then columns, by maximum or sum: kH + kW passes over long rows instead of kH · kW, or of
    one over many small windows. The maxima of maps that are never negative are those of their bits."""

    def __init__(self, x: Array, out: Array, node: Node, never_negative: bool) -> None:
        attributes = dict(node.attributes)
        include_padding = attributes.pop("count_include_pad", True)
        windows = Windows(x[None], **attributes)
        super().__init__(out)
        self.is_max = node.op == "max_pool2d"
        self.join = np.maximum if self.is_max else np.add
        self.padded = Padded(x, windows.full_padding(), -math.inf if self.is_max else 0.0)
        self.counts = windows.counts(include_padding)[None]
        height, width = windows.height, windows.width
        self.sliding = Sliding(
            windows.kernel, windows.stride, windows.padding[:2], windows.dilation, (height, width), windows.size
        )
        joined = np.zeros((len(x), height, self.padded.maps.shape[2]), np.float32)  # (C, H', W)
        views: list[AnyMaps] = [self.padded.maps, joined, self.out]
        if self.is_max and never_negative:
            views = [bits(view) for view in (self.padded.maps, joined, self.out)]
        maps, self.joined, self.pooled = views
        (vertical, horizontal), (rows, columns) = windows.stride, windows.kernel
        tops, lefts = (range(0, d * taps, d) for d, taps in zip(windows.dilation, (rows, columns), strict=True))
        self.row_taps = [maps[:, top : top + vertical * (height - 1) + 1 : vertical] for top in tops]
        self.column_taps = [
            self.joined[:, :, left : left + horizontal * (width - 1) + 1 : horizontal] for left in lefts
        ]
        self.step, self.reach = horizontal, lefts[-1] + 1  # from window to window, and how wide one is

    def run(self) -> None:
        """All windows."""
        self.padded.fill()
        self._pool(self.everything)

    def update(self, changes: Sequence[Change]) -> Change:
        """The windows that touch what changed."""
        change = changes[0]
        region = None if change is None else self.sliding.touching(change)
        if change is None or region is None:
            return None
        self.padded.fill_region(change)
        self._pool(region)
        return region

    def _pool(self, region: Region) -> None:
        top, left, bottom, right = region
        first, end = left * self.step, (right - 1) * self.step + self.reach  # the columns that these windows see
        self._join([tap[:, top:bottom, first:end] for tap in self.row_taps], self.joined[:, top:bottom, first:end])
        out = self.pooled[:, top:bottom, left:right]
        self._join([tap[:, top:bottom, left:right] for tap in self.column_taps], out)
        if not self.is_max:
            np.divide(out, region.of(self.counts), out=out)

    def _join(self, parts: list[AnyMaps], out: AnyMaps) -> None:
        if len(parts) == 1:
            out[...] = parts[0]
            return
        first, second, *others = parts
        self.join(first, second, out=out)
        for part in others:
            self.join(out, part, out=out)


class Conv2d(Kernel):
    """im2col: all windows are copied side by side as the columns of a matrix, one product with the kernels gives all
    outputs; the bias is one more row, of ones. Copies run along whole rows, and the product has no inner overhead.

    With `rectify` the ReLU behind it is part of writing the output: one pass less over the maps.
    """

    def __init__(
        self, x: Array, out: Array, node: Node, arrays: Arrays, multiply: Product, rectify: bool = False
    ) -> None:
        super().__init__(out)
        weight, attributes = arrays["weight"], node.attributes
        out_channels, channels, height, width = weight.shape
        groups, padding = attributes["groups"], as_padding(attributes["padding"])
        self.multiply, self.rectify = multiply, rectify
        self.padded = Padded(x, padding, 0.0)
        places, size = (self.everything.height, self.everything.width), (x.shape[1], x.shape[2])
        stride, dilation = as_pair(attributes["stride"]), as_pair(attributes["dilation"])
        self.sliding = Sliding((height, width), stride, padding[:2], dilation, places, size)
        windows = window_view(self.padded.maps, self.sliding)  # (kH, kW, C, H', W')
        self.windows = np.split(windows, groups, axis=2)  # groups × (kH, kW, C/groups, H', W')
        self.window = (height, width, channels)
        self.taps = height * width * channels
        bias = arrays.get("bias", np.zeros(out_channels, np.float32))
        rows = weight.transpose(0, 2, 3, 1).reshape(out_channels, self.taps)  # (O, kH·kW·C/groups)
        with_bias = np.ascontiguousarray(np.concatenate([rows, bias[:, None]], axis=1))
        self.kernels = np.split(with_bias, groups)  # groups × (O/groups, kH·kW·C/groups + 1)
        self.blocks = row_blocks(places, self.taps)
        most = max(block.cells for block in self.blocks)  # columns that there is room for
        self.worth_cutting = min(self.worth_cutting, most)
        # The product's inner loop runs along what lies side by side: that should be the longer side.
        order: Literal["C", "F"] = "F" if 2 * self.taps > self.everything.cells else "C"
        self._columns = np.ones((self.taps + 1, most), np.float32, order)
        self._products = np.zeros(out_channels * most, np.float32)
        self._scratch: dict[tuple[int, int], Scratch] = {}

    def run(self) -> None:
        """All windows, some rows at a time."""
        self.padded.fill()
        for block in self.blocks:
            self._convolve(block)

    def update(self, changes: Sequence[Change]) -> Change:
        """The windows that touch what changed."""
        change = changes[0]
        region = None if change is None else self.sliding.touching(change)
        if change is None or region is None:
            return None
        cells = region.cells
        if cells > self.worth_cutting:
            self.run()
        else:
            self.padded.fill_region(change)
            self._convolve(region if cells > 1 else two_places(region, self.everything))
        return region

    def _convolve(self, region: Region) -> None:
        """The outputs in `region`, group after group."""
        top, left, bottom, right = region
        columns, as_windows, products, by_group, as_maps = self._scratch_for(bottom - top, right - left)
        for windows, kernels, out in zip(self.windows, self.kernels, by_group, strict=True):
            as_windows[...] = windows[..., top:bottom, left:right]
            self.multiply(kernels, columns, out)
        if self.rectify:
            np.maximum(products, NO_BITS, out=products)
        self.out[:, top:bottom, left:right] = as_maps

    def _scratch_for(self, height: int, width: int) -> "Scratch":
        """The same memory for every region, its views made once for each size."""
        scratch = self._scratch.get((height, width))
        if scratch is None:
            if len(self._scratch) == SIZES:
                self._scratch.clear()
            cells, outputs = height * width, len(self.out)
            columns = self._columns[:, :cells]  # the last row stays ones
            as_windows = columns[: self.taps].reshape(*self.window[:2], self.window[2], height, width)
            products = self._products[: outputs * cells].reshape(outputs, cells)
            by_group = np.split(products, len(self.kernels))
            as_maps = products.reshape(outputs, height, width)
            scratch = Scratch(columns, as_windows, bits(products), by_group, as_maps)
            self._scratch[height, width] = scratch
        return scratch


class Scratch(NamedTuple):
    """Views for convolving a region of one size."""

    columns: Array  # (kH·kW·C/groups + 1, h·w)
    as_windows: Array  # (kH, kW, C/groups, h, w): all rows of `columns` but the last
    products: Integers  # (O, h·w): their bits
    by_group: list[Array]  # groups × (O/groups, h·w): the same numbers
    as_maps: Array  # (O, h, w): the same


def row_blocks(size: tuple[int, int], taps: int) -> list[Region]:
    """The output rows, as many at a time as COLUMNS allows."""
    height, width = size
    rows = min(height, max(1, COLUMNS // (taps * width)))
    return [Region(top, 0, min(top + rows, height), width) for top in range(0, height, rows)]


def two_places(place: Region, everything: Region) -> Region:
    """A region of one cell made two, where the map has two: a product with one column would add up in another order."""
    if everything.width > 1:
        left = min(place.left, everything.width - 2)
        return place._replace(left=left, right=left + 2)
    if everything.height > 1:
        top = min(place.top, everything.height - 2)
        return place._replace(top=top, bottom=top + 2)
    return place


class Padded:
    """Maps with a border of one value around them; the maps themselves where no border is wanted."""

    def __init__(self, x: Array, padding: tuple[int, int, int, int], value: float) -> None:
        top, left, bottom, right = padding
        self.x = x
        channels, height, width = x.shape
        self.is_copy = any(padding)
        self.everything = whole(height, width)
        shape = (channels, top + height + bottom, left + width + right)
        self.maps = np.full(shape, value, np.float32) if self.is_copy else x
        self.middle = self.maps[:, top : top + height, left : left + width]

    def fill(self) -> None:
        """Copy all of x into the middle."""
        self.fill_region(self.everything)

    def fill_region(self, region: Region) -> None:
        """Copy the region of x into the middle."""
        if self.is_copy:
            top, left, bottom, right = region
            self.middle[:, top:bottom, left:right] = self.x[:, top:bottom, left:right]


def window_view(padded: Array, sliding: Sliding) -> Array:
    """The windows of (C, H, W) as a view, nothing copied: (kH, kW, C, H', W')."""
    channel, row, column = padded.strides
    (down, right), (vertical, horizontal) = sliding.dilation, sliding.stride
    shape = (*sliding.kernel, padded.shape[0], *sliding.places)
    return as_strided(padded, shape, (row * down, column * right, channel, row * vertical, column * horizontal))
