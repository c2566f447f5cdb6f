"""Fixtures of several tests: reference data, if available."""

import gzip
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SHARED_DATA = PROJECT.parent / "shared" / "data"

Digit = tuple[int, list[list[tuple[float, float]]]]


@pytest.fixture(scope="session")
def mnist_folder() -> Path:
    """The folder with MNIST's four files."""
    cache = Path.home() / ".cache" / "glasscnn" / "mnist"
    for folder in (SHARED_DATA / "mnist", cache):
        if (folder / "t10k-images-idx3-ubyte.gz").exists():
            return folder
    pytest.skip(
        "MNIST is neither in ../shared/data/mnist nor in the cache; `python -m export_tools train` downloads it"
    )


@pytest.fixture(scope="session")
def pendigits() -> list[Digit]:
    """(label, strokes) of every digit in the pen data, on a 280 × 280 pad, y down: read by other code."""
    path = SHARED_DATA / "pendigits" / "pendigits-orig.tra.gz"
    if not path.exists():
        pytest.skip("pendigits is not in ../shared/data/pendigits")
    text = gzip.decompress(path.read_bytes()).decode("ascii")
    digits = []
    for block in text.split(".SEGMENT")[1:]:
        label = re.search(r'"(\d)"', block)
        assert label is not None
        strokes = [
            [
                (int(x) * 0.56, 280 - int(y) * 0.56)
                for x, y in re.findall(r"(-?\d+)\s+(-?\d+)", pen_down.split(".PEN_UP")[0])
            ]
            for pen_down in block.split(".PEN_DOWN")[1:]
        ]
        digits.append((int(label.group(1)), strokes))
    return digits
