"""Occlusion: how much each logit drops when a patch of the image is covered with paper, value 0.

(Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014.)
"""

import itertools

import numpy as np
import numpy.typing as npt

from glasscnn.explain.forward_pass import ForwardPass
from glasscnn.explain.probing import trials
from glasscnn.model import Model

Array = npt.NDArray[np.float32]

PARTS = 7
"""The image's side divided by a patch's side: patches are 4 × 4 pixels of 28 × 28."""

LIGHT = 20_000_000
"""Networks with up to this many multiplications per image use patches half a side apart, 13 × 13, which takes seconds
at most. Larger networks use patches side by side, 7 × 7.
"""


def occlusion(reading: ForwardPass) -> Array:
    """(classes, H, W): for each pixel, the drop of each logit, averaged over the patches that cover the pixel.

    A patch that covers only paper changes nothing.
    """
    image = reading.stages[reading.input_name].copy()
    _, height, width = image.shape
    logits = reading.output(reading.model.graph.output).copy()
    drops = np.zeros((len(logits), height, width), np.float32)
    covers = np.zeros((height, width), np.float32)
    overlapping = patches_overlap(reading.model)
    with trials(reading.model, image) as logits_of:
        for down, across in itertools.product(patches(height, overlapping), patches(width, overlapping)):
            covers[down, across] += 1
            if image[:, down, across].any():
                covered = image.copy()
                covered[:, down, across] = 0
                drops[:, down, across] += (logits - logits_of(covered))[:, None, None]
    return drops / covers


def patches_overlap(model: Model) -> bool:
    """Whether the patches for a model overlap."""
    return sum(model.multiplications.values()) <= LIGHT


def side_and_step(size: int, overlapping: bool) -> tuple[int, int]:
    """The side of a patch and the distance to the next one, in pixels, along an axis of this size."""
    side = max(1, round(size / PARTS))
    return side, max(1, side // 2) if overlapping else side


def patches(size: int, overlapping: bool) -> list[slice]:
    """The patches along one axis: half a side apart or side by side, the last one at the end."""
    side, step = side_and_step(size, overlapping)
    starts = [*range(0, size - side, step), size - side]
    return [slice(start, start + side) for start in starts]
