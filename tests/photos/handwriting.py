"""Digits as people drew them: the samples of the page, its strangers, and those of pendigits where they are present."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = PROJECT / "web" / "samples"


@dataclass(frozen=True)
class Digit:
    """A label, and strokes (n, 2) in a box whose longer side is 1; y down."""

    label: int
    strokes: tuple[npt.NDArray[np.float64], ...]


def samples() -> list[Digit]:
    """The ten digits of the page's sample buttons."""
    return [digit_of(given) for given in json.loads((SAMPLES / "digits.json").read_text())["digits"]]


def strangers() -> list[Digit]:
    """A hundred digits of people from whom no network has learned, ten of each class."""
    return [digit_of(given) for given in json.loads((SAMPLES / "strangers.json").read_text())["digits"]]


def pendigits(folder: Path, writers: range) -> list[Digit]:
    """The digits that these writers of pendigits drew."""
    from export_tools.data.pendigits import load_pendigits

    digits = [digit for digit in load_pendigits(folder) if digit.writer in writers]
    return [digit_of({"label": digit.label, "strokes": digit.strokes}) for digit in digits]


def digit_of(given: dict) -> Digit:
    strokes = [np.asarray(stroke, float)[:, :2] for stroke in given["strokes"]]
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    return Digit(int(given["label"]), tuple((stroke - low) / (high - low).max() for stroke in strokes))
