"""Convolution as a batch of matrix products, one for each row of the output.

For each row of the padded maps, `shifted` holds the cells of all maps once for each column of the kernel, shifted by
that column, and then a row of ones for the bias. Under the windows of one row of the output lie kH rows of the maps.
They are neighbours in `shifted`, so the second factor of the product is a view, which overlaps with that of other rows:

    kernels (O, kH·(kW·C + 1)) @ windows (H', kH·(kW·C + 1), W') → output (H', O, W')

`shifted` is kept from one image to the next: where the maps change, only the changed cells are copied.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from glasscnn.engine.dirty_regions import Array, Change, Region, Sliding, Touching, whole
from glasscnn.engine.graph import Node
from glasscnn.engine.op_kernel import MAX_CACHED_VIEWS, ZERO, Arrays, OpKernel
from glasscnn.ops.window import as_padding, as_pair


class Part(NamedTuple):
    """The views for the windows over a changed region of the maps; G groups, C channels and O outputs in all."""

    copies: list[tuple[Array, Array]]  # target, source: changed cells (G, rows, C/G, columns), for each kernel column
    windows: Array  # (G, h, kH, kW·C/G + 1, w): a view of `shifted`
    factors: tuple[int, int, int, int]  # (G, h, kH·(kW·C/G + 1), w): the shape of `windows` as matrices
    products: Array  # (G, h, O/G, w): a view of the output
    out: Array  # (O, h, w): the same
    region: Region  # of the output, that has changed


class Conv2d(OpKernel):
    """A convolution; with `rectify`, fused with the ReLU that follows it."""

    def __init__(self, x: Array, out: Array, node: Node, arrays: Arrays, rectify: bool = False) -> None:
        super().__init__(out)
        weight, groups, self.rectify = arrays["weight"], node.attributes["groups"], rectify
        _, channels, *kernel = weight.shape  # channels of one group
        self.stride, dilation = as_pair(node.attributes["stride"]), as_pair(node.attributes["dilation"])
        self.padding = as_padding(node.attributes["padding"])[:2]
        height, width = self.out.shape[1:]
        size = x.shape[1:]
        sliding = Sliding((kernel[0], kernel[1]), self.stride, self.padding, dilation, (height, width))
        self.touching = Touching(sliding, (size[0], size[1]))
        self.offsets = [column * dilation[1] - self.padding[1] for column in range(kernel[1])]
        self.firsts = [first_windows(size[1], self.stride[1], offset, width) for offset in self.offsets]
        self.kernels = kernels_with_bias(weight, arrays.get("bias"), groups)
        self.maps = x.reshape(groups, channels, *size).transpose(0, 2, 1, 3)  # (G, H, C/G, W)
        self.products = self.out.reshape(groups, -1, height, width).transpose(0, 2, 1, 3)  # (G, H', O/G, W')

        rows = (height - 1) * self.stride[0] + dilation[0] * (kernel[0] - 1) + 1
        shifted = np.ones((groups, rows, kernel[1] * channels + 1, width), np.float32)
        self.cells = shifted[:, :, :-1].reshape(groups, rows, kernel[1], channels, width)
        self.cells[...] = 0  # the padding stays 0
        group, row, tap, cell = shifted.strides
        self.windows = as_strided(
            shifted,
            (groups, height, kernel[0], shifted.shape[2], width),
            (group, self.stride[0] * row, dilation[0] * row, tap, cell),
        )
        self._whole = self._part(whole(size[0], size[1]), self.everything)
        self._parts = lru_cache(MAX_CACHED_VIEWS)(self._part_over)

    def run(self) -> None:
        """Compute all windows."""
        self._convolve(self._whole)

    def update(self, change: Region) -> Change:
        """Recompute the windows that cover a changed cell."""
        part = self._parts(change)
        if part is None:
            return None
        self._convolve(part)
        return part.region

    def _convolve(self, part: Part) -> None:
        for target, source in part.copies:
            target[...] = source
        # With a vertical dilation, reshape must copy.
        np.matmul(self.kernels, part.windows.reshape(part.factors), out=part.products)
        if self.rectify:
            np.maximum(part.out, ZERO, out=part.out)

    def _part_over(self, change: Region) -> Part | None:
        """The views for the windows over a change of the maps; None if there are none."""
        region = self.touching.windows(change)
        return None if region is None else self._part(change, region)

    def _part(self, change: Region, region: Region) -> Part:
        """The views for a change of the maps and the region of windows that cover it."""
        top, left, bottom, right = self.everything if region.cells > self.max_partial_cells else region
        windows = self.windows[:, top:bottom, ..., left:right]
        groups, height, rows, taps, width = windows.shape
        return Part(
            self._copies(change),
            windows,
            (groups, height, rows * taps, width),
            self.products[:, top:bottom, :, left:right],
            self.out[:, top:bottom, left:right],
            region,
        )

    def _copies(self, change: Region) -> list[tuple[Array, Array]]:
        """Where the changed cells are copied to, and from where, for each column of the kernel."""
        above, step = self.padding[0], self.stride[1]
        bottom = min(change.bottom, self.cells.shape[1] - above)  # no window reaches the rows below
        copies = []
        for column, (offset, firsts) in enumerate(zip(self.offsets, self.firsts, strict=True)):
            left, right = firsts[change.left], firsts[change.right]
            if left < right:
                target = self.cells[:, change.top + above : bottom + above, column, :, left:right]
                source = slice(left * step + offset, (right - 1) * step + offset + 1, step)
                copies.append((target, self.maps[:, change.top : bottom, :, source]))
        return copies


def first_windows(cells: int, stride: int, offset: int, windows: int) -> list[int]:
    """For each cell of a row, and its end: the first window whose cell at `offset` is this or a later one.

    In window i this cell is i·stride + offset.
    """
    return [min(max(-((offset - cell) // stride), 0), windows) for cell in range(cells + 1)]


def kernels_with_bias(weight: Array, bias: Array | None, groups: int) -> Array:
    """Weights (O, C, kH, kW) and bias as rows in the order of the windows: (G, 1, O/G, kH·(kW·C + 1))."""
    outputs, channels, height, width = weight.shape
    rows = np.zeros((outputs, height, width * channels + 1), np.float32)
    rows[:, :, :-1] = weight.transpose(0, 2, 3, 1).reshape(outputs, height, -1)
    rows[:, -1, -1] = 0 if bias is None else bias
    return rows.reshape(groups, 1, outputs // groups, -1)
