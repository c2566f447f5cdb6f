"""Padded maps, for windows that extend beyond the edge."""

import numpy as np

from glasscnn.engine.dirty_regions import Array, Region, whole


class Padded:
    """Maps (C, H, W) padded with one value; without padding, the maps themselves."""

    def __init__(self, x: Array, padding: tuple[int, int, int, int], value: float) -> None:
        top, left, bottom, right = padding
        channels, height, width = x.shape
        self.x, self.is_copy, self.everything = x, any(padding), whole(height, width)
        shape = (channels, top + height + bottom, left + width + right)
        self.maps = np.full(shape, value, np.float32) if self.is_copy else x
        self.middle = self.maps[:, top : top + height, left : left + width]

    def fill(self) -> None:
        """Copy x to the middle."""
        self.fill_region(self.everything)

    def fill_region(self, region: Region) -> None:
        """Copy a region of x to the middle."""
        if self.is_copy:
            region.of(self.middle)[...] = region.of(self.x)
