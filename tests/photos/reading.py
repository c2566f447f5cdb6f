"""Reads pictures as the page does: reduced to 512 pixels, the digits found, each read by a network."""

import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

import glasscnn
from glasscnn.model import Model
from glasscnn.preprocess.photo import find_digits, on_paper, picture_steps, to_grey

LARGEST_SIDE = 512


@dataclass(frozen=True)
class Answer:
    """The digits in a picture from left to right, as read; which one is shown first; or why there is none."""

    labels: list[int]
    probabilities: list[float]
    best: int = 0
    refusal: str = ""

    @property
    def label(self) -> int | None:
        return self.labels[self.best] if self.labels else None


def pixels_of(file: bytes) -> npt.NDArray[np.uint8]:
    picture = Image.open(io.BytesIO(file)).convert("RGBA")
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.BOX)
    return np.asarray(picture)


def read(file: bytes, model: Model) -> Answer:
    colours = on_paper(pixels_of(file))
    grey = to_grey(colours)
    try:
        digits, best = find_digits(grey)
    except glasscnn.InkError as error:
        return Answer([], [], refusal=str(error))
    images = [list(picture_steps(colours, grey, digit, 28))[-1].picture for digit in digits]
    results = [model.predict(image[None]) for image in images]
    return Answer([result.label for result in results], [float(max(result.probabilities)) for result in results], best)
