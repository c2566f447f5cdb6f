"""Versions of a few drawn digits, as others might write them: slanted, narrower, wider, with a thin or a thick pen.

The versions are made from the strokes, and each becomes an image in the same way as a drawing on the pad.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from glasscnn.preprocess.ink_reader import ink_to_image, place_in_middle
from glasscnn.preprocess.placement import DEFAULT_BRUSH
from glasscnn.preprocess.strokes import Stroke


class Version(NamedTuple):
    """How a version differs from the digit as it was drawn."""

    slant: float = 0.0  # to the right, in pixels for each pixel upwards
    width: float = 1.0  # times that of the drawing
    pen: float = 1.0  # times the diameter of the pen

    def of(self, strokes: Sequence[Stroke]) -> list[Stroke]:
        """The strokes of this version, on a pad with y down."""
        return [np.stack([self.width * x - self.slant * y, y], axis=1) for x, y in (stroke.T for stroke in strokes)]


VERSIONS = (
    Version(),
    Version(slant=0.25),
    Version(slant=-0.25),
    Version(width=0.75),
    Version(width=1.25, pen=1.3),
    Version(pen=0.7),
)


class DigitVersions:
    """The images of every version of some digits: first all digits in the first version."""

    def __init__(self, digits: Sequence[Sequence[Stroke]], pad: float, shape: tuple[int, int, int]) -> None:
        """`digits` are strokes on a pad of this size; the images have this shape (C, H, W)."""
        self.digits, self.pad, self.shape = digits, pad, shape

    def __len__(self) -> int:
        return len(VERSIONS) * len(self.digits)

    def draw(self, number: int) -> npt.NDArray[np.float32]:
        """The image (C, H, W) with this number."""
        version, digit = divmod(number, len(self.digits))
        strokes = VERSIONS[version].of(self.digits[digit])
        brush, size = DEFAULT_BRUSH * VERSIONS[version].pen, min(self.shape[1:])
        image = np.zeros(self.shape, np.float32)
        place_in_middle(ink_to_image(strokes, self.pad, brush=brush, size=size, clip=False), image)
        return image
