"""An extension of Sphinx: what a page names on a line of its own is inserted, and our docstrings are understood.

`<!-- include ARCHITECTURE.md -->`                     a document of the repository, or the section with a number
`<!-- table web/embed/index.html Messages -->`         a table of a page of the site, by its label
`<!-- commands glasscnn -->`                           the help of all commands of a program
`<!-- jsdoc web/js/embed/public-api.js PublicApi predict -->`  what comments say of methods, or of a type
"""

import re
from pathlib import Path
from typing import Any

from export_tools.documentation.accessible import mend
from export_tools.documentation.command_help import commands
from export_tools.documentation.docstrings import escape, list_arguments, shorten
from export_tools.documentation.included import include, table
from export_tools.documentation.jsdoc import jsdoc

INSERTION = re.compile(r"^<!-- (include|table|commands|jsdoc) (.+) -->$", re.MULTILINE)


def setup(app: Any) -> dict[str, bool]:
    """Called by Sphinx."""
    app.connect("source-read", insert)
    app.connect("autodoc-process-docstring", escape, priority=100)
    app.connect("autodoc-process-docstring", list_arguments, priority=200)
    app.connect("autodoc-process-signature", shorten)
    app.connect("build-finished", finish)
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


def finish(app: Any, error: Exception | None) -> None:
    """Mend the pages, if they are written."""
    if error is None:
        mend(Path(app.outdir))
