"""A still picture of a reading for notebooks: the drawing, and the probabilities as bars, as SVG in an HTML element.

Notebooks show it where they take out frames and scripts, because nobody trusts them.
"""

import base64
import html
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from glasscnn.names import one_line

BRUSH, CANVAS = 24, 280  # the pen's diameter and the side of the pad, in units of the strokes
PAD, ROW, WIDTH = 200, 20, 520  # units of the picture: the side of the pad, the height of a bar's row, the width
BAR = 160  # the length of a probability of 1
BARS, NAME = 10, 16  # the number of classes, and the characters of their names
EMPTY = "An empty pad"
LARGEST_IMAGE = 32  # pixels a side of an image that is drawn pixel by pixel

Array = npt.NDArray[np.float32]


def picture(
    strokes: Sequence[Array],
    classes: Sequence[str],
    probabilities: Array,
    image: Array | None = None,
    style: str = "max-width:100%",
) -> str:
    """The element with the picture: of strokes, (n, 2) on a 280 × 280 pad, or of an image (C, H, W) in [0, 1]."""
    drawing = lines(strokes) if image is None else pixels(image)
    shown = sorted(np.argsort(-probabilities, kind="stable")[:BARS])
    bars = [
        bar(row, classes[index], float(probabilities[index]), index == probabilities.argmax())
        for row, index in enumerate(shown)
    ]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {PAD}" width="{WIDTH}" height="{PAD}" '
        f'font-family="sans-serif" font-size="13"><rect width="{WIDTH}" height="{PAD}" fill="#fff"/>'
        f'<svg width="{PAD}" height="{PAD}"><rect width="{PAD}" height="{PAD}"/>{drawing}</svg>{"".join(bars)}</svg>'
    )
    data = base64.b64encode(svg.encode()).decode()
    text = html.escape(sentence(classes, probabilities) if drawing else EMPTY)
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{text}" style="{style}">'


def sentence(classes: Sequence[str], probabilities: Array) -> str:
    """What the picture shows if there is ink."""
    return f"A drawing, read as {one_line(classes[int(probabilities.argmax())])}"


def lines(strokes: Sequence[Array]) -> str:
    """Strokes as lines; one of a single point has it twice, since SVG draws no other."""
    if not strokes:
        return ""
    scale = PAD / CANVAS
    polylines = [
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in scale * stroke[[*range(len(stroke)), -1]])}"/>'
        for stroke in strokes
    ]
    pen = f'stroke-linecap="round" stroke-linejoin="round" stroke-width="{BRUSH * scale:.1f}"'
    return f'<g fill="none" stroke="#fff" {pen}>{"".join(polylines)}</g>'


def pixels(image: Array) -> str:
    """The ink of a small grey image as squares; nothing of other images."""
    channels, height, width = image.shape
    if channels > 1 or max(height, width) > LARGEST_IMAGE:
        return ""
    side = PAD / max(height, width)
    squares = [
        f'<rect x="{column * side:.1f}" y="{row * side:.1f}" width="{side:.1f}" height="{side:.1f}" '
        f'opacity="{image[0, row, column]:.2f}"/>'
        for row, column in np.argwhere(image[0] > 0.02)
    ]
    return f'<g fill="#fff">{"".join(squares)}</g>'


def bar(row: int, name: str, probability: float, is_largest: bool) -> str:
    """The bar of a class, with its name and its probability."""
    y, colour = row * ROW + 14, "#9d2b12" if is_largest else "#8d8998"
    return (
        f'<text x="{PAD + 85}" y="{y}" text-anchor="end">{html.escape(one_line(name)[:NAME])}</text>'
        f'<rect x="{PAD + 92}" y="{y - 10}" width="{BAR * probability:.1f}" height="12" fill="{colour}"/>'
        f'<text x="{WIDTH - 6}" y="{y}" text-anchor="end">{percent(probability)}</text>'
    )


def percent(probability: float) -> str:
    """A probability in per cent; below 1 it is never 100 %."""
    return f"{100 * min(probability, 0.9994 if probability < 1 else 1):.1f} %"
