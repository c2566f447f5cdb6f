"""From ink to image one step at a time, each with its picture and its numbers: what `ink_to_image` does in one go."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from glasscnn.preprocess.clipping import visible_strokes
from glasscnn.preprocess.ink_reader import InkReader, shift
from glasscnn.preprocess.placement import (
    bounding_box,
    centre_of_mass,
    centre_of_mass_shift,
    place_as_drawn,
    place_centred,
)
from glasscnn.preprocess.raster import Image
from glasscnn.preprocess.strokes import check_strokes

Name = Literal["ink", "box", "scale", "mass", "shift"]


class InkStep(NamedTuple):
    """One step: the (size, size) image after it, and its numbers by name."""

    name: Name
    image: Image
    facts: dict[str, float]


def ink_steps(strokes: Sequence[npt.ArrayLike], canvas_size: float, brush: float, size: int) -> list[InkStep]:
    """The steps of placing the visible ink the way MNIST was made; none for no ink.

    ink    the pad reduced to the image, nothing else
    box    the ink's bounds on the pad, the pen's width included: left, top, right, bottom
    scale  the box brought to 20/28 of the image and into its middle: factor, by how much larger than before
    mass   the centre of mass found: x, y, as indices of pixels
    shift  that put into the middle by whole pixels: dx, dy
    """
    pen = brush * canvas_size / 280
    visible = visible_strokes(check_strokes(strokes), canvas_size, pen / 2)
    if not visible:
        return []
    low, high = bounding_box(visible)
    as_drawn, in_box = place_as_drawn(canvas_size, pen, size), place_centred(visible, canvas_size, pen, size)
    drawn, boxed = InkReader().draw(visible, as_drawn, size), InkReader().draw(visible, in_box, size)
    row, column = centre_of_mass(boxed)
    down, right = centre_of_mass_shift(boxed)
    left, top, right_end, bottom = np.concatenate([low - pen / 2, high + pen / 2]).clip(0, canvas_size).tolist()
    return [
        InkStep("ink", drawn, {}),
        InkStep("box", drawn, {"left": left, "top": top, "right": right_end, "bottom": bottom}),
        InkStep("scale", boxed, {"factor": in_box.scale / as_drawn.scale}),
        InkStep("mass", boxed, {"x": column, "y": row}),
        InkStep("shift", shift(boxed, down, right), {"dx": right, "dy": down}),
    ]
