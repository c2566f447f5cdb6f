"""Joins the page's own code, so that a visit asks for a handful of small files instead of 150.

web/ is written to be read, one thought per file. A browser would ask for each of them by itself, and Python could not
start before they have come. In dist/ the files of web/ lie beside the bundles that are made of them, and the bundles'
source maps lead to them: who opens the browser's developer tools reads and debugs web/.
"""

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from export_tools.site.node import run_node

FOLDER = "bundle"
ENTRIES = ("beginning.js", "worker/worker.js", "main.js")
"""What is loaded first, in the order in which it is needed."""

SHEET = re.compile(r' *<link rel="stylesheet" href="(css/[^"]+)" />\n')
SCRIPT = re.compile(r'(<script [^>]*src=")js/')
IMPORTED = re.compile(r'\b(?:from|import)"\./([^"]+)"')
LINK = '    <link rel="{kind}" href="{name}"{more} />\n'


def bundle(scripts: Mapping[str, bytes], html: bytes) -> dict[str, bytes]:
    """The bundles of js/ and css/, by their path; `html` names the style sheets, in their order."""
    with tempfile.TemporaryDirectory() as work:
        release = Path(work)
        for name, data in scripts.items():
            path = release / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        run_node("bundle.mjs", work, *SHEET.findall(html.decode()))
        made = sorted(path for path in (release / FOLDER).rglob("*") if path.is_file())
        return {path.relative_to(release).as_posix(): path.read_bytes() for path in made}


def refer_to_bundles(html: bytes, bundles: Mapping[str, bytes]) -> bytes:
    """index.html with the bundles in the place of web/'s scripts and styles; all that is needed at start is asked for
    at once, and not only when what comes before has arrived and names it.
    """
    modules = dict.fromkeys(name for entry in ENTRIES for name in imported(f"{FOLDER}/{entry}", bundles))
    first = [
        LINK.format(kind="stylesheet", name=f"{FOLDER}/page.css", more=""),
        LINK.format(kind="preload", name="build.json", more=' as="fetch" crossorigin'),
        *(LINK.format(kind="modulepreload", name=name, more="") for name in modules),
    ]
    text = SCRIPT.sub(rf"\1{FOLDER}/", html.decode())
    place = SHEET.search(text)
    if place is None:
        raise ValueError("index.html names no style sheet")
    return (text[: place.start()] + "".join(first) + SHEET.sub("", text[place.start() :])).encode()


def imported(entry: str, bundles: Mapping[str, bytes]) -> list[str]:
    """A bundle and those that it imports at once, directly or not."""
    found = [entry]
    for name in found:
        folder = name.rpartition("/")[0]
        for path in IMPORTED.findall(bundles[name].decode()):
            if f"{folder}/{path}" not in found:
                found.append(f"{folder}/{path}")
    return found
