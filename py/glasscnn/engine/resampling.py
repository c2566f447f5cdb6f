"""Kernels that copy or interpolate cells: padding, parts of axes, resizing, and blocks of cells.

Rows and columns are independent of each other, so each axis has its table of taps: the cells that each cell of the
result is made of, and their weights (`glasscnn.ops.resize2d`).
"""

from typing import NamedTuple

import numpy as np

from glasscnn.engine.dirty_regions import Array, Change, Region
from glasscnn.engine.graph import Node
from glasscnn.engine.op_kernel import OpKernel, as_maps
from glasscnn.ops.pad2d import padded_cells
from glasscnn.ops.resize2d import Taps, taps_of, weighted_along


class Resampled(NamedTuple):
    """What a node is a resampling of: the maps that it reads, and the taps of its rows and of its columns."""

    maps: slice
    rows: Taps
    columns: Taps


def resampled(node: Node, shape: tuple[int, ...]) -> Resampled:
    """The taps of a node that resamples an input of this shape, (C, H, W) or (features,); not of a constant padding."""
    _, height, width = (*shape, 1, 1)[:3]
    attributes, all_maps = node.attributes, slice(None)
    if node.op == "strided_slice":
        sides = zip(attributes["start"], attributes["step"], attributes["size"], strict=True)
        channels, *others = [np.arange(size) * step + start for start, step, size in sides]
        rows, columns = others or [np.zeros(1, np.intp)] * 2
        first, last, by = int(channels[0]), int(channels[-1]), attributes["step"][0]
        end = last + (1 if by > 0 else -1)
        return Resampled(slice(first, end if end >= 0 else None, by), copies_of(rows), copies_of(columns))
    if node.op == "pad2d":
        top, left, bottom, right = attributes["padding"]
        rows, columns = (
            padded_cells(size, before, after, attributes["mode"])
            for size, before, after in ((height, top, bottom), (width, left, right))
        )
        return Resampled(all_maps, copies_of(rows), copies_of(columns))
    options = {key: value for key, value in attributes.items() if key not in ("size", "start", "step")}
    places = zip((height, width), attributes["size"], attributes["start"], attributes["step"], strict=True)
    return Resampled(all_maps, *(taps_of(*along, **options) for along in places))


def copies_of(cells: np.ndarray) -> Taps:
    """The taps of cells that are copies of these."""
    return cells.astype(np.intp)[:, None], np.ones((len(cells), 1), np.float32)


def resample(x: Array, rows: Taps, columns: Taps, out: Array) -> None:
    """Resample maps (C, H, W), or those of N images, (C, H, W, N): first their rows, then their columns."""
    np.copyto(out, weighted_along(weighted_along(x, 1, rows), 2, columns))


class Resampling(OpKernel):
    """A node that has taps; computes the region of the result that is made of changed cells."""

    def __init__(self, x: Array, out: Array, node: Node) -> None:
        super().__init__(out)
        maps, self.rows, self.columns = resampled(node, x.shape)
        self.x = as_maps(x)[maps]

    def run(self) -> None:
        """Compute the whole output."""
        resample(self.x, self.rows, self.columns, self.out)

    def update(self, change: Region) -> Change:
        """Recompute the cells that have a changed cell among their taps."""
        top, bottom = cells_made_of(self.rows, change.top, change.bottom)
        left, right = cells_made_of(self.columns, change.left, change.right)
        if top == bottom or left == right:
            return None
        region = Region(top, left, bottom, right)
        if region.cells > self.max_partial_cells:
            self.run()
        else:
            rows, columns = part(self.rows, top, bottom), part(self.columns, left, right)
            first, end = int(columns[0].min()), int(columns[0].max()) + 1
            seen = (columns[0] - first, columns[1])
            resample(self.x[:, :, first:end], rows, seen, region.of(self.out))
        return region


def cells_made_of(taps: Taps, first: int, end: int) -> tuple[int, int]:
    """The range of cells with at least one of the cells first … end − 1 among their taps."""
    touched = np.flatnonzero(((taps[0] >= first) & (taps[0] < end)).any(axis=1))
    return (int(touched[0]), int(touched[-1]) + 1) if len(touched) else (0, 0)


def part(taps: Taps, first: int, end: int) -> Taps:
    """The taps of the cells first … end − 1."""
    return taps[0][first:end], taps[1][first:end]


class ConstantPadding(OpKernel):
    """Padding with a constant, which is written once."""

    def __init__(self, x: Array, out: Array, node: Node) -> None:
        super().__init__(out)
        self.top, self.left, _, _ = node.attributes["padding"]
        self.x, (height, width) = x, x.shape[1:]
        self.middle = self.out[:, self.top : self.top + height, self.left : self.left + width]
        self.out.fill(node.attributes["value"])

    def run(self) -> None:
        """Copy all cells."""
        np.copyto(self.middle, self.x)

    def update(self, change: Region) -> Change:
        """Copy the changed cells."""
        np.copyto(change.of(self.middle), change.of(self.x))
        top, left, bottom, right = change
        return Region(top + self.top, left + self.left, bottom + self.top, right + self.left)


class Blocks(OpKernel):
    """depth_to_space and space_to_depth: each cell of the small maps is a cell of a block of the large ones."""

    def __init__(self, x: Array, out: Array, node: Node) -> None:
        super().__init__(out)
        self.block_size, self.enlarges = node.attributes["block_size"], node.op == "depth_to_space"
        self.source, self.target = block_views(x, self.out, node)

    def run(self) -> None:
        """Copy all cells."""
        np.copyto(self.target, self.source)

    def update(self, change: Region) -> Change:
        """Copy the blocks of the changed cells."""
        b = self.block_size
        top, left, bottom, right = change
        if self.enlarges:
            small, region = change, Region(top * b, left * b, bottom * b, right * b)
        else:
            small = region = Region(top // b, left // b, -(-bottom // b), -(-right // b))
        cells = (..., slice(small.top, small.bottom), slice(small.left, small.right))
        np.copyto(self.target[cells], self.source[cells])
        return region


def block_views(x: Array, out: Array, node: Node, count: int = 1) -> tuple[Array, Array]:
    """Views of input and output with the same axes, (C', b, b, H, W) of the small maps.

    Of `count` images side by side, which are cells of (C, H, W·N), a column counts as one of N cells, and W is W·N.
    """
    b, enlarges = node.attributes["block_size"], node.op == "depth_to_space"
    large, small = (out, x) if enlarges else (x, out)
    maps, (height, width) = len(large), small.shape[1:]
    blocks = large.reshape(maps, height, b, width // count, b, count).transpose(0, 2, 4, 1, 3, 5)
    if node.attributes["mode"] == "CRD":
        cells = small.reshape(maps, b, b, height, width // count, count)
    else:
        cells = small.reshape(b, b, maps, height, width // count, count).transpose(2, 0, 1, 3, 4, 5)
    views = (cells, blocks) if enlarges else (blocks, cells)
    return (views[0][..., 0], views[1][..., 0]) if count == 1 else views
