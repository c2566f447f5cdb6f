"""A still picture of a reading for notebooks: what was read, and the probabilities as bars, as SVG.

Notebooks show it where they take out frames and scripts, because nobody trusts them, and so do previews and printers.
"""

import base64
import html
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from glasscnn.names import one_line
from glasscnn.png import png

BRUSH, CANVAS = 24, 280  # the pen's diameter and the side of the pad, in units of the strokes
PAD, ROW, WIDTH = 200, 20, 520  # units of the picture: the side of the pad, the height of a bar's row, the width
BAR = 160  # the length of a probability of 1
BARS, NAME = 10, 16  # the number of classes, and the characters of their names
EMPTY = "An empty pad"
MOST = 0.999  # the largest probability that is written: softmax is never certain

Array = npt.NDArray[np.float32]


def svg(drawing: str, classes: Sequence[str], probabilities: Array) -> str:
    """The picture: SVG elements of the drawing (`ink` or `raster`), and a bar for each of the most probable classes."""
    shown = np.sort(np.argsort(-probabilities, kind="stable")[:BARS])
    bars = [
        bar(row, classes[index], float(probabilities[index]), index == probabilities.argmax())
        for row, index in enumerate(shown)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {PAD}" width="{WIDTH}" height="{PAD}" '
        f'font-family="sans-serif" font-size="13"><rect width="{WIDTH}" height="{PAD}" fill="#fff"/>'
        f'<svg width="{PAD}" height="{PAD}"><rect width="{PAD}" height="{PAD}"/>{drawing}</svg>{"".join(bars)}</svg>'
    )


def element(picture: str, text: str, style: str = "max-width:100%") -> str:
    """The HTML element that shows a picture, with a text for those who do not see it."""
    data = base64.b64encode(picture.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{html.escape(text)}" style="{style}">'


def ink(strokes: Sequence[Array]) -> str:
    """Strokes, (n, 2) on a 280 × 280 pad, as lines; one of a single point has it twice, since SVG draws no other."""
    if not strokes:
        return ""
    scale = PAD / CANVAS
    polylines = [
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in scale * stroke[[*range(len(stroke)), -1]])}"/>'
        for stroke in strokes
    ]
    pen = f'stroke-linecap="round" stroke-linejoin="round" stroke-width="{BRUSH * scale:.1f}"'
    return f'<g fill="none" stroke="#fff" {pen}>{"".join(polylines)}</g>'


def raster(image: Array) -> str:
    """An image (C, H, W) with numbers in [0, 1], grey or in colour."""
    levels = np.rint(255 * np.clip(image, 0, 1)).astype(np.uint8).transpose(1, 2, 0)  # (H, W, C)
    pixels = np.broadcast_to(levels[:, :, :3], (*levels.shape[:2], 3))
    data = base64.b64encode(png(pixels)).decode()
    return (
        f'<image width="{PAD}" height="{PAD}" style="image-rendering:pixelated" href="data:image/png;base64,{data}"/>'
    )


def bar(row: int, name: str, probability: float, is_largest: bool) -> str:
    """The bar of a class, with its name and its probability."""
    y, colour = row * ROW + 14, "#9d2b12" if is_largest else "#8d8998"
    return (
        f'<text x="{PAD + 85}" y="{y}" text-anchor="end">{html.escape(one_line(name)[:NAME])}</text>'
        f'<rect x="{PAD + 92}" y="{y - 10}" width="{BAR * probability:.1f}" height="12" fill="{colour}"/>'
        f'<text x="{WIDTH - 6}" y="{y}" text-anchor="end">{percent(probability)}</text>'
    )


def sentence(classes: Sequence[str], probabilities: Array) -> str:
    """What the picture shows if there is ink."""
    return f"A drawing, read as {one_line(classes[int(probabilities.argmax())])}"


def percent(probability: float) -> str:
    """A probability in per cent, with one decimal."""
    return f"{100 * min(probability, MOST):.1f} %"
