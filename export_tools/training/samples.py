"""The training images of an epoch, in order, split among the processes."""

from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor

from export_tools.data import HELD_OUT_WRITERS, LabelledImages, PenDigit, load_mnist, load_pendigits
from export_tools.training.strokes import draw_variants
from export_tools.zoo.recipe import Recipe


class Samples:
    """Training images as uint8: each epoch has all of MNIST, and a random selection of drawn strokes."""

    def __init__(self, mnist: LabelledImages, strokes: tuple[Tensor, Tensor] | None, strokes_per_epoch: int) -> None:
        self.images, self.labels = torch.from_numpy(mnist.images.copy()), torch.from_numpy(mnist.labels)
        self.always, self.sometimes, self.strokes_per_epoch = len(mnist), 0, 0
        if strokes is not None:
            self.images, self.labels = torch.cat([self.images, strokes[0]]), torch.cat([self.labels, strokes[1]])
            self.sometimes, self.strokes_per_epoch = len(strokes[1]), min(strokes_per_epoch, len(strokes[1]))

    def steps(self, batch_size: int) -> int:
        """The number of batches in an epoch; an incomplete last batch is dropped."""
        return max((self.always + self.strokes_per_epoch) // batch_size, 1)

    def batches(
        self, batch_size: int, generator: torch.Generator, rank: int = 0, size: int = 1
    ) -> Iterator[tuple[Tensor, Tensor]]:
        """One epoch: uint8 images (n, 1, 28, 28) and labels (n,), this process's share of every batch."""
        chosen = self.always + torch.randperm(self.sometimes, generator=generator)[: self.strokes_per_epoch]
        order = torch.cat([torch.arange(self.always), chosen])
        order = order[torch.randperm(len(order), generator=generator)]
        for step in range(self.steps(batch_size)):
            share = order[step * batch_size : (step + 1) * batch_size][rank::size]
            yield self.images[share], self.labels[share]


def gather_samples(recipe: Recipe, data_dir: Path | None, seed: int, limit: int | None = None) -> Samples:
    """The training images of a recipe; `limit` keeps only the first images and digits, to try things out."""
    mnist = load_mnist("train", data_dir)
    if not recipe.stroke_variants:
        return Samples(mnist if limit is None else mnist.first(limit), None, 0)
    digits = seen_digits(load_pendigits(data_dir))[:limit]
    images, labels = draw_variants(digits, recipe.stroke_variants, seed)
    return Samples(
        mnist if limit is None else mnist.first(limit),
        (torch.from_numpy(images), torch.from_numpy(labels)),
        recipe.strokes_per_epoch,
    )


def seen_digits(digits: list[PenDigit]) -> list[PenDigit]:
    """The digits of writers that are not held out."""
    return [digit for digit in digits if digit.writer not in HELD_OUT_WRITERS]
