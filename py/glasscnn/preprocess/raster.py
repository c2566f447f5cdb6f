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
Values = npt.NDArray[np.float32]

CHUNK = 32
"""Segments measured at a time. A stretch of a stroke reaches few pixels, so only the window around it is measured."""


def rasterise(starts: Points, ends: Points, radius: float, height: int, width: int) -> Image:
    """The (height, width) image in [0, 1] of line segments, drawn with a round pen of that radius.

    The segments go from `starts` to `ends`, both (segments, 2), in pixels. A segment of no length is a dot. Segments
    may lie anywhere, also outside the image. No segments give a black image.
    """
    nearest = np.full((height, width), np.inf, dtype=np.float32)
    measure(nearest, starts, ends, radius)
    return cover(nearest, radius)


def measure(nearest: Values, starts: Points, ends: Points, radius: float) -> None:
    """Lower the squared distances in `nearest`, (height, width), to these segments wherever the pen can touch."""
    height, width = nearest.shape
    columns = np.arange(width, dtype=np.float32) + np.float32(0.5)  # x of the pixels' centres
    rows = np.arange(height, dtype=np.float32) + np.float32(0.5)
    for first in range(0, len(starts), CHUNK):
        stretch = slice(first, first + CHUNK)
        across, down = reached_pixels(starts[stretch], ends[stretch], radius, width, height)
        if across.start < across.stop and down.start < down.stop:
            window = nearest[down, across]
            distances = squared_distances(starts[stretch], ends[stretch], columns[across], rows[down][:, None])
            np.minimum(window, np.minimum.reduce(distances), out=window)


def cover(nearest: Values, radius: float) -> Image:
    """How much of each pixel the pen covers, from the squared distance to the nearest segment."""
    covered: Image = np.float32(radius + 0.5) - np.sqrt(nearest)
    np.clip(covered, 0, 1, out=covered)
    return covered


def reached_pixels(starts: Points, ends: Points, radius: float, width: int, height: int) -> tuple[slice, slice]:
    """The columns and the rows with pixels that a pen along these segments can touch."""
    reach = radius + 1.0
    low = np.minimum(starts.min(axis=0), ends.min(axis=0)) - reach
    high = np.maximum(starts.max(axis=0), ends.max(axis=0)) + reach
    (left, top), (right, bottom) = low.tolist(), high.tolist()
    across = slice(min(max(int(left), 0), width), max(min(int(right) + 1, width), 0))
    down = slice(min(max(int(top), 0), height), max(min(int(bottom) + 1, height), 0))
    return across, down


def squared_distances(starts: Points, ends: Points, x: Values, y: Values) -> Values:
    """Squared distance of all points (x, y), with x (width,) and y (height, 1), to every segment: (segments, height,
    width).

    The nearest point of a segment is start + t · (end − start) with t = (point − start) · (end − start) / length², kept
    in 0 … 1.
    """
    along = ends - starts
    along_x, along_y = along[:, 0, None, None], along[:, 1, None, None]  # (segments, 1, 1) each
    length_squared = along_x * along_x + along_y * along_y
    length_squared[length_squared == 0] = 1  # a dot: t = 0 / 1
    away_x, away_y = x - starts[:, 0, None, None], y - starts[:, 1, None, None]  # from the start to the point
    t = away_x * (along_x / length_squared) + away_y * (along_y / length_squared)
    np.maximum(t, 0, out=t)
    np.minimum(t, 1, out=t)
    to_x: Values = away_x - t * along_x  # from the nearest point to the point
    to_y = away_y - t * along_y
    to_x *= to_x
    to_y *= to_y
    to_x += to_y
    return to_x


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
