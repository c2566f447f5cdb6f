"""The service worker with the list of what it keeps: one release, whole."""

import json
from pathlib import Path

from export_tools.site.page.hashed_folders import HASHED
from export_tools.site.runtime.download import sha256

SCRIPT = "service-worker.js"
ENTRIES = ("index.html", "manifest.webmanifest", "icon.svg", "icon-192.png", "icon-512.png", "icon-maskable-512.png")
NOT_FETCHED = {".md", ".map"}  # people read a model's card on its host, and developer tools a map; the page does not
FOR_READERS = ("js", "css")  # of the page's folder: what the bundles are made of


def write_service_worker(folder: Path, page: str) -> None:
    """Write the release's name and the hashes of its files before the script, in one line."""
    release = {"name": page, "files": {path: sha256((folder / path).read_bytes()) for path in kept_files(folder)}}
    script = folder / SCRIPT
    script.write_text(f"self.release = {json.dumps(release)};\n{script.read_text('utf-8')}", "utf-8")


def kept_files(folder: Path) -> list[str]:
    """What the page needs without the network: itself, and all that its build.json lists."""
    hashed = [
        path.relative_to(folder).as_posix()
        for kind in HASHED
        for path in sorted(folder.glob(f"{kind}*/**/*"))
        if path.is_file() and path.suffix not in NOT_FETCHED
    ]
    return [
        *ENTRIES,
        *(path for path in hashed if not (path.startswith("page-") and path.split("/")[1] in FOR_READERS)),
    ]
