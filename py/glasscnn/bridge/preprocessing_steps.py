"""The preprocessing steps from ink to image, with the prediction for the image of each step."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from glasscnn.bridge.session import Session
from glasscnn.explain import shares_of, trials
from glasscnn.preprocess import InkStep, ink_steps, place_in_middle

Array = npt.NDArray[np.float32]


class ImageStep(NamedTuple):
    """One step: its picture (C, H, W) and colormap, its numbers, and the network's prediction for it."""

    name: str
    applied: bool
    maps: Array
    colormap: str
    facts: dict[str, float]
    probabilities: Array


def image_steps(session: Session) -> list[ImageStep]:
    """The steps of the newest reading.

    Steps that only apply to centred ink are always included, but `applied` only there: they show what the network would
    predict. For an image, and without ink, there are only the first and the last step.
    """
    read, graph = session.read_strokes, session.model.graph
    image = session.model.plan.image.copy()
    _, height, width = image.shape
    steps = [] if read is None else ink_steps(read.strokes, read.canvas_size, read.brush, min(height, width))
    centred = read is not None and read.centre
    with trials(session.model, image) as logits_of:
        found = []
        for step in steps or [InkStep("ink", image[0], {})]:
            shown = image
            if steps:
                place_in_middle(step.image[None], shown := np.empty_like(image))
            applied = step.name == "ink" or centred
            found.append(ImageStep(step.name, applied, shown, "grey", step.facts, shares_of(logits_of(shown))))
        last = shares_of(logits_of(image))
    normalised = session.reading.output(graph.input.name)
    facts = {
        "mean": graph.input.mean[0],
        "std": graph.input.std[0],
        "lowest": float(normalised.min()),
        "highest": float(normalised.max()),
    }
    return [*found, ImageStep("normalise", True, normalised, "diverging", facts, last)]
