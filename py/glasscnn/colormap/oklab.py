"""Converts OKLab, a perceptually uniform colour space, to sRGB.

Source: Ottosson, "A perceptual color space for image processing", 2020.
"""

import numpy as np
import numpy.typing as npt

LMS_FROM_LAB = np.array(
    [
        [1.0, 0.3963377774, 0.2158037573],
        [1.0, -0.1055613458, -0.0638541728],
        [1.0, -0.0894841775, -1.2914855480],
    ]
)
RGB_FROM_LMS = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)


def oklab_to_srgb(lab: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(n, 3) of lightness 0 … 1, green–red a and blue–yellow b → (n, 3) of sRGB, clipped to 0 … 1."""
    linear = np.clip((lab @ LMS_FROM_LAB.T) ** 3 @ RGB_FROM_LMS.T, 0.0, 1.0)
    encoded: npt.NDArray[np.float64] = np.where(
        linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 1e-12) ** (1 / 2.4) - 0.055
    )
    return encoded
