"""The way from strokes to the image, in named steps."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from glasscnn.errors import InkError
from glasscnn.preprocess.placement import (
    DEFAULT_BRUSH,
    Placement,
    centre_of_mass_shift,
    place_as_drawn,
    place_centred,
)
from glasscnn.preprocess.raster import Image, rasterise
from glasscnn.preprocess.strokes import Stroke, check_strokes, join_strokes, thin_stroke

SPACING = 0.25
"""Distance between the points of a stroke that are used, in image pixels; closer ones cannot be seen."""


def ink_to_image(
    strokes: Sequence[npt.ArrayLike],
    canvas_size: float = 280,
    *,
    brush: float = DEFAULT_BRUSH,
    centre: bool = True,
    size: int = 28,
) -> npt.NDArray[np.float32]:
    """The (1, size, size) float32 image in [0, 1] of strokes drawn on a square pad: 0 is paper, 1 is ink.

    `strokes` are (n, 2) arrays of x, y in 0 … `canvas_size`, y down; `brush` is the pen's diameter in units of a pad
    that is 280 wide. `centre=True` places the ink the way MNIST was made, `centre=False` keeps it as drawn. No ink
    gives a black image. Raises InkError for strokes that are no lists of finite points and for sizes that are not
    positive.
    """
    if not (canvas_size > 0 and brush > 0 and size > 0):
        raise InkError(f"expected a pad, a brush and an image larger than 0, found {canvas_size}, {brush} and {size}")
    checked = check_strokes(strokes)
    if not checked:
        return np.zeros((1, size, size), dtype=np.float32)
    brush_on_pad = brush * canvas_size / 280
    if not centre:
        return draw(checked, place_as_drawn(canvas_size, brush_on_pad, size), size)[None]
    boxed = draw(checked, place_centred(checked, canvas_size, brush_on_pad, size), size)
    return shift(boxed, *centre_of_mass_shift(boxed))[None]


def draw(strokes: Sequence[Stroke], placement: Placement, size: int) -> Image:
    """The (size, size) picture of strokes put where `placement` says."""
    placed = [thin_stroke(placement.apply(stroke), SPACING) for stroke in strokes]
    starts, ends = join_strokes(placed)
    return rasterise(starts, ends, placement.radius, size, size)


def shift(image: Image, down: int, right: int) -> Image:
    """The (H, W) image moved by whole pixels; what is moved in is black."""
    height, width = image.shape
    shifted = np.zeros_like(image)
    rows, columns = slice(max(down, 0), height + min(down, 0)), slice(max(right, 0), width + min(right, 0))
    from_rows, from_columns = slice(max(-down, 0), height - max(down, 0)), slice(max(-right, 0), width - max(right, 0))
    shifted[rows, columns] = image[from_rows, from_columns]
    return shifted
