"""What a network is trained on and measured with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from export_tools.training.accuracy import HeldOutSets, gather_test_sets
from export_tools.training.samples import Samples, gather_samples
from export_tools.zoo.recipe import Recipe


class TrainingData(Protocol):
    """The images of a training; `unseen` names, in words, the digits besides MNIST's that it is measured with."""

    @property
    def unseen(self) -> str: ...

    def samples(self, recipe: Recipe, seed: int) -> Samples:
        """The images that a round learns from."""
        ...

    def tests(self, recipe: Recipe) -> HeldOutSets:
        """The images that it is measured with after every epoch."""
        ...


@dataclass(frozen=True)
class RecipeData:
    """The data that the zoo's recipes name: MNIST, and pen strokes; `limit` keeps only the first images."""

    data_dir: Path | None
    limit: int | None = None

    unseen = "unseen writers"

    def samples(self, recipe: Recipe, seed: int) -> Samples:
        """MNIST, and the pen strokes that the recipe asks for."""
        return gather_samples(recipe, self.data_dir, seed, self.limit)

    def tests(self, recipe: Recipe) -> HeldOutSets:
        """MNIST's test split, and the digits of unseen writers for a recipe with pen strokes."""
        return gather_test_sets(self.data_dir, bool(recipe.stroke_variants), self.limit)
