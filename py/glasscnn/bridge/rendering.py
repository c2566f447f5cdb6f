"""Small pictures for answers: a map, a kernel, evidence laid over an image."""

import numpy as np
import numpy.typing as npt

from glasscnn.colormap import Bound, Colours, Painter

Values = npt.NDArray[np.float32]
Picture = npt.NDArray[np.uint8]  # (height, width, 4): RGBA


def picture_of(
    maps: Values, colours: Colours, low: Bound, high: Bound, columns: int | None = None, gap: int = 0
) -> Picture:
    """Maps (C, H, W) side by side, or a vector (C,), coloured from `low` to `high`: numbers, or (C,) arrays."""
    painter = Painter(maps.shape, columns or len(maps), gap)
    canvas = np.zeros(painter.pixels * 4, np.uint8)
    painter.attach(canvas)
    painter.paint(maps, colours, low, high)
    return canvas.reshape(painter.height, painter.width, 4)


def enlarged(grid: Values, height: int, width: int) -> Values:
    """An (H, W) map as large as an image, with straight lines between the middles of its cells (bilinear)."""
    rows, columns = (
        (np.arange(size) + 0.5) * (cells / size) - 0.5 for size, cells in zip((height, width), grid.shape, strict=True)
    )
    across = np.stack([np.interp(columns, np.arange(grid.shape[1]), line) for line in grid])  # (H, width)
    both = np.stack([np.interp(rows, np.arange(grid.shape[0]), line) for line in across.T], axis=1)  # (height, width)
    return both.astype(np.float32)
