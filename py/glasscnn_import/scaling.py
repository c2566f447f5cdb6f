"""How pixels were scaled when a network was trained, which files of other frameworks do not say: it reads ten digits
under the usual scalings, and the one under which it reads them right is taken.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glasscnn import Model
from glasscnn.preprocess import ink_to_image, place_in_middle
from glasscnn_import.draft import Array, size


@dataclass(frozen=True)
class Scaling:
    """(x − mean) / std of pixels x in [0, 1], where 1 is ink."""

    name: str
    title: str
    mean: float
    std: float


SCALINGS = (
    Scaling("unit", "0 … 1", 0, 1),
    Scaling("mnist", "(x − 0.1307) / 0.3081, as usual for MNIST", 0.1307, 0.3081),
    Scaling("signed", "−1 … 1", 0.5, 0.5),
    Scaling("bytes", "0 … 255", 0, 1 / 255),
    Scaling("inverted", "1 − x: paper is 1, ink is 0", 1, -1),
)
"""The usual ones, the most usual first."""

ENOUGH = 6
"""So many of ten digits are read right by chance once in seven thousand times."""

MARGIN = 0.03
"""In nats. Where several scalings read all digits right, larger numbers make a network surer, not better: a rarer
scaling must be better by more than this.
"""

LARGEST_WORK = 50_000_000
"""Of `work_of`: as many as a browser can do fifty times in a few seconds."""

Samples = Sequence[Mapping[str, Any]]
"""Digits as web/samples/digits.json has them: `label` and `strokes` of x, y, … on a pad of 280."""

Digits = Sequence[tuple[int, Array]]
"""Labels and images (1, H, W) in [0, 1]."""


@dataclass(frozen=True)
class Score:
    """How a network reads the digits: how many right, and the mean logarithm of the right class's probability."""

    right: int
    log_probability: float


@dataclass(frozen=True)
class Choice:
    """The scaling that was taken, and the score of each by name; no scores where the digits say nothing."""

    scaling: Scaling
    scores: Mapping[str, Score]

    @property
    def is_read(self) -> bool:
        """Whether the network reads the digits so."""
        return bool(self.scores) and self.scores[self.scaling.name].right >= ENOUGH


def choose_scaling(model: Model, samples: Samples) -> Choice:
    """The scaling under which `model`, which must take its images as they are, reads the samples right; 0 … 1 where
    none is, or where they say nothing.
    """
    reads_digits = model.graph.input.shape[0] == 1 and len(model.graph.classes) == 10
    if not reads_digits or not samples or work_of(model) > LARGEST_WORK:
        return Choice(SCALINGS[0], {})
    digits = digits_for(model, samples)
    scores = {scaling.name: score_of(model, digits, scaling) for scaling in SCALINGS}
    return Choice(_best(scores), scores)


def with_scaling(model: Model, scaling: Scaling) -> Model:
    """The same network on pixels that are scaled so."""
    channels = model.graph.input.shape[0]
    scaled = replace(model.graph.input, mean=(scaling.mean,) * channels, std=(scaling.std,) * channels)
    return Model(replace(model.graph, input=scaled), model.weights)


def digits_for(model: Model, samples: Samples) -> Digits:
    """The samples as images of the size that a model takes."""
    _, height, width = model.graph.input.shape
    digits = []
    for sample in samples:
        strokes = [np.asarray(stroke, np.float32)[:, :2] for stroke in sample["strokes"]]
        image = np.zeros(model.graph.input.shape, np.float32)
        place_in_middle(ink_to_image(strokes, size=min(height, width)), image)
        digits.append((int(sample["label"]), image))
    return digits


def score_of(model: Model, digits: Digits, scaling: Scaling) -> Score:
    """How a model without a scaling of its own reads the digits under one."""
    right, total = 0, 0.0
    for label, image in digits:
        result = model.predict((image - np.float32(scaling.mean)) / np.float32(scaling.std))
        right += result.label == label
        total += float(np.log(max(result.probabilities[label], np.finfo(np.float32).tiny)))
    return Score(right, total / len(digits))


def work_of(model: Model) -> int:
    """How many numbers are multiplied, added up or compared for one image."""
    work = 0
    for node in model.graph.nodes:
        weight = model.weights.get(f"{node.name}.weight")
        window = math.prod(node.attributes.get("kernel_size", ())) if weight is None else weight[0].size
        work += size(model.shapes[node.name]) * window
    return work


def _best(scores: Mapping[str, Score]) -> Scaling:
    most = max(score.right for score in scores.values())
    if most < ENOUGH:
        return SCALINGS[0]
    best = max(score.log_probability for score in scores.values() if score.right == most)
    return next(
        scaling
        for scaling in SCALINGS
        if scores[scaling.name].right == most and scores[scaling.name].log_probability >= best - MARGIN
    )
