"""Draws what is no digit, as a visitor of the page might: letters, scribbles, shapes, two digits, noise, blobs.

Each kind is a function from a random generator to one image (1, 28, 28) in 0 … 1, made like the image of a drawing on
the pad: scaled to 20 × 20 and centred.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from export_tools.data.letters import LIKE_DIGITS, letter_strokes, smoothed
from export_tools.data.pendigits import PAD_SIZE, PenDigit, Stroke, bounds
from export_tools.training.strokes import add_tremor, transform
from glasscnn import ink_to_image
from glasscnn.preprocess.placement import BOX, centre_of_mass_shift

Array = npt.NDArray[np.float32]
Generator = np.random.Generator
Kind = Callable[[Generator], Array]

SIZE = 28
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def kinds(letters: Sequence[str], fonts: Sequence[Path], digits: Sequence[PenDigit]) -> dict[str, Kind]:
    """What is drawn, by name: letters of these, printed in these fonts, and pairs of these digits."""
    printed = [letter for letter in letters if letter in LETTERS and letter not in "".join(LIKE_DIGITS.values())]
    return {
        "written letters": lambda random: draw(letter_strokes(str(random.choice(letters))), random),
        "printed letters": lambda random: printed_letter(
            str(random.choice(printed)), fonts[int(random.integers(len(fonts)))], random
        ),
        "invented letters": lambda random: draw(invented_letter(random), random),
        "scribbles": lambda random: draw(scribble(random), random),
        "shapes": lambda random: draw(shape(random), random),
        "two digits": lambda random: draw(two_digits(digits, random), random),
        "noise": noise,
        "blobs": blob,
    }


def draw(strokes: Sequence[Stroke], random: Generator) -> Array:
    """The image of strokes that are varied like digits for training: turned, slanted, stretched, with tremor."""
    varied = add_tremor(transform(strokes, random), random)
    return as_on_the_page(ink_to_image(varied, PAD_SIZE, brush=random.uniform(14, 38), clip=False))


def as_on_the_page(image: Array) -> Array:
    """The image in whole levels of 0 … 255, as MNIST's."""
    return (np.rint(image * 255) / 255).astype(np.float32)


def printed_letter(letter: str, font: Path, random: Generator) -> Array:
    """A printed letter, a little turned."""
    picture = Image.new("L", (160, 160))
    face = ImageFont.truetype(str(font), 100)
    ImageDraw.Draw(picture).text((80, 80), letter, fill=255, font=face, anchor="mm")
    return boxed(picture.rotate(random.uniform(-12, 12), Image.Resampling.BICUBIC))


def boxed(picture: Image.Image) -> Array:
    """A picture with bright ink as MNIST's images are made: its ink fitted into 20 × 20, centred by mass."""
    left, top, right, bottom = picture.getbbox() or (0, 0, 1, 1)
    scale = BOX * SIZE / max(right - left, bottom - top)
    width, height = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    small = picture.crop((left, top, right, bottom)).resize((width, height), Image.Resampling.BOX)
    image = np.zeros((SIZE, SIZE), np.float32)
    row, column = (SIZE - height) // 2, (SIZE - width) // 2
    image[row : row + height, column : column + width] = np.asarray(small, np.float32) / 255
    return as_on_the_page(np.roll(image, centre_of_mass_shift(image), axis=(0, 1))[None])


def scribble(random: Generator) -> list[Stroke]:
    """One to three curves through random points, or a zigzag, or a coil."""
    match random.integers(4):
        case 0:
            turns = int(random.integers(5, 14))
            x = np.linspace(20, 260, turns)
            y = np.where(np.arange(turns) % 2, 40, 240) + random.normal(0, 30, turns)
            points = np.stack([x, y] if random.random() < 0.5 else [y, x], axis=1).astype(np.float32)
            return [points if random.random() < 0.5 else smoothed(points)]
        case 1:
            angle = np.linspace(0, random.uniform(5, 12) * math.pi, 120)
            radius = random.uniform(15, 60)
            drift = np.linspace(0, random.uniform(60, 160), 120)
            points = np.stack([60 + drift + radius * np.cos(angle), 140 + radius * np.sin(angle)], axis=1)
            return [points.astype(np.float32)]
        case _:
            curves = int(random.integers(1, 4))
            return [smoothed(random.uniform(20, 260, (int(random.integers(5, 11)), 2)).astype(np.float32))
                    for _ in range(curves)]  # fmt: skip


def invented_letter(random: Generator) -> list[Stroke]:
    """Three to five lines and arcs between the points of a grid, as the letters of all scripts are."""
    strokes: list[Stroke] = []
    corner = random.integers(0, (3, 4))
    for _ in range(int(random.integers(3, 6))):
        start = corner if random.random() < 0.6 else random.integers(0, (3, 4))
        corner = random.integers(0, (3, 4))
        if (start == corner).all():
            corner = (start + np.array([1, 2])) % (3, 4)
        ends = np.stack([start, corner]).astype(np.float32) * (90, 80) + 20
        middle = ends.mean(axis=0) + random.normal(0, 45, 2)
        arc = np.stack([ends[0], middle, ends[1]]).astype(np.float32)
        strokes.append(smoothed(arc) if random.random() < 0.4 else ends.astype(np.float32))
    return strokes


