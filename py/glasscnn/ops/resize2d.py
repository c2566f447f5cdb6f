"""Resizing maps by interpolation: the cell (i, j) of the result lies at (row, column) of the map,

    row = start₀ + i · step₀        column = start₁ + j · step₁

and is the cell nearest to it, or a sum of those around it, weighted by their distance: linear along both axes, or cubic
(Keys, "Cubic convolution interpolation for digital image processing", 1981).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from glasscnn.ops.window import Array, Pair, as_pair

Positions = float | Sequence[float]
Taps = tuple[npt.NDArray[np.intp], Array]
"""Along one axis: the cells that each cell of the result is made of, and their weights; both (cells, taps)."""

REACH = {"bilinear": 1, "bicubic": 2}
"""The distance from which on cells have no weight."""


def resize2d(
    x: Array,
    size: Pair,
    start: Positions,
    step: Positions,
    mode: str = "nearest",
    rounding: str = "floor",
    coefficient: float = -0.75,
    antialias: bool = False,
    exclude_outside: bool = False,
) -> Array:
    """(N, C, H, W) interpolated to (N, C, *size), along the rows and then along the columns.

    `mode` is "nearest", "bilinear" or "bicubic". Of the nearest cell, `rounding` says whether row and column are
    rounded down ("floor") or up ("ceil"). `coefficient` is that of the cubic. With `antialias`, a step above 1 widens
    the weights by as much. Beyond the edge lie copies of its cells, or nothing with `exclude_outside`.
    """
    options = (mode, rounding, coefficient, antialias, exclude_outside)
    size, start, step = as_pair(size), for_both(start), for_both(step)
    rows, columns = (taps_of(x.shape[axis + 2], size[axis], start[axis], step[axis], *options) for axis in (0, 1))
    return weighted_along(weighted_along(x, 2, rows), 3, columns)


def for_both(value: Positions) -> tuple[float, float]:
    """(of the rows, of the columns) from one number for both, or from two."""
    if isinstance(value, int | float):
        return value, value
    return value[0], value[1]


def weighted_along(x: Array, axis: int, taps: Taps) -> Array:
    """Along one axis: Σ_t weight[i, t] · x[cell[i, t]]."""
    cells, weights = taps
    if cells.shape[1] == 1:
        return np.take(x, cells[:, 0], axis)
    shape = (-1, *[1] * (x.ndim - axis - 1))
    y = np.take(x, cells[:, 0], axis) * weights[:, 0].reshape(shape)
    for number in range(1, cells.shape[1]):
        y += np.take(x, cells[:, number], axis) * weights[:, number].reshape(shape)
    return y


def taps_of(
    size: int,
    count: int,
    start: float,
    step: float,
    mode: str,
    rounding: str,
    coefficient: float,
    antialias: bool,
    exclude_outside: bool,
) -> Taps:
    """The taps of `count` cells, `step` apart, along an axis of `size` cells."""
    positions = np.round(start + step * np.arange(count), 6)  # 0.9999999 is 1
    if mode == "nearest":
        nearest = np.floor(positions) if rounding == "floor" else np.ceil(positions)
        return np.clip(nearest, 0, size - 1).astype(np.intp)[:, None], np.ones((count, 1), np.float32)
    spread = max(step, 1.0) if antialias else 1.0
    reach = int(np.ceil(REACH[mode] * spread))
    cells = np.floor(positions)[:, None] + np.arange(1 - reach, reach + 1)  # (count, 2 · reach)
    distances = np.abs(positions[:, None] - cells) / spread
    weights = np.maximum(1 - distances, 0) if mode == "bilinear" else cubic(distances, coefficient)
    if exclude_outside:
        weights = weights * ((cells >= 0) & (cells < size))
    total = weights.sum(axis=1, keepdims=True)
    weights = weights / np.where(total == 0, 1, total)  # where there is nothing, the result is 0
    return np.clip(cells, 0, size - 1).astype(np.intp), weights.astype(np.float32)


def cubic(distance: npt.NDArray[np.float64], a: float) -> npt.NDArray[np.float64]:
    """Keys' piecewise cubic, with the slope a at a distance of 1."""
    near = ((a + 2) * distance - (a + 3)) * distance * distance + 1
    far = ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a
    return np.where(distance <= 1, near, np.where(distance < 2, far, 0.0))


def resize2d_loops(
    x: Array,
    size: Pair,
    start: Positions,
    step: Positions,
    mode: str = "nearest",
    rounding: str = "floor",
    coefficient: float = -0.75,
    antialias: bool = False,
    exclude_outside: bool = False,
) -> Array:
    """`resize2d`, one number at a time."""
    size, start, step = as_pair(size), for_both(start), for_both(step)
    y = np.zeros((*x.shape[:2], *size), np.float32)
    options = (mode, rounding, coefficient, antialias, exclude_outside)
    for i in range(size[0]):
        rows = weights_at(start[0] + i * step[0], x.shape[2], step[0], *options)
        for j in range(size[1]):
            columns = weights_at(start[1] + j * step[1], x.shape[3], step[1], *options)
            for row, vertical in rows.items():
                for column, horizontal in columns.items():
                    y[:, :, i, j] += x[:, :, row, column] * np.float32(vertical * horizontal)
    return y


def weights_at(
    position: float,
    size: int,
    step: float,
    mode: str,
    rounding: str,
    coefficient: float,
    antialias: bool,
    exclude_outside: bool,
) -> dict[int, float]:
    """Along one axis, the weight of each cell that counts at a position."""
    position = round(position, 6)
    if mode == "nearest":
        nearest = int(np.floor(position) if rounding == "floor" else np.ceil(position))
        return {min(max(nearest, 0), size - 1): 1.0}
    spread = step if antialias and step > 1 else 1.0
    found: dict[int, float] = {}
    for cell in range(int(position - 2 * spread) - 2, int(position + 2 * spread) + 3):
        distance = abs(position - cell) / spread
        weight = max(1 - distance, 0.0) if mode == "bilinear" else float(cubic(np.array(distance), coefficient))
        if weight and (0 <= cell < size or not exclude_outside):
            inside = min(max(cell, 0), size - 1)
            found[inside] = found.get(inside, 0.0) + weight
    total = sum(found.values())
    return {cell: weight / total for cell, weight in found.items()}
