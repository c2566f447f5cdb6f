"""Preprocessing: strokes on the pad become the image that the network receives.

strokes → visible parts → placement (where on the image, how large, how thick) → raster (anti-aliased pixels)
→ centre of mass
"""

from glasscnn.preprocess.clipping import visible_strokes
from glasscnn.preprocess.ink_features import InkFeature, image_feature_at, ink_feature_at
from glasscnn.preprocess.ink_reader import InkReader, ink_to_image, place_in_middle
from glasscnn.preprocess.placement import DEFAULT_BRUSH, Placement, place_as_drawn, place_centred
from glasscnn.preprocess.placement_steps import InkStep, ink_steps
from glasscnn.preprocess.raster import rasterise, rasterise_loops
from glasscnn.preprocess.strokes import Stroke, check_strokes, join_strokes

Doing, what_ink_does, what_pixels_show = InkFeature, ink_feature_at, image_feature_at
"""Deprecated names of `InkFeature`, `ink_feature_at` and `image_feature_at`; removed in the next release."""

__all__ = [
    "DEFAULT_BRUSH",
    "Doing",
    "InkFeature",
    "InkReader",
    "InkStep",
    "Placement",
    "Stroke",
    "check_strokes",
    "image_feature_at",
    "ink_feature_at",
    "ink_steps",
    "ink_to_image",
    "join_strokes",
    "place_as_drawn",
    "place_centred",
    "place_in_middle",
    "rasterise",
    "rasterise_loops",
    "visible_strokes",
    "what_ink_does",
    "what_pixels_show",
]
