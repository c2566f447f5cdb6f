"""Makes the image that a model reads from a picture of the visitor."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.errors import DataError, InkError
from glasscnn.preprocess import place_in_middle
from glasscnn.preprocess.photo import PictureStep, colour_image, exact_steps, on_white, picture_steps

LARGEST_SIDE = 1024
"""The largest side of a picture, in pixels; the page scales larger ones down first."""


def image_of_picture(
    data: bytes, width: int, height: int, shape: tuple[int, int, int]
) -> tuple[list[PictureStep], npt.NDArray[np.float32]]:
    """The steps from a picture, RGBA, to an image (C, H, W), and the image.

    A picture of the image's size is used as it is. Of any other, a model of colours gets the middle in colour, a model
    of one channel the ink. Raises InkError if there is none.
    """
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE) or len(data) != width * height * 4:
        raise InkError(f"expected a picture of {width} × {height} × 4 bytes, found {len(data)} bytes")
    rgba = np.frombuffer(data, np.uint8).reshape(height, width, 4)
    image = np.zeros(shape, np.float32)
    channels, image_height, image_width = shape
    if (height, width) == (image_height, image_width):
        steps = exact_steps(rgba, channels)
        image[:] = steps[-1].picture
    elif channels == 1:
        steps = list(picture_steps(rgba, min(image_height, image_width)))
        place_in_middle(steps[-1].picture[None], image)
    else:
        image[:] = colour_image(rgba, image_height, image_width)
        steps = [PictureStep("picture", on_white(rgba)), PictureStep("colours", image)]
    return steps, image


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
            _, image = image_of_picture(data[start:end], width, height, shape)
        except InkError as error:
            raise DataError(f"{picture['name']}: {error}") from error
        images[number] = np.rint(image * 255)
        start = end
    return images
