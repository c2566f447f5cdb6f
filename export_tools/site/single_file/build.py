"""Writes the single file: the whole site in one HTML document, which a double click opens without any network.

It is made from a built site. Styles and scripts stand in the document, and its Content-Security-Policy names them by
their hashes; everything that the page fetches stands behind them as text (base91.py), deflated where that is
smaller. The memory image is left out: it saves half a second of the start and would cost a third of the size.
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

LARGEST = 14_000_000  # bytes; what mail and course systems still take
POLICY = (
    "default-src 'none'; script-src '{script}' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'; "
    "img-src data: blob:; style-src '{style}'; base-uri 'none'; form-action 'none'"
)

ATTIC = "attic"
LEFT_OUT = {"image", "pyodideModule", "pyodideScript"}  # of build.json's assets; the scripts are the worker's own

Json = dict[str, Any]


@dataclass(frozen=True)
class Bundle:
    """The page's own code, in plain ASCII."""

    style: str
    script: str
    worker: str


def build_single(site: Path, web: Path, out: Path) -> int:
    """Write the single file for a built site; its size in bytes.

    Raises ToolError where `site` holds no built site, or where the file would become too large to be passed on.
    """
    if not (site / "build.json").is_file():
        raise ToolError(f"{site} holds no built site (no build.json): run `make site`")
    build = json.loads((site / "build.json").read_text("utf-8"))
    document = assemble((web / "index.html").read_text("utf-8"), bundle(site, web, build), site, build)
    if len(document) > LARGEST:
        raise ToolError(f"{out.name} would have {len(document):,} bytes, at most {LARGEST:,} are wanted")
    write_atomically(out, document)
    return len(document)


def bundle(site: Path, web: Path, build: Json) -> Bundle:
    """The page's styles and modules as one each, and the worker's with Pyodide's scripts as one."""
    core = (site / build["assets"]["pyodideModule"]["url"]).parent
    with tempfile.TemporaryDirectory() as out:
        run_node("single_file/bundle.mjs", str(web), str(core), out)
        return Bundle(*((Path(out) / name).read_text("utf-8") for name in ("page.css", "page.js", "worker.js")))


def assemble(page: str, own: Bundle, site: Path, build: Json) -> bytes:
    """The document: index.html with everything in it that it refers to, in plain ASCII, which no host can mistake."""
    assets = {name: asset for name, asset in build["assets"].items() if name != "image"}
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
            raise ToolError(f"index.html has nothing like {pattern}: the single file cannot be made from it")
    return page.encode("ascii", "xmlcharrefreplace")


def source_hash(text: str) -> str:
    """What a Content-Security-Policy calls an inline script or style."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def embedded(name: str, data: bytes, who: str, at_once: bool = False) -> str:
    """A file as an element that the browser does not look into, deflated if it may be and gets smaller.

    `who` asks for it: the page, the worker, or any of them. What Python reads `at_once` cannot be inflated then.
    """
    deflated = zlib.compress(data, 9)
    is_smaller = len(deflated) < len(data) and not at_once
    kept = deflated if is_smaller else data
    attributes = f'id="file:{name}" data-for="{who}" data-length="{len(kept)}"{" data-deflated" if is_smaller else ""}'
    return f'<script type="application/octet-stream" {attributes}>{encode(kept)}</script>'


def fetched_files(site: Path, build: Json) -> Iterator[str]:
    """Everything that the page or the worker fetches, as elements."""
    for name, node in build["assets"].items():
        if name not in LEFT_OUT:
            for url in addresses(node):
                yield embedded(Path(url).name, (site / url).read_bytes(), "worker", at_once=name == ATTIC)
    for url in addresses(build["models"]):
        yield embedded(Path(url).name, (site / url).read_bytes(), "any")
    example = build["example"]
    for url in [example["data"], example["frames"], f"{build['page']}/samples/digits.json"]:
        yield embedded(Path(url).name, (site / url).read_bytes(), "page")


def addresses(node: Any) -> Iterator[str]:
    """The addresses of all files in a part of build.json."""
    if isinstance(node, dict):
        if "url" in node:
            yield node["url"]
        for value in node.values():
            yield from addresses(value)
    elif isinstance(node, list):
        for value in node:
            yield from addresses(value)


def without_folders(node: Any) -> Any:
    """build.json for a document in which every file has only a name."""
    if isinstance(node, dict):
        return {key: without_folders(value) for key, value in node.items()}
    if isinstance(node, list):
        return [without_folders(value) for value in node]
    return node.rpartition("/")[2] if isinstance(node, str) and re.match(r"[a-z]+-[0-9a-f]{12}/", node) else node
