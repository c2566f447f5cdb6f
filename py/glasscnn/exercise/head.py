"""Reads the fields of an exercise's head; every error names the line."""

import keyword
import re
from collections.abc import Mapping

from glasscnn.engine.reference import OPERATORS
from glasscnn.errors import ExerciseError
from glasscnn.exercise.document import Field, excerpt

KEYS = ("name", "title", "replaces", "operator", "level", "seconds", "order")
REQUIRED_KEYS = KEYS[:3]
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
NONE = "none"

MOST_LEVELS, MOST_SECONDS, MOST_FUNCTIONS = 3, 60.0, 8


def check_keys(head: Mapping[str, Field]) -> None:
    """Raise ExerciseError for a missing or unknown key."""
    for key, field in head.items():
        if key not in KEYS:
            raise ExerciseError(f"line {field.line}: there is no key {key}; expected one of {', '.join(KEYS)}")
    for key in REQUIRED_KEYS:
        if key not in head or not head[key].value:
            raise ExerciseError(f"the head has no {key}; expected a line `{key}: …` in it")


def read_name(field: Field) -> str:
    """The exercise's name, which is also the name of its file."""
    if not NAME.fullmatch(field.value):
        raise ExerciseError(
            f"line {field.line}: name: expected at most 40 lower-case letters, digits and _, "
            f"found {excerpt(field.value)}"
        )
    return field.value


def read_title(field: Field) -> str:
    """The exercise's title."""
    if len(field.value) > 100:
        raise ExerciseError(f"line {field.line}: title: expected at most 100 characters, found {len(field.value)}")
    return field.value


def read_functions(field: Field) -> tuple[str, ...]:
    """The names of the functions to write."""
    names = tuple(name.strip() for name in field.value.split(","))
    for name in names:
        if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("check_"):
            raise ExerciseError(f"line {field.line}: replaces: expected the name of a function, found {excerpt(name)}")
    if len(set(names)) < len(names) or len(names) > MOST_FUNCTIONS:
        raise ExerciseError(
            f"line {field.line}: replaces: expected at most {MOST_FUNCTIONS} different names, "
            f"found {excerpt(field.value)}"
        )
    return names


def read_operators(head: Mapping[str, Field], functions: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the functions that take the place of an operator of the network."""
    given = "operator" in head
    field = head["operator" if given else "replaces"]
    if given and field.value == NONE:
        return ()
    names = tuple(name.strip() for name in field.value.split(",")) if given else functions
    for name in names:
        if name not in OPERATORS:
            hint = "" if given else f", or the line `operator: {NONE}` in the head"
            raise ExerciseError(
                f"line {field.line}: the network has no operator {excerpt(name)}; "
                f"expected one of the format’s, such as conv2d, max_pool2d or relu{hint}"
            )
        if name not in functions:
            raise ExerciseError(f"line {field.line}: operator: {name} is not one of {', '.join(functions)} to replace")
    return names


def read_number(head: Mapping[str, Field], key: str, default: float, largest: float) -> float:
    """A number of the head, above 0; `default` without it."""
    if key not in head:
        return default
    field = head[key]
    whole = key != "seconds"
    if re.fullmatch(r"[0-9]{1,6}" if whole else r"[0-9]{1,6}(\.[0-9]{1,6})?", field.value):
        number = float(field.value)
        if 0 < number <= largest:
            return number
    kind = "a whole number" if whole else "a number"
    raise ExerciseError(
        f"line {field.line}: {key}: expected {kind} above 0 and up to {largest:g}, found {excerpt(field.value)}"
    )
