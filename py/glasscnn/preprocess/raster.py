"""Ink becomes pixels: a pixel's value is how much of it the pen's round tip has covered, from its distance to the line.

    value = clip(radius + ½ − distance, 0, 1)

with the distance from the pixel's centre to the nearest line segment, all in pixels: 1 well inside the stroke, 0
outside, and a ramp one pixel wide across its edge, which is what anti-aliasing does.
"""

import math

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float32]
Image = npt.NDArray[np.float32]

CHUNK = 64
"""Segments measured at a time: their distances to all pixels should stay in the processor's cache."""


def rasterise(starts: Points, ends: Points, radius: float, height: int, width: int) -> Image:
    """The (height, width) image in [0, 1] of line segments from `starts` to `ends`, each (segments, 2), drawn with a
    round pen.

    A segment of no length is a dot. Segments may lie anywhere, also outside the image. No segments give a black image.
    """
    nearest = np.full((height, width), np.inf, dtype=np.float32)  # squared distance to the nearest segment
    columns = np.arange(width, dtype=np.float32) + np.float32(0.5)  # x of the pixels' centres
    rows = np.arange(height, dtype=np.float32) + np.float32(0.5)
    for first in range(0, len(starts), CHUNK):
        last = first + CHUNK
        distances = squared_distances(starts[first:last], ends[first:last], columns, rows)
        np.minimum(nearest, distances.min(axis=0), out=nearest)
    covered: Image = np.float32(radius + 0.5) - np.sqrt(nearest)
    np.clip(covered, 0, 1, out=covered)
    return covered


def squared_distances(starts: Points, ends: Points, columns: Image, rows: Image) -> npt.NDArray[np.float32]:
    """Squared distance of every pixel centre to every segment, (segments, rows, columns).

    The nearest point of a segment is start + t · (end − start) with t = clip((pixel − start) · (end − start) /
    length², 0, 1). The dot product splits into a part of x and a part of y, which are small; only their sum is as
    large as the result.
    """
    along = ends - starts  # (segments, 2)
    length = (along * along).sum(axis=1)
    length[length == 0] = 1  # a dot: t = 0 / 1
    from_start_x = columns - starts[:, 0, None]  # (segments, columns)
    from_start_y = rows - starts[:, 1, None]  # (segments, rows)
    t_of_x = from_start_x * (along[:, 0] / length)[:, None]
    t_of_y = from_start_y * (along[:, 1] / length)[:, None]

    t = t_of_x[:, None, :] + t_of_y[:, :, None]  # (segments, rows, columns)
    np.clip(t, 0, 1, out=t)
    away_x: npt.NDArray[np.float32] = t * along[:, 0, None, None]
    np.subtract(from_start_x[:, None, :], away_x, out=away_x)
    away_y = t
    np.multiply(t, along[:, 1, None, None], out=away_y)
    np.subtract(from_start_y[:, :, None], away_y, out=away_y)
    np.multiply(away_x, away_x, out=away_x)
    np.multiply(away_y, away_y, out=away_y)
    np.add(away_x, away_y, out=away_x)
    return away_x


def rasterise_loops(starts: Points, ends: Points, radius: float, height: int, width: int) -> Image:
    """The slow twin of `rasterise`: one pixel and one segment at a time."""
    image = np.zeros((height, width), dtype=np.float32)
    for row in range(height):
        for column in range(width):
            distance = math.inf
            for (x0, y0), (x1, y1) in zip(starts.tolist(), ends.tolist(), strict=True):
                distance = min(distance, distance_to_segment(column + 0.5, row + 0.5, x0, y0, x1, y1))
            image[row, column] = min(max(radius + 0.5 - distance, 0.0), 1.0)
    return image


def distance_to_segment(x: float, y: float, x0: float, y0: float, x1: float, y1: float) -> float:
    """Distance of the point (x, y) to the line segment from (x0, y0) to (x1, y1)."""
    dx, dy = x1 - x0, y1 - y0
    length_squared = dx * dx + dy * dy
    t = 0.0 if length_squared == 0 else ((x - x0) * dx + (y - y0) * dy) / length_squared
    t = min(max(t, 0.0), 1.0)
    return math.hypot(x - x0 - t * dx, y - y0 - t * dy)
