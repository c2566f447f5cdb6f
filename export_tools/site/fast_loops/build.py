"""Compiles fast_loops.c: `make loops` runs this with a Python that has the pinned `ziglang`, a C compiler in a wheel.

The same version gives the same bytes on every machine. The folder to write to may be given as an argument.
"""

import sys
from pathlib import Path

from export_tools.site.fast_loops import BINARY, FOLDER, SOURCES
from export_tools.site.fast_loops.compiler import Recipe, build

COMPILE = (
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
)
LINK = (
    "wasm-ld",
    "-shared",
    "--experimental-pic",
    "--strip-all",
    "--unresolved-symbols=import-dynamic",  # Python's functions are found when the module is loaded
    "--export=PyInit_fast_loops",
)
RECIPE = Recipe(FOLDER, "fast_loops.c", BINARY, SOURCES, COMPILE, LINK)

if __name__ == "__main__":
    build(RECIPE, Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
