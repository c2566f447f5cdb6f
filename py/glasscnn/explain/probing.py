"""Runs a model on variants of the current image, incrementally, and restores it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

from glasscnn.engine import ChangeDetector
from glasscnn.model import Model

Array = npt.NDArray[np.float32]


@contextmanager
def trials(model: Model, image: Array) -> Iterator[Callable[[Array], Array]]:
    """A function from images (C, H, W) to their logits that recomputes only what differs from the previous image.

    It runs on the model's plan; on exit, the plan holds `image` and its outputs again.
    """
    plan, kept = model.plan, image.copy()
    np.copyto(plan.image, kept)
    plan.run()
    detector = ChangeDetector(plan.image)

    def logits(other: Array) -> Array:
        np.copyto(plan.image, other)
        plan.update(detector.changed_region())
        detector.remember()
        return plan.outputs[model.graph.output].copy()

    try:
        yield logits
    finally:
        logits(kept)


def shares_of(logits: Array) -> Array:
    """The softmax of a vector of logits, in float32."""
    exponentials = np.exp(logits - logits.max())
    shares: Array = exponentials / exponentials.sum()
    return shares
