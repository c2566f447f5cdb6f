"""Maps with a border around them, for windows that hang over the edge."""

import numpy as np

from glasscnn.engine.dirty_regions import Region, whole
from glasscnn.engine.primitives import Array


class Padded:
    """Maps (C, H, W) with a border of one value around them; the maps themselves where no border is wanted."""

    def __init__(
        self, x: Array, padding: tuple[int, int, int, int], value: float = 0.0, cell_by_cell: bool = False
    ) -> None:
        """With `cell_by_cell` the numbers of all channels at one place lie side by side in memory."""
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
        """Copy all of x into the middle."""
        self.fill_region(self.everything)

    def fill_region(self, region: Region) -> None:
        """Copy the region of x into the middle."""
        if self.is_copy:
            top, left, bottom, right = region
            self.middle[:, top:bottom, left:right] = self.x[:, top:bottom, left:right]
