"""Padded maps, for windows that extend beyond the edge."""

import numpy as np

from glasscnn.engine.dirty_regions import Region, whole
from glasscnn.engine.primitives import Array


class Padded:
    """Maps (C, H, W) padded with one value; without padding, the maps themselves."""

    def __init__(
        self, x: Array, padding: tuple[int, int, int, int], value: float = 0.0, cell_by_cell: bool = False
    ) -> None:
        """If `cell_by_cell`, the channels are contiguous in memory (channels last)."""
        top, left, bottom, right = padding
        self.x = x
        channels, height, width = x.shape
        self.is_copy = any(padding) or cell_by_cell
        self.everything = whole(height, width)
        padded_height, padded_width = top + height + bottom, left + width + right
        if not self.is_copy:
            self.maps = x
        elif cell_by_cell:
            self.maps = np.full((padded_height, padded_width, channels), value, np.float32).transpose(2, 0, 1)
        else:
            self.maps = np.full((channels, padded_height, padded_width), value, np.float32)
        self.middle = self.maps[:, top : top + height, left : left + width]

    def fill(self) -> None:
        """Copy x to the middle."""
        self.fill_region(self.everything)

    def fill_region(self, region: Region) -> None:
        """Copy a region of x to the middle."""
        if self.is_copy:
            top, left, bottom, right = region
            self.middle[:, top:bottom, left:right] = self.x[:, top:bottom, left:right]
