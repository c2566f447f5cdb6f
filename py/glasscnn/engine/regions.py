"""Which part of a map changes when a part of its input changes.

A pen stroke touches a few pixels. A convolution's output changes only where its windows touch them, so a small
rectangle grows by the kernel's reach from layer to layer, and everything outside it stays as it is.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

MOST = 0.6
"""A region that covers more than this share of a map is not worth cutting out: the whole map is computed."""


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

    def covers_most_of(self, everything: "Region") -> bool:
        """Whether a map is better computed as a whole."""
        return self.cells > MOST * everything.cells


Change = Region | None
"""What changed of a map: a region, or nothing."""


def whole(height: int, width: int) -> Region:
    """The region of all cells."""
    return Region(0, 0, height, width)


def changed_region(before: Array, after: Array) -> Change:
    """The smallest rectangle outside of which two images (C, H, W) are the same."""
    differs = before != after
    plane = differs[0] if len(differs) == 1 else differs.any(axis=0)  # (H, W)
    width = plane.shape[1]
    cells = plane.tobytes()  # to search bytes takes no time, every call of NumPy does
    first, last = cells.find(1), cells.rfind(1)
    if first < 0:
        return None
    top, bottom = first // width, last // width + 1
    columns = plane[top:bottom].any(axis=0).tobytes()
    return Region(top, columns.find(1), bottom, columns.rfind(1) + 1)


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

    kernel: tuple[int, int]
    stride: tuple[int, int]
    before: tuple[int, int]  # padding at the top and at the left
    dilation: tuple[int, int]
    places: tuple[int, int]  # how many windows there are

    def touching(self, region: Region) -> Change:
        """The windows that see at least one cell of a region of the input."""
        top, bottom = self._along(0, region.top, region.bottom)
        left, right = self._along(1, region.left, region.right)
        return Region(top, left, bottom, right) if top < bottom and left < right else None

    def _along(self, axis: int, first: int, end: int) -> tuple[int, int]:
        """Window i covers cells i·stride − before … + dilation·(kernel − 1): those that reach `first` … `end` − 1."""
        stride, before = self.stride[axis], self.before[axis]
        reach = self.dilation[axis] * (self.kernel[axis] - 1)
        lowest = -(-(first + before - reach) // stride)
        highest = (end - 1 + before) // stride
        return max(lowest, 0), min(highest + 1, self.places[axis])
