"""Ten symbols that are no digits, drawn again and again by different hands, to teach a network an eleventh class."""

from collections.abc import Mapping
from random import Random

import numpy as np
import numpy.typing as npt

from export_tools.data.letters import GRID, smoothed
from glasscnn.training.variants import vary

Stroke = npt.NDArray[np.float32]  # (n, 2): x, y on the 280 × 280 pad, y down

TUNED: Mapping[str, str] = {
    "A": "18 30 58 | 25 45",
    "E": "50 10 18 58 | 14 44",
    "X": "00 68 | 60 08",
    "+": "31 37 | 04 64",
    "π": "11 51 | 21 18 | 41 46 58",
    "?": "~ 12 20 40 52 34 36 | 38 38",
    "△": "30 68 08 30",
    "★": "30 57 03 63 17 30",
    "♥": "~ 32 20 02 14 38 | ~ 32 40 62 54 38",
    "☺": "~ 30 03 05 38 65 63 30 | 22 23 | 42 43 | ~ 15 36 55",
}
"""Points "xy" on a grid of 7 × 9, as in `export_tools.data.letters`.

The rates of `glasscnn.teach` were chosen on these."""

FRESH: Mapping[str, str] = {
    "H": "10 18 | 50 58 | 14 54",
    "K": "10 18 | 50 14 58",
    "R": "~ 18 10 40 52 34 14 | 34 58",
    "W": "00 18 33 58 60",
    "#": "22 18 | 52 48 | 03 63 | 06 66",
    "%": "60 08 | ~ 11 20 22 12 11 | ~ 46 55 57 47 46",
    "↑": "38 30 | 12 30 52",
    "□": "11 61 68 18 11",
    "♪": "~ 28 17 26 37 28 | 37 30 52",
    "ω": "~ 03 05 18 36 33 | ~ 36 58 65 63",
}
"""Ten other symbols, on which nothing was chosen."""

STROKES = TUNED | FRESH

HAND = 1.25
"""How far people's drawings differ, times the variants that `draw_variants` makes of one."""


def symbol(name: str) -> list[Stroke]:
    """The strokes of a symbol."""
    strokes = []
    for part in STROKES[name].split("|"):
        words = part.split()
        points = np.array([[float(word[0]), float(word[1])] for word in words if word != "~"], np.float32) * GRID
        strokes.append(smoothed(points) if words[0] == "~" else in_between(points))
    return strokes


def in_between(points: Stroke, steps: int = 8) -> Stroke:
    """A polyline with more points, so that it can be bent."""
    along = np.linspace(0, len(points) - 1, steps * (len(points) - 1) + 1)
    corners = np.arange(len(points))
    return np.stack([np.interp(along, corners, points[:, axis]) for axis in (0, 1)], axis=1).astype(np.float32)


def drawn_by_hand(name: str, random: Random) -> list[Stroke]:
    """A symbol as somebody draws it: varied as a whole, with every stroke a little out of place."""
    strokes = vary(symbol(name), random, HAND)
    return [stroke + np.array([random.gauss(0, 2), random.gauss(0, 2)], np.float32) for stroke in strokes]
