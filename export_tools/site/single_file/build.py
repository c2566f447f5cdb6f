"""Writes the single file: the whole site as one HTML document that opens from a disk, without a network.

It is made from a built site. Styles and scripts are inline, and the Content-Security-Policy allows them by their
hashes; the files that the page fetches are embedded as text (base91.py), deflated if that is smaller. The memory
snapshot is left out: it would shorten the start by half a second and add a third to the size.
"""

import base64
import hashlib
import json
import re
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from export_tools.errors import ToolError
from export_tools.files import write_atomically
from export_tools.site.node import run_node
from export_tools.site.single_file.base91 import encode

MAX_BYTES = 14_000_000  # accepted by mail and course systems
POLICY = (
    "default-src 'none'; script-src '{script}' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'; "
    "img-src data: blob:; style-src '{style}'; base-uri 'none'; form-action 'none'"
)

LAZY_ARCHIVES = "lazyArchives"
LEFT_OUT = {"snapshot", "pyodideModule", "pyodideScript"}  # assets; both scripts are part of the worker's script

Json = dict[str, Any]


@dataclass(frozen=True)
class Bundle:
    """The page's own code, in plain ASCII."""

    style: str
    script: str
    worker: str


def build_single(site: Path, web: Path, out: Path) -> int:
    """Write the single file for a built site; returns its size in bytes.

    Raises ToolError if `site` is not a built site, or if the file would be larger than `MAX_BYTES`.
    """
    if not (site / "build.json").is_file():
        raise ToolError(f"{site} holds no built site (no build.json): run `make site`")
    build = json.loads((site / "build.json").read_text("utf-8"))
    document = assemble((web / "index.html").read_text("utf-8"), bundle(site, web, build), site, build)
    if len(document) > MAX_BYTES:
        raise ToolError(f"{out.name} would have {len(document):,} bytes, the limit is {MAX_BYTES:,}")
    write_atomically(out, document)
    return len(document)


def bundle(site: Path, web: Path, build: Json) -> Bundle:
    """Bundle the page's styles, its modules, and the worker with Pyodide's scripts."""
    core = (site / build["assets"]["pyodideModule"]["url"]).parent
    with tempfile.TemporaryDirectory() as out:
        run_node("single_file/bundle.mjs", str(web), str(core), out)
        return Bundle(*((Path(out) / name).read_text("utf-8") for name in ("page.css", "page.js", "worker.js")))


def assemble(page: str, own: Bundle, site: Path, build: Json) -> bytes:
    """The document: index.html with all files embedded, in ASCII, so that a host's wrong charset does no harm."""
    assets = {name: asset for name, asset in build["assets"].items() if name != "snapshot"}
    files = [
        embedded("build.json", json.dumps(without_folders(build | {"assets": assets})).encode(), "page"),
        embedded("worker.js", own.worker.encode(), "page"),
        *fetched_files(site, build),
    ]
    icon = base64.b64encode((site / "icon.svg").read_bytes()).decode()
    policy = POLICY.format(script=source_hash(own.script), style=source_hash(own.style))
    for pattern, replacement in (
        (r'content="default-src[^"]*"', f'content="{policy}"'),
        (r'href="icon\.svg"', f'href="data:image/svg+xml;base64,{icon}"'),
        (r' *<link rel="(?:manifest|apple-touch-icon)"[^>]*>\n', ""),
        (r' *<link rel="stylesheet"[^>]*>\n', ""),
        (r' *<script [^>]*src="[^>]*></script>\n', ""),
        (r"</head>", lambda _: f"<style>{own.style}</style>\n  </head>"),
        (r"</body>", lambda _: "\n".join([*files, f'<script type="module">{own.script}</script>', "</body>"])),
    ):
        page, count = re.subn(pattern, replacement, page)
        if not count:
            raise ToolError(f"index.html contains no match for {pattern}: the single file cannot be built from it")
    return page.encode("ascii", "xmlcharrefreplace")


def source_hash(text: str) -> str:
    """The source expression of an inline script or style in a Content-Security-Policy."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def embedded(name: str, data: bytes, reader: str, synchronous: bool = False) -> str:
    """A file as a data block, an element that the browser does not execute, deflated if that is smaller.

    `reader` is "page", "worker" or "any". A file that is read synchronously is not deflated, since inflating is
    asynchronous.
    """
    deflated = zlib.compress(data, 9)
    is_smaller = len(deflated) < len(data) and not synchronous
    kept = deflated if is_smaller else data
    flag = " data-deflated" if is_smaller else ""
    attributes = f'id="file:{name}" data-for="{reader}" data-length="{len(kept)}"{flag}'
    return f'<script type="application/octet-stream" {attributes}>{encode(kept)}</script>'


def fetched_files(site: Path, build: Json) -> Iterator[str]:
    """All files that the page or the worker fetches, as data blocks."""
    for name, node in build["assets"].items():
        if name not in LEFT_OUT:
            for url in addresses(node):
                yield embedded(Path(url).name, (site / url).read_bytes(), "worker", synchronous=name == LAZY_ARCHIVES)
    for url in addresses(build["models"]):
        yield embedded(Path(url).name, (site / url).read_bytes(), "any")
    example = build["example"]
    for url in [example["data"], example["frames"], f"{build['page']}/samples/digits.json"]:
        yield embedded(Path(url).name, (site / url).read_bytes(), "page")


def addresses(node: Any) -> Iterator[str]:
    """The URLs of all files in a part of build.json."""
    if isinstance(node, dict):
        if "url" in node:
            yield node["url"]
        for value in node.values():
            yield from addresses(value)
    elif isinstance(node, list):
        for value in node:
            yield from addresses(value)


def without_folders(node: Any) -> Any:
    """build.json with file names instead of paths: embedded files have no folders."""
    if isinstance(node, dict):
        return {key: without_folders(value) for key, value in node.items()}
    if isinstance(node, list):
        return [without_folders(value) for value in node]
    return node.rpartition("/")[2] if isinstance(node, str) and re.match(r"[a-z-]+-[0-9a-f]{12}/", node) else node
