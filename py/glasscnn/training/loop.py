"""Training: batch after batch, the weights move against the gradient of the loss.

>>> for step in glasscnn.train(model, images, labels):
...     print(step.number, step.loss)
>>> step.model.predict(image)
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from glasscnn.errors import TrainingError
from glasscnn.model import Model
from glasscnn.training.adam import Adam
from glasscnn.training.batches import Batches
from glasscnn.training.checks import (
    check_classes,
    check_images,
    check_labels,
    check_layers,
    check_memory,
    check_settings,
)
from glasscnn.training.memory import Memory
from glasscnn.training.network import TrainedPart
from glasscnn.training.sgd import Sgd

Array = npt.NDArray[np.float32]
Optimiser = Adam | Sgd

OPTIMISERS = {"adam": Adam, "sgd": Sgd}


@dataclass(frozen=True)
class Step:
    """A step that has been done.

    number     1, 2, …
    loss       the cross-entropy of its batch, before the step
    weights    after the step: all arrays of the model by name
    optimiser  after the step
    """

    number: int
    loss: float
    weights: Mapping[str, Array]
    optimiser: Optimiser
    origin: Model = field(repr=False)

    @cached_property
    def model(self) -> Model:
        """The model with the weights after this step."""
        return self.origin.with_weights(self.weights)


class DivergenceError(TrainingError):
    """A loss or a weight that became infinite.

    last  the last step after which the loss was finite, and whose model can be used; None if none was
    """

    def __init__(self, number: int, rate: float, last: Step | None) -> None:
        kept = "those from before the training" if last is None else f"those of step {last.number}"
        super().__init__(
            f"step {number}: with a rate of {rate:g} the loss has become infinite; the last weights with a finite loss"
            f" are {kept}. Try a smaller rate, such as a tenth of it"
        )
        self.last = last


def train(
    model: Model,
    images: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    only: Collection[str] = (),
    epochs: int = 20,
    batch: int = 10,
    rate: float = 2e-3,
    optimiser: str = "adam",
    remember: Memory | None = None,
    forget: bool = False,
    seed: int = 0,
    after: Step | None = None,
) -> Iterator[Step]:
    """The steps of a training, each of which is computed when it is asked for; to stop is to ask for no more.

    images  (N, C, H, W) in [0, 1], of which each epoch uses all once, in a new order, `batch` at a time
    labels  (N,) integers, the numbers of the classes; every class needs an image, here or in `remember`, unless
            `forget` allows the network to unlearn it
    only    the names of the nodes whose weights are trained; by default all
    after   the step of an earlier training with the same arguments, which goes on as if it had not been stopped

    The model stays as it is. The same seed gives the same steps. Own operators of a model (`readable`) are not used,
    since their gradients are not known, and batch normalisation keeps its running statistics. Raises TrainingError for
    images, labels, names and settings that do not fit; while it runs, DivergenceError.
    """
    check_settings(epochs, batch, rate)
    if optimiser not in OPTIMISERS:
        raise TrainingError(f"optimiser: expected one of {', '.join(OPTIMISERS)}, found {optimiser!r}")
    part = TrainedPart(model, check_layers(model, only))
    x = check_images(model, images)
    known = check_labels(model, labels, len(x))
    memory = None if remember is None else check_memory(model, remember)
    if not forget:
        check_classes(model, known, memory)
    start = OPTIMISERS[optimiser](rate) if after is None else after.optimiser
    return steps(part, Batches(part, x, known, memory, batch, seed), epochs, start, after)


def steps(part: TrainedPart, batches: Batches, epochs: int, optimiser: Optimiser, after: Step | None) -> Iterator[Step]:
    """The steps after the step `after`, to the end of the last epoch."""
    weights: Mapping[str, Array] = part.model.weights if after is None else after.weights
    finite, latest = None, after  # the last step after which the loss was finite; the last step
    for number in range(1 if after is None else after.number + 1, epochs * batches.per_epoch + 1):
        inputs, labels, shares = batches.batch(number)
        with np.errstate(all="ignore"):
            loss, gradients = part.gradients(inputs, labels, shares, weights)
            weights, optimiser = optimiser.step(weights, gradients)
        if np.isfinite(loss):
            finite = latest
        if not (np.isfinite(loss) and all(np.isfinite(weights[name]).all() for name in gradients)):
            raise DivergenceError(number, optimiser.rate, finite)
        latest = Step(number, loss, weights, optimiser, part.model)
        yield latest
