"""Variants of a few drawings, as one hand might have drawn them again: turned, slanted, stretched, bent a little.

They take the place of data: thirty variants of ten sample digits remind a network of all digits.
"""

import math
from collections.abc import Sequence
from random import Random

import numpy as np
import numpy.typing as npt

from glasscnn.errors import TrainingError
from glasscnn.preprocess import DEFAULT_BRUSH, Stroke, check_strokes, ink_to_image, place_in_middle

Array = npt.NDArray[np.float32]

TURN = math.radians(10)
SLANT = 0.2  # pixels to the side for each pixel upwards
STRETCH = 0.15
BEND = 0.03  # the amplitude of a wave, as a share of the drawing's size
PEN = 0.15  # the change of the pen's diameter


def draw_variants(
    drawings: Sequence[Sequence[npt.ArrayLike]],
    variants: int,
    *,
    canvas_size: float = 280,
    shape: tuple[int, int, int] = (1, 28, 28),
    seed: int = 0,
) -> Array:
    """The images (N · variants, C, H, W) of drawings, all of the first before those of the second.

    A drawing is a list of strokes on a square pad, as `glasscnn.ink_to_image` takes it. The first variant of each is
    the drawing itself. The same seed gives the same images. Raises TrainingError for a drawing without ink, InkError
    for strokes that are not lists of finite points.
    """
    if not isinstance(variants, int) or variants < 1:
        raise TrainingError(f"variants: expected a whole number above 0, found {variants!r}")
    images = np.zeros((len(drawings) * variants, *shape), np.float32)
    random = Random(seed)
    for number, image in enumerate(images):
        drawing, variant = divmod(number, variants)
        strokes = check_strokes(drawings[drawing])
        if not strokes:
            raise TrainingError(f"drawing {drawing + 1} of {len(drawings)} is blank; expected at least one stroke")
        brush = DEFAULT_BRUSH
        if variant:
            strokes, brush = vary(strokes, random), brush * vary_pen(random)
        picture = ink_to_image(strokes, canvas_size, brush=brush, size=min(shape[1:]), clip=False)
        place_in_middle(picture, image)
    return images


def vary(strokes: Sequence[Stroke], random: Random, strength: float = 1.0) -> list[Stroke]:
    """The strokes after a random linear map about their middle, then bent by two slow waves across the drawing.

    `strength` multiplies all limits.
    """
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    middle, size = (low + high) / 2, max(float((high - low).max()), 1.0)
    matrix = linear_map(random, strength)
    mapped = [(stroke - middle) @ matrix.T + middle for stroke in strokes]
    for _ in range(2):
        mapped = bend(mapped, size, strength, random)
    return mapped


def vary_pen(random: Random) -> float:
    """What the diameter of the pen is multiplied by."""
    return 1 + random.uniform(-PEN, PEN)


def linear_map(random: Random, strength: float) -> Array:
    """A random rotation · slant · stretch, (2, 2)."""
    angle = random.uniform(-TURN, TURN) * strength
    rotation = [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]
    slant = [[1.0, random.uniform(-SLANT, SLANT) * strength], [0.0, 1.0]]
    stretch = np.diag([1 + random.uniform(-STRETCH, STRETCH) * strength for _ in range(2)])
    return np.array(np.array(rotation) @ slant @ stretch, np.float32)


def bend(strokes: Sequence[Stroke], size: float, strength: float, random: Random) -> list[Stroke]:
    """The strokes, displaced by a sine wave of a random direction, with half a period to one and a half in `size`."""
    frequency = np.array([random.uniform(0.5, 1.5) * 2 * math.pi / size for _ in range(2)], np.float32)
    phase = np.float32(random.uniform(0, 2 * math.pi))
    shift = np.array([random.uniform(-BEND, BEND) * strength * size for _ in range(2)], np.float32)
    return [stroke + np.sin(stroke @ frequency + phase)[:, None] * shift for stroke in strokes]
