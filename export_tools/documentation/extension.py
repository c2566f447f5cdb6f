"""An extension of Sphinx: what a page names on a line of its own is inserted, and our docstrings are understood.

`<!-- include ARCHITECTURE.md -->` inserts a document of the repository, or one section of it if a number follows;
`<!-- table web/embed/index.html Messages -->` a table of a page of the site; `<!-- commands glasscnn -->` the help of all
commands of a program; `<!-- jsdoc web/js/embed/public-api.js PublicApi predict link -->` what comments say of a class or a type.
"""

import re
from typing import Any

import numpy as np
import numpy.typing as npt
from sphinx.util.typing import stringify_annotation

from export_tools.documentation.command_help import commands
from export_tools.documentation.included import include, table
from export_tools.documentation.jsdoc import jsdoc

INSERTION = re.compile(r"^<!-- (include|table|commands|jsdoc) (.+) -->$", re.MULTILINE)

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


def setup(app: Any) -> dict[str, bool]:
    """Called by Sphinx."""
    app.connect("source-read", insert)
    app.connect("autodoc-process-docstring", escape, priority=100)
    app.connect("autodoc-process-docstring", list_arguments, priority=200)  # before Napoleon
    app.connect("autodoc-process-signature", shorten)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def insert(_: Any, name: str, source: list[str]) -> None:
    """Put into the text of a page, given by its name in docs/, what it asks for."""
    source[0] = INSERTION.sub(lambda found: inserted(found[1], found[2].split(), name), source[0])


def inserted(kind: str, words: list[str], page: str) -> str:
    """The Markdown, or HTML, in the place of one line."""
    match kind:
        case "include":
            return include(page, *words)
        case "table":
            return table(*words)
        case "commands":
            return commands(*words)
        case _:
            return jsdoc(*words)


def escape(_app: Any, _kind: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    """Keep what a docstring says outside of backticks as it is."""
    parts = CODE.split("\n".join(lines))  # every second one is code
    parts[::2] = [SPECIAL.sub(r"\\\g<0>", part) for part in parts[::2]]
    lines[:] = "".join(parts).splitlines()


def shorten(
    _app: Any, _kind: str, _name: str, _object: Any, _options: Any, arguments: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """Arguments and result of a function with NumPy's short names of types."""
    for long, short in SHORT.items():
        arguments, returns = (text and text.replace(long, short) for text in (arguments, returns))
    return arguments, returns


def list_arguments(_app: Any, kind: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    """Write the arguments and attributes that a docstring lists as sections that Napoleon reads.

    Each begins a line, two spaces before what is said of it; the text may go on in indented lines.
    """
    text = "\n".join(lines)
    entries = ENTRY.findall(text)
    if entries:
        section = "Attributes" if kind in ("class", "exception") else "Args"
        listed = [f"    {name}: {' '.join(said.split())}" for names, said in entries for name in names.split(", ")]
        lines[:] = [*re.sub(r"\n{3,}", "\n\n", ENTRY.sub("", text)).strip().splitlines(), "", f"{section}:", *listed, ""]
