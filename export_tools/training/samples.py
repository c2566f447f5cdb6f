"""The training images of an epoch, in order, split among the processes."""

from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor

from export_tools.data import HELD_OUT_WRITERS, LabelledImages, PenDigit, load_mnist, load_pendigits
from export_tools.training.strokes import draw_variants
from export_tools.zoo.recipe import Recipe


class Samples:
    """Training images as uint8: each epoch has all of those in `always`, and a random selection of others.

    Of a recipe, MNIST is always in it, and drawn strokes are selected.
    """

    def __init__(self, always: LabelledImages, others: tuple[Tensor, Tensor] | None, others_per_epoch: int) -> None:
        self.images, self.labels = torch.tensor(always.images), torch.tensor(always.labels)
        self.always, self.sometimes, self.others_per_epoch = len(always), 0, 0
        if others is not None:
            self.images, self.labels = torch.cat([self.images, others[0]]), torch.cat([self.labels, others[1]])
            self.sometimes, self.others_per_epoch = len(others[1]), min(others_per_epoch, len(others[1]))

    def to(self, device: torch.device) -> "Samples":
        """These images, moved to a device; batches are taken from them there."""
        self.images, self.labels = self.images.to(device), self.labels.to(device)
        return self

    def steps(self, batch_size: int) -> int:
        """The number of batches in an epoch; an incomplete last batch is dropped."""
        return max((self.always + self.others_per_epoch) // batch_size, 1)

    def batches(
        self, batch_size: int, generator: torch.Generator, rank: int = 0, size: int = 1
    ) -> Iterator[tuple[Tensor, Tensor]]:
        """One epoch: uint8 images (n, 1, 28, 28) and labels (n,), this process's share of every batch."""
        chosen = self.always + torch.randperm(self.sometimes, generator=generator)[: self.others_per_epoch]
        order = torch.cat([torch.arange(self.always), chosen])
        order = order[torch.randperm(len(order), generator=generator)].to(self.images.device)
        for step in range(self.steps(batch_size)):
            share = order[step * batch_size : (step + 1) * batch_size][rank::size]
            yield self.images[share], self.labels[share]


def gather_samples(
    recipe: Recipe, data_dir: Path | None, seed: int, limit: int | None = None, collected: LabelledImages | None = None
) -> Samples:
    """The training images of a recipe, and those in `collected` in every epoch.

    `limit` keeps only the first images and digits, to try things out.
    """
    mnist = load_mnist("train", data_dir)
    always = mnist.first(len(mnist) - recipe.held_back)
    always = always if limit is None else always.first(limit)
    always = always if collected is None else always.followed_by(collected)
    if not recipe.stroke_variants:
        return Samples(always, None, 0)
    digits = seen_digits(load_pendigits(data_dir))[:limit]
    images, labels = draw_variants(digits, recipe.stroke_variants, seed, recipe.centred_share, recipe.rare_share)
    return Samples(
        always,
        (torch.from_numpy(images), torch.from_numpy(labels)),
        recipe.strokes_per_epoch,
    )


def seen_digits(digits: list[PenDigit]) -> list[PenDigit]:
    """The digits of writers that are not held out."""
    return [digit for digit in digits if digit.writer not in HELD_OUT_WRITERS]
