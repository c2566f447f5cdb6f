"""Folders that are named after their contents."""

import hashlib
from pathlib import Path

from export_tools.site.runtime.download import sha256

HASHED = ("page-", "runtime-", "app-", "lazy-archives-", "snapshot-", "weights-", "example-")
"""The prefixes of hashed folders, whose files may be cached forever."""


def place_hashed(folder: Path, name: str, files: dict[str, bytes]) -> Path:
    """Write files, given by relative path, into a new folder `name-<hash of their names and contents>`."""
    digest = hashlib.sha256("".join(f"{file}\0{sha256(files[file])}\n" for file in sorted(files)).encode())
    place = folder / f"{name}-{digest.hexdigest()[:12]}"
    for file, data in files.items():
        path = place / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return place


def asset(folder: Path, path: Path) -> dict[str, str | int]:
    """A file's entry in build.json: its URL relative to the site, its size and its hash."""
    data = path.read_bytes()
    return {"url": path.relative_to(folder).as_posix(), "bytes": len(data), "sha256": sha256(data)}
