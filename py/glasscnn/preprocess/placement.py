"""The placement of ink on the image: a scale, a shift and a pen radius, determined in one of two ways.

*As drawn*: the pad is only scaled to the image. *Centred*: as MNIST was made (LeCun, Cortes and Burges,
"The MNIST database"): the ink's bounding box is scaled to 20 × 20 of the 28 × 28 pixels with its aspect ratio kept;
afterwards the centre of mass is moved to the middle by whole pixels (see `centre_of_mass_shift`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from glasscnn.preprocess.strokes import Stroke

DEFAULT_BRUSH = 24.0
"""Pen diameter in pad units (280 across the pad): 2.4 image pixels when drawn over the whole pad, as thick as MNIST's
median stroke.
"""

BOX = 20 / 28
"""The side of MNIST's bounding box as a fraction of the image's side."""

SMALLEST_INK = 1 / 14
"""Ink smaller than this fraction of the pad is scaled as if it had this size: a dot stays a dot."""

THICKEST_PEN = 0.2
"""The maximum pen diameter in centred images, as a fraction of the image's side; thicker pens would fill the box."""


@dataclass(frozen=True)
class Placement:
    """pixel = scale · pad + (shift_x, shift_y); `radius` is the pen's, in image pixels."""

    scale: float
    shift_x: float
    shift_y: float
    radius: float

    def apply(self, stroke: Stroke) -> Stroke:
        """The stroke in image pixels; (0, 0) is the outer corner of the first pixel, (0.5, 0.5) its centre."""
        return stroke * np.float32(self.scale) + np.array([self.shift_x, self.shift_y], dtype=np.float32)

    def moved(self, down: float, right: float) -> "Placement":
        """The placement, shifted by this many image pixels."""
        return replace(self, shift_x=self.shift_x + right, shift_y=self.shift_y + down)

    def on_pad(self, x: float, y: float) -> tuple[float, float]:
        """The point on the pad of a point in image pixels."""
        return (x - self.shift_x) / self.scale, (y - self.shift_y) / self.scale


def place_as_drawn(canvas_size: float, brush: float, size: int) -> Placement:
    """The whole pad scaled to the image, for example 280 → 28."""
    scale = size / canvas_size
    return Placement(scale, 0.0, 0.0, brush / 2 * scale)


def place_centred(strokes: Sequence[Stroke], canvas_size: float, brush: float, size: int) -> Placement:
    """The ink's bounding box, including the pen, scaled to 20/28 of the image and centred.

    The pen's radius on the image does not depend on the size of the drawing: it is that of the brush for a digit that
    fills the pad, which gives the stroke width of MNIST's digits.
    """
    radius = min(brush / canvas_size, THICKEST_PEN) * size / 2
    low, high = bounding_box(strokes)
    extent = max(float((high - low).max()), canvas_size * SMALLEST_INK)
    scale = (BOX * size - 2 * radius) / extent
    middle = (low + high) / 2 * scale
    return Placement(scale, size / 2 - float(middle[0]), size / 2 - float(middle[1]), radius)


def bounding_box(strokes: Sequence[Stroke]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """The smallest and the largest (x, y) of the pen's path."""
    low = np.min([stroke.min(axis=0) for stroke in strokes], axis=0)
    high = np.max([stroke.max(axis=0) for stroke in strokes], axis=0)
    return low, high


def centre_of_mass_shift(image: npt.NDArray[np.float32]) -> tuple[int, int]:
    """The shift (down, right) in whole pixels that brings the centre of mass of an (H, W) image to its middle pixel.

    All ink stays inside. In MNIST, the centre of mass lies at index 14 ± ½ of 28, since shifts are whole pixels.
    """
    return _axis_shift(image.sum(axis=1)), _axis_shift(image.sum(axis=0))


def centre_of_mass(image: npt.NDArray[np.float32]) -> tuple[float, float]:
    """The centre of mass of an (H, W) image with some ink, as indices (row, column)."""
    return _axis_centre(image.sum(axis=1)), _axis_centre(image.sum(axis=0))


def _axis_centre(profile: npt.NDArray[np.float32]) -> float:
    """The centre of mass along one axis, from the ink's sum over the other: (n,)."""
    positions = np.arange(len(profile), dtype=np.float64)
    return float((profile * positions).sum() / profile.sum(dtype=np.float64))


def _axis_shift(profile: npt.NDArray[np.float32]) -> int:
    """The shift along one axis, from the ink's sum over the other: (n,)."""
    inked = np.flatnonzero(profile)
    if inked.size == 0:
        return 0
    wanted = int(np.floor(len(profile) / 2 - _axis_centre(profile) + 0.5))
    room_before, room_after = -int(inked[0]), len(profile) - 1 - int(inked[-1])
    return min(max(wanted, room_before), room_after)
