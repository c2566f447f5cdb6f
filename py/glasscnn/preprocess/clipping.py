"""Clipping of strokes to their visible part: the pen may leave the pad, but paints while its round tip touches it.

The tip touches the pad if the pen is at most the tip's radius away from it. These positions form a convex set, the
union of two rectangles and of a disc around each corner of the pad.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from glasscnn.preprocess.strokes import Stroke

Points = npt.NDArray[np.float64]  # (n, 2)
Shares = npt.NDArray[np.float64]  # (n,): positions along segments; 0 is a segment's start, 1 its end

TINY = 1e-30
"""Replaces lengths of 0 as divisors."""


def visible_strokes(strokes: Sequence[Stroke], canvas_size: float, radius: float) -> list[Stroke]:
    """The parts of strokes along which a pen of this radius touches the square pad from 0 to `canvas_size`.

    A stroke that leaves the pad ends there and continues as a new stroke where it returns. Strokes that stay on the pad
    are returned unchanged.
    """
    visible: list[Stroke] = []
    for stroke in strokes:
        if stroke.min() >= 0 and stroke.max() <= canvas_size:
            visible.append(stroke)
        else:
            visible.extend(visible_parts(stroke, canvas_size, radius))
    return visible


def kept_on_pad(strokes: Sequence[Stroke], canvas_size: float) -> list[Stroke]:
    """Visible strokes whose pen stops at the pad's edge, from 0 to `canvas_size`, in place of a radius beyond it.

    A digit that leaves the pad then has the size that is seen: its ink ends at the edge.
    """
    return [
        stroke
        if stroke.min() >= 0 and stroke.max() <= canvas_size
        else np.clip(stroke, np.float32(0), np.float32(canvas_size))
        for stroke in strokes
    ]


def visible_parts(stroke: Stroke, canvas_size: float, radius: float) -> Iterator[Stroke]:
    """The visible parts of one stroke, in order."""
    points = stroke.astype(np.float64)
    starts, ends = (points[:-1], points[1:]) if len(points) > 1 else (points, points)
    enter, leave = visible_shares(starts, ends, canvas_size, radius)
    first, last = (starts + (ends - starts) * share[:, None] for share in (enter, leave))
    seen = np.flatnonzero(enter <= leave)
    begins_anew = (np.diff(seen) > 1) | (leave[seen[:-1]] < 1) | (enter[seen[1:]] > 0)
    for run in np.split(seen, np.flatnonzero(begins_anew) + 1):
        if run.size:
            yield np.concatenate([first[run[:1]], ends[run[:-1]], last[run[-1:]]]).astype(np.float32)


def visible_shares(starts: Points, ends: Points, canvas_size: float, radius: float) -> tuple[Shares, Shares]:
    """Where each segment enters and leaves the visible positions, as fractions of its length.

    `enter > leave` for an invisible segment. The intersection of a segment with a convex set is one interval: from its
    first to its last point in any of the six parts.
    """
    margins = np.array([[radius, 0.0], [0.0, radius]])
    corners = [np.array([x, y]) for x in (0.0, canvas_size) for y in (0.0, canvas_size)]
    intervals = [
        *(in_rectangle(starts, ends, -margin, canvas_size + margin) for margin in margins),
        *(in_disc(starts, ends, corner, radius) for corner in corners),
    ]
    enter = np.min([np.where(low <= high, low, 1.0) for low, high in intervals], axis=0)
    leave = np.max([np.where(low <= high, high, 0.0) for low, high in intervals], axis=0)
    return enter, leave


def in_rectangle(starts: Points, ends: Points, low: Points, high: Points) -> tuple[Shares, Shares]:
    """Where segments enter and leave the rectangle with corners `low` and `high` (Liang and Barsky, 1984)."""
    along = ends - starts
    along[along == 0] = TINY
    crossings = np.sort([(low - starts) / along, (high - starts) / along], axis=0)  # (2, n, 2)
    return crossings[0].max(axis=1).clip(min=0), crossings[1].min(axis=1).clip(max=1)


def in_disc(starts: Points, ends: Points, centre: Points, radius: float) -> tuple[Shares, Shares]:
    """Where segments enter and leave a disc: |start + t · (end − start) − centre| = radius, solved for t."""
    along, away = ends - starts, starts - centre
    a = np.maximum((along * along).sum(axis=1), TINY)
    b = (along * away).sum(axis=1)
    c = (away * away).sum(axis=1) - radius**2
    discriminant = b * b - a * c
    root = np.sqrt(np.maximum(discriminant, 0))
    enter, leave = ((-b - root) / a).clip(min=0), ((-b + root) / a).clip(max=1)
    return np.where(discriminant < 0, 1.0, enter), np.where(discriminant < 0, 0.0, leave)
