"""Pooling: the windows' rows are joined first, then their columns."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from glasscnn.engine.arithmetic import AnyMaps, Array, numbers
from glasscnn.engine.graph import Node
from glasscnn.engine.kernel import Kernel
from glasscnn.engine.padded import Padded
from glasscnn.engine.regions import Change, Region, Sliding, Touching
from glasscnn.ops.pooling import Windows


class Pooling(Kernel):
    """Rows are joined first, then columns, by maximum or sum: kH + kW passes over long rows instead of kH · kW, or of
    one over many small windows."""

    def __init__(self, x: Array, out: Array, node: Node, seen: Callable[[Array], AnyMaps] = numbers) -> None:
        """Maxima are those of what is `seen`."""
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
        maps = seen(self.padded.maps)
        self.joined = seen(np.zeros((len(x), height, maps.shape[2]), np.float32))  # (C, H', W)
        self.pooled = seen(self.out)
        (vertical, horizontal), (rows, columns) = windows.stride, windows.kernel
        tops, lefts = (range(0, d * taps, d) for d, taps in zip(windows.dilation, (rows, columns), strict=True))
        self.row_taps = [maps[:, top : top + vertical * (height - 1) + 1 : vertical] for top in tops]
        self.column_taps = [
            self.joined[:, :, left : left + horizontal * (width - 1) + 1 : horizontal] for left in lefts
        ]
        self.step, self.reach = horizontal, lefts[-1] + 1  # from window to window, and how wide one is

    def run(self) -> None:
        """All windows."""
        self.padded.fill()
        self._pool(self.everything)

    def update(self, changes: Sequence[Change]) -> Change:
        """The windows that touch what changed."""
        change = changes[0]
        region = None if change is None else self.touching.windows(change)
        if change is None or region is None:
            return None
        self.padded.fill_region(change)
        self._pool(region)
        return region

    def _pool(self, region: Region) -> None:
        top, left, bottom, right = region
        first, end = left * self.step, (right - 1) * self.step + self.reach  # the columns that these windows see
        self._join([tap[:, top:bottom, first:end] for tap in self.row_taps], self.joined[:, top:bottom, first:end])
        out = self.pooled[:, top:bottom, left:right]
        self._join([tap[:, top:bottom, left:right] for tap in self.column_taps], out)
        if not self.is_max:
            np.divide(out, region.of(self.counts), out=out)

    def _join(self, parts: list[AnyMaps], out: AnyMaps) -> None:
        if len(parts) == 1:
            out[...] = parts[0]
            return
        first, second, *others = parts
        self.join(first, second, out=out)
        for part in others:
            self.join(out, part, out=out)
