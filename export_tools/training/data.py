"""What a network is trained on and measured with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from export_tools.training.accuracy import HeldOutSets, gather_test_sets
from export_tools.training.samples import Samples, gather_samples
from export_tools.zoo.recipe import Recipe


class TrainingData(Protocol):
    """The images of a training."""

    def samples(self, recipe: Recipe, seed: int) -> Samples:
        """The images that a round learns from."""
        ...

    def tests(self, recipe: Recipe) -> HeldOutSets:
        """The images that it is measured with after every epoch."""
        ...

    def measured(self, recipe: Recipe) -> tuple[str, str]:
        """What they are, in words: those of MNIST, and the others."""
        ...


@dataclass(frozen=True)
class RecipeData:
    """The data that the zoo's recipes name: MNIST, and pen strokes; `limit` keeps only the first images."""

    data_dir: Path | None
    limit: int | None = None

    def samples(self, recipe: Recipe, seed: int) -> Samples:
        """MNIST, and the pen strokes that the recipe asks for."""
        return gather_samples(recipe, self.data_dir, seed, self.limit)

    def tests(self, recipe: Recipe) -> HeldOutSets:
        """What the recipe holds back, else MNIST's test split and the digits of unseen writers."""
        return gather_test_sets(recipe, self.data_dir, self.limit)

    def measured(self, recipe: Recipe) -> tuple[str, str]:
        """MNIST's held-back training images, or its test split; unseen writers."""
        return ("MNIST, held back" if recipe.held_back else "MNIST test"), "unseen writers"
