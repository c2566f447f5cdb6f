"""Lays a `.gz` and a `.br` beside every file of the site that gets smaller by it, for hosts that send those.

Brotli at its best takes minutes for the largest files and makes them a tenth smaller than in the seconds that it has
otherwise. What was compressed once is kept under its hash.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from export_tools.site.node import run_node
from export_tools.site.sources import sha256

SUFFIXES = (".gz", ".br")
COMPRESSIBLE = {".html", ".css", ".js", ".mjs", ".json", ".md", ".svg", ".wasm"}
WORTH_IT = 0.97  # of the plain file's size; what stays larger is left out


BROTLI_QUICK, BROTLI_BEST = 9, 11


@dataclass(frozen=True)
class Compression:
    """How a site is compressed, and where compressed files are kept from one time to the next."""

    cache: Path
    smallest: bool = False

    @property
    def quality(self) -> int:
        """Brotli's."""
        return BROTLI_BEST if self.smallest else BROTLI_QUICK


def compress_site(folder: Path, compression: Compression) -> None:
    """Compress what is in `folder`; what the cache has already is taken from there."""
    cache = compression.cache / str(compression.quality)
    kept = {path: cache / sha256(path.read_bytes()) for path in compressible(folder)}
    fill(cache, kept, compression.quality)
    for path, stem in kept.items():
        for suffix in SUFFIXES:
            compressed = stem.with_suffix(suffix)
            if compressed.stat().st_size < WORTH_IT * path.stat().st_size:
                shutil.copyfile(compressed, path.with_name(path.name + suffix))


def compressible(folder: Path) -> Iterator[Path]:
    """The files of a site that are not compressed already."""
    return (path for path in sorted(folder.rglob("*")) if path.suffix in COMPRESSIBLE)


def fill(cache: Path, kept: dict[Path, Path], quality: int) -> None:
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
        run_node("compress.mjs", str(quality), given=json.dumps(jobs))
        for target in missing:
            (Path(work) / target.name).replace(target)
