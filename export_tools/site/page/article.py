"""Puts the English article into index.html, so that it can be read without JavaScript."""

from pathlib import Path

from export_tools.errors import ToolError

MARK = b"    <!-- article/en.html -->\n"


def insert_article(page: bytes, web: Path) -> bytes:
    """index.html with the English text of the article in place of its mark; raises ToolError if there is no mark."""
    if MARK not in page:
        raise ToolError(f"index.html does not contain the mark {MARK.decode().strip()}: the article has no place")
    lines = (web / "article" / "en.html").read_bytes().splitlines(keepends=True)
    return page.replace(MARK, b"".join(b"    " + line for line in lines))
