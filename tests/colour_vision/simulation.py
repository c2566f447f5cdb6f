"""What people with other colour vision see of a colour table, and how different two colours look to them.

All colours are sRGB in 0 … 1, shape (…, 3).
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Colours = npt.NDArray[np.float64]

DICHROMACY: Mapping[str, npt.NDArray[np.float64]] = {
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
"""For linear RGB, at severity 1.0 (Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of
color vision deficiency", IEEE TVCG 15(6), 2009, table 1).
"""

XYZ_OF_RGB = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
"""Linear sRGB to CIE XYZ, white point D65 (IEC 61966-2-1)."""

VISIONS = ("normal", *DICHROMACY, "achromatopsia")


def linear(colours: Colours) -> Colours:
    """Light of sRGB colours (IEC 61966-2-1)."""
    return np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)


def encoded(light: Colours) -> Colours:
    """The sRGB colours of light; the inverse of `linear`."""
    inside = np.clip(light, 0, 1)
    return np.where(inside <= 0.0031308, inside * 12.92, 1.055 * inside ** (1 / 2.4) - 0.055)


def seen_with(vision: str, colours: Colours) -> Colours:
    """The colours that look to everybody as these do with one of VISIONS; achromatopsia leaves the luminance."""
    if vision == "normal":
        return colours
    light = linear(colours)
    if vision == "achromatopsia":
        return encoded(np.repeat(light @ XYZ_OF_RGB[1][:, None], 3, axis=-1))
    return encoded(light @ DICHROMACY[vision].T)


def lab(colours: Colours) -> Colours:
    """CIELAB coordinates for the white of sRGB; the first one is lightness, 0 … 100."""
    ratios = linear(colours) @ XYZ_OF_RGB.T / XYZ_OF_RGB.sum(axis=1)
    x, y, z = np.moveaxis(
        np.where(ratios > (6 / 29) ** 3, np.cbrt(ratios), ratios / (3 * (6 / 29) ** 2) + 4 / 29), -1, 0
    )
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def ciede2000(first: Colours, second: Colours) -> npt.NDArray[np.float64]:
    """The difference of CIELAB colours; 1 is about the smallest that is noticed.

    Names are those of Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula: implementation notes,
    supplementary test data, and mathematical observations", Color Research and Application 30(1), 2005.
    """
    (l1, a1, b1), (l2, a2, b2) = np.moveaxis(first, -1, 0), np.moveaxis(second, -1, 0)
    mean_c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = (1 - np.sqrt(mean_c7 / (mean_c7 + 25.0**7))) / 2
    c1, c2 = np.hypot((1 + g) * a1, b1), np.hypot((1 + g) * a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, (1 + g) * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180
    has_hue = c1 * c2 > 0
    delta_h = np.where(has_hue, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)), 0)
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = np.where(has_hue, h1 + turn / 2, h1 + h2) % 360
    t = (
        1
        - 0.17 * np.cos(np.radians(mean_h - 30))
        + 0.24 * np.cos(np.radians(2 * mean_h))
        + 0.32 * np.cos(np.radians(3 * mean_h + 6))
        - 0.20 * np.cos(np.radians(4 * mean_h - 63))
    )
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    rotation = (
        -2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((mean_h - 275) / 25) ** 2))))
    )
    lightness, chroma, hue = (l2 - l1) / s_l, (c2 - c1) / s_c, delta_h / s_h
    return np.asarray(np.sqrt(lightness**2 + chroma**2 + hue**2 + rotation * chroma * hue))
