"""Plain values for what a person's code is about: what is wrong with it, exercises, arrays in the console."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from glasscnn.bridge.encoding import Payload, Plain
from glasscnn.bridge.palette import Palette
from glasscnn.bridge.rendering import picture_of
from glasscnn.bridge.stage_views import layout
from glasscnn.colormap import value_range
from glasscnn.own import Trouble

if TYPE_CHECKING:
    from glasscnn.exercise import Exercise

MAX_CELLS, MAX_SIDE = 65_536, 256
"""Of the maps that are painted beside the text of an array."""


def plain_trouble(trouble: Trouble) -> Plain:
    """What is wrong with a person's code."""
    place = trouble.place
    return {
        "kind": trouble.kind,
        "sentence": trouble.sentence,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "frames": [
            {
                "function": call.function,
                "file": call.file,
                "line": call.line,
                "locals": [list(variable) for variable in call.variables],
            }
            for call in trouble.calls
        ],
    }


def plain_exercise(exercise: "Exercise") -> Plain:
    """An exercise as plain values: its checks by their titles, and the operators that its solution replaces."""
    return {
        "name": exercise.name,
        "title": exercise.title,
        "functions": list(exercise.functions),
        "replaces": ", ".join(exercise.operators),
        "level": exercise.level,
        "seconds": exercise.seconds,
        "statement": exercise.statement,
        "starter": exercise.starter,
        "checks": list(exercise.titles.values()),
        "hints": list(exercise.hints),
        "solution": exercise.solution,
    }


def plain_array(value: object, palette: Palette, payload: Payload) -> Plain:
    """An array's shape, type and range, and a picture of small maps; None for another value.

    The range is that of the finite numbers, None without any.
    """
    if not isinstance(value, np.ndarray):
        return None
    low = high = None
    is_real = value.dtype.kind in "fiub"
    if value.size and is_real and np.isfinite(value).any():
        finite = value[np.isfinite(value)]
        low, high = float(finite.min()), float(finite.max())
    maps = maps_of(value) if value.size and is_real else None
    picture = None if maps is None else payload.put_picture(painted(maps, palette))
    return {"shape": list(value.shape), "dtype": str(value.dtype), "low": low, "high": high, "picture": picture}


def maps_of(array: npt.NDArray[np.generic]) -> npt.NDArray[np.float32] | None:
    """(H, W), (C, H, W) or (1, C, H, W) as maps (C, H, W); None for another shape, and for large ones."""
    shape = array.shape[1:] if array.ndim == 4 and array.shape[0] == 1 else array.shape
    if len(shape) not in (2, 3) or array.size > MAX_CELLS or max(shape[-2:]) > MAX_SIDE:
        return None
    return np.asarray(array, np.float32).reshape(-1, *shape[-2:])


def painted(maps: npt.NDArray[np.float32], palette: Palette) -> npt.NDArray[np.uint8]:
    """A picture of maps in the colours of a stage: from 0 to the largest number, or both ways from 0."""
    is_signed = bool((maps < 0).any())
    low, high = value_range(maps, is_signed)
    colours = palette.colours["diverging" if is_signed else "sequential"]
    return picture_of(maps, colours, low, high, *layout(maps.shape))
