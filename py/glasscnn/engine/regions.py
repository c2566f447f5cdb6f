"""Which part of a map changes when a part of its input changes.

A pen stroke touches a few pixels. A convolution's output changes only where its windows touch them, so a small
rectangle grows by the kernel's reach from layer to layer, and everything outside it stays as it is.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Pair = tuple[int, int]


class Region(NamedTuple):
    """A rectangle of cells, in all channels: rows top … bottom and columns left … right, the last ones not included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    def of(self, maps: Array) -> Array:
        """The view of (C, H, W) that lies in the region."""
        return maps[:, self.top : self.bottom, self.left : self.right]

    @property
    def cells(self) -> int:
        """How many places of one map."""
        return (self.bottom - self.top) * (self.right - self.left)


Change = Region | None
"""What changed of a map: a region, or nothing."""


def whole(height: int, width: int) -> Region:
    """The region of all cells."""
    return Region(0, 0, height, width)


class Watch:
    """Tells which part of an image (C, H, W) has changed since it was last remembered."""

    def __init__(self, image: Array) -> None:
        self.image, self.remembered = image, image.copy()
        self._differs = np.zeros(image.shape, np.bool_)
        self._turned = np.zeros(image.shape[:0:-1], np.bool_)  # (W, H)

    def changed_region(self) -> Change:
        """The smallest rectangle outside of which nothing has changed; NaN is never the same.

        Rows are found in the cells as they lie, columns in the same cells turned on their side: to search in bytes
        takes no time, where every call of NumPy does.
        """
        np.not_equal(self.remembered, self.image, out=self._differs)
        plane = self._differs[0] if len(self._differs) == 1 else self._differs.any(axis=0)
        by_rows, (height, width) = plane.tobytes(), plane.shape
        first = by_rows.find(1)
        if first < 0:
            return None
        self._turned[...] = plane.T
        by_columns = self._turned.tobytes()
        left, right = by_columns.find(1) // height, by_columns.rfind(1) // height + 1
        return Region(first // width, left, by_rows.rfind(1) // width + 1, right)

    def remember(self) -> None:
        """Compare with the image as it is now from now on."""
        self.remembered[...] = self.image

    def restore(self) -> None:
        """Make the image what was remembered."""
        self.image[...] = self.remembered


def union(changes: Sequence[Change]) -> Change:
    """The smallest rectangle that holds all changes."""
    joined: Change = None
    for change in changes:
        if joined is None or change is None:
            joined = joined or change
        elif change != joined:
            joined = Region(*map(min, joined[:2], change[:2]), *map(max, joined[2:], change[2:]))
    return joined


class Sliding(NamedTuple):
    """How a window slides along both axes: each field is (vertical, horizontal)."""

    kernel: Pair
    stride: Pair
    before: Pair  # padding at the top and at the left
    dilation: Pair
    places: Pair  # how many windows there are


class Touching:
    """Which windows see a cell is looked up: it is written down once for each row and each column of the map."""

    def __init__(self, sliding: Sliding, size: Pair) -> None:
        axes = zip(size, *sliding, strict=True)
        self.rows, self.columns = [windows_over_cells(*along) for along in axes]

    def windows(self, region: Region) -> Change:
        """Those that see at least one cell of a region of the input."""
        top, bottom = self.rows[region.top][0], self.rows[region.bottom - 1][1]
        left, right = self.columns[region.left][0], self.columns[region.right - 1][1]
        return Region(top, left, bottom, right) if top < bottom and left < right else None


def windows_over_cells(cells: int, kernel: int, stride: int, before: int, dilation: int, places: int) -> list[Pair]:
    """For each cell along one axis the first window that reaches it or one behind it, and the end of those that start
    at it or before it.

    Window i covers cells i·stride − before … + dilation·(kernel − 1).
    """
    reach = dilation * (kernel - 1)
    return [
        (max(-(-(cell + before - reach) // stride), 0), min((cell + before) // stride + 1, places))
        for cell in range(cells)
    ]
