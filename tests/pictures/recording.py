"""A screen recording made of screenshots: each is shown as long as the script says, on every machine."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

SHADOW, ARROW = "#000000", "#ffffff"
POINTER = [(0, 0), (0, 17), (4, 13.5), (7, 20), (10, 18.5), (7, 12.5), (12, 12.5)]
"""The outline of a mouse pointer, in CSS pixels from its tip; screenshots do not contain the system's."""


@dataclass(frozen=True)
class Frame:
    """One picture, and how long it is shown."""

    picture: Image.Image
    milliseconds: int


@dataclass(frozen=True)
class Shot:
    """A screenshot as a PNG, and where the pointer is on it."""

    png: bytes
    pointer: tuple[float, float]


def developed(shot: Shot, width: int) -> Image.Image:
    """The screenshot with a pointer on it, scaled to a width."""
    picture = Image.open(io.BytesIO(shot.png)).convert("RGB")
    x, y = shot.pointer
    ImageDraw.Draw(picture).polygon([(x + right, y + down) for right, down in POINTER], fill=ARROW, outline=SHADOW)
    height = round(picture.height * width / picture.width)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def merged(frames: Sequence[Frame]) -> list[Frame]:
    """The same recording with one frame for those in a row that show the same."""
    kept: list[Frame] = []
    for frame in frames:
        if kept and kept[-1].picture.tobytes() == frame.picture.tobytes():
            kept[-1] = Frame(frame.picture, kept[-1].milliseconds + frame.milliseconds)
        else:
            kept.append(frame)
    return kept


def write(frames: Sequence[Frame], path: Path, quality: int) -> None:
    """As an animated WebP that repeats."""
    first, *others = merged(frames)
    first.picture.save(
        path,
        save_all=True,
        append_images=[frame.picture for frame in others],
        duration=[first.milliseconds, *(frame.milliseconds for frame in others)],
        loop=0,
        quality=quality,
        method=4,
        minimize_size=True,
    )
