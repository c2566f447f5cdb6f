"""Reductions: the largest or smallest number, the mean or the sum along axes, which stay as axes of length 1."""

import numpy as np

from glasscnn.ops.window import Array


def global_max_pool2d(x: Array) -> Array:
    """The largest number of every map: (N, C, H, W) → (N, C)."""
    y: Array = x.max(axis=(2, 3))
    return y


def global_max_pool2d_loops(x: Array) -> Array:
    """`global_max_pool2d`, one map at a time."""
    return np.array([[max(float(value) for value in plane.flat) for plane in maps] for maps in x], np.float32)


def reduce_max(x: Array, dim: int | list[int]) -> Array:
    """The largest number along the axes `dim`; for maps (N, C, H, W), 1 are the channels, 2 the rows, 3 the columns."""
    y: Array = x.max(axis=as_axes(dim), keepdims=True)
    return y


def reduce_max_loops(x: Array, dim: int | list[int]) -> Array:
    """`reduce_max`, one number at a time."""
    y = np.full_like(x[:, *heads(x, dim)], -np.inf)
    for place in np.ndindex(*x.shape):
        target = collapsed(place, dim)
        y[target] = max(float(y[target]), float(x[place]))
    return y


def reduce_min(x: Array, dim: int | list[int]) -> Array:
    """The smallest number along the axes `dim`."""
    y: Array = x.min(axis=as_axes(dim), keepdims=True)
    return y


def reduce_min_loops(x: Array, dim: int | list[int]) -> Array:
    """`reduce_min`, one number at a time."""
    return -reduce_max_loops(-x, dim)


def reduce_sum(x: Array, dim: int | list[int]) -> Array:
    """The sum along the axes `dim`."""
    y: Array = x.sum(axis=as_axes(dim), keepdims=True)
    return y


def reduce_sum_loops(x: Array, dim: int | list[int]) -> Array:
    """`reduce_sum`, one number at a time."""
    y = np.zeros_like(x[:, *heads(x, dim)])
    for place in np.ndindex(*x.shape):
        y[collapsed(place, dim)] += x[place]
    return y


def reduce_mean(x: Array, dim: int | list[int]) -> Array:
    """The mean along the axes `dim`: the sum divided by how many numbers it has."""
    y: Array = x.mean(axis=as_axes(dim), keepdims=True)
    return y


def reduce_mean_loops(x: Array, dim: int | list[int]) -> Array:
    """`reduce_mean`, one number at a time."""
    total = reduce_sum_loops(x, dim)
    return total / np.float32(x.size // total.size)


def as_axes(dim: int | list[int]) -> tuple[int, ...]:
    """The axes as a tuple, as NumPy takes them."""
    return (dim,) if isinstance(dim, int) else tuple(dim)


def heads(x: Array, dim: int | list[int]) -> tuple[slice, ...]:
    """The first number along the reduced axes, all along the others; without the batch axis."""
    return tuple(slice(0, 1) if axis in as_axes(dim) else slice(None) for axis in range(1, x.ndim))


def collapsed(place: tuple[int, ...], dim: int | list[int]) -> tuple[int, ...]:
    """The place of the result that a number at `place` belongs to."""
    return tuple(0 if axis in as_axes(dim) else index for axis, index in enumerate(place))
