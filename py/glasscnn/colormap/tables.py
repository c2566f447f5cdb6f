"""The colour tables: 256 perceptually uniform RGBA colours each.

A table is a path through OKLab on which lightness rises evenly and hue turns slowly, so that a brighter colour always
means a larger number, also in grey and with colour blindness. On white, for projectors and paper, lightness falls, and
a darker colour means a larger number.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from glasscnn.colormap.oklab import oklab_to_srgb

Table = npt.NDArray[np.uint8]  # (256, 4): red, green, blue, opacity

Path = Sequence[tuple[float, float, float]]
"""Corners of a polyline through OKLab: (lightness, chroma, hue in degrees)."""

SEQUENTIAL_PATHS: Mapping[str, Path] = {
    "ember": [(0.13, 0.035, 275), (0.34, 0.150, 292), (0.54, 0.180, 345), (0.75, 0.155, 55), (0.96, 0.085, 105)],
    "sea": [(0.13, 0.035, 275), (0.36, 0.100, 260), (0.56, 0.105, 205), (0.77, 0.130, 160), (0.96, 0.100, 112)],
    "moon": [(0.13, 0.020, 265), (0.55, 0.035, 255), (0.97, 0.012, 245)],
    "paper": [(0.98, 0.015, 100), (0.80, 0.120, 75), (0.60, 0.165, 35), (0.37, 0.135, 345), (0.15, 0.045, 285)],
}
"""Maps for values ≥ 0. ember: night blue, violet, rose, amber, pale yellow; sea: night blue, blue, teal, green, pale
yellow; moon: cool greys; paper: white, amber, red, purple, night blue.
"""

ON_WHITE = frozenset({"paper"})
"""The maps in which 0 is white."""

NEGATIVE_PATH = [(0.88, 0.075, 215), (0.55, 0.125, 245), (0.16, 0.020, 260)]  # pale blue down to the dark middle
POSITIVE_PATH = [(0.16, 0.020, 50), (0.55, 0.135, 45), (0.88, 0.085, 80)]  # from the dark middle up to pale orange
NEGATIVE_ON_WHITE = [(0.32, 0.110, 260), (0.62, 0.125, 245), (0.98, 0.008, 230)]  # dark blue up to the white middle
POSITIVE_ON_WHITE = [(0.98, 0.008, 90), (0.67, 0.140, 55), (0.32, 0.085, 40)]  # from the white middle down to brown


def sequential(name: str = "ember") -> Table:
    """From dark to bright, on white from bright to dark: for values ≥ 0, as after a ReLU, and probabilities.

    `name` is a key of SEQUENTIAL_PATHS; raises KeyError for another.
    """
    return opaque(oklab_to_srgb(along(SEQUENTIAL_PATHS[name], 256)))


def diverging(on_white: bool = False) -> Table:
    """From bright blue through a dark middle to bright orange, for signed values; the middle is 0.

    `on_white`: from dark blue through a white middle to dark orange.
    """
    paths = (NEGATIVE_ON_WHITE, POSITIVE_ON_WHITE) if on_white else (NEGATIVE_PATH, POSITIVE_PATH)
    return opaque(oklab_to_srgb(np.concatenate([along(path, 128) for path in paths])))


def grey() -> Table:
    """From black to white, for the image, as in MNIST."""
    ramp = np.arange(256, dtype=np.uint8)
    return np.stack([ramp, ramp, ramp, np.full(256, 255, np.uint8)], axis=1)


def along(path: Path, count: int) -> npt.NDArray[np.float64]:
    """(count, 3): equidistant OKLab colours along a smooth curve through `path`."""
    lightness, chroma, hue = np.array(path, dtype=float).T
    corners = np.stack([lightness, chroma * np.cos(np.radians(hue)), chroma * np.sin(np.radians(hue))], axis=1)
    line = _rounded(corners)
    travelled = np.concatenate([[0.0], np.cumsum(np.sqrt((np.diff(line, axis=0) ** 2).sum(axis=1)))])
    places = np.linspace(0.0, travelled[-1], count)
    return np.stack([np.interp(places, travelled, line[:, axis]) for axis in range(3)], axis=1)


def _rounded(corners: npt.NDArray[np.float64], times: int = 6) -> npt.NDArray[np.float64]:
    """The polyline smoothed by repeated corner cutting; its ends stay (Chaikin, 1974)."""
    for _ in range(times):
        quarter = corners[:-1] * 0.75 + corners[1:] * 0.25
        three_quarters = corners[:-1] * 0.25 + corners[1:] * 0.75
        cut = np.stack([quarter, three_quarters], axis=1).reshape(-1, 3)
        corners = np.concatenate([corners[:1], cut, corners[-1:]])
    return corners


def opaque(rgb: npt.NDArray[np.float64]) -> Table:
    """(n, 3) in 0 … 1 → (n, 4) bytes with full opacity."""
    opacity = np.ones((len(rgb), 1))
    return np.round(np.concatenate([rgb, opacity], axis=1) * 255).astype(np.uint8)
