"""Evaluates a model on a test set, batch by batch, with glasscnn."""

from collections.abc import Callable, Iterable

import numpy as np

from export_tools.data import LabelledImages
from export_tools.errors import ToolError
from glasscnn import Model
from glasscnn.evaluation.metrics import Metrics, Tally


def evaluate(
    model: Model, batches: Iterable[LabelledImages], on_batch: Callable[[int], None] = lambda _: None
) -> Metrics:
    """The figures of the model on all batches; `on_batch` is called with the number of images after each batch.

    Raises ToolError for images of another shape than the model's, and if there are none.
    """
    wanted = model.graph.input.shape
    tally = Tally(len(model.graph.classes))
    for batch in batches:
        if batch.images.shape[1:] != wanted:
            raise ToolError(f"{model.graph.name} takes images of shape {wanted}, found {batch.images.shape[1:]}")
        probabilities = model.probabilities(batch.images.astype(np.float32) / np.float32(255))
        if not np.isfinite(probabilities).all():
            raise ToolError(f"{model.graph.name}: its probabilities for some images are NaN; train or export it again")
        tally.add(batch.labels, probabilities)
        on_batch(len(batch))
    if not tally.confusion.any():
        raise ToolError("there are no images to evaluate on")
    return tally.metrics()
