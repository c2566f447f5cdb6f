"""Draws pen digits as training images, with variations like those of different people, pens, touch and mice."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from export_tools.data.pendigits import PAD_SIZE, PenDigit, Stroke, bounds
from export_tools.training.handwriting import write_otherwise
from glasscnn import ink_to_image


def draw_variants(
    digits: Sequence[PenDigit], variants: int, seed: int, centred_share: float, rare_share: float
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """`variants` images of every digit, (N · variants, 1, 28, 28) uint8, and their labels; deterministic.

    A share of the images is centred; the others are drawn anywhere on the pad, at any readable size. In a share of
    them, the digit is written in a rare way, if there is one for it.
    """
    generator = np.random.default_rng(seed)
    images = [
        draw_variant(written(digit, rare_share, generator), generator, centred_share)
        for _ in range(variants)
        for digit in digits
    ]
    labels = np.array([digit.label for _ in range(variants) for digit in digits], dtype=np.int64)
    return np.stack(images), labels


def written(digit: PenDigit, rare_share: float, generator: np.random.Generator) -> Sequence[Stroke]:
    """The digit's strokes as they are or, with the probability `rare_share`, in a rare way of writing it."""
    if rare_share and generator.random() < rare_share:
        return write_otherwise(digit.label, digit.strokes, generator)
    return digit.strokes


def draw_variant(
    strokes: Sequence[Stroke], generator: np.random.Generator, centred_share: float
) -> npt.NDArray[np.uint8]:
    """One image (1, 28, 28) of a digit with random rotation, shear, stretch, tremor and pen."""
    varied = add_tremor(transform(strokes, generator), generator)
    centre = bool(generator.random() < centred_share)
    if not centre:
        varied = move_on_pad(varied, generator)
    image = ink_to_image(varied, PAD_SIZE, brush=generator.uniform(12, 42), centre=centre, clip=False)
    return np.rint(image * 255).astype(np.uint8)


def transform(strokes: Sequence[Stroke], generator: np.random.Generator) -> list[Stroke]:
    """The strokes rotated by up to 15°, sheared by up to 0.35 and stretched by up to a fifth."""
    angle = math.radians(generator.uniform(-15, 15))
    rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    slant = np.array([[1.0, generator.uniform(-0.35, 0.35)], [0.0, 1.0]])
    stretch = np.diag(generator.uniform(0.8, 1.2, size=2))
    matrix = (rotation @ slant @ stretch).astype(np.float32)
    return [stroke @ matrix.T for stroke in strokes]


def add_tremor(strokes: Sequence[Stroke], generator: np.random.Generator) -> list[Stroke]:
    """The strokes bent by a slow wave across the digit, with a little noise as from a mouse or finger."""
    low, high = bounds(strokes)
    size = max(float((high - low).max()), 1.0)
    bend = generator.uniform(0, 0.05) * size
    shake = generator.uniform(0, 0.012) * size
    direction, phase = (
        generator.uniform(-1, 1, size=(2, 2)) * (2 * math.pi / size),
        generator.uniform(0, 2 * math.pi, 2),
    )
    return [
        (stroke + bend * np.sin(stroke @ direction + phase) + generator.normal(0, shake, size=stroke.shape)).astype(
            np.float32
        )
        for stroke in strokes
    ]


def move_on_pad(strokes: Sequence[Stroke], generator: np.random.Generator) -> list[Stroke]:
    """The strokes scaled to 40 … 85 % of the pad, at a random position on it."""
    low, high = bounds(strokes)
    extent = (high - low).clip(min=1.0)
    scale = generator.uniform(0.4, 0.85) * PAD_SIZE / extent.max()
    room = PAD_SIZE - extent * scale
    margin = np.minimum(room / 2, 0.08 * PAD_SIZE)
    corner = generator.uniform(margin, room - margin)
    return [((stroke - low) * scale + corner).astype(np.float32) for stroke in strokes]
