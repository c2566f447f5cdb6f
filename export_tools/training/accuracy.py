"""Measures accuracy during training, with PyTorch."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from export_tools.data import CHOICE_WRITERS, HELD_OUT_WRITERS, load_mnist, load_pendigits
from export_tools.training.normalise import normalise
from export_tools.zoo.recipe import Recipe
from glasscnn import ink_to_image


@dataclass(frozen=True)
class HeldOutSets:
    """Images of MNIST, and digits of held-out writers or a tray, drawn as on the page: (uint8 images, labels)."""

    mnist: tuple[Tensor, Tensor]
    strokes: tuple[Tensor, Tensor] | None


def gather_test_sets(recipe: Recipe, data_dir: Path | None, limit: int | None = None) -> HeldOutSets:
    """What the recipe holds back, else MNIST's test split; pen strokes only for a model that is trained on them."""
    held_back = recipe.held_back
    mnist = load_mnist("train", data_dir).last(held_back) if held_back else load_mnist("test", data_dir)
    images, labels = torch.from_numpy(mnist.images[:limit].copy()), torch.from_numpy(mnist.labels[:limit])
    if not recipe.stroke_variants:
        return HeldOutSets((images, labels), None)
    writers = CHOICE_WRITERS if held_back else HELD_OUT_WRITERS
    digits = [digit for digit in load_pendigits(data_dir) if digit.writer in writers][:limit]
    drawn = np.stack([np.rint(ink_to_image(digit.strokes) * 255).astype(np.uint8) for digit in digits])
    return HeldOutSets((images, labels), (torch.from_numpy(drawn), torch.tensor([digit.label for digit in digits])))


def accuracy(
    network: nn.Module,
    test_set: tuple[Tensor, Tensor],
    mean: Sequence[float],
    std: Sequence[float],
    device: torch.device,
) -> float:
    """The share of images that the network classifies correctly."""
    images, labels = test_set
    size = 500
    network.eval()
    right = 0
    with torch.inference_mode():
        for start in range(0, len(labels), size):
            batch = images[start : start + size].to(device).float() / 255
            guesses = network(normalise(batch, mean, std)).argmax(dim=1).cpu()
            right += int((guesses == labels[start : start + size]).sum())
    network.train()
    return right / len(labels)
