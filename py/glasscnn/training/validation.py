"""Validation: what a network makes, while it is trained, of images that it does not learn from."""

from collections.abc import Collection, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from glasscnn.model import Model
from glasscnn.training.checks import check_images, check_labels, check_layers
from glasscnn.training.loss import Labels
from glasscnn.training.network import TrainedPart, TrainingImages

Array = npt.NDArray[np.float32]
Counts = npt.NDArray[np.int64]

CHUNK = 10
"""The number of images that are read at a time."""


class Validation:
    """Labelled images that are read between the steps of a training.

    Layers before the first trained one are computed once, as for the training.
    """

    def __init__(self, model: Model, images: npt.ArrayLike, labels: npt.ArrayLike, only: Collection[str] = ()) -> None:
        """Read images (N, C, H, W) with labels (N,) while the nodes in `only` are trained; raises TrainingError."""
        x = check_images(model, images)
        self.labels: Labels = check_labels(model, labels, len(x))
        self.part = TrainedPart(model, check_layers(model, only))
        self.images = TrainingImages(self.part, x)
        self.classes = len(model.graph.classes)

    def confusion(self, weights: Mapping[str, Array]) -> Iterator[Counts]:
        """counts[label, prediction] with these weights, of more and more of the images; the last is of all."""
        counts = np.zeros((self.classes, self.classes), np.int64)
        for start in range(0, len(self.labels), CHUNK):
            chosen = np.arange(start, min(start + CHUNK, len(self.labels)))
            logits = self.part.outputs(self.images.batch(chosen), weights)[self.part.graph.output]
            np.add.at(counts, (self.labels[chosen], logits.argmax(axis=1)), 1)
            yield counts
