"""A tray: drawn digits of one person or of a class, each with a label, as a file of JSON.

    {"format": "glasscnn-digits", "version": 1, "digits": [
      {"label": "7", "strokes": [[[x, y], …], …], "canvas": 280, "brush": 24},
      {"label": "7", "image": "<Base64 of height · width levels 0 … 255, row by row>", "width": 28, "height": 28}, …]}

The strokes of a digit lie on a square pad of the side `canvas`; `brush` is the diameter of the pen. A digit that came
as a picture has an image instead, on which ink is bright.
"""

import base64
import binascii
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.errors import InkError, TrainingError
from glasscnn.names import one_line
from glasscnn.preprocess import Stroke, check_strokes, ink_to_image
from glasscnn.training.variants import vary, vary_pen

Array = npt.NDArray[np.float32]

FORMAT, VERSION = "glasscnn-digits", 1
LARGEST_TRAY = 10_000  # digits
LONGEST_LABEL = 40  # characters
LARGEST_SIDE = 512  # pixels of an image


@dataclass(frozen=True)
class DrawnDigit:
    """A digit as strokes on a square pad of the side `canvas`; `clip` leaves out what lies off the pad."""

    label: str
    strokes: Sequence[Stroke]
    canvas: float
    brush: float
    clip: bool = True

    def image(self, height: int, width: int) -> Array:
        """The image (H, W) that a network receives of it, in [0, 1], scaled and centred as in MNIST."""
        drawn = ink_to_image(self.strokes, self.canvas, brush=self.brush, size=min(height, width), clip=self.clip)
        return in_middle(drawn[0], height, width)

    def varied(self, random: Random) -> "DrawnDigit":
        """The digit as the same hand might have drawn it again."""
        strokes, brush = vary(self.strokes, random), self.brush * vary_pen(random)
        return replace(self, strokes=strokes, brush=brush, clip=False)


@dataclass(frozen=True)
class PicturedDigit:
    """A digit as an image (H, W) in [0, 1], on which ink is bright."""

    label: str
    levels: Array

    def image(self, height: int, width: int) -> Array:
        """The image in the middle of a larger one (H, W); raises TrainingError if it is not larger."""
        if self.levels.shape[0] > height or self.levels.shape[1] > width:
            found = "x".join(map(str, self.levels.shape))
            raise TrainingError(f"an image of {found} pixels is too large; expected at most {height}x{width}")
        return in_middle(self.levels, height, width)

    def varied(self, _: Random) -> "PicturedDigit":
        """The digit itself: only strokes can be varied."""
        return self


@dataclass(frozen=True)
class Tray:
    """Labelled digits."""

    digits: tuple[DrawnDigit | PicturedDigit, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The label of each digit."""
        return tuple(digit.label for digit in self.digits)

    def images(self, shape: tuple[int, int, int]) -> Array:
        """The images (N, C, H, W) in [0, 1] of all digits for a network with inputs (C, H, W), each channel alike.

        Raises TrainingError with the number of a digit that has no ink or is too large.
        """
        images = np.zeros((len(self.digits), *shape), np.float32)
        for number, digit in enumerate(self.digits):
            try:
                images[number] = digit.image(*shape[1:])
            except TrainingError as error:
                raise TrainingError(f"digit {number + 1}: {error}") from error
            if not images[number].any():
                raise TrainingError(f"digit {number + 1}, labelled {digit.label!r}, has no ink; delete or redraw it")
        return images


def read_tray(data: bytes) -> Tray:
    """The tray in a file.

    Raises TrainingError for anything else, with the number of the digit, what was found and what was expected.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise TrainingError(f"a tray is a file of JSON; this one cannot be read ({error})") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise TrainingError(f'this is no tray; expected a JSON object with "format": "{FORMAT}"')
    if content.get("version") != VERSION:
        raise TrainingError(f"version: expected {VERSION}, found {content.get('version')!r}")
    digits = content.get("digits")
    if not isinstance(digits, list) or len(digits) > LARGEST_TRAY:
        found = f"{len(digits)} digits" if isinstance(digits, list) else repr(digits)[:40]
        raise TrainingError(f"digits: expected a list of at most {LARGEST_TRAY:,} digits, found {found}")
    return Tray(tuple(read_digit(number, digit) for number, digit in enumerate(digits, start=1)))


def read_digit(number: int, digit: Any) -> DrawnDigit | PicturedDigit:
    """One digit of a file; `number` is for error messages."""
    if not isinstance(digit, dict):
        raise TrainingError(f"digit {number}: expected an object with a label, found {repr(digit)[:40]}")
    label = digit.get("label")
    if not isinstance(label, str) or not label.strip() or len(label) > LONGEST_LABEL or label != one_line(label):
        raise TrainingError(
            f"digit {number}: label: expected 1 to {LONGEST_LABEL} printable characters, found {repr(label)[:60]}"
        )
    try:
        return read_picture(label, digit) if "image" in digit else read_drawing(label, digit)
    except (TrainingError, InkError) as error:
        raise TrainingError(f"digit {number}: {error}") from error


def read_drawing(label: str, digit: dict[str, Any]) -> DrawnDigit:
    """A digit as strokes; times of points are left out."""
    strokes = digit.get("strokes")
    if not isinstance(strokes, list) or not all(isinstance(stroke, list) for stroke in strokes):
        raise TrainingError(f"expected strokes, lists of points, or an image; found {repr(strokes)[:40]}")
    canvas, brush = (positive(name, digit.get(name)) for name in ("canvas", "brush"))
    points = [[point[:2] if isinstance(point, list) else point for point in stroke] for stroke in strokes]
    return DrawnDigit(label, check_strokes(points), canvas, brush)


def read_picture(label: str, digit: dict[str, Any]) -> PicturedDigit:
    """A digit as an image."""
    height, width = (side_of(name, digit.get(name)) for name in ("height", "width"))
    try:
        levels = base64.b64decode(digit["image"], validate=True)
    except (TypeError, ValueError, binascii.Error) as error:
        raise TrainingError(f"image: expected Base64 ({error})") from error
    if len(levels) != height * width:
        raise TrainingError(f"image: expected {height} x {width} levels, found {len(levels)}")
    image = np.frombuffer(levels, np.uint8).astype(np.float32) / np.float32(255)
    return PicturedDigit(label, image.reshape(height, width))


def side_of(name: str, value: Any) -> int:
    """A side of an image in pixels; raises TrainingError."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST_SIDE:
        raise TrainingError(f"{name}: expected 1 to {LARGEST_SIDE} pixels, found {repr(value)[:40]}")
    return value


def positive(name: str, value: Any) -> float:
    """A finite number above 0; raises TrainingError."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise TrainingError(f"{name}: expected a number above 0, found {repr(value)[:40]}")
    return float(value)


def in_middle(picture: Array, height: int, width: int) -> Array:
    """The picture (h, w) in the middle of an image (H, W) without other ink."""
    rows, columns = picture.shape
    top, left = (height - rows) // 2, (width - columns) // 2
    image = np.zeros((height, width), np.float32)
    image[top : top + rows, left : left + columns] = picture
    return image
