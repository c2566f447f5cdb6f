"""Reads trays of labelled digits, as the page saves them (`glasscnn.training.tray`)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from export_tools.errors import ToolError
from glasscnn.errors import TrainingError
from glasscnn.training.tray import Tray, read_tray

SHAPE = (1, 28, 28)
"""The shape of the images that the zoo's networks take."""


def load_trays(paths: Sequence[Path]) -> Tray:
    """The digits of all files, and of all `.json` files in folders; raises ToolError that names the file."""
    digits = tuple(digit for path in find_trays(paths) for digit in load_tray(path).digits)
    if not digits:
        raise ToolError(f"{', '.join(map(str, paths))}: expected digits in it, found none")
    return Tray(digits)


def find_trays(paths: Sequence[Path]) -> Iterator[Path]:
    """The files themselves, and for each folder the `.json` files in it, sorted by name."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        files = sorted(path.glob("*.json"))
        if not files:
            raise ToolError(f"{path}: expected trays in this folder, files that end in .json, found none")
        yield from files


def load_tray(path: Path) -> Tray:
    """The tray in a file, whose digits all have ink and fit the zoo's networks; raises ToolError."""
    try:
        tray = read_tray(path.read_bytes())
        tray.images(SHAPE)
    except OSError as error:
        raise ToolError(f"{path}: cannot be opened ({error.strerror})") from error
    except TrainingError as error:
        raise ToolError(f"{path}: {error}") from error
    return tray
