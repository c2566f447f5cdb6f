"""Pooling: each window of a map is reduced to its maximum or its mean, separately for each channel."""

import math

import numpy as np

from glasscnn.ops.window import Array, Padding, Pair, as_padding, as_pair, output_size, pad, tap


def max_pool2d(
    x: Array,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Padding = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,
) -> Array:
    """Largest value of every window of (N, C, H, W): y[i, j] = max_{u,v} x[i·stride + u·dilation, j·stride +
    v·dilation].

    Padding counts as −∞. `stride` defaults to the kernel's size. All windows are computed together, one tap of the
    kernel at a time. Raises ValueError if no window fits.
    """
    windows = Windows(x, kernel_size, stride, padding, dilation, ceil_mode)
    padded = pad(x, windows.full_padding(), -math.inf)
    y = windows.tap(padded, 0, 0).copy()
    for u, v in windows.taps():
        np.maximum(y, windows.tap(padded, u, v), out=y)
    return y


def max_pool2d_loops(
    x: Array,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Padding = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,
) -> Array:
    """`max_pool2d`: one window at a time."""
    windows = Windows(x, kernel_size, stride, padding, dilation, ceil_mode)
    y = np.empty((*x.shape[:2], windows.height, windows.width), np.float32)
    for n, c, i, j in np.ndindex(*y.shape):
        y[n, c, i, j] = max(float(x[n, c, row, column]) for row, column in windows.cells(i, j))
    return y


def avg_pool2d(
    x: Array,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Padding = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """Mean of every window of (N, C, H, W): the sum of its cells divided by their number.

    If `count_include_pad`, the zeros of the padding count as cells; cells beyond the padding (`ceil_mode`) never do.
    Raises ValueError if no window fits.
    """
    windows = Windows(x, kernel_size, stride, padding, dilation, ceil_mode)
    padded = pad(x, windows.full_padding())
    total = np.zeros((*x.shape[:2], windows.height, windows.width), np.float32)
    for u, v in windows.taps():
        total += windows.tap(padded, u, v)
    total /= windows.counts(count_include_pad)
    return total


def avg_pool2d_loops(
    x: Array,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Padding = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """`avg_pool2d`: one window at a time."""
    windows = Windows(x, kernel_size, stride, padding, dilation, ceil_mode)
    y = np.empty((*x.shape[:2], windows.height, windows.width), np.float32)
    for n, c, i, j in np.ndindex(*y.shape):
        total = sum(float(x[n, c, row, column]) for row, column in windows.cells(i, j))
        y[n, c, i, j] = total / len(windows.padded_cells(i, j) if count_include_pad else windows.cells(i, j))
    return y


def global_avg_pool2d(x: Array) -> Array:
    """Mean of every map: (N, C, H, W) → (N, C), y[n, c] = Σ_{i,j} x[n, c, i, j] / (H·W) (Lin, Chen and Yan, 2013)."""
    n, channels, height, width = x.shape
    y: Array = x.reshape(n, channels, height * width).mean(axis=2)  # (N, C, H·W) → (N, C)
    return y


def global_avg_pool2d_loops(x: Array) -> Array:
    """`global_avg_pool2d`, one number at a time."""
    n, channels, height, width = x.shape
    y = np.zeros((n, channels), np.float32)
    for image, channel in np.ndindex(n, channels):
        total = 0.0
        for row, column in np.ndindex(height, width):
            total += float(x[image, channel, row, column])
        y[image, channel] = total / (height * width)
    return y


class Windows:
    """The geometry of one pooling: the number of windows, and the cells that each covers."""

    def __init__(
        self, x: Array, kernel_size: Pair, stride: Pair | None, padding: Padding, dilation: Pair, ceil_mode: bool
    ) -> None:
        if x.ndim != 4:
            raise ValueError(f"pooling: expected x (N, C, H, W), found {x.shape}")
        self.size = x.shape[2:]
        self.kernel = as_pair(kernel_size)
        self.stride = self.kernel if stride is None else as_pair(stride)
        self.padding = as_padding(padding)
        self.dilation = as_pair(dilation)
        top, left, bottom, right = self.padding
        self.height, self.width = (
            output_size(
                self.size[axis], self.kernel[axis], self.stride[axis], before, after, self.dilation[axis], ceil_mode
            )
            for axis, (before, after) in enumerate([(top, bottom), (left, right)])
        )
        if self.height < 1 or self.width < 1:
            raise ValueError(
                f"pooling: a window of {self.kernel} does not fit into maps of {self.size} with padding {self.padding}"
            )

    def taps(self) -> list[tuple[int, int]]:
        """All (u, v) of the kernel."""
        return list(np.ndindex(*self.kernel))

    def full_padding(self) -> tuple[int, int, int, int]:
        """The padding, extended at the end by as many cells as the last window overhangs."""
        top, left, bottom, right = self.padding
        last_row = (self.height - 1) * self.stride[0] + self.dilation[0] * (self.kernel[0] - 1) + 1
        last_column = (self.width - 1) * self.stride[1] + self.dilation[1] * (self.kernel[1] - 1) + 1
        over_bottom, over_right = last_row - self.size[0] - top, last_column - self.size[1] - left
        return top, left, max(bottom, over_bottom), max(right, over_right)

    def tap(self, padded: Array, u: int, v: int) -> Array:
        """The values under tap (u, v) in all windows: (N, C, H', W')."""
        return tap(padded, u * self.dilation[0], v * self.dilation[1], self.height, self.width, self.stride)

    def counts(self, count_include_pad: bool) -> Array:
        """The number of cells that each window averages: (H', W'), rows times columns."""
        top, left, bottom, right = self.padding if count_include_pad else (0, 0, 0, 0)
        rows = self._count_along(0, self.height, -top, self.size[0] + bottom)
        columns = self._count_along(1, self.width, -left, self.size[1] + right)
        return np.outer(rows, columns)

    def _count_along(self, axis: int, count: int, first: int, end: int) -> Array:
        """The number of taps of each window on the cells `first` … `end` − 1 of one axis: (count,)."""
        starts = np.arange(count) * self.stride[axis] - self.padding[axis]
        cells = starts[:, None] + np.arange(self.kernel[axis]) * self.dilation[axis]  # (count, taps)
        counted: Array = ((cells >= first) & (cells < end)).sum(axis=1).astype(np.float32)
        return counted

    def padded_cells(self, i: int, j: int) -> list[tuple[int, int]]:
        """(row, column) of the cells of window (i, j) in the map or its padding; (0, 0) is the map's first cell."""
        top, left, bottom, right = self.padding
        rows = [i * self.stride[0] + u * self.dilation[0] - top for u in range(self.kernel[0])]
        columns = [j * self.stride[1] + v * self.dilation[1] - left for v in range(self.kernel[1])]
        return [(r, c) for r in rows if r < self.size[0] + bottom for c in columns if c < self.size[1] + right]

    def cells(self, i: int, j: int) -> list[tuple[int, int]]:
        """(row, column) of the cells of window (i, j) in the map itself."""
        return [(r, c) for r, c in self.padded_cells(i, j) if 0 <= r < self.size[0] and 0 <= c < self.size[1]]
