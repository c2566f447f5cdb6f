"""Lessons: a network of the zoo that is trained on the digits that a class has collected, besides MNIST."""

from dataclasses import dataclass

from export_tools.zoo.recipe import Recipe

VARIANTS = 20
"""The number of ways in which every collected digit is drawn."""

MNIST_PER_EPOCH = 10_000
"""The number of MNIST's digits in an epoch of fine-tuning, so that the network does not forget them."""

FINE_TUNING = Recipe(
    epochs=10,
    batch_size=128,
    learning_rate=0.01,
    weight_decay=1e-3,
    ema_decay=0.99,
)


@dataclass(frozen=True)
class Lesson:
    """What a network of the zoo is trained on, besides its recipe's data.

    name          of the new model
    classes       the ten digits, then the other labels of the trays
    digits        the number of collected digits, without those that are held back
    source        the names of the files
    from_scratch  whether it starts with random weights and the zoo's recipe, instead of the finished network
    """

    name: str
    classes: tuple[str, ...]
    digits: int
    source: str
    from_scratch: bool = False
