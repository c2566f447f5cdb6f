"""Occlusion: what a class loses when a patch of the image is covered with paper (Zeiler and Fergus, "Visualizing and
understanding convolutional networks", 2014).
"""

import itertools

import numpy as np
import numpy.typing as npt

from glasscnn.explain.reading import Reading
from glasscnn.explain.trials import trials

Array = npt.NDArray[np.float32]

PARTS = 7
"""A patch's side is this part of the image's: 4 × 4 pixels of 28 × 28. Patches lie half a side apart."""


def occlusion(reading: Reading) -> Array:
    """(classes, H, W): for each pixel how much lower each logit is with a patch over it, on average over the patches
    that cover it. A patch that covers nothing but paper changes nothing.
    """
    image = reading.stages[reading.input_name].copy()
    _, height, width = image.shape
    logits = reading.output(reading.model.graph.output).copy()
    drops = np.zeros((len(logits), height, width), np.float32)
    covers = np.zeros((height, width), np.float32)
    with trials(reading.model, image) as logits_of:
        for down, across in itertools.product(patches(height), patches(width)):
            covers[down, across] += 1
            if image[:, down, across].any():
                covered = image.copy()
                covered[:, down, across] = 0
                drops[:, down, across] += (logits - logits_of(covered))[:, None, None]
    return drops / covers


def patches(size: int) -> list[slice]:
    """Where patches lie along one axis: half a side apart, the last one at the end."""
    side = max(1, round(size / PARTS))
    starts = [*range(0, size - side, max(1, side // 2)), size - side]
    return [slice(start, start + side) for start in starts]
