"""The page as a widget gets it: the single file without its data blocks, which the page asks for when it needs them.

So a notebook's output contains neither the page nor Python: the browser gets 1 MB from the kernel, once for all
outputs.
"""

import re
from dataclasses import dataclass
from functools import cache

from glasscnn.notebook_page import page

BLOCK = re.compile(
    r'<script type="application/octet-stream" id="file:(?P<name>[^"]*)" data-for="[a-z]*" data-length="(?P<length>\d+)"'
    r'(?P<deflated> data-deflated="")?>(?P<text>[^<]*)</script>\n'
)
"""A data block, as web/js/share/single-file/data-block.js writes it."""


@dataclass(frozen=True)
class Document:
    """The page: its HTML without data blocks, and these by name."""

    html: str
    blocks: dict[str, re.Match[str]]


@cache
def document() -> Document:
    """The page of the package `glasscnn-page`, or of the source tree; raises what `glasscnn.notebook.page` raises."""
    whole = page()
    return Document(BLOCK.sub("", whole), {block["name"]: block for block in BLOCK.finditer(whole)})


def embedded_file(name: str) -> dict[str, object] | None:
    """A file of the page, as web/js/host/single-file/embedded.js reads it; None if there is none of this name."""
    block = document().blocks.get(name)
    if block is None:
        return None
    return {
        "text": block["text"].encode("ascii"),
        "length": int(block["length"]),
        "isDeflated": bool(block["deflated"]),
    }


def all_blocks() -> bytes:
    """All data blocks as they stand in the single file, one a line."""
    return "".join(block[0] for block in document().blocks.values()).encode("ascii")
