"""Parses command-line options that are lists: 1,28,28 and conv1=relu1,pool."""

from collections.abc import Callable
from typing import TypeVar

from export_tools.errors import ToolError
from glasscnn_import.class_names import CLASS_NAMES

T = TypeVar("T")


def listed(option: str, text: str | None, read: Callable[[str], T]) -> list[T]:
    """The parsed items of a comma-separated list; raises ToolError for an invalid item."""
    if text is None:
        return []
    try:
        return [read(part.strip()) for part in text.split(",")]
    except ValueError as error:
        raise ToolError(f"{option}: cannot read {text!r} ({error})") from error


def class_names(text: str | None) -> list[str]:
    """The names of a well-known list, or those in the text."""
    return list(CLASS_NAMES.get(text or "", ())) or listed("--classes", text, str)


def image_shape(text: str | None) -> tuple[int, int, int] | None:
    """The shape in the text C,H,W; None without a text."""
    sides = listed("--shape", text, int)
    if not sides:
        return None
    if len(sides) != 3 or min(sides) < 1:
        raise ToolError(f"--shape: expected C,H,W, three integers above 0, found {text!r}")
    return sides[0], sides[1], sides[2]


def stage(text: str) -> tuple[str, ...]:
    """(name, node) or (name, node, title) from NODE, NAME=NODE or NAME=NODE:TITLE."""
    name, equals, rest = text.partition("=")
    node, colon, title = (rest if equals else name).partition(":")
    if not name or not node:
        raise ValueError("expected NODE, NAME=NODE or NAME=NODE:TITLE")
    return (name.partition(":")[0], node, title) if colon else (name, node)
