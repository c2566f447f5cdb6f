"""Normalises images: (image − mean) / std for each channel."""

from collections.abc import Sequence

import torch
from torch import Tensor


def normalise(images: Tensor, mean: Sequence[float], std: Sequence[float]) -> Tensor:
    """The normalised (N, C, H, W) images, from images in 0 … 1."""
    shape = (1, -1, 1, 1)
    middle = torch.tensor(mean).view(shape).to(images.device, non_blocking=True)
    spread = torch.tensor(std).view(shape).to(images.device, non_blocking=True)
    return (images - middle) / spread
