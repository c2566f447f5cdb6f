"""Documents of the repository as pages of the documentation: the same text with other links; and tables of the site."""

import posixpath
import re
from collections.abc import Callable
from pathlib import Path

from export_tools.errors import ToolError

PROJECT = Path(__file__).parents[2]

PAGES = {
    "ARCHITECTURE.md": "design.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "how-to/change-the-code.md",
    "README.md": "index.md",
    "SECURITY.md": "security.md",
    "exercises/README.md": "reference/exercises.md",
}
"""The page of docs/ in which each document is included."""

LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)")
FENCE = re.compile(r"^(````?).*?^\1$", re.DOTALL | re.MULTILINE)
TABLE = '<table class="docutils align-default">'  # as Sphinx writes its own
SECTION = r"^## {number}\. (.+?)\n(.*?)(?=^## |\Z)"


def include(page: str, document: str, number: str | None = None) -> str:
    """The text of a document, a path in the repository, on a page of docs/; with a number, that section only.

    A link to a document that is a page leads there. One to another file, which the documentation does not have, becomes
    its text and the file's path. Raises ToolError if there is no such section.
    """
    text = (PROJECT / document).read_text("utf-8")
    if number is not None:
        section = re.search(SECTION.format(number=number), text, re.DOTALL | re.MULTILINE)
        if section is None:
            raise ToolError(f"{document} has no section {number}")
        text = section[2].strip()
    return outside_fences(lambda prose: LINK.sub(lambda found: moved(found, document, page), prose), text)


def moved(link: re.Match[str], document: str, page: str) -> str:
    """A link of a document as it is on a page of docs/."""
    words, path, place = link[1], link[2], link[3] or ""
    if not path:
        return link[0]
    target = posixpath.normpath(posixpath.join(posixpath.dirname(document), path))
    if target in PAGES or target.startswith("docs/"):
        to = PAGES.get(target, target.removeprefix("docs/"))
        return f"[{words}]({posixpath.relpath(to, posixpath.dirname(page) or '.')}{place})"
    return words if target in words else f"{words} (`{target}`)"


def outside_fences(change: Callable[[str], str], text: str) -> str:
    """The text with everything changed but its blocks of code."""
    parts, end = [], 0
    for fence in FENCE.finditer(text):
        parts += [change(text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*parts, change(text[end:])])


def table(file: str, label: str) -> str:
    """The HTML of the table with this label in a page of the site; raises ToolError if there is none."""
    page = (PROJECT / file).read_text("utf-8")
    found = re.search(rf'aria-label="{re.escape(label)}">\s*(<table>.*?</table>)', page, re.DOTALL)
    if found is None:
        raise ToolError(f"{file} has no table with the label {label}")
    lines = [line.strip() for line in found[1].splitlines()]
    return "\n".join(['<div class="table-wrapper docutils container">', *lines, "</div>"]).replace("<table>", TABLE)
