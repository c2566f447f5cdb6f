"""Finds the scaling of pixels that a network was trained with, which files of other frameworks do not state.

The network reads ten digits with each of the usual scalings; the one with which it reads them correctly is chosen.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glasscnn import Model
from glasscnn.preprocess import ink_to_image, place_in_middle
from glasscnn_import.draft import Array, size


@dataclass(frozen=True)
class Scaling:
    """(x − mean) / std of pixels x in [0, 1], where 1 is ink; one number, or one for each of three channels."""

    name: str
    title: str
    mean: tuple[float, ...]
    std: tuple[float, ...]

    def per_channel(self, channels: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Mean and std for each channel; for an image with one channel, the averages of three."""
        return tuple(
            values if len(values) == channels else (round(sum(values) / len(values), 6),) * channels
            for values in (self.mean, self.std)
        )  # type: ignore[return-value]


SCALINGS = (
    Scaling("unit", "0 … 1", (0,), (1,)),
    Scaling("mnist", "(x − 0.1307) / 0.3081, as usual for MNIST", (0.1307,), (0.3081,)),
    Scaling("signed", "−1 … 1", (0.5,), (0.5,)),
    Scaling("bytes", "0 … 255", (0,), (1 / 255,)),
    Scaling("imagenet", "as usual for ImageNet", (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    Scaling("inverted", "1 − x: paper is 1, ink is 0", (1,), (-1,)),
)
"""The usual scalings, the most common first."""

MIN_RIGHT = 6
"""The probability of reading so many of ten digits correctly by chance is 1 / 7000."""

MARGIN = 0.03
"""In nats. Of several scalings that read equally many digits correctly, one with larger inputs makes a network more
confident, not better: a rarer scaling must be better by more than this.
"""

MAX_OPERATIONS = 50_000_000
"""For one image: a browser can do fifty times as many in a few seconds."""

SMALLEST = np.finfo(np.float32).tiny

Samples = Sequence[Mapping[str, Any]]
"""Digits as in web/samples/digits.json: `label`, and `strokes` of x, y, … on a pad of 280."""

Digits = Sequence[tuple[int, Array]]
"""Labels and images (C, H, W) in [0, 1]."""


@dataclass(frozen=True)
class Score:
    """The number of digits read correctly, and the mean log probability of the correct class."""

    right: int
    log_probability: float


@dataclass(frozen=True)
class Choice:
    """The chosen scaling, and {name: score} of all; no scores if the digits do not apply to the network."""

    scaling: Scaling
    scores: Mapping[str, Score]

    @property
    def reads_digits(self) -> bool:
        """Whether the network reads the digits with the chosen scaling."""
        return bool(self.scores) and self.scores[self.scaling.name].right >= MIN_RIGHT


def choose_scaling(model: Model, samples: Samples) -> Choice:
    """The scaling with which a model that does not normalise its images reads the samples correctly."""
    return best_choice(scores_of(model, samples))


def scores_of(model: Model, samples: Samples) -> Iterator[tuple[str, Score]]:
    """The score of each scaling, one after the other, since each takes some time.

    There are none if the samples do not apply: the model must have 1 or 3 channels and 10 classes.
    """
    takes_digits = model.graph.input.shape[0] in (1, 3) and len(model.graph.classes) == 10
    if takes_digits and samples and operations_of(model) <= MAX_OPERATIONS:
        digits = digits_for(model, samples)
        for scaling in SCALINGS:
            yield scaling.name, score_of(model, digits, scaling)


def best_choice(scores: Iterable[tuple[str, Score]]) -> Choice:
    """The choice that follows from the scores: 0 … 1 if there are none."""
    found = dict(scores)
    return Choice(_best(found) if found else SCALINGS[0], found)


def with_scaling(model: Model, scaling: Scaling) -> Model:
    """The same network with this scaling of pixels."""
    mean, std = scaling.per_channel(model.graph.input.shape[0])
    return Model(replace(model.graph, input=replace(model.graph.input, mean=mean, std=std)), model.weights)


def digits_for(model: Model, samples: Samples) -> Digits:
    """The samples as images of the model's size, grey ones for a model of colours."""
    _, height, width = model.graph.input.shape
    digits = []
    for sample in samples:
        strokes = [np.asarray(stroke, np.float32)[:, :2] for stroke in sample["strokes"]]
        image = np.zeros(model.graph.input.shape, np.float32)
        place_in_middle(ink_to_image(strokes, size=min(height, width)), image)
        digits.append((int(sample["label"]), image))
    return digits


def score_of(model: Model, digits: Digits, scaling: Scaling) -> Score:
    """The score of a model that does not normalise its images, with a scaling."""
    right, total = 0, 0.0
    mean, std = np.array(scaling.per_channel(model.graph.input.shape[0]), np.float32)[..., None, None]
    for label, image in digits:
        result = model.predict((image - mean) / std)
        right += result.label == label
        share = result.probabilities[label] / max(result.probabilities.sum(), SMALLEST)  # sigmoids do not sum to 1
        total += float(np.log(max(share, SMALLEST)))
    return Score(right, total / len(digits))


def operations_of(model: Model) -> int:
    """The number of multiplications, additions or comparisons for one image."""
    operations = 0
    for node in model.graph.nodes:
        weight = model.weights.get(f"{node.name}.weight")
        window = math.prod(node.attributes.get("kernel_size", ())) if weight is None else weight[0].size
        operations += size(model.shapes[node.name]) * window
    return operations


def _best(scores: Mapping[str, Score]) -> Scaling:
    most = max(score.right for score in scores.values())
    if most < MIN_RIGHT:
        return SCALINGS[0]
    best = max(score.log_probability for score in scores.values() if score.right == most)
    return next(
        scaling
        for scaling in SCALINGS
        if scores[scaling.name].right == most and scores[scaling.name].log_probability >= best - MARGIN
    )
