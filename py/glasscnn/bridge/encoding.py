"""Answers as they cross to JavaScript: JSON, and two flat blocks for what is large."""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.errors import QuestionError

Plain = Any
"""What JSON can hold: texts, numbers, truth values, null, lists and objects of them."""


class Large:
    """What is large in an answer; the answer itself says where each part lies."""

    def __init__(self) -> None:
        self._numbers: list[npt.NDArray[np.float32]] = []
        self._pictures: list[npt.NDArray[np.uint8]] = []
        self._count = self._bytes = 0

    def put_numbers(self, array: npt.NDArray[Any]) -> Plain:
        """Keep an array of any shape; where it lies."""
        place = {"offset": self._count, "shape": list(array.shape)}
        self._numbers.append(np.asarray(array, np.float32).reshape(-1))
        self._count += array.size
        return place

    def put_picture(self, rgba: npt.NDArray[np.uint8]) -> Plain:
        """Keep a picture (height, width, 4); where it lies."""
        height, width, _ = rgba.shape
        place = {"offset": self._bytes, "width": width, "height": height}
        self._pictures.append(rgba.reshape(-1))
        self._bytes += rgba.size
        return place

    def numbers(self) -> npt.NDArray[np.float32]:
        """All numbers, one after the other."""
        return np.concatenate([np.zeros(0, np.float32), *self._numbers])

    def pictures(self) -> npt.NDArray[np.uint8]:
        """All pictures, one after the other."""
        return np.concatenate([np.zeros(0, np.uint8), *self._pictures])


def to_json(value: Plain) -> str:
    """JSON has no word for NaN and infinity: they cross as texts."""
    try:
        return json.dumps(value, allow_nan=False)
    except ValueError:
        return json.dumps(with_words(value), allow_nan=False)


def with_words(value: Plain) -> Plain:
    """The same with every number that is not finite as a word."""
    if isinstance(value, dict):
        return {key: with_words(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [with_words(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else "−∞"
    return value


def without_none(fields: Mapping[str, Plain]) -> dict[str, Plain]:
    """The fields that are set."""
    return {name: value for name, value in fields.items() if value is not None}


def take(given: str, **kinds: Callable[..., object]) -> list[Any]:
    """The values of a JSON object that must have exactly these fields, of these kinds; raises QuestionError."""
    try:
        fields = json.loads(given)
    except ValueError as error:
        raise QuestionError(f"the question's arguments are no JSON ({error})") from error
    if not isinstance(fields, dict) or set(fields) != set(kinds):
        expected = ", ".join(kinds) or "none"
        raise QuestionError(f"expected the arguments {expected}, found {given[:100]}")
    for name, kind in kinds.items():
        if type(fields[name]) is not kind:
            raise QuestionError(f"expected {name} to be of type {kind.__name__}, found {fields[name]!r}"[:200])
    return [fields[name] for name in kinds]
