"""Bundles the page's own code, so that a visit requests a handful of small files instead of 150.

The files in web/ are small and many, to be readable; a browser would request each of them before Python can start.
dist/ holds the files of web/ beside the bundles, whose source maps lead to them, so that the browser's developer tools
show and debug web/.
"""

import base64
import hashlib
import json
import posixpath
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from export_tools.site.node import run_node

FOLDER = "bundle"
ENTRIES = ("early-start.js", "worker/worker.js", "main.js")
"""The entry points that are preloaded, in the order in which they are needed."""

SANDBOX_FRAME = f"{FOLDER}/sandbox-frame.js"
"""The script that the page writes into the sandbox's frame, which inherits the page's policy."""

OWN_SCRIPTS = "script-src 'self'"
SHEET = '    <link rel="stylesheet" href="css/index.css" />\n'
LATER_SHEET = 'href="css/later.css"'
SCRIPT = re.compile(r'(<script [^>]*src=")js/')
LINK = '    <link rel="{kind}" href="{name}"{more} />\n'


@dataclass(frozen=True)
class Bundles:
    """The bundles of js/ and css/ by path, and the static imports of each."""

    files: Mapping[str, bytes]
    imports: Mapping[str, list[str]]

    def needed_by(self, entry: str) -> list[str]:
        """A bundle and all its static imports, direct and indirect."""
        found = [entry]
        for name in found:
            found.extend(path for path in self.imports[name] if path not in found)
        return found


def bundle(scripts: Mapping[str, bytes], pyodide: Path) -> Bundles:
    """Bundle the files of web/js and web/css, given by path relative to web/.

    pyodide  pyodide.mjs, which the script of the sandbox's worker contains
    """
    with tempfile.TemporaryDirectory() as work:
        release = Path(work)
        for name, data in scripts.items():
            path = release / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        run_node("page/bundle.mjs", work, str(pyodide.resolve()))
        made = sorted(path for path in (release / FOLDER).rglob("*") if path.is_file())
        files = {path.relative_to(release).as_posix(): path.read_bytes() for path in made}
        return Bundles(files, resolved(json.loads((release / "imports.json").read_text("utf-8"))))


def resolved(imports: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The imports with all paths relative to the release; esbuild leaves those of external modules as written."""
    return {
        name: [
            path if path in imports else posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            for path in paths
        ]
        for name, paths in imports.items()
    }


def refer_to_bundles(html: bytes, bundles: Bundles) -> bytes:
    """index.html with bundles instead of the scripts and styles of web/, and preload links for all that a start needs.

    Its policy allows the sandbox's script by its hash.

    Without the links, the browser would discover each file only after the previous one has arrived.
    """
    modules = dict.fromkeys(name for entry in ENTRIES for name in bundles.needed_by(f"{FOLDER}/{entry}"))
    first = [
        LINK.format(kind="stylesheet", name=f"{FOLDER}/page.css", more=""),
        LINK.format(kind="preload", name="build.json", more=' as="fetch" crossorigin'),
        *(LINK.format(kind="modulepreload", name=name, more="") for name in modules),
    ]
    text = SCRIPT.sub(rf"\1{FOLDER}/", html.decode())
    sandbox = f"{OWN_SCRIPTS} '{source_hash(bundles.files[SANDBOX_FRAME])}'"
    replacements = {SHEET: "".join(first), LATER_SHEET: f'href="{FOLDER}/later.css"', OWN_SCRIPTS: sandbox}
    for written, built in replacements.items():
        if written not in text:
            raise ValueError(f"index.html does not contain the expected {written.strip()}")
        text = text.replace(written, built)
    return text.encode()


def source_hash(text: bytes) -> str:
    """The source expression of an inline script or style in a Content-Security-Policy."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}"
