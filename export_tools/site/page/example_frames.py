"""The first paint: frames of a sample digit being drawn, computed with the same Python code that the page runs.

The page shows these frames until its own Python has started. `example.json` describes each frame; `example.webp` holds
the stages' canvases side by side, one row for each frame.
"""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from glasscnn.bridge import Session
from glasscnn.preprocess import DEFAULT_BRUSH

DIGIT = 3
FRAMES = 1  # each one adds to the download of a first visit

Pixels = npt.NDArray[np.uint8]  # (height, width, 4): RGBA
Strokes = list[list[tuple[float, float, float]]]  # x, y on the pad, milliseconds


@dataclass(frozen=True)
class Example:
    """The contents of `example.json` and `example.webp`."""

    description: bytes
    picture: bytes


@dataclass(frozen=True)
class Canvas:
    """The position of a stage's pixels in `session.pixels`, and in a frame."""

    x: int
    width: int
    height: int
    offset: int


def make_example(model: bytes, name: str, samples: dict[str, Any]) -> Example:
    """Draw the sample digit in equal steps and record the prediction and the pixels after each."""
    session = Session()
    described = json.loads(session.load_model(model, name))
    canvases = place_side_by_side(described["stages"])
    strokes: Strokes = next(digit["strokes"] for digit in samples["digits"] if digit["label"] == DIGIT)
    frames, rows = [], []
    for points, drawn in drawing_steps(strokes):
        prediction = read(session, drawn, samples["size"])
        frames.append(
            {
                "points": points,
                "prediction": prediction,
                "probabilities": last_stage_values(session, described).tolist(),
                "ranges": session.ranges[: len(canvases)].tolist(),
            }
        )
        rows.append(frame_picture(session, canvases))
    content = {
        "digit": DIGIT,
        "model": described,
        "atlas": {stage: {"x": c.x, "y": 0, "width": c.width, "height": c.height} for stage, c in canvases.items()},
        "frameHeight": len(rows[0]),
        "frames": frames,
    }
    return Example(json.dumps(content, separators=(",", ":")).encode(), webp(np.concatenate(rows)))


def drawing_steps(strokes: Strokes) -> Iterator[tuple[int, Strokes]]:
    """The drawing after 1/FRAMES, 2/FRAMES, … of its points: their number, and the strokes so far."""
    total = sum(len(stroke) for stroke in strokes)
    starts = [0, *accumulate(len(stroke) for stroke in strokes)]
    for step in range(1, FRAMES + 1):
        points = round(total * step / FRAMES)
        yield (
            points,
            [stroke[: points - start] for stroke, start in zip(strokes, starts, strict=False) if start < points],
        )


def read(session: Session, strokes: Strokes, canvas_size: float) -> int:
    """Read strokes as the worker does; returns the label."""
    session.reserve_ink(sum(len(stroke) for stroke in strokes), len(strokes))
    points = np.array([point[:2] for stroke in strokes for point in stroke], np.float32)
    session.ink[: len(points)] = points
    session.stroke_lengths[: len(strokes)] = [len(stroke) for stroke in strokes]
    return session.read_ink(len(strokes), canvas_size, DEFAULT_BRUSH, centre=True)


def last_stage_values(session: Session, described: dict[str, Any]) -> npt.NDArray[np.float32]:
    """The values of the last stage: the probabilities."""
    place = described["stages"][-1]["values"]
    return session.values[place["offset"] : place["offset"] + place["length"]]


def place_side_by_side(stages: list[dict[str, Any]]) -> dict[str, Canvas]:
    """The canvas of every stage, placed from left to right in a frame."""
    lefts = accumulate((stage["canvas"]["width"] for stage in stages), initial=0)
    return {
        stage["name"]: Canvas(x, stage["canvas"]["width"], stage["canvas"]["height"], stage["canvas"]["offset"])
        for x, stage in zip(lefts, stages, strict=False)
    }


def frame_picture(session: Session, canvases: dict[str, Canvas]) -> Pixels:
    """The current pixels of all canvases in one picture."""
    width = sum(canvas.width for canvas in canvases.values())
    picture = np.zeros((max(canvas.height for canvas in canvases.values()), width, 4), np.uint8)
    for canvas in canvases.values():
        pixels = session.pixels[canvas.offset : canvas.offset + canvas.width * canvas.height * 4]
        picture[: canvas.height, canvas.x : canvas.x + canvas.width] = pixels.reshape(canvas.height, canvas.width, 4)
    return picture


def webp(picture: Pixels) -> bytes:
    """The picture as a lossless WebP file, a third of a PNG."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "WEBP", lossless=True, quality=100, exact=True)
    return out.getvalue()
