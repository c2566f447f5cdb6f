"""Prepares the single file: the whole site as one HTML document that opens from a disk, without a network.

A release contains in its folder `single/` what is needed to write that document: index.html with a
Content-Security-Policy that allows its own style and script by their hashes, both of these, the worker's script, and
the list of files to embed. web/js/share/single-file/single-file.js writes the document from them, in Node for
`make single`, and in the page for those who want to hand out what they see.
"""

import base64
import hashlib
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from export_tools.errors import ToolError
from export_tools.files import write_atomically
from export_tools.site.node import run_node
from export_tools.site.page.bundle import SANDBOX_FRAME, source_hash

FOLDER = "single"  # of a release
MAX_BYTES = 14_000_000  # accepted by mail and course systems
POLICY = (
    "default-src 'none'; script-src '{script}' '{sandbox}' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'; "
    "img-src data: blob:; style-src '{style}'; base-uri 'none'; form-action 'none'"
)

LAZY_ARCHIVES = "lazyArchives"
LEFT_OUT = {"snapshot", "pyodideModule", "pyodideScript"}  # assets; the workers' scripts contain the module
SANDBOX_WORKER = "bundle/sandbox-worker.js"

Json = dict[str, Any]


def build_single(site: Path, out: Path) -> int:
    """Write the single file for a built site; returns its size in bytes.

    Raises ToolError if `site` is not a built site, or if the file would be larger than `MAX_BYTES`.
    """
    if not (site / "build.json").is_file():
        raise ToolError(f"{site} holds no built site (no build.json): run `make site`")
    release = site / json.loads((site / "build.json").read_text("utf-8"))["page"]
    with tempfile.TemporaryDirectory() as work:
        made = Path(work) / "single.html"
        run_node("single_file/write.mjs", str(release.resolve()), str(made))
        document = made.read_bytes()
    if len(document) > MAX_BYTES:
        raise ToolError(f"{out.name} would have {len(document):,} bytes, the limit is {MAX_BYTES:,}")
    write_atomically(out, document)
    return len(document)


def single_parts(
    page: bytes,
    web: Path,
    core: Path,
    build: Json,
    site: Path,
    scripts: Mapping[str, bytes],
    exercises: Mapping[str, bytes],
) -> dict[str, bytes]:
    """The files of a release's folder `single/`, by path in the release.

    page       index.html with the article
    core       a folder with pyodide.mjs
    build      the contents of build.json
    site       the folder that its URLs are relative to
    scripts    the bundles, by path in the release, from which the scripts of the sandbox are taken
    exercises  the exercises, by path in the release
    """
    with tempfile.TemporaryDirectory() as out:
        run_node("single_file/bundle.mjs", str(web), str(core), out)
        bundles = {path.name: path.read_bytes() for path in sorted(Path(out).iterdir())}
    assets = {name: asset for name, asset in build["assets"].items() if name != "snapshot"}
    parts = {
        **bundles,
        "page.html": document(page.decode(), bundles, scripts[SANDBOX_FRAME], (web / "icon.svg").read_bytes()),
        "build.json": json.dumps(without_folders(build | {"assets": assets})).encode(),
    }
    own = {f"{FOLDER}/{name}": data for name, data in parts.items()}
    articles = [f"article/{path.name}" for path in sorted((web / "article").iterdir())]
    listed = list(embedded_files(build, [*articles, *exercises]))
    for file in listed:
        data = b"".join(content_of(path, {**own, **scripts, **exercises}, web, site) for path in file["paths"])
        file |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return own | {f"{FOLDER}/files.json": json.dumps(listed, indent=2).encode()}


def document(page: str, bundles: dict[str, bytes], frame: bytes, icon: bytes) -> bytes:
    """The document without style, script and files, in ASCII, so that a host's wrong charset does no harm."""
    policy = POLICY.format(
        script=source_hash(bundles["page.js"]), sandbox=source_hash(frame), style=source_hash(bundles["page.css"])
    )
    data = base64.b64encode(icon).decode()
    for pattern, replacement in (
        (r'content="default-src[^"]*"', f'content="{policy}"'),
        (r'href="icon\.svg"', f'href="data:image/svg+xml;base64,{data}"'),
        (r' *<link rel="(?:manifest|apple-touch-icon)"[^>]*>\n', ""),
        (r' *<link [^>]*rel="stylesheet"[^>]*>\n', ""),
        (r' *<script [^>]*src="[^>]*></script>\n', ""),
        (r"</head>", '  <style id="file:page.css"></style>\n  </head>'),
        (r"</body>", '  <script type="module" id="file:page.js"></script>\n  </body>'),
    ):
        page, count = re.subn(pattern, replacement, page)
        if not count:
            raise ToolError(f"index.html contains no match for {pattern}: the single file cannot be built from it")
    return page.encode("ascii", "xmlcharrefreplace")


def embedded_files(build: Json, texts: Iterable[str]) -> Iterator[Json]:
    """All files that the page or the worker fetches: name, reader, and paths relative to the release.

    texts  the paths of the articles and the exercises
    """
    script = build["assets"]["pyodideScript"]["url"]
    own = [f"{FOLDER}/page.html", f"{FOLDER}/build.json", "samples/digits.json", "samples/strangers.json", *texts]
    for path in (f"../{script}", f"{FOLDER}/worker.js", SANDBOX_FRAME, SANDBOX_WORKER, *own):
        yield described(path, "page")
    for name, node in build["assets"].items():
        if name not in LEFT_OUT:
            for url in addresses(node):
                yield described(f"../{url}", "worker") | {"synchronous": name == LAZY_ARCHIVES}
    for url in addresses(build["models"]):
        yield described(f"../{url}", "any")
    for key in ("data", "frames"):
        yield described(f"../{build['example'][key]}", "page")


def described(path: str, reader: str) -> Json:
    """The entry of one file."""
    return {"name": Path(path).name, "reader": reader, "paths": [path]}


def content_of(path: str, own: dict[str, bytes], web: Path, site: Path) -> bytes:
    """A file of the release or of the site."""
    if path in own:
        return own[path]
    return (site / path.removeprefix("../") if path.startswith("../") else web / path).read_bytes()


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
