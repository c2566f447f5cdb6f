"""Makes the image that a model reads from a picture of the visitor."""

import numpy as np
import numpy.typing as npt

from glasscnn.errors import InkError
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
