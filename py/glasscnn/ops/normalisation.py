"""Normalisation by the numbers of the image itself: to mean 0 and variance 1, over channels, maps or groups of them.

`weight` and `bias` are learned, and may be absent. Batch normalisation, which keeps the statistics of training, is in
`batch_norm2d.py`.
"""

import math

import numpy as np

from glasscnn.ops.reduction import as_axes, collapsed, reduce_mean_loops
from glasscnn.ops.window import Array


def layer_norm(
    x: Array, dim: int | list[int], weight: Array | None = None, bias: Array | None = None, eps: float = 1e-5
) -> Array:
    """(x − mean) / √(variance + eps) · weight + bias, with the mean and the variance along the axes `dim`.

    For maps (N, C, H, W), [1, 2, 3] is layer normalisation (Ba, Kiros and Hinton, 2016), [1] that of every cell over
    its channels, and [2, 3] instance normalisation (Ulyanov, Vedaldi and Lempitsky, 2016). `weight` and `bias` have
    the axes of x without N, and sides of 1 where their numbers repeat.
    """
    centred = x - x.mean(axis=as_axes(dim), keepdims=True)
    variance = (centred * centred).mean(axis=as_axes(dim), keepdims=True)
    return scaled(centred / np.sqrt(variance + np.float32(eps)), weight, bias)


def layer_norm_loops(
    x: Array, dim: int | list[int], weight: Array | None = None, bias: Array | None = None, eps: float = 1e-5
) -> Array:
    """`layer_norm`, one number at a time."""
    mean, centred = reduce_mean_loops(x, dim), np.empty_like(x)
    for place in np.ndindex(*x.shape):
        centred[place] = float(x[place]) - float(mean[collapsed(place, dim)])
    return rms_norm_loops(centred, dim, weight, bias, eps)


def rms_norm(
    x: Array, dim: int | list[int], weight: Array | None = None, bias: Array | None = None, eps: float = 1e-5
) -> Array:
    """x / √(mean of x² + eps) · weight + bias, with the mean along the axes `dim` (Zhang and Sennrich, 2019)."""
    mean_square = (x * x).mean(axis=as_axes(dim), keepdims=True)
    return scaled(x / np.sqrt(mean_square + np.float32(eps)), weight, bias)


def rms_norm_loops(
    x: Array, dim: int | list[int], weight: Array | None = None, bias: Array | None = None, eps: float = 1e-5
) -> Array:
    """`rms_norm`, one number at a time."""
    mean_square, y = reduce_mean_loops(x * x, dim), np.empty_like(x)
    for place in np.ndindex(*x.shape):
        normalised = float(x[place]) / math.sqrt(float(mean_square[collapsed(place, dim)]) + eps)
        factor, offset = (
            absent if array is None else float(np.broadcast_to(array, x.shape[1:])[place[1:]])
            for array, absent in ((weight, 1.0), (bias, 0.0))
        )
        y[place] = normalised * factor + offset
    return y


def group_norm(
    x: Array, num_groups: int, weight: Array | None = None, bias: Array | None = None, eps: float = 1e-5
) -> Array:
    """(x − mean) / √(variance + eps) · weight + bias, with the mean and the variance of each group of channels
    (Wu and He, 2018); `weight` and `bias` are (C,).
    """
    groups = x.reshape(len(x), num_groups, -1)  # (N, groups, C/groups·H·W)
    behind = (-1, *[1] * (x.ndim - 2))  # (C,) → (C, 1, 1) for maps
    arrays = (None if array is None else array.reshape(behind) for array in (weight, bias))
    return scaled(layer_norm(groups, 2, eps=eps).reshape(x.shape), *arrays)


def group_norm_loops(
    x: Array, num_groups: int, weight: Array | None = None, bias: Array | None = None, eps: float = 1e-5
) -> Array:
    """`group_norm`, one group at a time."""
    y = np.empty_like(x)
    size = x.shape[1] // num_groups
    for n, group in np.ndindex(len(x), num_groups):
        channels = slice(group * size, (group + 1) * size)
        numbers = x[n, channels].astype(np.float64)
        mean, variance = float(numbers.mean()), float(numbers.var())
        for c in range(*channels.indices(x.shape[1])):
            factor, offset = (
                absent if array is None else float(array[c]) for array, absent in ((weight, 1.0), (bias, 0.0))
            )
            y[n, c] = (x[n, c] - mean) / math.sqrt(variance + eps) * factor + offset
    return y


def local_response_norm(x: Array, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> Array:
    """x / (k + alpha · mean)^beta, with the mean of the squares in the same cell of `size` neighbouring channels, from
    c − ⌊size / 2⌋ to c + ⌊(size − 1) / 2⌋; beyond the first and the last one they are 0 (Krizhevsky et al., 2012).
    """
    ends = [(0, 0), (size // 2, (size - 1) // 2), *[(0, 0)] * (x.ndim - 2)]
    squares = np.pad(x * x, ends)  # (N, size − 1 + C, H, W)
    total = sum((squares[:, tap : tap + x.shape[1]] for tap in range(size)), np.zeros_like(x))
    y: Array = x / (np.float32(k) + np.float32(alpha / size) * total) ** np.float32(beta)
    return y


def local_response_norm_loops(x: Array, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> Array:
    """`local_response_norm`, one number at a time."""
    y = np.empty_like(x)
    for n, c, *cell in np.ndindex(*x.shape):
        neighbours = range(max(c - size // 2, 0), min(c + (size - 1) // 2 + 1, x.shape[1]))
        total = sum(float(x[n, other, *cell]) ** 2 for other in neighbours)
        y[n, c, *cell] = float(x[n, c, *cell]) / (k + alpha * total / size) ** beta
    return y


def scaled(x: Array, weight: Array | None, bias: Array | None) -> Array:
    """x · weight + bias, without those that are absent."""
    y = x if weight is None else x * weight
    return y if bias is None else y + bias
