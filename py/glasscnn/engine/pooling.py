"""Pooling in two passes: first over the rows of the windows, then over their columns."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from glasscnn.engine.dirty_regions import Change, Region, Sliding, Touching
from glasscnn.engine.graph import Node
from glasscnn.engine.op_kernel import MAX_CACHED_REGION_SHAPES, OpKernel, view_of
from glasscnn.engine.padding import Padded
from glasscnn.engine.primitives import AnyMaps, Array, numbers
from glasscnn.ops.pooling import Windows


class Pooling(OpKernel):
    """Max or average pooling, first over rows, then over columns: kH + kW operations on long rows, not kH · kW."""

    def __init__(self, x: Array, out: Array, node: Node, seen: Callable[[Array], AnyMaps] = numbers) -> None:
        """Maxima are taken of the arrays as viewed by `seen`."""
        attributes = dict(node.attributes)
        include_padding = attributes.pop("count_include_pad", True)
        windows = Windows(x[None], **attributes)
        super().__init__(out)
        self.is_max = node.op == "max_pool2d"
        self.join = np.maximum if self.is_max else np.add
        self.padded = Padded(x, windows.full_padding(), -math.inf if self.is_max else 0.0)
        self.counts = windows.counts(include_padding)[None]
        height, width = windows.height, windows.width
        sliding = Sliding(windows.kernel, windows.stride, windows.padding[:2], windows.dilation, (height, width))
        self.touching = Touching(sliding, windows.size)
        self.seen, maps = seen, seen(self.padded.maps)
        (vertical, self.step), (rows, columns) = windows.stride, windows.kernel
        tops, self.lefts = (range(0, d * taps, d) for d, taps in zip(windows.dilation, (rows, columns), strict=True))
        self.row_taps = [maps[:, top : top + vertical * (height - 1) + 1 : vertical] for top in tops]
        self.out_seen = seen(self.out)
        self._joined = np.zeros(len(x) * height * maps.shape[2], np.float32)
        self._pooled = np.zeros(out.size, np.float32)
        self._region_views: dict[tuple[int, int], RegionViews] = {}

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
        shape = bottom - top, right - left
        joined, width, column_taps, pooled, means = self._region_views.get(shape) or self._views_for(*shape)
        first = left * self.step
        end = first + width
        self._join([tap[:, top:bottom, first:end] for tap in self.row_taps], joined)
        self._join(column_taps, pooled)
        if not self.is_max:
            np.divide(means, region.of(self.counts), out=means)
        self.out_seen[:, top:bottom, left:right] = pooled

    def _join(self, parts: Sequence[AnyMaps], out: AnyMaps) -> None:
        if len(parts) == 1:
            out[...] = parts[0]
            return
        self.join(parts[0], parts[1], out=out)
        for part in parts[2:]:
            self.join(out, part, out=out)

    def _views_for(self, height: int, width: int) -> "RegionViews":
        """The views for regions of one shape; all shapes share the same memory."""
        if len(self._region_views) == MAX_CACHED_REGION_SHAPES:
            self._region_views.clear()
        covered = (width - 1) * self.step + self.lefts[-1] + 1
        joined = self.seen(view_of(self._joined, (len(self.out), height, covered)))
        means = view_of(self._pooled, (len(self.out), height, width))
        column_taps = [joined[:, :, left : left + (width - 1) * self.step + 1 : self.step] for left in self.lefts]
        views = self._region_views[height, width] = RegionViews(joined, covered, column_taps, self.seen(means), means)
        return views


class RegionViews(NamedTuple):
    """Views for pooling regions of one shape, h × w; contiguous, since NumPy is slow on short rows."""

    joined: AnyMaps  # (C, h, covered): pooled over the rows of the windows; viewed by `seen`
    covered: int  # the number of columns of the maps under w windows
    column_taps: list[AnyMaps]  # kW × (C, h, w): the part of `joined` under each column of the windows
    pooled: AnyMaps  # (C, h, w): the pooled windows; viewed by `seen`
    means: Array  # `pooled` as float32
