"""Writes a `.gz` and a `.br` beside every file of the site that they make smaller, for hosts that serve such copies.

Brotli at its best quality takes half a minute for each of the two largest files and saves a seventh over a fast
setting. Results are cached under the hash of the file.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from export_tools.site.node import run_node
from export_tools.site.runtime.download import sha256

SUFFIXES = (".gz", ".br")
COMPRESSIBLE = {".html", ".css", ".js", ".mjs", ".json", ".md", ".svg", ".wasm"}
MAX_RATIO = 0.97  # of compressed to plain size; larger copies are left out


def compress_site(folder: Path, cache: Path) -> None:
    """Compress the files in `folder`; copies that are in the cache are taken from there."""
    kept = {path: cache / sha256(path.read_bytes()) for path in compressible(folder)}
    fill(cache, kept)
    for path, stem in kept.items():
        for suffix in SUFFIXES:
            compressed = stem.with_suffix(suffix)
            if compressed.stat().st_size < MAX_RATIO * path.stat().st_size:
                shutil.copyfile(compressed, path.with_name(path.name + suffix))


def compressible(folder: Path) -> Iterator[Path]:
    """The files of a site whose format is not compressed."""
    return (path for path in sorted(folder.rglob("*")) if path.suffix in COMPRESSIBLE)


def fill(cache: Path, kept: dict[Path, Path]) -> None:
    """Compress the files that are missing in `cache` with Node; a file appears there only when it is complete."""
    missing = {
        stem.with_suffix(suffix): source
        for source, stem in kept.items()
        for suffix in SUFFIXES
        if not stem.with_suffix(suffix).is_file()
    }
    if not missing:
        return
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".making-") as work:
        jobs = [(str(source), str(Path(work) / target.name)) for target, source in missing.items()]
        run_node("page/compress.mjs", stdin=json.dumps(jobs))
        for target in missing:
            (Path(work) / target.name).replace(target)
