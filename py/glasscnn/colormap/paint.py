"""Where numbers become colours: a range, a table of 256 colours, and one look-up for each cell.

colour = table[round(255 · (value − low) / (high − low))], with values outside the range at its ends
"""

import numpy as np
import numpy.typing as npt

from glasscnn.colormap.tables import Table

Values = npt.NDArray[np.float32]


def value_range(values: Values, signed: bool) -> tuple[float, float]:
    """What the colours span: 0 … the largest value, or for signed numbers the same on both sides of 0. Never of no
    width.
    """
    if not values.size:
        return (-1.0, 1.0) if signed else (0.0, 1.0)
    largest = float(max(values.max(), -values.min()) if signed else values.max())
    largest = largest if 0 < largest < np.inf else 1.0
    return (-largest, largest) if signed else (0.0, largest)


class Painter:
    """Paints maps of one shape into one kept canvas: all maps of a stage, side by side, as RGBA."""

    def __init__(self, shape: tuple[int, ...], columns: int, gap: int) -> None:
        """For maps (C, H, W) in `columns` columns with `gap` transparent pixels between them; a vector is C maps of
        one cell.
        """
        self.channels, self.map_height, self.map_width = shape if len(shape) == 3 else (*shape, 1, 1)
        self.columns, self.gap = min(columns, self.channels), gap
        self.rows = -(-self.channels // self.columns)
        self.width = self.columns * (self.map_width + gap) - gap
        self.height = self.rows * (self.map_height + gap) - gap
        self._indices = np.zeros((self.channels, self.map_height, self.map_width), np.float32)
        self._colours = np.zeros((self.channels, self.map_height, self.map_width), np.uint32)

    @property
    def pixels(self) -> int:
        """How many pixels the canvas has."""
        return self.width * self.height

    def paint(self, values: Values, table: Table, low: float, high: float, canvas: npt.NDArray[np.uint8]) -> None:
        """Write the RGBA bytes of (C, H, W) or (C,) values into `canvas`, flat, height · width · 4. NaN is painted as
        `low`.
        """
        indices = self._indices
        np.subtract(values.reshape(indices.shape), np.float32(low), out=indices)
        np.multiply(indices, np.float32(255.0 / (high - low)), out=indices)
        np.add(indices, np.float32(0.5), out=indices)
        np.fmax(indices, np.float32(0), out=indices)
        np.fmin(indices, np.float32(255), out=indices)
        colours = table.view(np.uint32).reshape(-1)  # one number a colour: one look-up, one copy
        np.take(colours, indices.astype(np.intp), out=self._colours, mode="clip")
        picture = canvas.view(np.uint32).reshape(self.height, self.width)
        for channel, colour in enumerate(self._colours):
            row, column = divmod(channel, self.columns)
            top, left = row * (self.map_height + self.gap), column * (self.map_width + self.gap)
            picture[top : top + self.map_height, left : left + self.map_width] = colour
