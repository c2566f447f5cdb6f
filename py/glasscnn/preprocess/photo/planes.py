"""A picture as planes of numbers: colours, brightness, and other sizes of it."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.float32]  # (H, W), in [0, 1]
Colours = npt.NDArray[np.float32]  # (3, H, W), in [0, 1]

LUMA = (0.299, 0.587, 0.114)
"""The weights of red, green and blue in brightness (ITU-R BT.601)."""

SMALLEST_LEVEL = 48
"""The larger side of the smallest picture in a pyramid, in pixels, at least."""

TRANSPARENT = 0.1
"""From this share of transparency on, what is opaque is ink, not a picture."""


def on_white(rgba: npt.NDArray[np.uint8]) -> Colours:
    """(3, H, W) in [0, 1]: the picture (H, W, 4) on white paper."""
    return on_grey(rgba, 1)


def on_paper(rgba: npt.NDArray[np.uint8]) -> Colours:
    """(3, H, W) in [0, 1]: the picture (H, W, 4) on white paper, or on black where light ink is on nothing.

    Apps for notes save what was written on a dark page as light ink on transparency.
    """
    opacity = rgba[..., 3].astype(np.float32) / 255
    ink = float((to_grey(on_grey(rgba, 0))).sum() / max(opacity.sum(), 1))  # mean brightness of what is opaque
    is_light_ink = float(opacity.mean()) < 1 - TRANSPARENT and ink > 0.5
    return on_grey(rgba, 0 if is_light_ink else 1)


def on_grey(rgba: npt.NDArray[np.uint8], background: float) -> Colours:
    """The picture in front of one brightness."""
    parts = rgba.astype(np.float32) / 255
    opacity = parts[..., 3:]
    return np.ascontiguousarray((parts[..., :3] * opacity + background * (1 - opacity)).transpose(2, 0, 1), np.float32)


def to_grey(colours: Colours) -> Plane:
    """Brightness: 0.299 red + 0.587 green + 0.114 blue."""
    red, green, blue = colours
    return np.asarray(LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue, np.float32)


def border_is_bright(grey: Plane) -> bool:
    """Whether at least nine tenths of the outermost pixels are brighter than ½."""
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    return bool(np.mean(border > 0.5) >= 0.9)


def pyramid(plane: Plane) -> Iterator[tuple[int, Plane]]:
    """(factor, plane): the plane, and reduced by 2, 4, 8, … while it is large enough (Burt and Adelson 1983).

    Each pixel is the mean of 2 × 2; a last odd row or column is left out.
    """
    factor = 1
    yield factor, plane
    while max(plane.shape) >= 2 * SMALLEST_LEVEL:
        height, width = plane.shape[0] // 2, plane.shape[1] // 2
        blocks = plane[: 2 * height, : 2 * width].reshape(height, 2, width, 2)
        plane = np.asarray(blocks.mean(axis=(1, 3)), np.float32)
        factor *= 2
        yield factor, plane


def resize(plane: Plane, height: int, width: int) -> Plane:
    """The plane resized to (height, width); each new pixel is the mean of the area that it covers."""
    return np.asarray(overlaps(plane.shape[0], height) @ plane @ overlaps(plane.shape[1], width).T, np.float32)


def overlaps(before: int, after: int) -> npt.NDArray[np.float64]:
    """(after, before): the share of each old pixel in each new one along an axis; every row sums to 1."""
    ratio = before / after
    starts = np.arange(after)[:, None] * ratio
    cells = np.arange(before)[None]
    shared = np.minimum(starts + ratio, cells + 1) - np.maximum(starts, cells)
    return np.asarray(np.clip(shared, 0, None) / ratio, np.float64)
