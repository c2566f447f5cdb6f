"""Makes the image that a model reads from a picture of the visitor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.errors import DataError, InkError
from glasscnn.preprocess import place_in_middle
from glasscnn.preprocess.photo import (
    FoundDigit,
    PictureStep,
    colour_image,
    exact_steps,
    find_digits,
    on_paper,
    on_white,
    picture_steps,
    to_grey,
)

LARGEST_SIDE = 1024
"""The largest side of a picture, in pixels; the page scales larger ones down first."""

BEST = -1
"""In place of a digit's number: the one that is most likely meant."""


@dataclass(frozen=True)
class PictureReading:
    """The steps from a picture to an image, the image (C, H, W), the digits found, and which of them it shows."""

    steps: list[PictureStep]
    image: npt.NDArray[np.float32]
    digits: list[FoundDigit] = field(default_factory=list)
    chosen: int = 0


def image_of_picture(
    data: bytes, width: int, height: int, shape: tuple[int, int, int], digit: int = BEST, exact: bool = True
) -> PictureReading:
    """What a model that reads images of this shape (C, H, W) gets from a picture, RGBA.

    A picture of the image's size is used as it is, unless `exact` is false. Of any other, a model of colours gets the
    middle in colour, a model of one channel the ink of one digit: that with this number, from left to right, or the
    best. Raises InkError if there is none.
    """
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE) or len(data) != width * height * 4:
        raise InkError(f"expected a picture of {width} × {height} × 4 bytes, found {len(data)} bytes")
    rgba = np.frombuffer(data, np.uint8).reshape(height, width, 4)
    image = np.zeros(shape, np.float32)
    channels, image_height, image_width = shape
    if exact and (height, width) == (image_height, image_width):
        steps = exact_steps(rgba, channels)
        image[:] = steps[-1].picture
        return PictureReading(steps, image)
    if channels != 1:
        image[:] = colour_image(rgba, image_height, image_width)
        return PictureReading([PictureStep("picture", on_white(rgba)), PictureStep("colours", image)], image)
    colours = on_paper(rgba)
    grey = to_grey(colours)
    digits, best = find_digits(grey)
    chosen = digit if 0 <= digit < len(digits) else best
    steps = list(picture_steps(colours, grey, digits[chosen], min(image_height, image_width)))
    place_in_middle(steps[-1].picture[None], image)
    return PictureReading(steps, image, digits, chosen)


def levels_of_pictures(
    data: bytes, pictures: Sequence[dict[str, Any]], shape: tuple[int, int, int]
) -> npt.NDArray[np.uint8]:
    """The images (N, C, H, W) of pictures, RGBA, that lie one after the other in `data`, as levels 0 … 255.

    Each picture has a name, a width and a height. Raises DataError with the name of one that cannot be used.
    """
    images, start = np.zeros((len(pictures), *shape), np.uint8), 0
    for number, picture in enumerate(pictures):
        width, height = picture["width"], picture["height"]
        end = start + width * height * 4
        try:
            image = image_of_picture(data[start:end], width, height, shape).image
        except InkError as error:
            raise DataError(f"{picture['name']}: {error}") from error
        images[number] = np.rint(image * 255)
        start = end
    return images
