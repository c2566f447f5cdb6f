"""Grey-scale morphology: what is thin is removed or found, whatever the light (Serra, "Image Analysis", 1982).

Dilation is the largest value in the square around each pixel, erosion the smallest. A closing, a dilation followed by
an erosion, removes dark structures in which the square does not fit, such as strokes, and leaves edges between wide
regions where they are, such as those of a shadow; an opening does so with bright structures.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.preprocess.photo.planes import Plane

Extreme = Callable[[Any, Any], Any]
Mask = npt.NDArray[np.bool_]

DARKEST = 0.03
"""Added to brightness where it divides: in what is almost black, noise is no contrast."""


def contrast(grey: Plane, side: int, dark: bool) -> Plane:
    """How much of the light around it a thin structure takes away, in 0 … 1; 0 elsewhere.

    Dark ink: (closing − grey) / closing; light ink: (grey − opening) / grey. These are top-hat transforms (Meyer 1979)
    relative to the brighter of the two, so ink has the same contrast in light and in shadow.
    """
    if dark:
        paper = closing(grey, side)
        return (paper - grey) / (paper + np.float32(DARKEST))
    return (grey - opening(grey, side)) / (grey + np.float32(DARKEST))


def paper_under(grey: Plane, contrast: Plane, dark: bool) -> Plane:
    """The brightness of the paper under ink of this brightness and `contrast`, which is solved for it."""
    dimmed = np.float32(DARKEST) * contrast
    paper = (grey + dimmed) / (1 - contrast) if dark else grey * (1 - contrast) - dimmed
    return np.asarray(paper, np.float32)


def closing(plane: Plane, side: int) -> Plane:
    """The plane without dark structures in which a square of this side, in pixels and odd, does not fit."""
    return square(square(plane, side, np.maximum), side, np.minimum)


def opening(plane: Plane, side: int) -> Plane:
    """The plane without bright structures in which a square of this side, in pixels and odd, does not fit."""
    return square(square(plane, side, np.minimum), side, np.maximum)


def dilate(mask: Mask, side: int) -> Mask:
    """The pixels whose square of this side contains a pixel of the mask."""
    return np.asarray(square(mask, side, np.logical_or), np.bool_)


def erode(mask: Mask, side: int) -> Mask:
    """The pixels whose square of this side lies in the mask."""
    return np.asarray(square(mask, side, np.logical_and), np.bool_)


def square(plane: npt.NDArray[Any], side: int, extreme: Extreme) -> npt.NDArray[Any]:
    """The extreme value in the square around each pixel. Beyond its edges, the plane continues as at the edge."""
    return along_rows(along_rows(plane, side, extreme).T, side, extreme).T


def along_rows(plane: npt.NDArray[Any], length: int, extreme: Extreme) -> npt.NDArray[Any]:
    """The extreme value in the window of `length` pixels around each pixel of a row.

    Windows grow by doubling: that of 2n pixels is the extreme of two of n, side by side. (H, W) → (H, W)
    """
    windows = np.pad(plane, ((0, 0), (length // 2, (length - 1) // 2)), mode="edge")  # (H, W + length − 1)
    reach = 1
    while reach < length:
        step = min(reach, length - reach)
        windows = extreme(windows[:, :-step], windows[:, step:])
        reach += step
    return windows


def closing_loops(plane: Plane, side: int) -> Plane:
    """`closing`, one pixel at a time."""
    return extreme_loops(extreme_loops(plane, side, max), side, min)


def extreme_loops(plane: Plane, side: int, extreme: Callable[[list[float]], float]) -> Plane:
    """The extreme value in the square around each pixel."""
    height, width = plane.shape
    result = np.zeros_like(plane)
    for row in range(height):
        for column in range(width):
            around = [
                float(plane[min(max(row + down, 0), height - 1), min(max(column + right, 0), width - 1)])
                for down in range(-(side // 2), side // 2 + 1)
                for right in range(-(side // 2), side // 2 + 1)
            ]
            result[row, column] = extreme(around)
    return result


def widen(ink: Plane, radius: float) -> Plane:
    """The ink as a pen that is thicker by `radius` pixels on every side would have left it, with smooth edges.

    A grey-scale dilation with a disc, whose rim is partly covered.
    """
    reach = int(np.ceil(radius))
    height, width = ink.shape
    padded, result = np.pad(ink, reach), ink.copy()
    for down in range(2 * reach + 1):
        for right in range(2 * reach + 1):
            cover = min(max(radius + 0.5 - float(np.hypot(down - reach, right - reach)), 0.0), 1.0)
            if cover > 0:
                np.maximum(result, padded[down : down + height, right : right + width] * np.float32(cover), out=result)
    return result
