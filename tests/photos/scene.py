"""A made photo: a sheet with digits on it, seen in perspective on a table, in a certain light, by a camera.

sheet (paper, ruling, ink) → perspective over a background → light → lens, sensor, JPEG
"""

import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from tests.photos.handwriting import Digit

Colours = npt.NDArray[np.float64]  # (H, W, 3), in 0 … 1
Points = npt.NDArray[np.float64]  # (n, 2)
Random = np.random.Generator

SHEET = (600, 800)
"""Width and height of a sheet, in points: about 0.3 mm each."""

PICTURE = (540, 720)
"""Width and height of a photo, in pixels."""


@dataclass
class Sheet:
    """Paper or a screen: its picture, and the boxes of its digits (left, top, right, bottom) in points."""

    picture: Image.Image
    boxes: list[tuple[float, float, float, float]]


@dataclass(frozen=True)
class Photo:
    """A JPEG with the digits in it, from left to right: labels, and their boxes in pixels."""

    jpeg: bytes
    labels: list[int]
    boxes: list[tuple[float, float, float, float]]


# The sheet


def blank_sheet(random: Random) -> Sheet:
    """White to greyish or yellowish paper with a faint grain."""
    colour = random.uniform(0.86, 0.98) * np.array([1, random.uniform(0.97, 1), random.uniform(0.88, 1)])
    width, height = SHEET
    grain = smooth_noise(random, (height, width), 3) * 0.006
    return Sheet(to_image(colour + grain[..., None]), [])


def dark_screen(random: Random) -> Sheet:
    """A dark background with the grid of a display's pixels."""
    width, height = SHEET
    colour = random.uniform(0.03, 0.14) * random.uniform(0.8, 1.3, 3)
    rows, columns = np.indices((height, width))
    grid = 0.01 * ((rows % 3 == 0) | (columns % 3 == 0))
    return Sheet(to_image(colour + grid[..., None]), [])


def rule(sheet: Sheet, random: Random, squared: bool) -> None:
    """Print lines on the paper, 7 to 10 mm apart, or squares of 5 to 8 mm; light blue, grey or violet."""
    width, height = SHEET
    spacing = random.uniform(17, 28) if squared else random.uniform(24, 35)
    colour = np.array([(150, 175, 215), (175, 175, 180), (190, 170, 210), (165, 195, 195)][random.integers(4)])
    fill = tuple(int(part) for part in np.clip(colour + random.uniform(-25, 25), 0, 255))
    thickness = int(random.integers(1, 3))
    pen = ImageDraw.Draw(sheet.picture)
    for y in np.arange(random.uniform(0, spacing), height, spacing):
        pen.line([(0, y), (width, y)], fill=fill, width=thickness)
    for x in np.arange(random.uniform(0, spacing), width, spacing) if squared else ():
        pen.line([(x, 0), (x, height)], fill=fill, width=thickness)


def write(
    sheet: Sheet, digit: Digit, box: tuple[float, float, float], pen: float, colour: Colours, alpha: float | Colours
) -> None:
    """Write a digit; the box is its left, its top and the longer side. `alpha` is how much the pen covers."""
    left, top, side = box
    ink = Image.new("L", SHEET, 0)
    drawn = ImageDraw.Draw(ink)
    low, high = np.full(2, np.inf), np.zeros(2)
    for stroke in digit.strokes:
        points = stroke * side + (left, top)
        drawn.line([tuple(point) for point in points], fill=255, width=max(round(pen), 1), joint="curve")
        for x, y in points:
            drawn.ellipse([x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2], fill=255)
        low, high = np.minimum(low, points.min(axis=0)), np.maximum(high, points.max(axis=0))
    cover = np.asarray(ink.filter(ImageFilter.GaussianBlur(0.8)), float)[..., None] / 255 * alpha
    paper = np.asarray(sheet.picture, float) / 255
    sheet.picture = to_image(paper * (1 - cover) + colour * cover)
    sheet.boxes.append((low[0] - pen / 2, low[1] - pen / 2, high[0] + pen / 2, high[1] + pen / 2))


def pencil_grain(random: Random) -> Colours:
    """How much graphite covers each point (H, W, 1): it stays on the grain of the paper only."""
    width, height = SHEET
    return np.clip(0.75 + 0.25 * smooth_noise(random, (height, width), 1.2), 0.2, 1)[..., None]


# The table


def wood(random: Random) -> Colours:
    """Boards: a colour, long grain along one direction, and the gaps between boards."""
    width, height = PICTURE
    base = [(0.30, 0.19, 0.12), (0.50, 0.34, 0.20), (0.20, 0.14, 0.11), (0.42, 0.30, 0.22)][random.integers(4)]
    grain = (
        smooth_noise(random, (height, width), (1.2, 45)) * 0.10 + smooth_noise(random, (height, width), (5, 150)) * 0.12
    )
    if random.random() < 0.5:
        grain = np.ascontiguousarray(np.resize(grain.T, (width, height)).T[:height, :width])
    board = int(random.uniform(90, 220))
    gaps = np.where(np.arange(height) % board < 3, 0.55, 1)[:, None]
    return np.array(base) * ((1 + grain) * gaps)[..., None]


