"""Paints maps: a range, a table of 256 colours, and one look-up for each cell.

colour = table[round(255 · (value − low) / (high − low))], with values clipped to the range
"""

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

from glasscnn.colormap.tables import Table

Values = npt.NDArray[np.float32]
Colours = npt.NDArray[np.uint32]  # (256,): the four bytes of each colour of a table as one number

Bound = float | Values
Part = tuple[slice, slice]  # rows, columns
FIRST, LAST = np.array(0, np.float32), np.array(255, np.float32)  # rows of a table
LOWEST_BIT_IS_ONE = np.array(2**23, np.float32)  # the numbers from here to 2²⁴ are whole, and stored as their bits
BYTE = np.array(255, np.int32)
CELLS_AT_ONCE = 100_000
"""So many cells stay in the processor's cache from one pass to the next; twice as fast as all of a large stage."""
EVERYTHING: Part = (slice(None), slice(None))


def value_range(values: Values, signed: bool) -> tuple[float, float]:
    """The range of the colours: 0 … max, or −max |x| … max |x| for signed values; 0 … 1 or −1 … 1 if that is empty."""
    if not values.size:
        return (-1.0, 1.0) if signed else (0.0, 1.0)
    largest = float(max(values.max(), -values.min()) if signed else values.max())
    largest = largest if 0 < largest < np.inf else 1.0
    return (-largest, largest) if signed else (0.0, largest)


def packed(table: Table) -> Colours:
    """The table with the four bytes of each colour as one number: one look-up instead of four."""
    return table.view(np.uint32).reshape(-1)


def map_ranges(values: Values, signed: bool) -> tuple[Values, Values]:
    """The `value_range` of each map of (C, H, W): lows (C,) and highs (C,)."""
    flat = values.reshape(len(values), -1)
    largest = np.abs(flat).max(axis=1) if signed else flat.max(axis=1)
    largest = np.where((largest > 0) & (largest < np.inf), largest, np.float32(1))
    return (-largest if signed else np.zeros_like(largest)), largest


def per_map(number: float | npt.NDArray[np.floating]) -> Values:
    """One number for all maps, or (C,) numbers in a shape that broadcasts to (C, H, W)."""
    return number.astype(np.float32)[:, None, None] if isinstance(number, np.ndarray) else np.array(number, np.float32)


class Painter:
    """Paints the maps of one stage side by side into one canvas, repeatedly.

    Maps (C, H, W) are laid out in `columns` columns with `gap` transparent pixels between them; a vector is C maps of
    one cell.
    """

    def __init__(self, shape: tuple[int, ...], columns: int, gap: int) -> None:
        self.channels, self.map_height, self.map_width = shape if len(shape) == 3 else (*shape, 1, 1)
        self.columns, self.gap = min(columns, self.channels), gap
        self.rows = -(-self.channels // self.columns)
        self.width = self.columns * (self.map_width + gap) - gap
        self.height = self.rows * (self.map_height + gap) - gap
        self.shape = (self.channels, self.map_height, self.map_width)
        self._scaled = np.zeros(0, np.float32)
        self._indices = np.zeros(0, np.int32)  # the type that NumPy looks up with in the browser
        self._blocks: list[tuple[Colours, slice]] = []

    @property
    def pixels(self) -> int:
        """The number of pixels of the canvas."""
        return self.width * self.height

    def attach(self, canvas: npt.NDArray[np.uint8]) -> None:
        """Set the canvas to paint into: the flat RGBA bytes of `height` rows of `width` pixels."""
        step_down, step_right = self.map_height + self.gap, self.map_width + self.gap
        places = as_strided(  # (rows of maps, columns of maps, H, W)
            canvas.view(np.uint32),
            (self.rows, self.columns, self.map_height, self.map_width),
            tuple(4 * step for step in (step_down * self.width, step_right, self.width, 1)),
        )
        whole = self.channels // self.columns
        at_once = max(1, CELLS_AT_ONCE // (self.columns * self.map_height * self.map_width))
        rows = [slice(first, min(first + at_once, whole)) for first in range(0, whole, at_once)]
        self._blocks = [(places[row], slice(row.start * self.columns, row.stop * self.columns)) for row in rows]
        if whole * self.columns < self.channels:
            rest = slice(whole * self.columns, self.channels)
            self._blocks.append((places[whole:, : rest.stop - rest.start], rest))
        largest = max(maps.stop - maps.start for _, maps in self._blocks) * self.map_height * self.map_width
        self._scaled, self._indices = np.zeros(largest, np.float32), np.zeros(largest, np.int32)

    def paint(self, values: Values, colours: Colours, low: Bound, high: Bound, part: Part = EVERYTHING) -> None:
        """Paint (C, H, W) or (C,) values with a table of 256 `colours` over `low` … `high`; NaN is painted as `low`.

        The bounds are numbers for all maps, or (C,) arrays. `part` selects the rows and columns of each map to paint;
        the rest of the canvas is unchanged.
        """
        rows, columns = part
        scale: Bound = 255.0 / (high - low)
        factor, offset = per_map(scale), per_map(-low * scale)
        cells = values.reshape(self.shape)
        for places, maps in self._blocks:
            visible = cells[maps, rows, columns]
            scaled, indices = (kept[: visible.size].reshape(visible.shape) for kept in (self._scaled, self._indices))
            np.multiply(visible, factor if factor.ndim == 0 else factor[maps], out=scaled)
            np.add(scaled, offset if offset.ndim == 0 else offset[maps], out=scaled)
            np.maximum(scaled, FIRST, out=scaled)  # two in-place passes are faster than `clip`
            np.minimum(scaled, LAST, out=scaled)
            np.add(scaled, LOWEST_BIT_IS_ONE, out=scaled)  # rounds, and is much faster than a conversion to integers
            np.bitwise_and(scaled.view(np.int32), BYTE, out=indices)  # the lowest byte is the number; of NaN, it is 0
            block = places[:, :, rows, columns]
            block[...] = colours[indices].reshape(block.shape)  # three times as fast as `take` with `out`
