"""Joins the page's own code, so that a visit asks for a handful of small files instead of 150.

web/ is written to be read, one thought per file. A browser would ask for each of them by itself, and Python could not
start before they have come. In dist/ the files of web/ lie beside the bundles that are made of them, and the bundles'
source maps lead to them: who opens the browser's developer tools reads and debugs web/.
"""

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
"""What is loaded first, in the order in which it is needed."""

SHEET = '    <link rel="stylesheet" href="css/index.css" />\n'
SCRIPT = re.compile(r'(<script [^>]*src=")js/')
LINK = '    <link rel="{kind}" href="{name}"{more} />\n'


@dataclass(frozen=True)
class Bundles:
    """The bundles of js/ and css/, by their path, and the bundles that each of them imports at once."""

    files: Mapping[str, bytes]
    imports: Mapping[str, list[str]]

    def needed_by(self, entry: str) -> list[str]:
        """A bundle and those that it imports at once, directly or not."""
        found = [entry]
        for name in found:
            found.extend(path for path in self.imports[name] if path not in found)
        return found


def bundle(scripts: Mapping[str, bytes]) -> Bundles:
    """Join the files of web/js and web/css."""
    with tempfile.TemporaryDirectory() as work:
        release = Path(work)
        for name, data in scripts.items():
            path = release / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        run_node("page/bundle.mjs", work)
        made = sorted(path for path in (release / FOLDER).rglob("*") if path.is_file())
        files = {path.relative_to(release).as_posix(): path.read_bytes() for path in made}
        return Bundles(files, resolved(json.loads((release / "imports.json").read_text("utf-8"))))


def resolved(imports: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The same with every path from the release's folder; what esbuild leaves alone it names as the script does."""
    return {
        name: [
            path if path in imports else posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            for path in paths
        ]
        for name, paths in imports.items()
    }


def refer_to_bundles(html: bytes, bundles: Bundles) -> bytes:
    """index.html with the bundles in the place of web/'s scripts and styles; all that is needed at start is asked for
    at once, and not only when what comes before has arrived and names it.
    """
    modules = dict.fromkeys(name for entry in ENTRIES for name in bundles.needed_by(f"{FOLDER}/{entry}"))
    first = [
        LINK.format(kind="stylesheet", name=f"{FOLDER}/page.css", more=""),
        LINK.format(kind="preload", name="build.json", more=' as="fetch" crossorigin'),
        *(LINK.format(kind="modulepreload", name=name, more="") for name in modules),
    ]
    text = SCRIPT.sub(rf"\1{FOLDER}/", html.decode())
    if SHEET not in text:
        raise ValueError("index.html names no style sheet")
    return text.replace(SHEET, "".join(first)).encode()
