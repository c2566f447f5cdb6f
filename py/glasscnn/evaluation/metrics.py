"""Metrics of predictions against labels."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BINS = 15
"""Bins of confidence for the calibration error, as in Guo et al., 2017."""


@dataclass(frozen=True)
class Metrics:
    """Metrics of predictions.

    accuracy   correct / all
    precision  for each class, correct / predicted as it; None if it was never predicted
    recall     for each class, correct / labelled as it; None if there is no such label
    confusion  counts, [label][prediction]
    ece        expected calibration error
    """

    images: int
    accuracy: float
    precision: list[float | None]
    recall: list[float | None]
    confusion: list[list[int]]
    ece: float


class Tally:
    """Accumulates predictions batch by batch, in memory of fixed size."""

    def __init__(self, classes: int) -> None:
        self.confusion = np.zeros((classes, classes), dtype=np.int64)
        self.bin_images = np.zeros(BINS, dtype=np.int64)
        self.bin_right = np.zeros(BINS, dtype=np.int64)
        self.bin_confidence = np.zeros(BINS)

    def add(self, labels: npt.NDArray[np.int64], probabilities: npt.NDArray[np.float32]) -> None:
        """Add a batch: labels (N,) and the model's probabilities (N, classes)."""
        predicted = probabilities.argmax(axis=1)
        np.add.at(self.confusion, (labels, predicted), 1)
        confidence = probabilities.max(axis=1).astype(np.float64)
        bins = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
        np.add.at(self.bin_images, bins, 1)
        np.add.at(self.bin_right, bins, predicted == labels)
        np.add.at(self.bin_confidence, bins, confidence)

    def metrics(self) -> Metrics:
        """The figures of all batches.

        ece = Σ over bins of confidence |correct − Σ confidence| / images (Guo et al., "On calibration of modern neural
        networks", 2017).
        """
        images = int(self.confusion.sum())
        right = self.confusion.diagonal()
        return Metrics(
            images=images,
            accuracy=int(right.sum()) / images,
            precision=shares(right, self.confusion.sum(axis=0)),
            recall=shares(right, self.confusion.sum(axis=1)),
            confusion=self.confusion.tolist(),
            ece=float(np.abs(self.bin_right - self.bin_confidence).sum() / images),
        )


def shares(parts: npt.NDArray[np.int64], wholes: npt.NDArray[np.int64]) -> list[float | None]:
    """parts / wholes; None if the whole is 0."""
    return [int(part) / int(whole) if whole else None for part, whole in zip(parts, wholes, strict=True)]
