"""The first paint: a sample digit being drawn, read frame by frame by the same Python that the page will run.

The page shows these frames until its own Python is up. `example.json` says what each frame holds; `example.png` has the
stages' canvases, side by side, one row of them for each frame.
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
FRAMES = 1  # each of them is bytes that a first visit waits for

Pixels = npt.NDArray[np.uint8]  # (height, width, 4): RGBA
Strokes = list[list[tuple[float, float, float]]]  # x, y on the pad, milliseconds


@dataclass(frozen=True)
class Example:
    """The contents of `example.json` and `example.png`."""

    description: bytes
    picture: bytes


@dataclass(frozen=True)
class Canvas:
    """Where a stage's pixels lie in `session.pixels`, and where they go in a frame."""

    x: int
    width: int
    height: int
    offset: int


def make_example(model: bytes, name: str, samples: dict[str, Any]) -> Example:
    """Draw the sample digit in equal steps and keep what the network says and shows at each."""
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
    return Example(json.dumps(content, separators=(",", ":")).encode(), png(np.concatenate(rows)))


def drawing_steps(strokes: Strokes) -> Iterator[tuple[int, Strokes]]:
    """The drawing after 1/FRAMES, 2/FRAMES, … of its points: how many they are, and the strokes so far."""
    total = sum(len(stroke) for stroke in strokes)
    starts = [0, *accumulate(len(stroke) for stroke in strokes)]
    for step in range(1, FRAMES + 1):
        points = round(total * step / FRAMES)
        yield (
            points,
            [stroke[: points - start] for stroke, start in zip(strokes, starts, strict=False) if start < points],
        )


def read(session: Session, strokes: Strokes, canvas_size: float) -> int:
    """Let the session read some strokes, as the worker does."""
    session.reserve_ink(sum(len(stroke) for stroke in strokes), len(strokes))
    points = np.array([point[:2] for stroke in strokes for point in stroke], np.float32)
    session.ink[: len(points)] = points
    session.stroke_lengths[: len(strokes)] = [len(stroke) for stroke in strokes]
    return session.read_ink(len(strokes), canvas_size, DEFAULT_BRUSH, centre=True)


def last_stage_values(session: Session, described: dict[str, Any]) -> npt.NDArray[np.float32]:
    """The numbers of the last stage: the probabilities."""
    place = described["stages"][-1]["values"]
    return session.values[place["offset"] : place["offset"] + place["length"]]


def place_side_by_side(stages: list[dict[str, Any]]) -> dict[str, Canvas]:
    """Every stage's canvas, placed from left to right in a frame."""
    lefts = accumulate((stage["canvas"]["width"] for stage in stages), initial=0)
    return {
        stage["name"]: Canvas(x, stage["canvas"]["width"], stage["canvas"]["height"], stage["canvas"]["offset"])
        for x, stage in zip(lefts, stages, strict=False)
    }


def frame_picture(session: Session, canvases: dict[str, Canvas]) -> Pixels:
    """All canvases as they are now, in one picture."""
    width = sum(canvas.width for canvas in canvases.values())
    picture = np.zeros((max(canvas.height for canvas in canvases.values()), width, 4), np.uint8)
    for canvas in canvases.values():
        pixels = session.pixels[canvas.offset : canvas.offset + canvas.width * canvas.height * 4]
        picture[: canvas.height, canvas.x : canvas.x + canvas.width] = pixels.reshape(canvas.height, canvas.width, 4)
    return picture


def png(picture: Pixels) -> bytes:
    """A picture as PNG."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG", optimize=True)
    return out.getvalue()
