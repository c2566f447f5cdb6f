"""Mends in the built pages what axe-core finds in the HTML of Sphinx and its theme."""

import re
from pathlib import Path

REPAIRS = (
    (re.compile(r'(<p class="caption" role="heading")>'), r'\1 aria-level="2">'),
    (re.compile(r'(<aside class="sidebar-drawer")>'), r'\1 aria-label="Contents">'),
    (re.compile(r'(<aside class="toc-drawer")>'), r'\1 aria-label="On this page">'),
    (re.compile(r'<th( class="[^"]*")?><p></p></th>'), r"<td\1></td>"),
    (re.compile(r"<pre>"), '<pre tabindex="0">'),  # both can be wider than the page, and then scroll
    (
        re.compile(r'<div class="table-wrapper'),
        r'<div tabindex="0" role="group" aria-label="Table" class="table-wrapper',
    ),
)

SIGNATURE = re.compile(r"<dl>\n((?:<dd>.*</dd>\n)+)</dl>\n")
"""The parameters of a function, one a line: a list of descriptions without what they describe."""


def mend(built: Path) -> None:
    """Mend all pages in a folder."""
    for path in built.rglob("*.html"):
        path.write_text(mended(path.read_text("utf-8")), "utf-8")


def mended(page: str) -> str:
    """The HTML of a page with all repairs."""
    for pattern, replacement in REPAIRS:
        page = pattern.sub(replacement, page)
    return SIGNATURE.sub(lambda found: re.sub(r"<dd>(.*)</dd>", r'<span class="parameter">\1</span>', found[1]), page)
