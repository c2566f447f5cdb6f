"""The data of a training on collected digits: the trays that a class has saved from the page, and MNIST.

Some digits of each class are held back, and show what the training achieved on drawings that it has not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import torch

from export_tools.data import LabelledImages, load_mnist
from export_tools.data.mnist import Split
from export_tools.data.trays import SHAPE
from export_tools.training.accuracy import HeldOutSets
from export_tools.training.samples import Samples, gather_samples
from export_tools.zoo.lesson import MNIST_PER_EPOCH, VARIANTS
from export_tools.zoo.recipe import Recipe
from glasscnn.preprocess import ink_to_image
from glasscnn.training.tray import DrawnDigit, PicturedDigit, Tray
from glasscnn.training.variants import PEN, vary

HELD_BACK = 0.2
"""The share of each class's digits that is held back; of two or more, at least one is."""

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class TrayData:
    """Collected digits to learn from, those held back, and MNIST.

    classes  the digits 0 … 9, then the other labels
    """

    learned: Tray
    held_back: Tray
    classes: tuple[str, ...]
    from_scratch: bool
    data_dir: Path | None
    limit: int | None = None

    def samples(self, recipe: Recipe, seed: int) -> Samples:
        """Variants of the collected digits; with the recipe's own data from scratch, else with a part of MNIST."""
        collected = self.draw_variants(seed)
        if self.from_scratch:
            return gather_samples(recipe, self.data_dir, seed, self.limit, collected)
        mnist = self.mnist("train")
        others = torch.tensor(mnist.images), torch.tensor(mnist.labels)
        return Samples(collected, others, MNIST_PER_EPOCH)

    def tests(self, recipe: Recipe) -> HeldOutSets:  # noqa: ARG002
        """MNIST's test split, and the digits that were held back."""
        mnist = self.mnist("test")
        held = self.held_back_images() if self.held_back.digits else None
        own = None if held is None else (torch.from_numpy(held.images), torch.from_numpy(held.labels))
        return HeldOutSets((torch.tensor(mnist.images), torch.tensor(mnist.labels)), own)

    def measured(self, recipe: Recipe) -> tuple[str, str]:  # noqa: ARG002
        """What `tests` are, in words."""
        return "MNIST test", "held-back digits"

    def mnist(self, split: Split) -> LabelledImages:
        """A split of MNIST, or its first images."""
        digits = load_mnist(split, self.data_dir)
        return digits if self.limit is None else digits.first(self.limit)

    def held_back_images(self) -> LabelledImages:
        """The digits that were held back, drawn as on the page."""
        images = draw_tray(self.held_back)
        return LabelledImages(images, self.numbers(self.held_back), self.classes)

    def draw_variants(self, seed: int) -> LabelledImages:
        """VARIANTS images of each digit to learn from, first all as drawn on the page."""
        random = Random(seed)
        drawn = draw_tray(self.learned)
        varied = [
            draw_again(digit, image, random)
            for _ in range(VARIANTS - 1)
            for digit, image in zip(self.learned.digits, drawn, strict=True)
        ]
        labels = np.tile(self.numbers(self.learned), VARIANTS)
        return LabelledImages(np.concatenate([drawn, np.stack(varied)]), labels, self.classes)

    def numbers(self, tray: Tray) -> npt.NDArray[np.int64]:
        """The number of each digit's class, (n,)."""
        return np.array([self.classes.index(label) for label in tray.labels], np.int64)


def draw_tray(tray: Tray) -> Pixels:
    """The digits as the page draws them, (n, 1, 28, 28)."""
    return np.rint(tray.images(SHAPE) * 255).astype(np.uint8)


def draw_again(digit: DrawnDigit | PicturedDigit, image: Pixels, random: Random) -> Pixels:
    """The digit as the same hand might have drawn it again; one without strokes is left as it is."""
    if not isinstance(digit, DrawnDigit):
        return image
    brush = digit.brush * (1 + random.uniform(-PEN, PEN))
    drawn = ink_to_image(vary(digit.strokes, random), digit.canvas, brush=brush, size=SHAPE[-1], clip=False)
    return np.rint(drawn * 255).astype(np.uint8)


def split(tray: Tray, classes: Sequence[str], seed: int) -> tuple[Tray, Tray]:
    """(the digits to learn from, those that are held back), of each class; the same seed gives the same split."""
    generator = np.random.default_rng(seed)
    held: set[int] = set()
    for name in classes:
        own = [number for number, label in enumerate(tray.labels) if label == name]
        count = max(round(HELD_BACK * len(own)), 1) if len(own) > 1 else 0
        held.update(generator.permutation(own)[:count].tolist())
    digits = tray.digits
    return (
        Tray(tuple(digit for number, digit in enumerate(digits) if number not in held)),
        Tray(tuple(digits[number] for number in sorted(held))),
    )
