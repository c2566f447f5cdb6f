"""Variations of training images, a batch at a time: turned, slanted, stretched, moved; thicker and thinner ink."""

import math

import torch
from torch import Tensor
from torch.nn import functional

from export_tools.zoo.recipe import Augmentation

BENDS = 5
"""The smooth displacement is drawn on a grid of so many by so many points."""


def augment(images: Tensor, limits: Augmentation, generator: torch.Generator) -> Tensor:
    """Variations of (N, C, H, W) images in 0 … 1, paper 0; the same generator state gives the same images."""
    if limits == Augmentation():
        return images
    if limits.thickness:
        images = vary_thickness(images, limits.thickness, generator)
    return vary_place(images, limits, generator)


def vary_place(images: Tensor, limits: Augmentation, generator: torch.Generator) -> Tensor:
    """Every image seen through an affine map of its own: rotation · slant · stretch, then a shift (bilinear)."""
    count, size = len(images), images.shape[-1]

    def drawn(limit: float) -> Tensor:
        """(N,) numbers from −limit to limit."""
        return (torch.rand(count, generator=generator) * 2 - 1) * limit

    angle, slant = drawn(math.radians(limits.degrees)), drawn(limits.shear)
    width, height = 1 + drawn(limits.stretch), 1 + drawn(limits.stretch)
    cos, sin = torch.cos(angle), torch.sin(angle)
    first_row = torch.stack([cos / width, (cos * slant - sin) / height, drawn(limits.shift) * 2 / size], dim=1)
    second_row = torch.stack([sin / width, (sin * slant + cos) / height, drawn(limits.shift) * 2 / size], dim=1)
    maps = torch.stack([first_row, second_row], dim=1).to(images.device)  # (N, 2, 3): output → input
    grid = functional.affine_grid(maps, list(images.shape), align_corners=False)
    if limits.bend:
        coarse = (torch.rand(count, 2, BENDS, BENDS, generator=generator) * 2 - 1) * (limits.bend * 2 / size)
        field = functional.interpolate(coarse.to(images.device), images.shape[-2:], mode="bicubic")
        grid = grid + field.permute(0, 2, 3, 1)
    return functional.grid_sample(images, grid, align_corners=False)


def vary_thickness(images: Tensor, share: float, generator: torch.Generator) -> Tensor:
    """Some images a part of the way to their 3 × 3 maximum (thicker ink), as many to their 2 × 2 minimum (thinner)."""
    count = len(images)
    choice, amount = torch.rand(count, generator=generator), torch.rand(count, generator=generator)
    thicker, thinner = torch.nonzero(choice < share)[:, 0], torch.nonzero(choice > 1 - share)[:, 0]
    varied = images.clone()
    thick = functional.max_pool2d(images[thicker], 3, stride=1, padding=1)
    thin = -functional.max_pool2d(functional.pad(-images[thinner], (0, 1, 0, 1)), 2, stride=1)
    for chosen, target in ((thicker, thick), (thinner, thin)):
        varied[chosen] = torch.lerp(images[chosen], target, amount[chosen, None, None, None].to(images.device))
    return varied
