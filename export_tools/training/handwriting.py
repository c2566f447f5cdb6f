"""Writes a pen digit in ways that pendigits' writers rarely use: slashed zeros, ones with flag and foot, and others.

Pendigits' writers come from one country, and each of them writes a digit in one way. Strokes are changed or drawn, so
that training images hold other ways of writing, too.
"""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from export_tools.data.pendigits import PAD_SIZE, Stroke, bounds

Strokes = Sequence[Stroke]
Generator = np.random.Generator


def write_otherwise(label: int, strokes: Strokes, generator: Generator) -> Strokes:
    """The digit in a rare way of writing it; as it is if there is none for its label."""
    way = WAYS.get(label)
    return strokes if way is None else way(strokes, generator)


def zero(strokes: Strokes, generator: Generator) -> Strokes:
    """A zero with a slash, which ends inside of it, at its line or beyond, or with a dot or short bar in the middle."""
    low, high = bounds(strokes)
    middle, half = (low + high) / 2, (high - low) / 2
    if generator.random() < 0.2:
        reach = half * (0, generator.uniform(0.02, 0.25))
    else:
        slope = np.array([generator.uniform(0.5, 1.1), -generator.uniform(0.5, 1.0)])
        reach = half * slope * generator.uniform(0.55, 1.4)
    return [*strokes, line(middle - reach, middle + reach)]


def one(_: Strokes, generator: Generator) -> Strokes:
    """A one as a straight line, mostly with a flag that rises to its top, some with a foot; turned as a whole."""
    top, bottom = np.array([140.0, 40.0]), np.array([140.0, 240.0])
    strokes = []
    if generator.random() < 0.85:
        angle = math.radians(generator.uniform(20, 55))  # between the flag and the line
        length = generator.uniform(0.15, 1.0) * min(200.0, 110 / math.sin(angle))
        flag = top + length * np.array([-math.sin(angle), math.cos(angle)])
        strokes.append(np.stack([flag, top, bottom]).astype(np.float32))
    else:
        strokes.append(line(top, bottom))
    if generator.random() < 0.3:
        left, right = generator.uniform(25, 75, size=2)
        x, y = bottom
        strokes.append(line((x - left, y), (x + right, y)))
    return turned(strokes, generator.uniform(-15, 15))


def six(strokes: Strokes, generator: Generator) -> Strokes:
    """A six whose tail rises above the loop by only 0.3 to 0.75 of what it did; one that begins elsewhere stays."""
    stroke, *others = strokes
    y = stroke[:, 1]
    bottom = int(np.flatnonzero(y >= y[0] + 0.9 * (y.max() - y[0]))[0])
    loop = float(y[bottom:].min())
    tail = loop - float(y[0])
    if others or tail <= 0:
        return strokes
    cut = np.flatnonzero(y[:bottom] < loop - generator.uniform(0.3, 0.75) * tail)
    return [stroke[len(cut) :]]


def seven(strokes: Strokes, generator: Generator) -> Strokes:
    """A seven with a bar through its leg, a serif at the left of its top, or both; a second stroke is left out."""
    stroke = max(strokes, key=len)
    low, high = bounds([stroke])
    width, height = high - low
    drawn = [stroke]
    ways = generator.integers(1, 4)
    if ways & 1:
        x, y = stroke[int(np.abs(stroke[:, 1] - (low[1] + generator.uniform(0.4, 0.65) * height)).argmin())]
        reach, tilt = generator.uniform(0.2, 0.5) * width, generator.uniform(-0.1, 0.1) * height
        drawn.append(line((x - reach, y - tilt), (x + reach, y + tilt)))
    if ways & 2:
        x, y = stroke[0]
        reach, drop = generator.uniform(-0.1, 0.1) * width, generator.uniform(0.1, 0.3) * height
        drawn.append(line((x, y), (x + reach, y + drop)))
    return drawn


WAYS: Mapping[int, Callable[[Strokes, Generator], Strokes]] = {0: zero, 1: one, 6: six, 7: seven}
"""By label: the functions that write it otherwise."""


def line(start: npt.ArrayLike, end: npt.ArrayLike) -> Stroke:
    """A straight stroke from (x, y) to (x, y)."""
    return np.array([start, end], np.float32)


def turned(strokes: Strokes, degrees: float) -> Strokes:
    """The strokes turned about the middle of the pad."""
    angle, middle = math.radians(degrees), np.float32(PAD_SIZE / 2)
    rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]], np.float32)
    return [((stroke - middle) @ rotation.T + middle).astype(np.float32) for stroke in strokes]
