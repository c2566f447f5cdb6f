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
from glasscnn.preprocess import Stroke
from glasscnn.still_picture import EMPTY, element, ink, sentence, svg
from glasscnn.widget.pages import strokes_command

SCRIPT = Path(__file__).with_name("still.js")
LARGEST_MODEL = 30_000  # bytes of a file that goes with the picture
MOST_POINTS = 1000  # of the strokes in it


def still(
    name: str,
    model: Model,
    command: dict[str, Any],
    strokes: Sequence[Stroke],
    probabilities: npt.NDArray[np.float32],
) -> str:
    """The picture as HTML of less than 100 kB, with what its button opens.

    name     of the widget, which hides the picture while it is shown itself
    command  what has a page load the model; if the model's file is large, there is no button
    """
    drawn = thinned(strokes)
    text = sentence(model.graph.classes, probabilities) if drawn else EMPTY
    picture = element(svg(ink(drawn), model.graph.classes, probabilities), text)
    commands = opening_commands(command, drawn)
    script = f"<script>{SCRIPT.read_text('utf-8')}</script>" if commands else ""
    return (
        f'<div data-glasscnn-still="{html.escape(name)}" data-commands="{html.escape(commands)}">'
        f"{picture}<p>{html.escape(text)}. "
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
