"""Strokes: arrays of pen positions, one for each time the pen was down."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from glasscnn.errors import InkError

Stroke = npt.NDArray[np.float32]  # (n, 2): x, y; y grows downwards


def check_strokes(strokes: Sequence[npt.ArrayLike]) -> list[Stroke]:
    """Strokes as float32 arrays of shape (n, 2), without empty ones.

    Raises InkError for any other shape and for numbers that are not finite.
    """
    checked = []
    for number, stroke in enumerate(strokes, start=1):
        try:
            points = np.asarray(stroke, dtype=np.float32)
        except (TypeError, ValueError) as error:
            raise InkError(
                f"stroke {number}: expected a list of [x, y] points, found something else ({error})"
            ) from error
        if points.size == 0:
            continue
        if points.ndim != 2 or points.shape[1] != 2:
            raise InkError(f"stroke {number}: expected points of shape (n, 2), found {points.shape}")
        if not np.isfinite(points).all():
            raise InkError(f"stroke {number}: expected finite coordinates, found NaN or infinity")
        checked.append(points)
    return checked


def join_strokes(strokes: Sequence[Stroke]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """The line segments of all strokes as arrays of start and end points, both (segments, 2).

    A single point is a segment of length 0.
    """
    if not strokes:
        nothing = np.zeros((0, 2), np.float32)
        return nothing, nothing
    starts = np.concatenate([stroke[:-1] if len(stroke) > 1 else stroke for stroke in strokes])
    ends = np.concatenate([stroke[1:] if len(stroke) > 1 else stroke for stroke in strokes])
    return starts, ends


def thin_stroke(stroke: Stroke, spacing: float) -> Stroke:
    """The stroke with at most one point per `spacing` of its length; the first and the last point are kept.

    A resting pen sends hundreds of points to one pixel. Dropping them moves the line by less than the spacing. Whether
    a point is kept depends only on the points before it, so a growing stroke does not wobble.
    """
    if len(stroke) < 3:
        return stroke
    steps = stroke[1:] - stroke[:-1]
    travelled = np.cumsum(np.sqrt((steps * steps).sum(axis=1)))  # (n-1,): length of the line up to point 1, 2, …
    marks = np.floor(travelled / spacing)
    keep = np.ones(len(stroke), dtype=bool)
    keep[1] = marks[0] > 0
    np.greater(marks[1:], marks[:-1], out=keep[2:])
    keep[-1] = True
    return stroke[keep]
