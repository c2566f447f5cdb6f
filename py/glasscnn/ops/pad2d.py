"""Padding around maps, with a constant or with cells of the maps.

constant   value value | a b c d | value value
reflect          c b   | a b c d | c b
replicate        a a   | a b c d | d d
circular         c d   | a b c d | a b
"""

import numpy as np
import numpy.typing as npt

from glasscnn.ops.window import Array, Padding, as_padding, pad

NUMPY_MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}
"""PyTorch's names of the modes, and those of numpy.pad."""


def pad2d(x: Array, padding: Padding, mode: str = "constant", value: float = 0.0) -> Array:
    """(N, C, H, W) padded at (top, left, bottom, right): (N, C, top + H + bottom, left + W + right)."""
    if mode == "constant":
        return pad(x, as_padding(padding), value)
    top, left, bottom, right = as_padding(padding)
    rows, columns = padded_cells(x.shape[2], top, bottom, mode), padded_cells(x.shape[3], left, right, mode)
    return x[:, :, rows[:, None], columns]


def padded_cells(size: int, before: int, after: int, mode: str) -> npt.NDArray[np.intp]:
    """Along one axis, the cell of the map that each cell of the result is a copy of; not for a constant."""
    cells: npt.NDArray[np.intp] = np.pad(np.arange(size), (before, after), mode=NUMPY_MODES[mode])  # type: ignore[call-overload]
    return cells


def pad2d_loops(x: Array, padding: Padding, mode: str = "constant", value: float = 0.0) -> Array:
    """`pad2d`, one number at a time."""
    top, left, bottom, right = as_padding(padding)
    n, channels, height, width = x.shape
    y = np.full((n, channels, top + height + bottom, left + width + right), value, np.float32)
    for i in range(y.shape[2]):
        for j in range(y.shape[3]):
            row, column = cell_beyond_edge(i - top, height, mode), cell_beyond_edge(j - left, width, mode)
            if row is not None and column is not None:
                y[:, :, i, j] = x[:, :, row, column]
    return y


def cell_beyond_edge(cell: int, size: int, mode: str) -> int | None:
    """The cell of 0 … size − 1 whose value stands at `cell`, which may lie outside; None for the constant."""
    if 0 <= cell < size:
        return cell
    match mode:
        case "replicate":
            return min(max(cell, 0), size - 1)
        case "circular":
            return cell % size
        case "reflect":
            period = max(2 * (size - 1), 1)
            return min(cell % period, period - cell % period)
        case _:
            return None
