"""Pooling in two passes: first over the rows of the windows, then over their columns."""

import math
from functools import lru_cache

import numpy as np

from glasscnn.engine.dirty_regions import Array, Change, Region, Sliding, Touching
from glasscnn.engine.graph import Node
from glasscnn.engine.op_kernel import MAX_CACHED_VIEWS, OpKernel, combine, view_of
from glasscnn.engine.padding import Padded
from glasscnn.ops.pooling import Windows


class Pooling(OpKernel):
    """Max or average pooling, first over rows, then over columns: kH + kW operations on long rows, not kH · kW."""

    def __init__(self, x: Array, out: Array, node: Node) -> None:
        super().__init__(out)
        attributes = dict(node.attributes)
        include_padding = attributes.pop("count_include_pad", True)
        windows = Windows(x[None], **attributes)
        self.is_max = node.op == "max_pool2d"
        self.operation = np.maximum if self.is_max else np.add
        self.padded = Padded(x, windows.full_padding(), -math.inf if self.is_max else 0.0)
        self.counts = windows.counts(include_padding)[None]
        height, width = windows.height, windows.width
        sliding = Sliding(windows.kernel, windows.stride, windows.padding[:2], windows.dilation, (height, width))
        self.touching = Touching(sliding, windows.size)
        (vertical, self.step), (rows, columns) = windows.stride, windows.kernel
        tops, self.lefts = (range(0, d * taps, d) for d, taps in zip(windows.dilation, (rows, columns), strict=True))
        self.row_taps = [self.padded.maps[:, top : top + vertical * (height - 1) + 1 : vertical] for top in tops]
        self._joined = np.zeros(len(x) * height * self.padded.maps.shape[2], np.float32)
        self._views = lru_cache(MAX_CACHED_VIEWS)(self._views_for)

    def run(self) -> None:
        """Compute all windows."""
        self.padded.fill()
        self._pool(self.everything)

    def update(self, change: Region) -> Change:
        """Recompute the windows that cover a changed cell."""
        region = self.touching.windows(change)
        if region is None:
            return None
        self.padded.fill_region(change)
        self._pool(region)
        return region

    def _pool(self, region: Region) -> None:
        top, left, bottom, right = region
        joined, column_taps = self._views(bottom - top, right - left)
        first = left * self.step
        end = first + joined.shape[2]
        out = region.of(self.out)
        combine(self.operation, [tap[:, top:bottom, first:end] for tap in self.row_taps], joined)
        combine(self.operation, column_taps, out)
        if not self.is_max:
            np.divide(out, region.of(self.counts), out=out)

    def _views_for(self, height: int, width: int) -> tuple[Array, list[Array]]:
        """For regions of one shape, h × w: memory for the maps pooled over the rows of the windows, (C, h, columns),
        and its part under each column of the windows, kW × (C, h, w). All shapes share the same memory.
        """
        covered = (width - 1) * self.step + self.lefts[-1] + 1
        joined = view_of(self._joined, (len(self.out), height, covered))
        return joined, [joined[:, :, left : left + (width - 1) * self.step + 1 : self.step] for left in self.lefts]
