"""The page's colormaps, and pictures of how they are seen: from top to bottom with each of VISIONS."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from glasscnn.colormap.tables import SEQUENTIAL_PATHS, diverging, grey, sequential
from tests.colour_vision.simulation import VISIONS, Colours, seen_with

HERE = Path(__file__).resolve().parent
HEIGHT = 24  # pixels of a strip; its width is the number of colours

TABLES = {
    **{name: sequential(name) for name in SEQUENTIAL_PATHS},
    "grey": grey(),
    "diverging": diverging(),
    "diverging-on-white": diverging(on_white=True),
}


def colours_of(name: str) -> Colours:
    """(256, 3): the colours of a table, sRGB in 0 … 1."""
    return TABLES[name][:, :3] / 255


def strips(name: str) -> npt.NDArray[np.uint8]:
    """(5·HEIGHT, 256, 3): a table as it is seen with each kind of colour vision."""
    seen = np.stack([seen_with(vision, colours_of(name)) for vision in VISIONS])  # (5, 256, 3)
    return np.repeat(np.round(255 * seen).astype(np.uint8), HEIGHT, axis=0)
