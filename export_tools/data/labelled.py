"""The common type of all readers of images."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class LabelledImages:
    """Images (N, C, H, W) as uint8, 0 … 255, with bright ink, and their labels: (N,) indices into `classes`."""

    images: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int64]
    classes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def first(self, count: int) -> "LabelledImages":
        """The first `count` images."""
        return LabelledImages(self.images[:count], self.labels[:count], self.classes)

    def last(self, count: int) -> "LabelledImages":
        """The last `count` images."""
        start = len(self) - count
        return LabelledImages(self.images[start:], self.labels[start:], self.classes)

    def followed_by(self, others: "LabelledImages") -> "LabelledImages":
        """These images, then the others, which may have more classes behind the same ones."""
        assert others.classes[: len(self.classes)] == self.classes
        images, labels = np.concatenate([self.images, others.images]), np.concatenate([self.labels, others.labels])
        return LabelledImages(images, labels, others.classes)
