"""Values in a few words, without running code of a person: only types that are known are looked into."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from types import BuiltinFunctionType, FunctionType, ModuleType

import numpy as np

MAX_TEXT, MAX_DIGITS = 60, 30
SIMPLE = (bool, float, complex, type(None))
NOT_SHOWN = (ModuleType, FunctionType, BuiltinFunctionType, type)
NAME = re.compile(r"[^\W\d]\w*")


def described(value: object) -> str:
    """A value in a few words: numbers and short texts as they are, arrays by shape and type, the rest by type."""
    kind = type(value)
    if isinstance(value, np.ndarray):
        return f"{kind.__name__} {value.shape} {value.dtype}"
    if kind is int:
        return number(int(value))  # type: ignore[call-overload]
    if kind in SIMPLE:
        return repr(value)
    if isinstance(value, np.generic):
        return f"{value.item()!r} {value.dtype}"
    if kind in (str, bytes):
        text = repr(value[:MAX_TEXT])  # type: ignore[index]
        return text if len(value) <= MAX_TEXT else f"{text}…"  # type: ignore[arg-type]
    if kind in (list, tuple, set, frozenset, dict):
        return f"{kind.__name__} of {len(value)}"  # type: ignore[arg-type]
    return kind.__name__


def number(value: int) -> str:
    """An integer; a large one by its size, since its digits would take long to compute."""
    return str(value) if value.bit_length() <= 3 * MAX_DIGITS else f"int of {value.bit_length():,} bits"


def variables(names: Mapping[str, object], most: int) -> Iterator[tuple[str, str]]:
    """Up to `most` variables and their values in a few words, without modules, functions and private names."""
    shown = (name for name, value in names.items() if name[0] not in "._" and not isinstance(value, NOT_SHOWN))
    return ((name, described(names[name])) for name in islice(shown, most))


def variables_near(line: str, names: Mapping[str, object], most: int) -> Iterator[tuple[str, str]]:
    """Up to `most` variables: those in a line of code first, then the numbers that were assigned last."""
    shown = dict(variables(names, len(names)))
    numbers = [name for name in reversed(shown) if type(names[name]) in (int, float)]
    near = dict.fromkeys([*(name for name in NAME.findall(line) if name in shown), *numbers])
    return ((name, shown[name]) for name in islice(near, most))
