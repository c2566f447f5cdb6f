"""Compiles fast_loops.c: `make loops` runs this with a Python that has the pinned `ziglang`, a C compiler in a wheel.

The same version gives the same bytes on every machine. The folder to write to may be given as an argument.
"""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from export_tools.site.fast_loops import BINARY, FOLDER, HASHES, SOURCES

COMPILE = [
    "clang",
    "--target=wasm32-unknown-emscripten",
    "-O3",
    "-fPIC",  # code that can be loaded at any address
    "-fvisibility=hidden",
    "-ffreestanding",  # there is no C library
    "-nostdlib",
    "-msimd128",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-Wno-unused-parameter",  # the signatures are Python's
    "-Wno-missing-field-initializers",  # members that are not named are zero
]
LINK = [
    "wasm-ld",
    "-shared",
    "--experimental-pic",
    "--strip-all",
    "--unresolved-symbols=import-dynamic",  # Python's functions are found when the module is loaded
    "--export=PyInit_fast_loops",
]


def build(folder: Path) -> None:
    """Write the binary to `folder`, and beside it the hashes of the sources and of the binary."""
    binary = folder / BINARY
    with tempfile.TemporaryDirectory() as work:
        compiled = Path(work) / "fast_loops.o"
        zig(*COMPILE, "-c", "fast_loops.c", "-o", str(compiled))
        zig(*LINK, str(compiled), "-o", str(binary.resolve()))
    binary.chmod(0o644)
    files = [*(FOLDER / name for name in SOURCES), binary]
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / HASHES).write_text("".join(lines), "utf-8")


def zig(*arguments: str) -> None:
    """Run one of the tools in `ziglang`."""
    subprocess.run([sys.executable, "-m", "ziglang", *arguments], cwd=FOLDER, check=True)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
