"""Dirty regions: the part of a map that must be recomputed when a part of its input changes.

A pen stroke touches a few pixels. A convolution's output changes only where its windows cover them, so the changed
rectangle grows by the kernel's reach from layer to layer, and everything outside it stays valid.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Pair = tuple[int, int]


class Region(NamedTuple):
    """A rectangle of cells in all channels: rows top … bottom − 1, columns left … right − 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """The number of columns."""
        return self.right - self.left

    def of(self, maps: Array) -> Array:
        """The view of maps (C, H, W) inside the region."""
        return maps[:, self.top : self.bottom, self.left : self.right]

    @property
    def cells(self) -> int:
        """The number of cells of one map."""
        return (self.bottom - self.top) * (self.right - self.left)


Change = Region | None
"""The changed region of a map; None if nothing changed."""


def whole(height: int, width: int) -> Region:
    """The region of all cells."""
    return Region(0, 0, height, width)


class ChangeDetector:
    """Finds the part of an image (C, H, W) that has changed since the last call of `remember`."""

    def __init__(self, image: Array) -> None:
        self.image, self.remembered = image, image.copy()
        self._differs = np.zeros(image.shape, np.bool_)
        self._plane = self._differs[0] if len(image) == 1 else None
        self._turned = np.zeros(image.shape[:0:-1], np.bool_)  # (W, H)

    def changed_region(self) -> Change:
        """The smallest rectangle that contains all changes; NaN always counts as changed.

        Searches for rows in the bytes of the mask and for columns in those of its transpose: searching bytes is much
        faster than calling NumPy.
        """
        np.not_equal(self.remembered, self.image, out=self._differs)
        plane = self._differs.any(axis=0) if self._plane is None else self._plane
        by_rows, (height, width) = plane.tobytes(), plane.shape
        first = by_rows.find(1)
        if first < 0:
            return None
        self._turned[...] = plane.T
        by_columns = self._turned.tobytes()
        left, right = by_columns.find(1) // height, by_columns.rfind(1) // height + 1
        return Region(first // width, left, by_rows.rfind(1) // width + 1, right)

    def remember(self) -> None:
        """Compare with the current image from now on."""
        self.remembered[...] = self.image

    def restore(self) -> None:
        """Restore the image to its remembered state."""
        self.image[...] = self.remembered


def union(changes: Sequence[Change]) -> Change:
    """The smallest rectangle that contains all changes."""
    joined: Change = None
    for change in changes:
        if joined is None or change is None:
            joined = joined or change
        elif change != joined:
            joined = Region(*map(min, joined[:2], change[:2]), *map(max, joined[2:], change[2:]))
    return joined


class Sliding(NamedTuple):
    """The geometry of a sliding window; each field is (vertical, horizontal)."""

    kernel: Pair
    stride: Pair
    before: Pair  # padding at the top and left
    dilation: Pair
    places: Pair  # the number of windows


class Touching:
    """Tables of the windows that cover a cell and the cells under a window, for each row and each column."""

    def __init__(self, sliding: Sliding, size: Pair) -> None:
        axes = list(zip(size, *sliding, strict=True))
        (self.first_rows, self.end_rows), (self.first_columns, self.end_columns) = (
            windows_over_cells(*along) for along in axes
        )
        (self.first_cell_rows, self.end_cell_rows), (self.first_cell_columns, self.end_cell_columns) = (
            cells_under_windows(*along) for along in axes
        )

    def windows(self, region: Region) -> Change:
        """The windows that cover at least one cell of a region of the input; None if there are none."""
        top, left, bottom, right = region
        top, bottom = self.first_rows[top], self.end_rows[bottom]
        left, right = self.first_columns[left], self.end_columns[right]
        return Region(top, left, bottom, right) if top < bottom and left < right else None

    def cells(self, windows: Region) -> Region:
        """The cells of the input under a region of windows."""
        top, left, bottom, right = windows
        top, bottom = self.first_cell_rows[top], self.end_cell_rows[bottom]
        return Region(top, self.first_cell_columns[left], bottom, self.end_cell_columns[right])


def windows_over_cells(
    cells: int, kernel: int, stride: int, before: int, dilation: int, places: int
) -> tuple[list[int], list[int]]:
    """Along one axis: for each cell, the first window that reaches it or a later cell; and for each number of cells n,
    the end of the windows that start before cell n.

    Window i covers cells i·stride − before … + dilation·(kernel − 1).
    """
    reach = dilation * (kernel - 1)
    firsts = [max(-(-(cell + before - reach) // stride), 0) for cell in range(cells)]
    ends = [min((end - 1 + before) // stride + 1, places) for end in range(cells + 1)]
    return firsts, ends


def cells_under_windows(
    cells: int, kernel: int, stride: int, before: int, dilation: int, places: int
) -> tuple[list[int], list[int]]:
    """Along one axis: for each window, its first cell on the map; and for each number of windows n, the end of the
    cells under the first n windows.
    """
    reach = dilation * (kernel - 1)
    firsts = [min(max(place * stride - before, 0), cells) for place in range(places)]
    ends = [min(max((end - 1) * stride - before + reach + 1, 0), cells) for end in range(places + 1)]
    return firsts, ends
