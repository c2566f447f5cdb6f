"""Converts a photo or scan of a digit to the image that the network receives, in named steps.

picture → grey → ink (light on dark, evenly lit) → crop → box (20 × 20) → centre

The last two steps are those of MNIST (LeCun, Cortes and Burges); the steps before extract the ink from the paper. A
picture of exactly the network's size is used unchanged.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from glasscnn.errors import InkError
from glasscnn.preprocess.placement import BOX, centre_of_mass_shift

Plane = npt.NDArray[np.float32]  # (H, W), in [0, 1]

LUMA = (0.299, 0.587, 0.114)
"""The weights of red, green and blue in brightness (ITU-R BT.601)."""

NEIGHBOURHOOD = 1 / 6
"""Radius of the square around a pixel that gives its local mean, as a share of the picture's larger side."""

MIN_CONTRAST = 0.06
"""The minimum contrast of ink to paper, in 0 … 1."""

MIN_SPOT = 0.05
"""Spots smaller than this share of the largest are dirt."""


@dataclass(frozen=True)
class PictureStep:
    """The result of a step, (H, W) or (3, H, W) in [0, 1], and the numbers to display with it."""

    name: str
    picture: npt.NDArray[np.float32]
    facts: dict[str, float] = field(default_factory=dict)


def picture_to_image(rgba: npt.NDArray[np.uint8], size: int = 28) -> list[PictureStep]:
    """All steps from a picture (H, W, 4) to the (size, size) image, which is the result of the last step.

    Raises InkError if the picture contains no ink.
    """
    return list(picture_steps(rgba, size))


def picture_steps(rgba: npt.NDArray[np.uint8], size: int) -> Iterator[PictureStep]:
    """The steps of `picture_to_image`, one by one."""
    colours = on_white(rgba)
    yield PictureStep("picture", colours)
    grey = to_grey(colours)
    yield PictureStep("grey", grey)
    inverted = paper_is_white(grey)
    ink, threshold = find_ink(1 - grey if inverted else grey)
    yield PictureStep("ink", ink, {"inverted": float(inverted), "threshold": threshold})
    top, bottom, left, right = bounds_of_ink(ink)
    cropped = ink[top:bottom, left:right]
    yield PictureStep("crop", cropped, {"left": left, "top": top, "width": right - left, "height": bottom - top})
    boxed = fit_into_box(cropped, size)
    yield PictureStep("box", boxed, {"factor": BOX * size / max(cropped.shape)})
    down, right_by = centre_of_mass_shift(boxed)
    yield PictureStep("centre", shifted(boxed, down, right_by), {"down": down, "right": right_by})


def colour_image(rgba: npt.NDArray[np.uint8], height: int, width: int) -> npt.NDArray[np.float32]:
    """The middle of a picture as (3, height, width) in [0, 1], for models of colour images."""
    colours = on_white(rgba)
    _, found_height, found_width = colours.shape
    share = min(found_height / height, found_width / width)
    high, wide = max(int(height * share), 1), max(int(width * share), 1)
    top, left = (found_height - high) // 2, (found_width - wide) // 2
    return np.stack([resize(plane[top : top + high, left : left + wide], height, width) for plane in colours])


def exact_steps(rgba: npt.NDArray[np.uint8], channels: int) -> list[PictureStep]:
    """The steps of a picture (H, W, 4) that has exactly the network's size: its pixels / 255 are the image.

    For 3 channels the image is the colours, for 1 channel the brightness, with light ink on dark as in MNIST: a picture
    with a bright border is dark ink on paper and becomes 1 − brightness.
    """
    colours = on_white(rgba)
    image, inverted = colours, False
    if channels == 1:
        grey = to_grey(colours)
        inverted = border_is_bright(grey)
        image = 1 - grey if inverted else grey
    return [PictureStep("picture", colours), PictureStep("exact", image, {"inverted": float(inverted)})]


def border_is_bright(grey: Plane) -> bool:
    """Whether at least nine tenths of the outermost pixels are brighter than ½."""
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    return bool(np.mean(border > 0.5) >= 0.9)


