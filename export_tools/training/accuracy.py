"""Measures accuracy during training, with PyTorch."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from export_tools.data import HELD_OUT_WRITERS, load_mnist, load_pendigits
from export_tools.training.normalise import normalise
from glasscnn import ink_to_image


@dataclass(frozen=True)
class HeldOutSets:
    """MNIST's test split, and digits drawn as on the page of held-out writers or a tray: (uint8 images, labels)."""

    mnist: tuple[Tensor, Tensor]
    strokes: tuple[Tensor, Tensor] | None


def gather_test_sets(data_dir: Path | None, with_strokes: bool, limit: int | None = None) -> HeldOutSets:
    """The two sets; pen strokes only for a model that is trained on them."""
    mnist = load_mnist("test", data_dir)
    images, labels = torch.from_numpy(mnist.images[:limit].copy()), torch.from_numpy(mnist.labels[:limit])
    if not with_strokes:
        return HeldOutSets((images, labels), None)
    digits = [digit for digit in load_pendigits(data_dir) if digit.writer in HELD_OUT_WRITERS][:limit]
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
