"""Pendigits: 7,494 digits by 30 people as pen strokes (Alpaydin and Alimoglu, UCI, CC BY 4.0), from its UNIPEN file.

.SEGMENT DIGIT 0-2 ? "8"      start of a digit, with its label
.COMMENT 8 12  224            label, writer (1 … 30), running number
.PEN_DOWN                     start of a stroke; then one "x y" a line, 500 × 500, y up
.PEN_UP
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from export_tools.data.idx import read_bytes
from export_tools.errors import ToolError

FILE = "pendigits-orig.tra"
SHA256 = "a66225d68d7d68591e62944df1ad33b3f5aa608e2df2505844b41f5568a80da4"
SOURCE = "https://archive.ics.uci.edu/dataset/81/pen+based+recognition+of+handwritten+digits"

TABLET_SIZE = 500
PAD_SIZE = 280

ALL_WRITERS = frozenset(range(1, 31))
HELD_OUT_WRITERS = frozenset(range(25, 31))
"""Never used for training: accuracy on these six people's digits is accuracy on unknown writers."""

CHOICE_WRITERS = frozenset({25, 26, 27})
"""The half of them on whose digits recipes and runs are compared and temperatures are fitted; the other half has no
part in any model that is trained on pen strokes.
"""

Stroke = npt.NDArray[np.float32]  # (n, 2): x, y on the 280 × 280 pad, y down


@dataclass(frozen=True)
class PenDigit:
    """One digit as written."""

    label: int
    writer: int
    strokes: tuple[Stroke, ...]


def load_pendigits(data_dir: Path | None) -> list[PenDigit]:
    """The digits in the file in `data_dir`, its subfolder `pendigits` or the sibling folder; its hash is checked."""
    path = find_pendigits(data_dir)
    data = read_bytes(path)
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        raise ToolError(f"{path}: expected the bytes of {FILE} (SHA-256 {SHA256}), found {found}; download it again")
    return parse_unipen(data.decode("ascii", errors="replace"), path.name)


def find_pendigits(data_dir: Path | None) -> Path:
    """The path of the file; raises ToolError that tells where to download it."""
    folders = () if data_dir is None else (data_dir, data_dir / "pendigits", data_dir.parent / "pendigits")
    for folder in folders:
        for path in (folder / f"{FILE}.gz", folder / FILE):
            if path.is_file():
                return path
    raise ToolError(
        f"{data_dir or 'no --data-dir'}: expected {FILE}.gz in it or in its folder pendigits; download {FILE}.Z"
        f" from {SOURCE} and convert it: gzip -dc {FILE}.Z | gzip > {FILE}.gz"
    )


def read_pendigits(path: Path) -> list[PenDigit]:
    """The digits in a UNIPEN file like pendigits-orig.tra, gzipped or not."""
    return parse_unipen(read_bytes(path).decode("ascii", errors="replace"), path.name)


def parse_unipen(text: str, name: str) -> list[PenDigit]:
    """The digits in the text of a UNIPEN file; raises ToolError that names the invalid line."""
    digits: list[PenDigit] = []
    label = writer = -1
    strokes: list[list[tuple[float, float]]] = []

    def finish_digit() -> None:
        if strokes:
            digits.append(PenDigit(label, writer, tuple(to_pad(stroke) for stroke in strokes if stroke)))

    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        try:
            if not words:
                continue
            if words[0] == ".SEGMENT":
                finish_digit()
                strokes = []
                label = int(words[-1].strip('"'))
            elif words[0] == ".COMMENT" and label >= 0:
                writer = int(words[2])
            elif words[0] == ".PEN_DOWN":
                strokes.append([])
            elif re.fullmatch(r"-?\d+", words[0]):
                strokes[-1].append((float(words[0]), float(words[1])))
        except (ValueError, IndexError) as error:
            raise ToolError(f"{name}, line {number}: not readable as UNIPEN strokes: {line[:60]!r}") from error
    finish_digit()
    if not digits:
        raise ToolError(f"{name}: expected digits as UNIPEN strokes, found none")
    return digits


def to_pad(points: list[tuple[float, float]]) -> Stroke:
    """Points of the tablet (500 × 500, y up) converted to the pad (280 × 280, y down): (n, 2)."""
    tablet = np.array(points, dtype=np.float64)
    scale = PAD_SIZE / TABLET_SIZE
    return np.stack([tablet[:, 0] * scale, PAD_SIZE - tablet[:, 1] * scale], axis=1).astype(np.float32)


def bounds(strokes: Sequence[Stroke]) -> tuple[Stroke, Stroke]:
    """The smallest and the largest (x, y) of all points of the strokes."""
    points = np.concatenate(strokes)
    return points.min(axis=0), points.max(axis=0)
