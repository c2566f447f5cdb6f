"""Encoding of answers for JavaScript: JSON, and two flat arrays for large data."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.errors import QuestionError

Plain = Any
"""What JSON can hold: texts, numbers, truth values, null, lists and objects of them."""


class Payload:
    """The float32 numbers and RGBA pictures that accompany a JSON answer, which says where each of them lies."""

    def __init__(self) -> None:
        self._numbers: list[npt.NDArray[np.float32]] = []
        self._pictures: list[npt.NDArray[np.uint8]] = []
        self._count = self._bytes = 0

    def put_numbers(self, array: npt.NDArray[Any]) -> Plain:
        """Append an array of any shape; returns its offset and shape."""
        place = {"offset": self._count, "shape": list(array.shape)}
        self._numbers.append(np.asarray(array, np.float32).reshape(-1))
        self._count += array.size
        return place

    def put_picture(self, rgba: npt.NDArray[np.uint8]) -> Plain:
        """Append a picture (height, width, 4); returns its offset in bytes, width and height."""
        height, width, _ = rgba.shape
        place = {"offset": self._bytes, "width": width, "height": height}
        self._pictures.append(rgba.reshape(-1))
        self._bytes += rgba.size
        return place

    def numbers(self) -> npt.NDArray[np.float32]:
        """All arrays, concatenated: float32."""
        return np.concatenate([np.zeros(0, np.float32), *self._numbers])

    def pictures(self) -> npt.NDArray[np.uint8]:
        """All pictures, concatenated: uint8."""
        return np.concatenate([np.zeros(0, np.uint8), *self._pictures])


def to_json(value: Plain) -> str:
    """JSON text of a value; NaN and infinity, which JSON cannot express, become strings."""
    try:
        return json.dumps(value, allow_nan=False)
    except ValueError:
        return json.dumps(with_words(value), allow_nan=False)


def with_words(value: Plain) -> Plain:
    """The value with every non-finite number replaced by a string."""
    if isinstance(value, dict):
        return {key: with_words(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [with_words(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else "−∞"
    return value


def without_none(fields: Mapping[str, Plain]) -> dict[str, Plain]:
    """The fields whose value is not None."""
    return {name: value for name, value in fields.items() if value is not None}


def parse_arguments(arguments: str, **kinds: Callable[..., object]) -> list[Any]:
    """The values of a JSON object; raises QuestionError unless it has exactly the given fields, of the given types."""
    try:
        fields = json.loads(arguments)
    except ValueError as error:
        raise QuestionError(f"the question's arguments are no JSON ({error})") from error
    if not isinstance(fields, dict) or set(fields) != set(kinds):
        expected = ", ".join(kinds) or "none"
        raise QuestionError(f"expected the arguments {expected}, found {arguments[:100]}")
    for name, kind in kinds.items():
        if type(fields[name]) is not kind:
            raise QuestionError(f"expected {name} to be of type {kind.__name__}, found {fields[name]!r}"[:200])
    return [fields[name] for name in kinds]


def named_parts(data: bytes, files: Sequence[Plain]) -> list[tuple[str, bytes]]:
    """The files that lie one after the other in `data`, each with its name and length, as (name, bytes)."""
    ends = accumulate(file["length"] for file in files)
    return [(file["name"], data[end - file["length"] : end]) for file, end in zip(files, ends, strict=True)]
