"""Converts a photo or scan of a digit to the image that the network receives, in named steps.

picture → grey → contrast (lit evenly) → ink (one digit of those found) → crop → pen → box (20 × 20) → centre

The last two steps are those of MNIST (LeCun, Cortes and Burges); the steps before find the digit. Ink is what is thin
and differs from what lies on both of its sides: edges of paper, of a table and of a shadow differ from one side only. A
picture of exactly the network's size is used unchanged.
"""

from glasscnn.preprocess.photo.components import connected_components, connected_components_loops
from glasscnn.preprocess.photo.digits import FoundDigit, find_digits
from glasscnn.preprocess.photo.morphology import closing, closing_loops, contrast, opening
from glasscnn.preprocess.photo.planes import Plane, on_paper, on_white, resize, to_grey
from glasscnn.preprocess.photo.steps import (
    PictureStep,
    colour_image,
    exact_steps,
    picture_steps,
    picture_to_image,
)

__all__ = [
    "FoundDigit",
    "PictureStep",
    "Plane",
    "closing",
    "closing_loops",
    "colour_image",
    "connected_components",
    "connected_components_loops",
    "contrast",
    "exact_steps",
    "find_digits",
    "on_paper",
    "on_white",
    "opening",
    "picture_steps",
    "picture_to_image",
    "resize",
    "to_grey",
]
