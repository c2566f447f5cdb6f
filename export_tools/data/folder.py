"""A folder of images of one's own: one folder for each class, named like the class."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from export_tools.data.labelled import LabelledImages
from export_tools.errors import ToolError

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"})


def read_image_folder(
    folder: Path, classes: tuple[str, ...], shape: tuple[int, int, int], *, invert: bool
) -> LabelledImages:
    """The images in folder/<class>/*.png (or .jpg, …), made (C, H, W) = `shape`; `invert` for black ink on white paper.

    Raises ToolError if there is none, or if a folder is no class.
    """
    if not folder.is_dir():
        raise ToolError(f"{folder}: there is no such folder")
    strangers = sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name not in classes)
    if strangers:
        raise ToolError(
            f"{folder}: expected folders named like the classes ({', '.join(classes)}), found {strangers[0]!r}"
        )
    found = [
        (path, label)
        for label, name in enumerate(classes)
        for path in sorted((folder / name).glob("*"))
        if path.suffix.lower() in SUFFIXES
    ]
    if not found:
        raise ToolError(f"{folder}: no images in it; expected files like {folder.name}/{classes[0]}/one.png")
    images = np.stack([read_image(path, shape) for path, _ in found])
    return LabelledImages(
        255 - images if invert else images, np.array([label for _, label in found], np.int64), classes
    )


def read_image(path: Path, shape: tuple[int, int, int]) -> npt.NDArray[np.uint8]:
    """One image as (C, H, W) uint8, resized where its size is another; C is 1 (grey) or 3 (red, green, blue)."""
    from PIL import Image, UnidentifiedImageError

    channels, height, width = shape
    try:
        with Image.open(path) as image:
            picture = image.convert("L" if channels == 1 else "RGB")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ToolError(f"{path}: not readable as an image ({error})") from error
    if picture.size != (width, height):
        picture = picture.resize(
            (width, height), Image.Resampling.BOX if picture.width > width else Image.Resampling.BILINEAR
        )
    pixels = np.asarray(picture, dtype=np.uint8)
    return pixels[None] if channels == 1 else pixels.transpose(2, 0, 1)