def cloth(random: Random) -> Colours:
    """A weave of threads, with folds."""
    width, height = PICTURE
    base = random.uniform(0.08, 0.45, 3)
    rows, columns = np.indices((height, width))
    pitch = random.uniform(4, 8)
    weave = 0.12 * np.sin(2 * np.pi * rows / pitch) * np.sin(2 * np.pi * columns / pitch)
    folds = smooth_noise(random, (height, width), 60) * 0.15
    return base * (1 + weave + folds + smooth_noise(random, (height, width), 1) * 0.05)[..., None]


def table_top(random: Random) -> Colours:
    """A plain dark surface with some unevenness."""
    width, height = PICTURE
    return random.uniform(0.08, 0.4, 3) * (1 + smooth_noise(random, (height, width), 30) * 0.06)[..., None]


# The view


def corners_around(random: Random, low: float, high: float, tilt: float) -> Points:
    """Corners of a sheet with margins of `low` to `high` of the picture around it, turned by up to `tilt` degrees."""
    width, height = PICTURE
    margins = random.uniform(low, high, (4, 2)) * (width, height)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    return turned(corners + margins * inward, np.deg2rad(random.uniform(-tilt, tilt)))


def turned(points: Points, angle: float) -> Points:
    middle = np.array(PICTURE) / 2
    cosine, sine = np.cos(angle), np.sin(angle)
    return (points - middle) @ np.array([[cosine, sine], [-sine, cosine]]) + middle


def view(sheet: Sheet, corners: Points, background: Colours) -> tuple[Colours, list[tuple[float, float, float, float]]]:
    """The sheet with its corners at these points of the photo, and the boxes of its digits there."""
    width, height = SHEET
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
    back = homography(corners, flat)
    given = (PICTURE, Image.Transform.PERSPECTIVE, tuple((back / back[2, 2]).ravel()[:8]), Image.Resampling.BICUBIC)
    seen = np.asarray(sheet.picture.transform(*given), float) / 255
    mask = Image.new("L", SHEET, 255).transform(*given).filter(ImageFilter.GaussianBlur(0.7))
    cover = np.asarray(mask, float)[..., None] / 255
    there = homography(flat, corners)
    boxes = []
    for left, top, right, bottom in sheet.boxes:
        box = mapped(there, np.array([[left, top], [right, top], [right, bottom], [left, bottom]]))
        boxes.append((*box.min(axis=0), *box.max(axis=0)))
    return seen * cover + background * (1 - cover), boxes


def homography(before: Points, after: Points) -> Points:
    """The projective map (3, 3) of four points to four others."""
    rows = []
    for (x, y), (u, v) in zip(before, after, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y, -u], [0, 0, 0, x, y, 1, -v * x, -v * y, -v]]
    return np.linalg.svd(np.array(rows))[2][-1].reshape(3, 3)


def mapped(matrix: Points, points: Points) -> Points:
    projected = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return projected[:, :2] / projected[:, 2:]


# The light


def gradient(random: Random, darkest: float) -> Colours:
    """Light that falls off across the photo, (H, W, 1): 1 on one side, `darkest` on the other."""
    across = along_direction(random.uniform(0, 2 * np.pi))
    across = (across - across.min()) / (across.max() - across.min())
    return (1 - (1 - darkest) * across)[..., None]


def shadow(random: Random, blur: float, depth: float, through: tuple[float, float]) -> Colours:
    """The shadow of something straight, with its edge close to a point of the photo: `depth` of the light is left."""
    angle = random.uniform(0, 2 * np.pi)
    across = along_direction(angle)
    x, y = through
    at = x * np.cos(angle) + y * np.sin(angle)
    mask = to_image((across > at).astype(float)[..., None].repeat(3, axis=2)).convert("L")
    lit = np.asarray(mask.filter(ImageFilter.GaussianBlur(blur)), float)[..., None] / 255
    return depth + (1 - depth) * lit


def along_direction(angle: float) -> npt.NDArray[np.float64]:
    width, height = PICTURE
    rows, columns = np.indices((height, width))
    return np.asarray(columns * np.cos(angle) + rows * np.sin(angle))


# The camera


def take(scene: Colours, random: Random) -> bytes:
    """The JPEG of a scene: lens, noise of the sensor, colour of the light, compression."""
    scene = scene * random.uniform(0.8, 1.0) * np.array([1, random.uniform(0.95, 1), random.uniform(0.85, 1)])
    picture = to_image(scene).filter(ImageFilter.GaussianBlur(random.uniform(0.3, 1.3)))
    pixels = np.asarray(picture, float) / 255
    noise = random.normal(0, random.uniform(0.004, 0.02), pixels.shape)
    file = io.BytesIO()
    to_image(pixels + noise).save(file, "JPEG", quality=int(random.integers(60, 93)))
    return file.getvalue()


def to_image(colours: Colours) -> Image.Image:
    return Image.fromarray(np.clip(np.rint(colours * 255), 0, 255).astype(np.uint8))


def smooth_noise(random: Random, shape: tuple[int, int], scale: float | tuple[float, float]) -> npt.NDArray[np.float64]:
    """Noise of mean 0 and deviation 1 whose features are about `scale` pixels, (rows, columns), large."""
    high, wide = scale if isinstance(scale, tuple) else (scale, scale)
    height, width = shape
    coarse = random.normal(0, 1, (max(int(height / high), 2), max(int(width / wide), 2)))
    picture = Image.fromarray(coarse.astype(np.float32)).resize((width, height), Image.Resampling.BICUBIC)
    noise = np.asarray(picture, float)
    return np.asarray((noise - noise.mean()) / noise.std())
