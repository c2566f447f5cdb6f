"""Classifies the ink at a point of the image: a turn, a free end, the middle or the edge of a line, or paper."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from glasscnn.preprocess.raster import Image, squared_distances
from glasscnn.preprocess.strokes import Stroke, join_strokes

InkFeature = Literal["turn", "end", "line", "edge", "paper"]

SPACING = 0.5
"""The distance between sample points along a stroke, in image pixels."""

SHARP = np.radians(50)
"""A stroke turns where its direction changes by more than this angle within two pen radii."""


def ink_feature_at(strokes: Sequence[Stroke], radius: float, x: float, y: float, reach: float) -> InkFeature:
    """The feature of strokes, in image pixels, within `reach` of the point (x, y); `radius` is the pen's."""
    starts, ends = join_strokes(strokes)
    spot = np.array([x], np.float32), np.array([y], np.float32)
    nearest = float(np.sqrt(squared_distances(starts, ends, *spot).min())) if len(starts) else np.inf
    if nearest > radius + 0.5 + reach:
        return "paper"
    close = radius + reach
    paths = [evenly(stroke) for stroke in strokes]
    if any(np.hypot(*(tip - (x, y))) <= close for tip in free_ends(paths, radius)):
        return "end"
    if any(_turns_near(path, radius, x, y, close) for path in paths):
        return "turn"
    return "edge" if nearest > radius - 0.75 else "line"


def evenly(stroke: Stroke) -> Stroke:
    """The stroke resampled at equal distances, both ends kept: (m, 2)."""
    steps = np.sqrt((np.diff(stroke, axis=0) ** 2).sum(axis=1))
    travelled = np.concatenate([[0.0], np.cumsum(steps)])
    places = np.linspace(0.0, travelled[-1], int(travelled[-1] / SPACING) + 2)
    points = [np.interp(places, travelled, stroke[:, axis]) for axis in (0, 1)]
    return np.stack(points, axis=1).astype(np.float32)


def free_ends(paths: Sequence[Stroke], radius: float) -> list[Stroke]:
    """The ends of strokes that touch no other ink, neither another stroke nor their own."""
    free = []
    skipped = int(4 * radius / SPACING)  # the points of the same stroke next to an end are always close
    for number, path in enumerate(paths):
        others = [other for index, other in enumerate(paths) if index != number]
        for tip, rest in ((path[0], path[skipped:]), (path[-1], path[: max(len(path) - skipped, 0)])):
            far = np.concatenate([rest, *others])
            if not len(far) or np.sqrt(((far - tip) ** 2).sum(axis=1)).min() > radius:
                free.append(tip)
    return free


def _turns_near(path: Stroke, radius: float, x: float, y: float, close: float) -> bool:
    """Whether a stroke changes its direction sharply within `close` of the point."""
    span = max(2, round(2 * radius / SPACING))
    if len(path) <= 2 * span:
        return False
    before, behind = path[span:-span] - path[: -2 * span], path[2 * span :] - path[span:-span]
    crossed = before[:, 0] * behind[:, 1] - before[:, 1] * behind[:, 0]
    angles = np.abs(np.arctan2(crossed, (before * behind).sum(axis=1)))
    distances = np.hypot(path[span:-span, 0] - x, path[span:-span, 1] - y)
    return bool((angles[distances <= close] > SHARP).any())


def image_feature_at(image: Image, x: float, y: float, reach: float) -> InkFeature:
    """The feature of an (H, W) image within `reach` of a point: pixels only tell line, edge and paper apart."""
    height, width = image.shape
    top, left = min(max(int(y - reach), 0), height - 1), min(max(int(x - reach), 0), width - 1)
    part = image[top : max(top, int(y + reach)) + 1, left : max(left, int(x + reach)) + 1]
    return "paper" if part.max() < 0.1 else "line" if part.min() > 0.9 else "edge"
