"""A still picture of a widget, for a notebook without a kernel: the drawing, the answer and the bars, as SVG in HTML.

Notebooks show it where nobody trusts their scripts. Where scripts run, its button opens the page with the drawing, in
a Python of the browser's own: from the document, if the notebook was exported with the page in it (`html_exporter.py`),
or from a file `glasscnn.html` beside it.
"""

import base64
import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.model import Model
from glasscnn.names import one_line
from glasscnn.preprocess import DEFAULT_BRUSH, Stroke
from glasscnn.widget.pages import strokes_command

SCRIPT = Path(__file__).with_name("still.js")
BARS = 10  # classes that are shown
PAD, ROW, BAR = 200, 20, 200  # units of the picture
WIDTH, NAME = 520, 16  # its width, and the characters of a class's name
LARGEST_MODEL = 30_000  # bytes of a file that goes with the picture
MOST_POINTS = 1000  # of the strokes in it

INK = 'fill="none" stroke="#fff" stroke-linecap="round" stroke-linejoin="round"'


def picture(strokes: Sequence[Stroke], classes: Sequence[str], probabilities: npt.NDArray[np.float32]) -> str:
    """The drawing on its pad, and the most probable classes, in their order, as SVG; strokes are on a 280 × 280 pad."""
    scale = PAD / 280
    lines = [
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in closed(stroke) * scale)}"/>' for stroke in strokes
    ]
    shown = sorted(np.argsort(-probabilities, kind="stable")[:BARS])
    bars = [
        bar(row, classes[index], float(probabilities[index]), index == probabilities.argmax())
        for row, index in enumerate(shown)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {PAD}" width="{WIDTH}" height="{PAD}" '
        f'font-family="sans-serif" font-size="13"><rect width="{WIDTH}" height="{PAD}" fill="#fff"/>'
        f'<svg width="{PAD}" height="{PAD}"><rect width="{PAD}" height="{PAD}"/>'
        f'<g {INK} stroke-width="{DEFAULT_BRUSH * scale:.1f}">{"".join(lines)}</g></svg>{"".join(bars)}</svg>'
    )


def closed(stroke: Stroke) -> Stroke:
    """The stroke, with at least two points, since SVG does not draw a line of one."""
    return stroke if len(stroke) > 1 else np.repeat(stroke, 2, axis=0)


def bar(row: int, name: str, probability: float, is_largest: bool) -> str:
    """The bar of a class, with its name and its probability."""
    y, colour = row * ROW + 14, "#9d2b12" if is_largest else "#8d8998"
    return (
        f'<text x="{PAD + 85}" y="{y}" text-anchor="end">{html.escape(one_line(name)[:NAME])}</text>'
        f'<rect x="{PAD + 92}" y="{y - 10}" width="{BAR * probability * 0.8:.1f}" height="12" fill="{colour}"/>'
        f'<text x="{WIDTH - 6}" y="{y}" text-anchor="end">{percent(probability)}</text>'
    )


def percent(probability: float) -> str:
    """A probability in per cent; below 1 it is never 100 %."""
    return f"{100 * min(probability, 0.9994 if probability < 1 else 1):.1f} %"


def still(
    name: str,
    model: Model,
    command: dict[str, Any],
    strokes: Sequence[Stroke],
    probabilities: npt.NDArray[np.float32],
) -> str:
    """The picture as HTML of at most `LARGEST` bytes or so, with what its button opens.

    name     of the widget, which hides the picture while it is shown itself
    command  what has a page load the model; if the model's file is large, there is no button
    """
    drawn = thinned(strokes)
    svg = picture(drawn, model.graph.classes, probabilities)
    text = html.escape(f"A drawing, read as {one_line(model.graph.classes[int(probabilities.argmax())])}")
    image = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    commands = opening_commands(command, drawn)
    script = f"<script>{SCRIPT.read_text('utf-8')}</script>" if commands else ""
    return (
        f'<div data-glasscnn-still="{html.escape(name)}" data-commands="{html.escape(commands)}">'
        f'<img src="{image}" alt="{text}" style="max-width:100%"><p>{text}. '
        f"<span>Run this cell to draw and to look inside.</span></p>{script}</div>"
    )


def opening_commands(command: dict[str, Any], strokes: Sequence[Stroke]) -> str:
    """The commands for the page that the button opens, as JSON; empty if the model's file is large."""
    file = command.get("bytes", b"")
    if len(file) > LARGEST_MODEL:
        return ""
    load = {**command, "bytes": base64.b64encode(file).decode()} if file else command
    return json.dumps([load, strokes_command(strokes)])


def thinned(strokes: Sequence[Stroke]) -> list[Stroke]:
    """The strokes with at most `MOST_POINTS` points or so: with every second, fourth, … of them."""
    step = 1
    while sum(len(stroke[::step]) for stroke in strokes) > max(MOST_POINTS, 2 * len(strokes)):
        step *= 2
    return [np.round(np.concatenate([stroke[:-1:step], stroke[-1:]]), 1) for stroke in strokes[:MOST_POINTS]]
