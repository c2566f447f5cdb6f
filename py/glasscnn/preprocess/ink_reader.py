"""Converts strokes to the image that the network receives."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from glasscnn.errors import InkError
from glasscnn.preprocess.clipping import kept_on_pad, visible_strokes
from glasscnn.preprocess.placement import (
    DEFAULT_BRUSH,
    Placement,
    centre_of_mass_shift,
    place_as_drawn,
    place_centred,
)
from glasscnn.preprocess.raster import Image, cover, measure
from glasscnn.preprocess.strokes import Stroke, check_strokes, join_strokes, thin_stroke

SPACING = 0.25
"""The minimum distance between two points of a stroke, in image pixels; closer points are dropped."""


def ink_to_image(
    strokes: Sequence[npt.ArrayLike],
    canvas_size: float = 280,
    *,
    brush: float = DEFAULT_BRUSH,
    centre: bool = True,
    size: int = 28,
    clip: bool = True,
) -> npt.NDArray[np.float32]:
    """The (1, size, size) float32 image in [0, 1] of strokes on a square pad: 0 is paper, 1 is ink.

    `strokes` are (n, 2) arrays of x, y in 0 … `canvas_size`, y down; `brush` is the pen's diameter in units of a pad
    that is 280 wide. `centre=True` places the ink like the digits of MNIST, `centre=False` keeps it as drawn. Only ink
    that is visible on the pad, where the pen's round tip touches it, is used; `clip=False` uses all ink. Without ink,
    the image is black. Raises InkError for strokes that are not lists of finite points and for sizes that are not
    positive.
    """
    return InkReader().read(strokes, canvas_size, brush=brush, centre=centre, size=size, clip=clip)


class InkReader:
    """Converts a growing drawing to images incrementally: distances to segments that have not moved are cached.

    `strokes` is the ink of the last image, clipped to the visible part. `placement` is its position on the image,
    including the last shift; None if there was no ink.
    """

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self.placement: Placement | None = None
        self._placement: Placement | None = None
        self._starts = self._ends = np.zeros((0, 2), np.float32)  # segments included in `_nearest`
        self._nearest = np.zeros((0, 0), np.float32)  # squared distance of each pixel to the nearest of them

    def read(
        self,
        strokes: Sequence[npt.ArrayLike],
        canvas_size: float,
        *,
        brush: float,
        centre: bool,
        size: int,
        clip: bool = True,
    ) -> npt.NDArray[np.float32]:
        """The same as `ink_to_image`, bit-identical."""
        if not (canvas_size > 0 and brush > 0 and size > 0):
            raise InkError(
                f"expected a pad, a brush and an image larger than 0, found {canvas_size}, {brush} and {size}"
            )
        checked = check_strokes(strokes)
        brush_on_pad = brush * canvas_size / 280
        self.strokes = visible_strokes(checked, canvas_size, brush_on_pad / 2) if clip else checked
        if not self.strokes:
            self.placement = None
            return np.zeros((1, size, size), dtype=np.float32)
        if not centre:
            self.placement = place_as_drawn(canvas_size, brush_on_pad, size)
            return self.draw(self.strokes, self.placement, size)[None]
        placed = kept_on_pad(self.strokes, canvas_size) if clip else self.strokes
        in_box = place_centred(placed, canvas_size, brush_on_pad, size)
        boxed = self.draw(placed, in_box, size)
        down, right = centre_of_mass_shift(boxed)
        self.placement = in_box.moved(down, right)
        return shift(boxed, down, right)[None]

    def draw(self, strokes: Sequence[Stroke], placement: Placement, size: int) -> Image:
        """The (size, size) image of strokes at `placement`.

        The last segment is never cached, since the pen may still be moving it; and nothing is at a placement that has
        just changed, since it will change again while the drawing grows.
        """
        starts, ends = join_strokes([thin_stroke(placement.apply(stroke), SPACING) for stroke in strokes])
        settled = len(starts) - 1 if placement == self._placement else 0
        known = self._count_known(placement, starts[:settled], ends[:settled], size)
        if known == 0:
            self._nearest = np.full((size, size), np.inf, dtype=np.float32)
        measure(self._nearest, starts[known:settled], ends[known:settled], placement.radius)
        self._placement, self._starts, self._ends = placement, starts[:settled], ends[:settled]
        nearest = self._nearest.copy()
        measure(nearest, starts[settled:], ends[settled:], placement.radius)
        return cover(nearest, placement.radius)

    def _count_known(self, placement: Placement, starts: Stroke, ends: Stroke, size: int) -> int:
        """The number of leading segments whose distances are cached: all cached ones, or none."""
        known = len(self._starts)
        same = (
            placement == self._placement
            and len(self._nearest) == size
            and np.array_equal(starts[:known], self._starts)
            and np.array_equal(ends[:known], self._ends)
        )
        return known if same else 0


def shift(image: Image, down: int, right: int) -> Image:
    """The (H, W) image shifted by whole pixels and filled with black."""
    height, width = image.shape
    shifted = np.zeros_like(image)
    rows, columns = slice(max(down, 0), height + min(down, 0)), slice(max(right, 0), width + min(right, 0))
    from_rows, from_columns = slice(max(-down, 0), height - max(down, 0)), slice(max(-right, 0), width - max(right, 0))
    shifted[rows, columns] = image[from_rows, from_columns]
    return shifted


def place_in_middle(square: npt.NDArray[np.float32], image: npt.NDArray[np.float32]) -> None:
    """Copy a (1, S, S) picture to the centre of every channel of a (C, H, W) image; the rest becomes black."""
    _, height, width = image.shape
    size = square.shape[-1]
    top, left = (height - size) // 2, (width - size) // 2
    image.fill(0)
    image[:, top : top + size, left : left + size] = square
