"""Compiles a C file to WebAssembly with `ziglang`, a C compiler in a wheel, and records what the binary was made of.

The same version of the compiler gives the same bytes on every machine.
"""

import hashlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HASHES = "SHA256SUMS"
"""The SHA-256 of the sources and of the binary that was built from them, in the format of `sha256sum`."""


@dataclass(frozen=True)
class Recipe:
    """A folder with a C file, the name of the binary, the files that determine its bytes, and the commands."""

    folder: Path
    source: str
    binary: str
    sources: tuple[str, ...]
    compile: tuple[str, ...]
    link: tuple[str, ...]


def build(recipe: Recipe, folder: Path) -> None:
    """Write the binary to `folder`, and beside it the hashes of the sources and of the binary."""
    binary = folder.resolve() / recipe.binary
    with tempfile.TemporaryDirectory() as work:
        compiled = Path(work) / "compiled.o"
        zig(recipe, *recipe.compile, "-c", recipe.source, "-o", str(compiled))
        zig(recipe, *recipe.link, str(compiled), "-o", str(binary))
    binary.chmod(0o644)
    files = [*(recipe.folder / name for name in recipe.sources), binary]
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / HASHES).write_text("".join(lines), "utf-8")


def zig(recipe: Recipe, *arguments: str) -> None:
    """Run one of the tools in `ziglang`."""
    subprocess.run([sys.executable, "-m", "ziglang", *arguments], cwd=recipe.folder, check=True)
