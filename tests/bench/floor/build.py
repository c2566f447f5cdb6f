"""Compiles floor.c: `make bench-floor` runs this with a Python that has the pinned `ziglang`, a C compiler in a wheel.

The same version gives the same bytes on every machine. The folder to write to may be given as an argument.
"""

import sys
from pathlib import Path

from export_tools.site.fast_loops.compiler import Recipe, build

FOLDER = Path(__file__).resolve().parent
SOURCES = ("floor.c", "build.py")
BINARY = "floor.wasm"

COMPILE = (
    "clang",
    "--target=wasm32-unknown-unknown",
    "-O3",
    "-ffreestanding",  # there is no C library
    "-nostdlib",
    "-msimd128",
    "-Wall",
    "-Wextra",
    "-Werror",
)
ARRAYS = ("image", "scaling", "weights", "maps1", "maps2", "pooled", "probabilities")
LINK = (
    "wasm-ld",
    "--no-entry",
    "--strip-all",
    "--allow-undefined",  # exp, which JavaScript gives
    *(f"--export={name}" for name in ARRAYS),  # their addresses
)
RECIPE = Recipe(FOLDER, "floor.c", BINARY, SOURCES, COMPILE, LINK)

if __name__ == "__main__":
    build(RECIPE, Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
