"""A still picture of a reading, for notebooks that show no frames: not trusted ones, previews, printed ones.

It is SVG, since that needs no library to write: the image that the network got, and its most probable classes.
"""

import base64
import html
import struct
import zlib

import numpy as np
import numpy.typing as npt

from glasscnn.model import Model, Result
from glasscnn.names import one_line

SIZE = 132  # of the image, in CSS pixels
BARS = 10  # at most
ROW, LABEL, BAR = 13, 90, 240  # pixels: the height of a row, the width of a class's name, that of a probability of 1
WIDTH = SIZE + LABEL + BAR + 70


def still_picture(model: Model, result: Result) -> str:
    """The SVG of a reading; its probabilities are rounded as on the page, so that none below 1 is shown as 100 %."""
    image = base64.b64encode(png(pixels_of(result.stages[model.graph.input.name]))).decode()
    most = np.sort(np.argsort(-result.probabilities, kind="stable")[:BARS])
    rows = [
        bar(row, one_line(model.graph.classes[index]), float(result.probabilities[index]), index == result.label)
        for row, index in enumerate(most)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{SIZE}" font-size="11" '
        f'font-family="sans-serif"><rect width="{WIDTH}" height="{SIZE}" fill="#fff"/>'
        f'<image width="{SIZE}" height="{SIZE}" style="image-rendering:pixelated" '
        f'href="data:image/png;base64,{image}"/>{"".join(rows)}</svg>'
    )


def bar(row: int, name: str, probability: float, is_answer: bool) -> str:
    """One class: its name, its bar, its probability."""
    left, base = SIZE + LABEL, ROW * row + 11
    weight, colour = ("bold", "#b3471d") if is_answer else ("normal", "#5c5966")
    short = name if len(name) <= 12 else f"{name[:11]}…"
    return (
        f'<g font-weight="{weight}" fill="{colour}">'
        f'<text x="{left - 6}" y="{base}" text-anchor="end">{html.escape(short)}</text>'
        f'<rect x="{left}" y="{base - 9}" width="{BAR * probability:.1f}" height="10"/>'
        f'<text x="{left + BAR + 6}" y="{base}">{percent(probability)}</text></g>'
    )


def percent(probability: float) -> str:
    """A probability with one decimal, 99.9 % at most: softmax is never certain."""
    return f"{100 * min(probability, 0.999):.1f} %"


def pixels_of(image: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Numbers (C, H, W) in [0, 1] → pixels (H, W, 3); one channel is grey."""
    levels = np.rint(255 * np.clip(image, 0, 1)).astype(np.uint8).transpose(1, 2, 0)  # (H, W, C)
    return np.broadcast_to(levels[:, :, :3], (*levels.shape[:2], 3))


def png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """A PNG of pixels (H, W, 3); format: W3C, Portable Network Graphics, https://www.w3.org/TR/png-3/."""
    height, width, _ = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits, RGB
    rows = np.insert(pixels.reshape(height, 3 * width), 0, 0, axis=1)  # (H, 1 + 3·W): each row is stored unfiltered
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(chunk, chunks))


def chunk(content: tuple[bytes, bytes]) -> bytes:
    """A chunk of a PNG: length, kind, data, checksum of the latter two."""
    kind, data = content
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
