"""Reads a folder of images with one subfolder for each class, named like the class."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from export_tools.data.labelled import LabelledImages
from export_tools.errors import ToolError

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"})


def find_images(folder: Path, classes: tuple[str, ...]) -> list[tuple[Path, int]]:
    """The files folder/<class>/*.png (or .jpg, …), each with the index of its class.

    Raises ToolError if there are none, or if a subfolder is not named like a class.
    """
    if not folder.is_dir():
        raise ToolError(f"{folder}: there is no such folder")
    unknown = sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name not in classes)
    if unknown:
        raise ToolError(
            f"{folder}: expected folders named like the classes, {', '.join(classes)}, found {unknown[0]!r}"
        )
    found = [
        (path, label)
        for label, name in enumerate(classes)
        for path in sorted((folder / name).glob("*"))
        if path.suffix.lower() in SUFFIXES
    ]
    if not found:
        raise ToolError(f"{folder}: no images in it; expected files like {folder.name}/{classes[0]}/one.png")
    return found


def stream_images(
    files: list[tuple[Path, int]], classes: tuple[str, ...], shape: tuple[int, int, int], count: int, *, invert: bool
) -> Iterator[LabelledImages]:
    """The images, resized to (C, H, W) = `shape`, in batches of `count`; `invert` is for dark ink on light paper."""
    for start in range(0, len(files), count):
        chosen = files[start : start + count]
        images = np.stack([read_image(path, shape) for path, _ in chosen])
        labels = np.array([label for _, label in chosen], dtype=np.int64)
        yield LabelledImages(255 - images if invert else images, labels, classes)


def read_image(path: Path, shape: tuple[int, int, int]) -> npt.NDArray[np.uint8]:
    """One image as (C, H, W) uint8, resized if necessary; C is 1 (grey) or 3 (red, green, blue)."""
    from PIL import Image, UnidentifiedImageError

    channels, height, width = shape
    try:
        with Image.open(path) as image:
            picture = image.convert("L" if channels == 1 else "RGB")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ToolError(f"{path}: not readable as an image ({error})") from error
    if picture.size != (width, height):
        shrinks = picture.width > width or picture.height > height
        picture = picture.resize((width, height), Image.Resampling.BOX if shrinks else Image.Resampling.BILINEAR)
    pixels = np.asarray(picture, dtype=np.uint8)
    return pixels[None] if channels == 1 else pixels.transpose(2, 0, 1)