def on_white(rgba: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """(3, H, W) in [0, 1]: the picture on white paper."""
    parts = rgba.astype(np.float32) / 255
    opacity = parts[..., 3:]
    return np.ascontiguousarray((parts[..., :3] * opacity + (1 - opacity)).transpose(2, 0, 1), np.float32)


def to_grey(colours: npt.NDArray[np.float32]) -> Plane:
    """Brightness: 0.299 red + 0.587 green + 0.114 blue."""
    red, green, blue = colours
    return np.asarray(LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue, np.float32)


def paper_is_white(grey: Plane) -> bool:
    """Whether the median brightness is nearer to the maximum than to the minimum: there is more paper than ink."""
    darkest, middle, brightest = np.quantile(grey, (0.01, 0.5, 0.99))
    return bool(brightest - middle < middle - darkest)


def find_ink(light_on_dark: Plane) -> tuple[Plane, float]:
    """(ink, threshold): 1 under the pen, 0 on paper, with a ramp between; uneven lighting is removed.

    Each pixel is compared with its local mean. Pixels whose difference exceeds Otsu's threshold are at least half ink,
    and from the median of these on they are full ink. Dirt is removed. Raises InkError if no difference is large
    enough.
    """
    radius = max(int(max(light_on_dark.shape) * NEIGHBOURHOOD), 1)
    relief = light_on_dark - box_mean(light_on_dark, radius)
    threshold = otsu(relief)
    strong = relief[relief > threshold]
    if strong.size == 0 or float(np.mean(strong)) < MIN_CONTRAST:
        raise InkError(
            "no ink was found in the picture: photograph one digit on plain paper, closer and with more light"
        )
    full = max(float(np.quantile(strong, 0.5)), threshold + MIN_CONTRAST / 2)
    low = max(2 * threshold - full, 0.0)
    ink = np.clip((relief - low) / (full - low), 0, 1).astype(np.float32)
    return np.where(without_specks(ink > 0.5, ink > 0), ink, np.float32(0)), threshold


def box_mean(plane: Plane, radius: int) -> Plane:
    """The mean of the square of side 2 · radius + 1 around each pixel, clipped to the picture.

    Computed with a summed-area table (Crow 1984).
    """
    height, width = plane.shape
    sums = np.zeros((height + 1, width + 1))
    np.cumsum(np.cumsum(plane, axis=0, dtype=np.float64), axis=1, out=sums[1:, 1:])
    rows, columns = np.arange(height), np.arange(width)
    top, bottom = np.maximum(rows - radius, 0), np.minimum(rows + radius + 1, height)
    left, right = np.maximum(columns - radius, 0), np.minimum(columns + radius + 1, width)
    total = sums[bottom][:, right] - sums[top][:, right] - sums[bottom][:, left] + sums[top][:, left]
    return np.asarray(total / np.outer(bottom - top, right - left), np.float32)


def otsu(values: Plane) -> float:
    """The threshold that splits values into two groups with the largest variance between them (Otsu 1979)."""
    counts, edges = np.histogram(values, bins=128)
    middles = (edges[:-1] + edges[1:]) / 2
    below, sums = np.cumsum(counts), np.cumsum(counts * middles)
    above, total = below[-1] - below, sums[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (total - sums) / above) ** 2
    return float(edges[1:][np.nanargmax(between[:-1])]) if np.isfinite(between[:-1]).any() else 0.0


def without_specks(cores: npt.NDArray[np.bool_], spread: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The pixels of `spread` that are connected to a core, without spots that are dirt."""
    labels = connected_components(spread)
    sizes = np.bincount(labels[cores], minlength=int(labels.max()) + 1)
    sizes[0] = 0
    kept = (sizes > 0) & (sizes >= MIN_SPOT * sizes.max())
    return np.asarray(kept[labels] & spread, np.bool_)


def connected_components(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Labels of the 8-connected components of `mask`; 0 outside it.

    Every pixel starts with its own label and repeatedly takes the largest label around it.
    """
    labels = np.where(mask, np.arange(1, mask.size + 1).reshape(mask.shape), 0)
    while True:
        padded = np.pad(labels, 1)
        rows = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
        spread = np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])
        grown = np.where(mask, spread.reshape(-1)[np.maximum(spread - 1, 0)], 0)
        if np.array_equal(grown, labels):
            return labels
        labels = np.maximum(grown, labels)


def bounds_of_ink(ink: Plane) -> tuple[int, int, int, int]:
    """(top, bottom, left, right) of the pixels that are at least half ink."""
    rows, columns = np.flatnonzero((ink >= 0.5).any(axis=1)), np.flatnonzero((ink >= 0.5).any(axis=0))
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def fit_into_box(ink: Plane, size: int) -> Plane:
    """The ink scaled to 20/28 of a (size, size) image, keeping its aspect ratio, in the middle of the image."""
    height, width = ink.shape
    side = BOX * size
    scale = side / max(height, width)
    new_height, new_width = max(round(height * scale), 1), max(round(width * scale), 1)
    image = np.zeros((size, size), np.float32)
    top, left = (size - new_height) // 2, (size - new_width) // 2
    image[top : top + new_height, left : left + new_width] = resize(ink, new_height, new_width)
    return image


def resize(plane: Plane, height: int, width: int) -> Plane:
    """The plane resized to (height, width); each new pixel is the mean of the area that it covers."""
    return np.asarray(overlaps(plane.shape[0], height) @ plane @ overlaps(plane.shape[1], width).T, np.float32)


def overlaps(before: int, after: int) -> npt.NDArray[np.float64]:
    """(after, before): the share of each old pixel in each new one along an axis; every row sums to 1."""
    ratio = before / after
    starts = np.arange(after)[:, None] * ratio
    cells = np.arange(before)[None]
    shared = np.minimum(starts + ratio, cells + 1) - np.maximum(starts, cells)
    return np.asarray(np.clip(shared, 0, None) / ratio, np.float64)


def shifted(image: Plane, down: int, right: int) -> Plane:
    """The image shifted by whole pixels; the ink must not cross its edges."""
    return np.roll(image, (down, right), axis=(0, 1))
