"""Our docstrings and annotations as Sphinx expects them."""

import re
from typing import Any

import numpy as np
import numpy.typing as npt
from sphinx.util.typing import stringify_annotation

CODE = re.compile(r"(`[^`]+`)")
SPECIAL = re.compile(r"[*|]|_(?!\w)")
"""What reStructuredText would take for the beginning or end of emphasis, a substitution or a reference."""

SHORT = {
    stringify_annotation(npt.ArrayLike, "smart"): "ArrayLike",
    stringify_annotation(npt.NDArray[np.float32], "smart"): "NDArray[float32]",
    stringify_annotation(npt.NDArray[np.int64], "smart"): "NDArray[int64]",
}
"""NumPy's names of the types that Sphinx spells out."""

ENTRY = re.compile(r"^(\w+(?:, \w+)*)  +(\S.*(?:\n {2,}\S.*)*)$", re.MULTILINE)
"""An argument or attribute in a docstring: it begins a line, two spaces before what is said of it."""


def escape(_app: Any, _kind: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    """Keep what a docstring says outside of backticks as it is."""
    parts = CODE.split("\n".join(lines))  # every second one is code
    parts[::2] = [SPECIAL.sub(r"\\\g<0>", part) for part in parts[::2]]
    lines[:] = "".join(parts).splitlines()


def list_arguments(_app: Any, kind: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    """Write the arguments of a function as fields, and the attributes of a class as a list of definitions."""
    text = "\n".join(lines)
    form = "{}\n    {}" if kind in ("class", "exception") else ":param {}: {}"
    entries = [
        form.format(name, " ".join(said.split())) for names, said in ENTRY.findall(text) for name in names.split(", ")
    ]
    prose = re.sub(r"\n{3,}", "\n\n", ENTRY.sub("", text)).strip()
    lines[:] = "\n".join([prose, "", *entries, ""]).splitlines()


def shorten(
    _app: Any, _kind: str, _name: str, _object: Any, _options: Any, arguments: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """Arguments and result of a function with NumPy's short names of types."""
    for long, short in SHORT.items():
        arguments, returns = (text and text.replace(long, short) for text in (arguments, returns))
    return arguments, returns
