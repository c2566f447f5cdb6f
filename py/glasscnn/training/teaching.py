"""Teach a network a new class, or the hand of one person, without making it forget what it knows."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from glasscnn.errors import TrainingError
from glasscnn.model import Model
from glasscnn.training.checks import check_images
from glasscnn.training.loop import Step, train
from glasscnn.training.memory import Memory

Array = npt.NDArray[np.float32]


def teach(
    model: Model,
    name: str,
    images: npt.ArrayLike,
    *,
    remember: Memory | None,
    epochs: int = 150,
    rate: float = 4e-2,
    seed: int = 0,
) -> Model:
    """A model that reads one more class, `name`, of which these are images (N, C, H, W).

    Only the last layer is trained, on all images in every step, and every class has the same share in the loss. Without
    `remember` (None) the network learns to answer the new class whatever it sees. Raises TrainingError as `with_class`
    and `train` do.
    """
    extended = with_class(model, name)
    new = len(extended.graph.classes) - 1
    x = check_images(extended, images, f"images of {name!r}")
    memory = None if remember is None else replace(remember, share=new / (new + 1))
    found = train(
        extended,
        x,
        np.full(len(x), new),
        only=[last_layer(extended)],
        epochs=epochs,
        batch=all_at_once(x, memory),
        rate=rate,
        remember=memory,
        forget=memory is None,
        seed=seed,
    )
    return last_model(found)


def adapt(
    model: Model,
    images: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    remember: Memory | None,
    whole: bool = False,
    seed: int = 0,
) -> Model:
    """A model that reads the hand of the person better whose digits these are, (N, C, H, W) with labels (N,).

    Trains the last layer, or the whole network, which takes longer. Raises TrainingError as `train` does.
    """
    if whole:
        return last_model(train(model, images, labels, epochs=15, remember=remember, seed=seed))
    x, layer = check_images(model, images), last_layer(model)
    batch = all_at_once(x, remember)
    found = train(model, x, labels, only=[layer], epochs=100, batch=batch, rate=2e-2, remember=remember, seed=seed)
    return last_model(found)


def with_class(model: Model, name: str) -> Model:
    """The model with one more class, whose logit is 0 until it is trained.

    Raises TrainingError if the name is empty or taken, or if the logits are not those of a linear layer.
    """
    graph, layer = model.graph, last_layer(model)
    if not isinstance(name, str) or not name.strip() or name in graph.classes:
        known = ", ".join(map(repr, graph.classes[-12:]))
        raise TrainingError(f"expected a name for the new class other than {known}, found {name!r}")
    weights = dict(model.weights)
    for key in ("weight", "bias"):
        if f"{layer}.{key}" in weights:
            before = weights[f"{layer}.{key}"]
            weights[f"{layer}.{key}"] = np.concatenate([before, np.zeros((1, *before.shape[1:]), np.float32)])
    return Model(replace(graph, classes=(*graph.classes, name), card={}, familiarity=None), weights)


def all_at_once(images: Array, memory: Memory | None) -> int:
    """The size of a batch in which every image is in every step."""
    return max(len(images), 0 if memory is None else len(memory.labels))


def last_layer(model: Model) -> str:
    """The name of the linear layer that computes the logits; raises TrainingError for another kind of layer."""
    node = model.graph.node(model.graph.output)
    if node.op != "linear":
        raise TrainingError(f"the last layer of {model.graph.name} is {node.op}; expected linear")
    return node.name


def last_model(found: Iterator[Step]) -> Model:
    """The model after the last step of a training."""
    *_, step = found
    return step.model
