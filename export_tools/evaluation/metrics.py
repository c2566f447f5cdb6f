"""Figures of merit, from what a model said about images whose labels are known."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BINS = 15
"""Of confidence, for the calibration error; as in the paper that made it known."""


@dataclass(frozen=True)
class Metrics:
    """accuracy = right / all. Of each class: precision = right / said so (None if it was never said), recall = right /
    is so (None if there was none). `confusion[label][said]` are counts. `ece` is the expected calibration error.
    """

    images: int
    accuracy: float
    precision: list[float | None]
    recall: list[float | None]
    confusion: list[list[int]]
    ece: float


class Tally:
    """Counts what a model said, batch by batch, in memory of a fixed size."""

    def __init__(self, classes: int) -> None:
        self.confusion = np.zeros((classes, classes), dtype=np.int64)
        self.bin_images = np.zeros(BINS, dtype=np.int64)
        self.bin_right = np.zeros(BINS, dtype=np.int64)
        self.bin_confidence = np.zeros(BINS)

    def add(self, labels: npt.NDArray[np.int64], probabilities: npt.NDArray[np.float32]) -> None:
        """A batch: what the images are (N,), and the model's probabilities (N, classes)."""
        said = probabilities.argmax(axis=1)
        np.add.at(self.confusion, (labels, said), 1)
        confidence = probabilities.max(axis=1).astype(np.float64)
        bins = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
        np.add.at(self.bin_images, bins, 1)
        np.add.at(self.bin_right, bins, said == labels)
        np.add.at(self.bin_confidence, bins, confidence)

    def metrics(self) -> Metrics:
        """The figures of all that was added.

        ece = Σ over bins of confidence |right − Σ confidence| / images (Guo et al., "On calibration of modern neural
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
    """parts / wholes, None where the whole is 0."""
    return [int(part) / int(whole) if whole else None for part, whole in zip(parts, wholes, strict=True)]
