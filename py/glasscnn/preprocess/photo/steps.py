"""The steps from a picture to the image that the network receives."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from glasscnn.preprocess.photo.digits import FoundDigit, find_digits
from glasscnn.preprocess.photo.morphology import widen
from glasscnn.preprocess.photo.planes import Plane, border_is_bright, on_paper, on_white, resize, to_grey
from glasscnn.preprocess.placement import BOX, centre_of_mass_shift

PEN = 0.1
"""The width of a pen's line as a share of the digit's longer side, at least; MNIST's median is 0.12."""


@dataclass(frozen=True)
class PictureStep:
    """The result of a step, (H, W) or (3, H, W) in [0, 1], and the numbers to display with it."""

    name: str
    picture: npt.NDArray[np.float32]
    facts: dict[str, float] = field(default_factory=dict)


def picture_to_image(rgba: npt.NDArray[np.uint8], size: int = 28) -> list[PictureStep]:
    """All steps from a picture (H, W, 4) to the (size, size) image of the best digit in it, the last step's result.

    Raises InkError if the picture contains no digit.
    """
    colours = on_paper(rgba)
    grey = to_grey(colours)
    digits, best = find_digits(grey)
    return list(picture_steps(colours, grey, digits[best], size))


def picture_steps(colours: npt.NDArray[np.float32], grey: Plane, digit: FoundDigit, size: int) -> Iterator[PictureStep]:
    """The steps of `picture_to_image` for one of the digits in a picture (3, H, W)."""
    box = digit.box
    yield PictureStep("picture", colours)
    yield PictureStep("grey", grey)
    yield PictureStep("contrast", digit.contrast, {"inverted": float(digit.dark)})
    yield PictureStep("ink", in_place(digit, grey.shape), {"threshold": digit.threshold})
    facts: dict[str, float] = {
        "left": box.left,
        "top": box.top,
        "width": box.right - box.left,
        "height": box.bottom - box.top,
    }
    yield PictureStep("crop", digit.ink, facts)
    ink, by = with_thick_pen(digit)
    if by > 0:
        yield PictureStep("pen", ink, {"before": digit.width / max(digit.ink.shape), "after": PEN})
    boxed = fit_into_box(ink, size)
    yield PictureStep("box", boxed, {"factor": BOX * size / max(box.bottom - box.top, box.right - box.left)})
    down, right_by = centre_of_mass_shift(boxed)
    yield PictureStep("centre", shifted(boxed, down, right_by), {"down": down, "right": right_by})


def in_place(digit: FoundDigit, shape: tuple[int, ...]) -> Plane:
    """The ink of a digit where it lies in the picture, reduced like the digit: (H / factor, W / factor)."""
    plane = np.zeros((shape[0] // digit.factor, shape[1] // digit.factor), np.float32)
    top, left = digit.box.top // digit.factor, digit.box.left // digit.factor
    height, width = digit.ink.shape
    plane[top : top + height, left : left + width] = digit.ink
    return plane


def with_thick_pen(digit: FoundDigit) -> tuple[Plane, float]:
    """The ink as a pen of the least width would have left it, and by how much it is wider on each side, in pixels.

    The line of a ball pen is so thin that its reduction to 20 × 20 pixels would be faint.
    """
    by = (PEN * max(digit.ink.shape) - digit.width) / 2
    if by <= 0.5:
        return digit.ink, 0
    return widen(np.pad(digit.ink, int(np.ceil(by))), by), by


def colour_image(rgba: npt.NDArray[np.uint8], height: int, width: int) -> npt.NDArray[np.float32]:
    """The middle of a picture as (3, height, width) in [0, 1], for models of colour images."""
    colours = on_white(rgba)
    _, found_height, found_width = colours.shape
    share = min(found_height / height, found_width / width)
    high, wide = max(int(height * share), 1), max(int(width * share), 1)
    top, left = (found_height - high) // 2, (found_width - wide) // 2
    return np.stack([resize(plane[top : top + high, left : left + wide], height, width) for plane in colours])


def exact_steps(rgba: npt.NDArray[np.uint8], channels: int) -> list[PictureStep]:
    """The steps of a picture (H, W, 4) that has exactly the network's size: its pixels / 255 are the image.

    For 3 channels the image is the colours, for 1 channel the brightness, with light ink on dark as in MNIST: a picture
    with a bright border is dark ink on paper and becomes 1 − brightness.
    """
    colours = on_paper(rgba) if channels == 1 else on_white(rgba)
    image, inverted = colours, False
    if channels == 1:
        grey = to_grey(colours)
        inverted = border_is_bright(grey)
        image = 1 - grey if inverted else grey
    return [PictureStep("picture", colours), PictureStep("exact", image, {"inverted": float(inverted)})]


def fit_into_box(ink: Plane, size: int) -> Plane:
    """The ink scaled to 20/28 of a (size, size) image, keeping its aspect ratio, in the middle of the image."""
    height, width = ink.shape
    side = BOX * size
    scale = side / max(height, width)
    new_height, new_width = max(round(height * scale), 1), max(round(width * scale), 1)
    image = np.zeros((size, size), np.float32)
    top, left = (size - new_height) // 2, (size - new_width) // 2
    image[top : top + new_height, left : left + new_width] = resize(ink, new_height, new_width)
    return image


def shifted(image: Plane, down: int, right: int) -> Plane:
    """The image shifted by whole pixels; the ink must not cross its edges."""
    return np.roll(image, (down, right), axis=(0, 1))
