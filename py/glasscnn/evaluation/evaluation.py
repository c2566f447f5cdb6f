"""An evaluation in slices: it runs for some milliseconds at a time, and other work is done in between."""

import heapq
import time
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from glasscnn.evaluation.metrics import Metrics, Tally
from glasscnn.model import Model

LARGEST_BATCH = 8
"""The most images computed at a time: few, so that a slice ends in time."""

MOST_MISREAD = 60
"""The most misread images that are kept."""


class Misread(NamedTuple):
    """An image that was read wrongly: its number in the set, its label, the prediction with its probability."""

    number: int
    label: int
    prediction: int
    probability: float
    image: npt.NDArray[np.float32]  # (C, H, W) in [0, 1]


class Evaluation:
    """A model on a test set that is added in parts; of the misread images, the most confident are kept."""

    def __init__(self, model: Model, clock: Callable[[], float] = time.perf_counter) -> None:
        """`clock` gives seconds."""
        self.model = model
        self.clock = clock
        self.tally = Tally(len(model.graph.classes))
        self.done = self.right = self.waiting = 0
        self.seconds = 0.0
        self._plan = model.plan_batch(min(LARGEST_BATCH, model.batch_size))
        self._parts: deque[tuple[npt.NDArray[Any], npt.NDArray[np.int64]]] = deque()
        self._misread: list[tuple[float, int, Misread]] = []  # a heap, the least confident first

    def add(self, images: npt.NDArray[Any], labels: npt.NDArray[np.int64]) -> None:
        """Add images (N, C, H, W), integers from 0 to 255 or floats from 0 to 1, with labels (N,)."""
        self._parts.append((images, labels))
        self.waiting += len(labels)

    def run(self, seconds: float) -> None:
        """Evaluate waiting images for up to this time, but at least one batch.

        If a batch takes longer than that, the following ones are half as large.
        """
        start = before = self.clock()
        slowest = 0.0
        while self.waiting:
            self._run_batch()
            now = self.clock()
            self.seconds += now - before
            slowest, before = max(slowest, now - before), now
            if slowest > seconds and self._plan.count > 1:
                self._plan = self.model.plan_batch(self._plan.count // 2)
            if now - start + slowest > seconds:
                return

    def _run_batch(self) -> None:
        """Evaluate the next images, as many as the plan computes at a time."""
        images, labels = self._parts[0]
        count = self._plan.count
        batch, truth = as_floats(images[:count]), labels[:count]
        probabilities = self._plan.run(batch)
        predictions = probabilities.argmax(axis=1)
        self.tally.add(truth, probabilities)
        for at in np.flatnonzero(predictions != truth):
            probability = float(probabilities[at].max())
            number = self.done + int(at)
            found = Misread(number, int(truth[at]), int(predictions[at]), probability, batch[at].copy())
            keep = heapq.heappush if len(self._misread) < MOST_MISREAD else heapq.heappushpop
            keep(self._misread, (probability, -number, found))
        self.done += len(truth)
        self.waiting -= len(truth)
        self.right += int((predictions == truth).sum())
        if len(labels) > count:
            self._parts[0] = images[count:], labels[count:]
        else:
            self._parts.popleft()

    def metrics(self) -> Metrics:
        """The metrics of the images evaluated so far, at least one."""
        return self.tally.metrics()

    def misread(self) -> list[Misread]:
        """The misread images that are kept, the most confident first."""
        return [found for _, _, found in sorted(self._misread, reverse=True)]


def as_floats(images: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """Images in [0, 1] as float32; integers are divided by 255."""
    floats = images.astype(np.float32)
    return floats / np.float32(255) if images.dtype.kind in "iu" else floats
