"""Pooling of several images in two passes, as in `pooling.py`: over the rows of windows, then over their columns."""

import math

import numpy as np

from glasscnn.engine.dirty_regions import Array
from glasscnn.engine.graph import Node
from glasscnn.engine.op_kernel import combine
from glasscnn.engine.padding import Padded
from glasscnn.ops.pooling import Windows


class BatchPooling:
    """Max or average pooling of maps (C, H, W·N)."""

    def __init__(self, x: Array, out: Array, node: Node, count: int) -> None:
        attributes = dict(node.attributes)
        include_padding = attributes.pop("count_include_pad", True)
        channels, height, _ = x.shape
        windows = Windows(x.reshape(channels, height, -1, count)[None, ..., 0], **attributes)
        self.is_max = node.op == "max_pool2d"
        self.operation = np.maximum if self.is_max else np.add
        top, left, bottom, right = windows.full_padding()
        padding = (top, left * count, bottom, right * count)
        self.padded = Padded(x, padding, -math.inf if self.is_max else 0.0)
        self.counts = np.repeat(windows.counts(include_padding), count, axis=1)
        self.out, maps = out, self.padded.maps
        self.joined = np.zeros((channels, windows.height, maps.shape[2]), np.float32)
        rows, columns = (
            [slice(d * at, d * at + step * (size - 1) + 1, step) for at in range(taps)]
            for d, taps, step, size in zip(
                windows.dilation, windows.kernel, windows.stride, (windows.height, windows.width), strict=True
            )
        )
        cells, self.out_cells = (y.reshape(channels, windows.height, -1, count) for y in (self.joined, out))
        self.row_taps, self.column_taps = [maps[:, tap] for tap in rows], [cells[:, :, tap] for tap in columns]

    def run(self) -> None:
        """Compute all windows."""
        self.padded.fill()
        combine(self.operation, self.row_taps, self.joined)
        combine(self.operation, self.column_taps, self.out_cells)
        if not self.is_max:
            np.divide(self.out, self.counts, out=self.out)
