"""Lays a `.gz` and a `.br` beside every file of the site that gets smaller by it, for hosts that send those.

Brotli at its best takes half a minute for each of the two largest files and makes them a seventh smaller than in a few
seconds. What was compressed once is kept under its hash.
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
WORTH_IT = 0.97  # of the plain file's size; what stays larger is left out


def compress_site(folder: Path, cache: Path) -> None:
    """Compress what is in `folder`; what the cache has already is taken from there."""
    kept = {path: cache / sha256(path.read_bytes()) for path in compressible(folder)}
    fill(cache, kept)
    for path, stem in kept.items():
        for suffix in SUFFIXES:
            compressed = stem.with_suffix(suffix)
            if compressed.stat().st_size < WORTH_IT * path.stat().st_size:
                shutil.copyfile(compressed, path.with_name(path.name + suffix))


def compressible(folder: Path) -> Iterator[Path]:
    """The files of a site that are not compressed already."""
    return (path for path in sorted(folder.rglob("*")) if path.suffix in COMPRESSIBLE)


def fill(cache: Path, kept: dict[Path, Path]) -> None:
    """Let Node compress what `cache` has not; a file appears there when it is complete."""
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
        run_node("page/compress.mjs", given=json.dumps(jobs))
        for target in missing:
            (Path(work) / target.name).replace(target)
