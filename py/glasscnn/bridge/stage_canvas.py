"""The canvas of a stage: all its maps side by side, at the resolution that the page needs."""

import numpy as np
import numpy.typing as npt

from glasscnn.colormap import Bound, Colours, Painter
from glasscnn.engine import Change, Region

Values = npt.NDArray[np.float32]

LAYOUT_STEPS = ((112, 8), (56, 4))
"""(cells, step): the distance between maps at least this wide is a multiple of the step, so that it can be halved."""


class StageCanvas:
    """Paints the maps of a stage at a scale: 1 paints one pixel for each cell, k one for the mean of k × k cells, and 0
    nothing.

    A mean is what the eye gets of cells that are smaller than a pixel of the screen; to colour and to copy all of them
    would take longer than to compute them.
    """

    def __init__(self, values: Values, columns: int, gap: int) -> None:
        self.values, self.columns, self.gap = values, columns, gap
        self.coarsest = coarsest_scale(values.shape, gap)
        self.scale = 0
        self.painter = Painter(values.shape, columns, gap)
        self.whole_length = 4 * self.painter.pixels  # in bytes, at scale 1
        self._means: Means | None = None

    @property
    def length(self) -> int:
        """The number of bytes of the canvas at its scale."""
        return 4 * self.painter.pixels if self.scale else 0

    def resize(self, scale: int) -> None:
        """Set the scale: 0, or a power of two up to `coarsest`. Attach the painter and paint all of it next."""
        self.scale = scale
        self._means = Means(self.values, scale) if scale > 1 else None
        shown = self.values if self._means is None else self._means.values
        self.painter = Painter(shown.shape, self.columns, self.gap // max(scale, 1))

    def paint(self, change: Change, colours: Colours, low: Bound, high: Bound, is_recoloured: bool) -> None:
        """Paint the cells that have changed, or the whole canvas if it is recoloured."""
        values = self.values
        if self._means is not None:
            values, change = self._means.values, change and self._means.update(change)
        if is_recoloured:
            self.painter.paint(values, colours, low, high)
        elif change is not None:
            part = (slice(change.top, change.bottom), slice(change.left, change.right))
            self.painter.paint(values, colours, low, high, part)


class Means:
    """The means of blocks of `scale` × `scale` cells of maps (C, H, W); blocks at the edge may be smaller."""

    def __init__(self, maps: Values, scale: int) -> None:
        self.maps, self.scale = maps, scale
        channels, height, width = maps.shape
        self.values = np.zeros((channels, -(-height // scale), -(-width // scale)), np.float32)
        heights, widths = (np.minimum(scale, size - np.arange(0, size, scale)) for size in (height, width))
        self._shares = (1 / np.outer(heights, widths)).astype(np.float32)

    def update(self, region: Region) -> Region:
        """Compute the means of all blocks that a region of cells touches; returns the region of these blocks."""
        scale = self.scale
        blocks = Region(
            region.top // scale, region.left // scale, -(-region.bottom // scale), -(-region.right // scale)
        )
        cells = Region(*(scale * side for side in blocks)).of(self.maps)
        sums = sum_of_every(scale, sum_of_every(scale, cells, 1), 2)
        shares = self._shares[blocks.top : blocks.bottom, blocks.left : blocks.right]
        np.multiply(sums, shares, out=blocks.of(self.values))
        return blocks


def sum_of_every(count: int, maps: Values, axis: int) -> Values:
    """The sums of each `count` rows (axis 1) or columns (axis 2) of maps; the last may be of fewer."""
    before = (slice(None),) * axis
    sums = maps[*before, ::count].copy()
    for first in range(1, count):
        others = maps[*before, first::count]
        sums[*before, : others.shape[axis]] += others
    return sums


def coarsest_scale(shape: tuple[int, ...], gap: int) -> int:
    """The largest scale at which all maps keep their places on the canvas: a power of two that divides their distances
    and leaves a gap between them; 1 for a vector.
    """
    if len(shape) == 1:
        return 1
    scale = 1
    while 2 * scale <= gap and all((size + gap) % (2 * scale) == 0 for size in shape[1:]):
        scale *= 2
    return scale


def gap_between(width: int) -> int:
    """The gap between maps of this width, in cells: about a fourteenth."""
    gap = max(1, width // 14)
    step = next((step for least, step in LAYOUT_STEPS if width >= least), 1)
    gap -= (width + gap) % step
    return gap if 2 * gap >= step else gap + step
