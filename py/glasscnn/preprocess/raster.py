"""Rasterisation: the value of a pixel is its coverage by the round pen, computed from its distance to the line.

    value = clip(radius + ½ − distance, 0, 1)

where distance is that from the pixel's centre to the nearest line segment; all lengths are in pixels. The value is 1
inside the stroke, 0 outside, and a ramp one pixel wide across the edge: anti-aliasing.
"""

import math

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float32]
Image = npt.NDArray[np.float32]
Values = npt.NDArray[np.float32]

ZERO, ONE = np.array(0, np.float32), np.array(1, np.float32)

CHUNK = 32
"""The number of segments processed together. They reach few pixels, so only the window around them is computed."""


def rasterise(starts: Points, ends: Points, radius: float, height: int, width: int) -> Image:
    """The (height, width) image in [0, 1] of line segments drawn with a round pen of this radius.

    The segments go from `starts` to `ends`, both (segments, 2), in pixels. A segment of length 0 is a dot. Segments may
    lie outside the image. Without segments, the image is black.
    """
    nearest = np.full((height, width), np.inf, dtype=np.float32)
    measure(nearest, starts, ends, radius)
    return cover(nearest, radius)


def measure(nearest: Values, starts: Points, ends: Points, radius: float) -> None:
    """Update the squared distances in `nearest`, (height, width), with these segments, within reach of the pen."""
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
    """The coverage of each pixel by the pen, from its squared distance to the nearest segment."""
    covered: Image = np.float32(radius + 0.5) - np.sqrt(nearest)
    np.clip(covered, 0, 1, out=covered)
    return covered


def reached_pixels(starts: Points, ends: Points, radius: float, width: int, height: int) -> tuple[slice, slice]:
    """The columns and the rows of the pixels within reach of a pen along these segments."""
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
    np.maximum(t, ZERO, out=t)
    np.minimum(t, ONE, out=t)
    to_x: Values = t * along_x
    np.subtract(away_x, to_x, out=to_x)  # from the nearest point to the point
    to_x *= to_x
    to_y = np.multiply(t, along_y, out=t)
    np.subtract(away_y, to_y, out=to_y)
    to_y *= to_y
    to_x += to_y
    return to_x


def rasterise_loops(starts: Points, ends: Points, radius: float, height: int, width: int) -> Image:
    """`rasterise`, one pixel and one segment at a time."""
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
