"""Sliding windows: how many fit on a map, and the strided view of the cells under one tap.

Convolution and pooling share this geometry. Along one axis, a window has `kernel` taps, `dilation` cells apart. The
first window starts at −before and each next one `stride` cells later, on a map of `size` cells with `before` and
`after` cells of padding.
"""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Pair = int | tuple[int, int] | list[int]
Padding = int | tuple[int, ...] | list[int]


def as_pair(value: Pair) -> tuple[int, int]:
    """(vertical, horizontal) from one number for both, or from two; PyTorch's convention."""
    if isinstance(value, int):
        return value, value
    vertical, horizontal = value
    return vertical, horizontal


def as_padding(value: Padding) -> tuple[int, int, int, int]:
    """(top, left, bottom, right) from one number, from (vertical, horizontal) or from all four."""
    if isinstance(value, int):
        return value, value, value, value
    if len(value) == 2:
        return value[0], value[1], value[0], value[1]
    top, left, bottom, right = value
    return top, left, bottom, right


def output_size(
    size: int, kernel: int, stride: int, before: int, after: int, dilation: int = 1, ceil_mode: bool = False
) -> int:
    """The number of windows: ⌊(size + before + after − dilation · (kernel − 1) − 1) / stride⌋ + 1.

    With `ceil_mode`, the last window may extend beyond the padding if it starts inside the map or the padding before it
    (PyTorch's rule). A result below 1 means that no window fits.
    """
    span = size + before + after - dilation * (kernel - 1) - 1
    if not ceil_mode:
        return span // stride + 1
    count = -(-span // stride) + 1
    return count - 1 if (count - 1) * stride >= size + before else count


def pad(x: Array, padding: tuple[int, int, int, int], value: float = 0.0) -> Array:
    """(N, C, H, W) surrounded by `value`: (N, C, top + H + bottom, left + W + right)."""
    top, left, bottom, right = padding
    if not any(padding):
        return x
    return np.pad(x, ((0, 0), (0, 0), (top, bottom), (left, right)), constant_values=value)


def tap(x: Array, row: int, column: int, height: int, width: int, stride: tuple[int, int]) -> Array:
    """The values under one tap of the kernel in all windows.

    A strided view (N, C, height, width) of a padded x that starts at (row, column).
    """
    return x[
        :,
        :,
        row : row + (height - 1) * stride[0] + 1 : stride[0],
        column : column + (width - 1) * stride[1] + 1 : stride[1],
    ]
