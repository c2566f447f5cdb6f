"""SIMD loops for NumPy in the browser: C source, binary, and the script that builds one from the other (README.md)."""

from pathlib import Path

FOLDER = Path(__file__).parent
SOURCES = ("fast_loops.c", "c_api.h", "build.py")
"""The files that determine the bytes of the binary."""

BINARY = "fast_loops.wasm"
LIBRARY = "fast_loops.so"
"""The name of the binary in site-packages, where `import fast_loops` finds it."""
