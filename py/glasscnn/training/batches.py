"""Which images a step gets: those of its epoch, and some that are remembered."""

from random import Random
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from glasscnn.training.loss import Labels
from glasscnn.training.memory import Memory
from glasscnn.training.network import TrainedPart, TrainingImages

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


class Batch(NamedTuple):
    """The inputs of the trained part by name, the labels (n,), and the share of each image in the loss (n,)."""

    inputs: dict[str, Array]
    labels: Labels
    shares: Array


class Batches:
    """The images of every step, which are chosen by the seed and the step's number alone."""

    def __init__(
        self, part: TrainedPart, images: Array, labels: Labels, memory: Memory | None, size: int, seed: int
    ) -> None:
        self.images, self.labels = TrainingImages(part, images), labels
        self.memory = memory
        self.remembered = None if memory is None else TrainingImages(part, memory.images)
        self.size, self.seed = size, seed
        self.per_epoch = -(-len(labels) // size)
        self._order: tuple[int, Numbers] = (-1, np.zeros(0, np.int64))  # the epoch that was last asked for, its order

    def batch(self, number: int) -> Batch:
        """The batch of a step: the next images of its epoch, and as many of the memory as a batch has at most."""
        epoch, position = divmod(number - 1, self.per_epoch)
        chosen = self._order_of(epoch)[position * self.size : (position + 1) * self.size]
        inputs, labels = self.images.batch(chosen), self.labels[chosen]
        shares = np.full(len(chosen), 1 / len(chosen), np.float32)
        if self.memory is None or self.remembered is None:
            return Batch(inputs, labels, shares)
        recalled = self._choice(number, len(self.memory.labels))
        again, share = self.remembered.batch(recalled), np.float32(self.memory.share)
        shares_again = np.full(len(recalled), share / len(recalled), np.float32)
        return Batch(
            {name: np.concatenate([x, again[name]]) for name, x in inputs.items()},
            np.concatenate([labels, self.memory.labels[recalled]]),
            np.concatenate([shares * (1 - share), shares_again]),
        )

    def _order_of(self, epoch: int) -> Numbers:
        """All images in the order of an epoch. Python's generator is used: numpy.random is large, for a browser."""
        if self._order[0] != epoch:
            order = list(range(len(self.labels)))
            Random(f"{self.seed}, order of epoch {epoch}").shuffle(order)
            self._order = epoch, np.array(order, np.int64)
        return self._order[1]

    def _choice(self, number: int, count: int) -> Numbers:
        """The images of a memory of `count` that a step recalls."""
        chosen = Random(f"{self.seed}, memory at step {number}").sample(range(count), min(self.size, count))
        return np.array(chosen, np.int64)
