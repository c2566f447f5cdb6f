"""A part of an array: every `step`-th number along each axis, in either direction.

y[n, c, i, j] = x[n, start₀ + c · step₀, start₁ + i · step₁, start₂ + j · step₂]
"""

from collections.abc import Sequence

import numpy as np

from glasscnn.ops.window import Array

Numbers = int | Sequence[int]


def strided_slice(x: Array, start: Numbers, step: Numbers, size: Numbers) -> Array:
    """`size` numbers along each axis, from `start` on in steps of `step`: (N, C, H, W) → (N, *size).

    The three have a number for each axis but the batch, or one for all. A step below 0 goes backwards.
    """
    return x[:, *part_of_axes(*(for_axes(x, numbers) for numbers in (start, step, size)))]


def for_axes(x: Array, numbers: Numbers) -> Sequence[int]:
    """A number for each axis but the batch."""
    return [numbers] * (x.ndim - 1) if isinstance(numbers, int) else numbers


def part_of_axes(start: Sequence[int], step: Sequence[int], size: Sequence[int]) -> tuple[slice, ...]:
    """The slice of each axis; one that goes backwards beyond the first number ends with None."""
    ends = [first + by * count for first, by, count in zip(start, step, size, strict=True)]
    return tuple(slice(first, end if end >= 0 else None, by) for first, end, by in zip(start, ends, step, strict=True))


def strided_slice_loops(x: Array, start: Numbers, step: Numbers, size: Numbers) -> Array:
    """`strided_slice`, one number at a time."""
    start, step, size = (for_axes(x, numbers) for numbers in (start, step, size))
    y = np.zeros((len(x), *size), np.float32)
    for n, *place in np.ndindex(*y.shape):
        source = [first + index * by for first, index, by in zip(start, place, step, strict=True)]
        y[n, *place] = x[n, *source]
    return y
