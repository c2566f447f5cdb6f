"""What a network says of other images than the one that it has read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

from glasscnn.engine import ChangeDetector
from glasscnn.model import Model

Array = npt.NDArray[np.float32]


@contextmanager
def trials(model: Model, image: Array) -> Iterator[Callable[[Array], Array]]:
    """A function from images (C, H, W) to their logits, which computes only what differs from the image before.

    The model's plan does the work; in the end it holds `image` again, with all that follows from it.
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
    """The probabilities that logits stand for: softmax of a vector, in float32."""
    exponentials = np.exp(logits - logits.max())
    shares: Array = exponentials / exponentials.sum()
    return shares
