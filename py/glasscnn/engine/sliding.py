"""Kernels with windows: convolution and pooling. Few calls on long rows instead of many small windows."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from glasscnn.engine.graph import Node
from glasscnn.engine.kernel import Array, Arrays, Kernel, einsum
from glasscnn.engine.regions import Change, Region, Sliding, whole
from glasscnn.ops.pooling import Windows
from glasscnn.ops.window import as_padding, as_pair

Product = Callable[[Array, Array, Array], None]
"""(O, K) · (K, P) into the third array, (O, P)."""

COLUMNS = 1_000_000
"""The most numbers in the matrix of windows: larger maps are convolved some rows at a time, to stay in memory."""

ZERO = np.zeros((), np.float32)


def by_einsum(left: Array, right: Array, out: Array) -> None:
    """Without BLAS the inner loop of a two-operand `einsum` takes half of `matmul`'s time.

    It adds up in the same order for every number of columns, which is what makes updates exact.
    """
    einsum("ok,kp->op", left, right, out=out)


def by_matmul(left: Array, right: Array, out: Array) -> None:
    """Native NumPy has BLAS behind `matmul`; its sums may differ in the last bit from one shape to another."""
    np.matmul(left, right, out=out)


class Pooling(Kernel):
    """One strided view of the input for each tap of the window, joined by maximum or sum: few passes over long rows
    instead of one pass over many small windows."""

    def __init__(self, x: Array, out: Array, node: Node) -> None:
        attributes = dict(node.attributes)
        include_padding = attributes.pop("count_include_pad", True)
        windows = Windows(x[None], **attributes)
        super().__init__(out)
        self.is_max = node.op == "max_pool2d"
        self.padded = Padded(x, windows.full_padding(), -math.inf if self.is_max else 0.0)
        self.taps = [windows.tap(self.padded.maps[None], u, v)[0] for u, v in windows.taps()]
        self.counts = windows.counts(include_padding)[None]
        self.sliding = Sliding(windows.kernel, windows.stride, windows.padding[:2], windows.dilation, out.shape[1:])

    def run(self) -> None:
        """All windows."""
        self.padded.fill()
        self._pool(self.everything)

    def update(self, changes: Sequence[Change]) -> Change:
        """The windows that touch what changed."""
        if changes[0] is None:
            return None
        self.padded.fill_region(changes[0])
        region = self.sliding.touching(changes[0])
        if region is not None:
            self._pool(region)
        return region

    def _pool(self, region: Region) -> None:
        out = region.of(self.out)
        join = np.maximum if self.is_max else np.add
        first, *others = [region.of(tap) for tap in self.taps]
        if not others:
            np.copyto(out, first)
        for tap in others:
            join(first, tap, out=out)
            first = out
        if not self.is_max:
            np.divide(out, region.of(self.counts), out=out)


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
        out_channels, self.channels, *kernel = weight.shape
        self.multiply, self.rectify = multiply, rectify
        self.padded = Padded(x, as_padding(attributes["padding"]), 0.0)
        stride, dilation = as_pair(attributes["stride"]), as_pair(attributes["dilation"])
        before = as_padding(attributes["padding"])[:2]
        self.sliding = Sliding((kernel[0], kernel[1]), stride, before, dilation, out.shape[1:])
        self.windows = window_view(self.padded.maps, self.sliding)  # (kH, kW, C, H', W')
        self.taps = kernel[0] * kernel[1] * self.channels
        bias = arrays.get("bias", np.zeros(out_channels, np.float32))
        rows = weight.transpose(0, 2, 3, 1).reshape(out_channels, self.taps)  # (O, kH·kW·C/groups)
        with_bias = np.ascontiguousarray(np.concatenate([rows, bias[:, None]], axis=1))
        self.kernels = np.split(with_bias, attributes["groups"])  # groups × (O/groups, kH·kW·C/groups + 1)
        self.blocks = row_blocks(out.shape[1:], self.taps)
        self.places = max(block.cells for block in self.blocks)  # columns that there is room for
        self._columns = np.ones((self.taps + 1) * self.places, np.float32)
        self._products = np.zeros(out_channels * self.places, np.float32)
        self._scratch: dict[tuple[int, int], Scratch] = {}

    def run(self) -> None:
        """All windows, some rows at a time."""
        self.padded.fill()
        for block in self.blocks:
            self._convolve(block)

    def update(self, changes: Sequence[Change]) -> Change:
        """The windows that touch what changed."""
        change = changes[0]
        if change is None:
            return None
        touched = self.sliding.touching(change)
        region = None if touched is None else at_least_two_places(touched, self.everything)
        if region is not None and (region.covers_most_of(self.everything) or region.cells > self.places):
            self.run()
            return self.everything
        self.padded.fill_region(change)
        if region is not None:
            self._convolve(region)
        return region

    def _convolve(self, region: Region) -> None:
        """The outputs in `region`, group after group."""
        top, left, bottom, right = region
        columns, as_windows, products, as_maps = self._scratch_for(bottom - top, right - left)
        columns[self.taps] = 1  # the bias's row
        outputs = len(self.kernels[0])
        for group, kernels in enumerate(self.kernels):
            channels = slice(group * self.channels, (group + 1) * self.channels)
            np.copyto(as_windows, self.windows[:, :, channels, top:bottom, left:right])
            self.multiply(kernels, columns, products[group * outputs : (group + 1) * outputs])
        if self.rectify:
            np.maximum(as_maps, ZERO, out=region.of(self.out))
        else:
            np.copyto(region.of(self.out), as_maps)

    def _scratch_for(self, height: int, width: int) -> "Scratch":
        """The same memory for every region, its views made once for each size."""
        scratch = self._scratch.get((height, width))
        if scratch is None:
            cells, outputs = height * width, len(self.out)
            columns = self._columns[: (self.taps + 1) * cells].reshape(self.taps + 1, cells)
            as_windows = columns[: self.taps].reshape(*self.sliding.kernel, self.channels, height, width)
            products = self._products[: outputs * cells].reshape(outputs, cells)
            scratch = Scratch(columns, as_windows, products, products.reshape(outputs, height, width))
            self._scratch[height, width] = scratch
        return scratch


class Scratch(NamedTuple):
    """Views for convolving a region of one size."""

    columns: Array  # (kH·kW·C/groups + 1, h·w)
    as_windows: Array  # (kH, kW, C/groups, h, w): all rows of `columns` but the last
    products: Array  # (O, h·w)
    as_maps: Array  # (O, h, w): the same


def row_blocks(size: tuple[int, ...], taps: int) -> list[Region]:
    """The output rows, as many at a time as COLUMNS allows."""
    height, width = size
    rows = min(height, max(1, COLUMNS // (taps * width)))
    return [Region(top, 0, min(top + rows, height), width) for top in range(0, height, rows)]


def at_least_two_places(region: Region, everything: Region) -> Region:
    """A region of one cell made two, where the map has two: a product with one column would add up in another order."""
    if region.cells > 1:
        return region
    if everything.width > 1:
        left = min(region.left, everything.width - 2)
        return region._replace(left=left, right=left + 2)
    if everything.height > 1:
        top = min(region.top, everything.height - 2)
        return region._replace(top=top, bottom=top + 2)
    return region


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
            np.copyto(region.of(self.middle), region.of(self.x))


def window_view(padded: Array, sliding: Sliding) -> Array:
    """The windows of (C, H, W) as a view, nothing copied: (kH, kW, C, H', W')."""
    channel, row, column = padded.strides
    (down, right), (vertical, horizontal) = sliding.dilation, sliding.stride
    shape = (*sliding.kernel, padded.shape[0], *sliding.places)
    return as_strided(padded, shape, (row * down, column * right, channel, row * vertical, column * horizontal))
