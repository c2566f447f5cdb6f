"""The network's input: (image − mean) / std, each channel for itself."""

from collections.abc import Sequence

import torch
from torch import Tensor


def normalise(images: Tensor, mean: Sequence[float], std: Sequence[float]) -> Tensor:
    """(N, C, H, W) images in 0 … 1 as the network wants them."""
    shape = (1, -1, 1, 1)
    middle = torch.tensor(mean, device=images.device).view(shape)
    spread = torch.tensor(std, device=images.device).view(shape)
    return (images - middle) / spread
