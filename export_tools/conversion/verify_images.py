"""Reads the images of `verify --inputs`."""

from pathlib import Path

import numpy as np

from export_tools.errors import ToolError
from glasscnn_import.draft import Array


def read_images(path: Path, shape: tuple[int, int, int]) -> Array:
    """(N, C, H, W) from the array `images`, or the only one, of an `.npz`; raises ToolError for anything else."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            name = "images" if "images" in arrays.files else arrays.files[0]
            images = np.asarray(arrays[name])
    except Exception as error:  # damaged archives raise many kinds of errors
        raise ToolError(f"{path}: not readable as an .npz of images ({error})") from error
    if images.ndim == 3 and shape[0] == 1:
        images = images[:, None]
    if images.ndim != 4 or images.shape[1:] != shape or len(images) == 0:
        raise ToolError(f"{path}: expected images of shape (N, {', '.join(map(str, shape))}), found {images.shape}")
    scaled: Array = images.astype(np.float32) / np.float32(255 if images.dtype == np.uint8 else 1)
    if not (np.isfinite(scaled).all() and scaled.min() >= 0 and scaled.max() <= 1):
        raise ToolError(f"{path}: expected numbers from 0 to 1 (or bytes), found {scaled.min():g} to {scaled.max():g}")
    return scaled