def shape(random: Generator) -> list[Stroke]:
    """A polygon, a star, a cross, an arrow, a house, a heart, a face, a spiral, a grid or a wave."""
    match random.integers(10):
        case 0:
            return [closed_polygon(int(random.choice([3, 4, 5])), random)]
        case 1:
            angle = np.arange(6) * (4 * math.pi / 5) - math.pi / 2
            return [around(angle, 120)]
        case 2:
            return [points((140, 20), (140, 260)), points((20, 140), (260, 140))]
        case 3:
            return [points((20, 140), (260, 140)), points((180, 60), (260, 140), (180, 220))]
        case 4:
            return [points((40, 260), (40, 120), (140, 20), (240, 120), (240, 260), (40, 260))]
        case 5:
            t = np.linspace(0, 2 * math.pi, 60)
            x, y = 16 * np.sin(t) ** 3, 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
            return [np.stack([140 + 7 * x, 130 - 7 * y], axis=1).astype(np.float32)]
        case 6:
            circle = around(np.linspace(0, 2 * math.pi, 40), 120)
            mouth = around(np.linspace(0.2 * math.pi, 0.8 * math.pi, 20), 70)
            return [circle, mouth, points((100, 110), (100, 112)), points((180, 110), (180, 112))]
        case 7:
            angle = np.linspace(0, random.uniform(4, 7) * math.pi, 120)
            radius = np.linspace(8, 120, 120)
            spiral = np.stack([140 + radius * np.cos(angle), 140 + radius * np.sin(angle)], axis=1)
            return [spiral.astype(np.float32)]
        case 8:
            lines = [points((at, 20), (at, 260)) for at in (90, 190)]
            return lines + [points((20, at), (260, at)) for at in (90, 190)]
        case _:
            x = np.linspace(10, 270, 60)
            wave = [np.stack([x, at + 25 * np.sin(x / 22)], axis=1).astype(np.float32) for at in (90, 190)]
            return wave[: int(random.integers(1, 3))]


def points(*places: tuple[float, float]) -> Stroke:
    """A polyline."""
    return np.array(places, np.float32)


def around(angle: npt.NDArray[np.floating], radius: float) -> Stroke:
    """Points on a circle around the middle of the pad."""
    return np.stack([140 + radius * np.cos(angle), 140 + radius * np.sin(angle)], axis=1).astype(np.float32)


def closed_polygon(sides: int, random: Generator) -> Stroke:
    """A regular polygon, turned at random."""
    return around(np.arange(sides + 1) * (2 * math.pi / sides) + random.uniform(0, 2 * math.pi), 120)


def two_digits(digits: Sequence[PenDigit], random: Generator) -> list[Stroke]:
    """Two digits side by side, as in a number."""
    strokes: list[Stroke] = []
    for place in range(2):
        digit = digits[int(random.integers(len(digits)))]
        low, high = bounds(digit.strokes)
        scale = 200 / max(float(high[1] - low[1]), 1.0)
        offset = np.array([strokes_right(strokes) + 30 * place, 0], np.float32)
        strokes += [((stroke - low) * np.float32(scale) + offset).astype(np.float32) for stroke in digit.strokes]
    return strokes


def strokes_right(strokes: Sequence[Stroke]) -> float:
    """The largest x of the strokes, 0 without any."""
    return float(bounds(strokes)[1][0]) if strokes else 0.0


def noise(random: Generator) -> Array:
    """Independent pixels, or coarse grains, over the whole image or its middle."""
    grain = int(random.choice([1, 2, 4]))
    density = random.uniform(0.05, 0.9)
    coarse = random.random((SIZE // grain, SIZE // grain)) * (random.random((SIZE // grain, SIZE // grain)) < density)
    image = np.kron(coarse, np.ones((grain, grain))).astype(np.float32)
    if random.random() < 0.5:
        margin = int(random.integers(2, 7))
        image[:margin] = image[-margin:] = image[:, :margin] = image[:, -margin:] = 0
    return as_on_the_page(image[None])


def blob(random: Generator) -> Array:
    """A filled shape, such as a thumb makes: one to three ellipses."""
    picture = Image.new("L", (160, 160))
    pen = ImageDraw.Draw(picture)
    for _ in range(int(random.integers(1, 4))):
        x, y = random.uniform(50, 110, 2)
        width, height = random.uniform(18, 48, 2)
        pen.ellipse((x - width, y - height, x + width, y + height), fill=255)
    return boxed(picture.rotate(random.uniform(0, 180), Image.Resampling.BICUBIC))


def many(kind: Kind, count: int, random: Generator) -> Array:
    """(count, 1, 28, 28): independent images of one kind."""
    return np.stack([kind(random) for _ in range(count)])


def split_letters(letters: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Letters to fit on, and others to measure on: every third one."""
    names = list(letters)
    return [name for index, name in enumerate(names) if index % 3], names[::3]
