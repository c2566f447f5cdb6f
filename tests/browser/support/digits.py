"""Digits that are quickly drawn: the site's samples without the points that hardly change their lines."""

from collections.abc import Sequence

from tests.browser.support.visitor import Point, sample_digits

TOLERANCE = 2.0  # pixels of the pad; its brush is 24 wide


def quick_digits() -> dict[int, list[list[Point]]]:
    """label → strokes, a quarter of the points: for each of them the browser paints a frame and Python reads."""
    return {label: [simplified(stroke) for stroke in strokes] for label, strokes in sample_digits().items()}


def simplified(line: Sequence[Point], tolerance: float = TOLERANCE) -> list[Point]:
    """A line in as few points as leave no other further away than the tolerance (Douglas and Peucker, 1973)."""
    first, last = complex(*line[0]), complex(*line[-1])
    chord = last - first

    def distance(point: Point) -> float:
        """From the chord as a segment."""
        offset = complex(*point) - first
        along = (offset * chord.conjugate()).real / abs(chord) ** 2 if chord else 0.0
        return abs(offset - min(max(along, 0.0), 1.0) * chord)

    inner = range(1, len(line) - 1)
    farthest = max(inner, key=lambda index: distance(line[index]), default=0)
    if not inner or distance(line[farthest]) <= tolerance:
        return [line[0], line[-1]] if len(line) > 1 else list(line)
    return simplified(line[: farthest + 1], tolerance)[:-1] + simplified(line[farthest:], tolerance)
