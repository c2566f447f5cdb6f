"""Digits of people whom no recipe has trained on, as a tray: the page tests on them what a visitor trains."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from export_tools.data.pendigits import HELD_OUT_WRITERS, PAD_SIZE, PenDigit, Stroke

PER_CLASS = 10
SIDE = 140  # of the pad that points are rounded on
BRUSH = 24


def strangers_tray(digits: Iterable[PenDigit]) -> bytes:
    """Ten digits of each class by the held-out writers, as a file of a tray (`py/glasscnn/training/tray.py`).

    Points are rounded to whole pixels of a pad of 140 × 140, and repeated ones are left out.
    """
    chosen = [
        {
            "label": str(digit.label),
            "strokes": [rounded(stroke) for stroke in digit.strokes],
            "canvas": SIDE,
            "brush": BRUSH,
        }
        for digit in choose(list(digits))
    ]
    tray = {"format": "glasscnn-digits", "version": 1, "digits": chosen}
    return json.dumps(tray, separators=(",", ":")).encode() + b"\n"


def choose(digits: list[PenDigit]) -> Iterator[PenDigit]:
    """Of each class the first digit of each held-out writer, then the second of each, and so on."""
    for label in range(10):
        of_writers = [
            [digit for digit in digits if (digit.label, digit.writer) == (label, writer)]
            for writer in sorted(HELD_OUT_WRITERS)
        ]
        in_turn = (group[turn] for turn in range(PER_CLASS) for group in of_writers if turn < len(group))
        yield from (digit for digit, _ in zip(in_turn, range(PER_CLASS), strict=False))


def rounded(stroke: Stroke) -> list[list[int]]:
    """The points of a stroke on the pad of the file, as whole numbers."""
    return [point for point, _ in groupby((stroke * SIDE / PAD_SIZE).round().astype(int).tolist())]
