"""Letters as pen strokes, for drawings that are not digits.

A stroke is a list of points "xy" on a grid of 7 × 9, x from left to right, y downwards; after "~" it is a smooth curve
through its points, otherwise a polyline. Letters that can be read as digits are left out, see LIKE_DIGITS.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Stroke = npt.NDArray[np.float32]  # (n, 2): x, y on the 280 × 280 pad, y down

LIKE_DIGITS: Mapping[str, str] = {
    "0": "DOQUoua",
    "1": "IJLTiljtr",
    "2": "Zz",
    "3": "",
    "4": "Yy",
    "5": "Ss",
    "6": "CGbce",
    "7": "",
    "8": "B",
    "9": "Pgpq",
}
"""By digit, the letters that somebody could take for it, more or less; they are neither fitted nor measured."""

GRID = 31
"""Pixels of the pad from one point of the grid to the next."""

STROKES: Mapping[str, str] = {
    "A": "18 30 58 | 25 45",
    "E": "50 10 18 58 | 14 44",
    "F": "50 10 18 | 14 44",
    "H": "10 18 | 50 58 | 14 54",
    "K": "10 18 | 50 14 58",
    "M": "08 00 34 60 68",
    "N": "18 10 58 50",
    "R": "18 10 | ~ 10 40 52 44 14 | 34 58",
    "V": "00 38 60",
    "W": "00 18 33 58 60",
    "X": "00 68 | 60 08",
    "d": "50 58 | ~ 54 33 14 16 28 47 56",
    "f": "~ 51 40 32 38 | 13 53",
    "h": "10 18 | ~ 15 33 54 58",
    "k": "10 18 | 43 15 48",
    "m": "02 08 | ~ 04 12 23 28 | ~ 24 42 53 58",
    "n": "12 18 | ~ 14 32 53 58",
    "v": "13 38 53",
    "w": "03 18 34 58 63",
    "x": "13 58 | 53 18",
    "Ä": "18 30 58 | 25 45 | 10 10 | 50 50",
    "Π": "00 60 | 10 18 | 50 58",
    "Σ": "60 00 34 08 68",
    "Φ": "30 38 | ~ 32 53 64 56 36 16 04 13 32",
    "Ψ": "30 38 | ~ 00 14 36 54 60",
    "Ж": "30 38 | 00 34 60 | 08 34 68",
    "И": "10 18 50 58",
    "Ш": "00 08 68 60 | 30 38",
    "Ω": "08 28 | ~ 28 06 12 30 52 66 48 | 48 68",
    "α": "~ 62 46 18 05 12 32 56 68",
    "ξ": "~ 50 20 32 52 | ~ 32 14 25 44 | ~ 25 06 37 58 29",
}
"""The letters of three alphabets that no digit resembles."""


def letter_strokes(letter: str) -> list[Stroke]:
    """The strokes of a letter, smooth ones with many points."""
    strokes = []
    for part in STROKES[letter].split("|"):
        words = part.split()
        points = np.array([[float(word[0]), float(word[1])] for word in words if word != "~"], np.float32) * GRID
        strokes.append(smoothed(points) if words[0] == "~" else points)
    return strokes


def smoothed(points: Stroke, steps: int = 8) -> Stroke:
    """A smooth curve through the points (Catmull and Rom, 1974)."""
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    before, start, end, after = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = (np.arange(steps, dtype=np.float32) / steps)[:, None, None]
    curve = 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * (start - end) + after - before) * t**3
    )
    inner = curve.transpose(1, 0, 2).reshape(-1, 2)
    return np.concatenate([inner, points[-1:]]).astype(np.float32)
