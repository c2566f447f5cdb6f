"""Whether an image is like those that the network was trained on, or may be no digit at all.

Softmax must choose a class, so a network answers noise as confidently as a digit. A second, small network of two dense
layers looks at what the first one has found, and was trained to tell digits from letters, scribbles, shapes and noise:

    features = the averages of the four quarters of each of the last maps, the largest number of each, the logits
    score    = weight · max(0, hidden_weight · (scale × features) + hidden_bias) + bias

The image is unfamiliar if the score is below 0.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Familiarity
from glasscnn.explain.forward_pass import ForwardPass
from glasscnn.model import Model, Result

Array = npt.NDArray[np.float32]


def familiarity(model: Model, result: Result) -> float | None:
    """The score of one image, below 0 if it may be no digit; None if the model has no such network."""
    return find_familiarity(ForwardPass(model, result.stages))


def find_familiarity(reading: ForwardPass) -> float | None:
    """The same for a forward pass."""
    graph = reading.model.graph
    if graph.familiarity is None:
        return None
    features = familiarity_features(reading.output(graph.familiarity.maps), reading.output(graph.output))
    return float(familiarity_scores(graph.familiarity, features[None])[0])


def familiarity_features(maps: Array, logits: Array) -> Array:
    """(5 · C + classes,) of maps (C, H, W) and logits (classes,): top left quarters, top right, bottom left, bottom
    right, largest numbers, logits. The middle row and column of an odd size belong to the quarters before them.
    """
    _, height, width = maps.shape
    down, across = (height + 1) // 2, (width + 1) // 2
    rows = slice(0, down), slice(min(down, height - 1), height)
    columns = slice(0, across), slice(min(across, width - 1), width)
    quarters = [maps[:, row, column].mean(axis=(1, 2)) for row in rows for column in columns]
    return np.concatenate([*quarters, maps.max(axis=(1, 2)), logits])


def familiarity_scores(network: Familiarity, features: Array) -> Array:
    """(N,) scores of features (N, F)."""
    scaled = features * np.array(network.scale, np.float32)
    hidden_weight, weight = np.array(network.hidden_weight, np.float32), np.array(network.weight, np.float32)
    hidden = np.maximum(scaled @ hidden_weight.T + np.array(network.hidden_bias, np.float32), 0)
    scores: Array = hidden @ weight + np.float32(network.bias)
    return scores


def familiarity_score_loops(network: Familiarity, features: Sequence[float]) -> float:
    """The score of one image, one number at a time."""
    score = network.bias
    for row, hidden_bias, weight in zip(network.hidden_weight, network.hidden_bias, network.weight, strict=True):
        unit = hidden_bias
        for factor, scale, feature in zip(row, network.scale, features, strict=True):
            unit += factor * scale * feature
        score += weight * max(0.0, unit)
    return score
