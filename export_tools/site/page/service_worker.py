"""Adds the list of files to the service worker: one complete release."""

import json
import re
from pathlib import Path

from export_tools.site.page.hashed_folders import HASHED
from export_tools.site.runtime.download import sha256

SCRIPT = "service-worker.js"
ENTRIES = ("index.html", "manifest.webmanifest", "icon.svg", "icon-192.png", "icon-512.png", "icon-maskable-512.png")
FOR_READERS = re.compile(r"weights-\w+/.*\.md|.*\.map|page-\w+/(js|css)/.*")
"""What the page does not fetch: model cards, source maps, and the sources of the bundles."""


def write_service_worker(folder: Path, page: str) -> None:
    """Prepend one line to the script: the release's name and the hashes of its files."""
    release = {"name": page, "files": {path: sha256((folder / path).read_bytes()) for path in kept_files(folder)}}
    script = folder / SCRIPT
    script.write_text(f"self.release = {json.dumps(release)};\n{script.read_text('utf-8')}", "utf-8")


def kept_files(folder: Path) -> list[str]:
    """The files that the page needs without a network: its own, and all that build.json lists."""
    hashed = [
        path.relative_to(folder).as_posix()
        for kind in HASHED
        for path in sorted(folder.glob(f"{kind}*/**/*"))
        if path.is_file()
    ]
    return [*ENTRIES, *(path for path in hashed if not FOR_READERS.fullmatch(path))]
