"""Augments batches of training images: rotation, shear, stretch, shift, bending, thickness of the ink."""

import math

import torch
from torch import Tensor
from torch.nn import functional

from export_tools.zoo.recipe import Augmentation

BEND_GRID = 5
"""The random displacements are drawn on a grid of this size and interpolated."""


def augment(images: Tensor, limits: Augmentation, generator: torch.Generator) -> Tensor:
    """Random variations of (N, C, H, W) images in 0 … 1, where 0 is paper; reproducible by the generator's state.

    The generator is on the device of the images.
    """
    if limits == Augmentation():
        return images
    if limits.thickness:
        images = vary_thickness(images, limits.thickness, generator)
    return vary_place(images, limits, generator)


def vary_place(images: Tensor, limits: Augmentation, generator: torch.Generator) -> Tensor:
    """Apply a random affine map to each image: rotation · shear · stretch, then a shift (bilinear)."""
    count, size = len(images), images.shape[-1]

    def uniform(limit: float) -> Tensor:
        """(N,) random numbers from −limit to limit."""
        return (torch.rand(count, generator=generator, device=images.device) * 2 - 1) * limit

    angle, slant = uniform(math.radians(limits.degrees)), uniform(limits.shear)
    width, height = 1 + uniform(limits.stretch), 1 + uniform(limits.stretch)
    cos, sin = torch.cos(angle), torch.sin(angle)
    first_row = torch.stack([cos / width, (cos * slant - sin) / height, uniform(limits.shift) * 2 / size], dim=1)
    second_row = torch.stack([sin / width, (sin * slant + cos) / height, uniform(limits.shift) * 2 / size], dim=1)
    maps = torch.stack([first_row, second_row], dim=1)  # (N, 2, 3): output → input
    grid = functional.affine_grid(maps, list(images.shape), align_corners=False)
    if limits.bend:
        coarse = torch.rand(count, 2, BEND_GRID, BEND_GRID, generator=generator, device=images.device) * 2 - 1
        field = functional.interpolate(coarse * (limits.bend * 2 / size), images.shape[-2:], mode="bicubic")
        grid = grid + field.permute(0, 2, 3, 1)
    return functional.grid_sample(images, grid, align_corners=False)


def vary_thickness(images: Tensor, share: float, generator: torch.Generator) -> Tensor:
    """Interpolate a share of the images towards their 3 × 3 maximum (thicker ink), as many to their 2 × 2 minimum."""
    choice, amount = torch.rand(2, len(images), 1, 1, 1, generator=generator, device=images.device)
    thick = functional.max_pool2d(images, 3, stride=1, padding=1)
    thin = -functional.max_pool2d(functional.pad(-images, (0, 1, 0, 1)), 2, stride=1)
    return images.lerp(thick, amount * (choice < share)).lerp(thin, amount * (choice > 1 - share))
