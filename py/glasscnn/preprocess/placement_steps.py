"""The steps of `ink_to_image`, each with its image and its numbers."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from glasscnn.preprocess.clipping import kept_on_pad, visible_strokes
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
    """The steps of placing the visible ink like the digits of MNIST; empty without ink.

    ink    the pad scaled to the image
    box    the bounding box on the pad, including the pen: left, top, right, bottom
    scale  the box scaled to 20/28 of the image and centred: factor, relative to the step before
    mass   the centre of mass: x, y, as pixel indices
    shift  the centre of mass shifted to the centre by whole pixels: dx, dy
    """
    pen = brush * canvas_size / 280
    visible = visible_strokes(check_strokes(strokes), canvas_size, pen / 2)
    if not visible:
        return []
    low, high = bounding_box(visible)
    placed = kept_on_pad(visible, canvas_size)
    as_drawn, in_box = place_as_drawn(canvas_size, pen, size), place_centred(placed, canvas_size, pen, size)
    drawn, boxed = InkReader().draw(visible, as_drawn, size), InkReader().draw(placed, in_box, size)
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
