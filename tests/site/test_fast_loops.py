"""The SIMD loops: the binary belongs to its source, and NumPy computes with them exactly what it computes without."""

import hashlib
import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from export_tools.site import fast_loops
from export_tools.site.fast_loops.compiler import HASHES
from export_tools.site.runtime.archives import Ingredients
from glasscnn.model.bundled import HISTORY
from tests.conftest import PROJECT

COMPILER = PROJECT / "build" / "ziglang" / "bin" / "python"  # `make loops` installs it there


def recorded() -> dict[str, str]:
    """The hashes beside the binary, by file."""
    lines = (fast_loops.FOLDER / HASHES).read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def test_the_committed_binary_was_built_from_the_committed_source() -> None:
    files = (*fast_loops.SOURCES, fast_loops.BINARY)
    found = {name: hashlib.sha256((fast_loops.FOLDER / name).read_bytes()).hexdigest() for name in files}
    assert found == recorded(), "a source has changed since the binary was built: run `make loops`"


def test_the_source_gives_the_committed_bytes_again(tmp_path: Path) -> None:
    python = str(COMPILER) if COMPILER.exists() else sys.executable
    if not COMPILER.exists() and find_spec("ziglang") is None:
        pytest.skip("ziglang is not installed: `make loops` installs it")
    subprocess.run([python, "-m", "export_tools.site.fast_loops.build", str(tmp_path)], cwd=PROJECT, check=True)
    for name in (fast_loops.BINARY, HASHES):
        assert (tmp_path / name).read_bytes() == (fast_loops.FOLDER / name).read_bytes(), name


def test_numpy_gives_the_same_numbers_with_them_and_updates_the_same_bits(
    ingredients: Ingredients, tmp_path: Path
) -> None:
    shutil.copyfile(ingredients.wheel, tmp_path / "numpy.whl")
    shutil.copyfile(fast_loops.FOLDER / fast_loops.BINARY, tmp_path / fast_loops.LIBRARY)
    shutil.copytree(PROJECT / "py" / "glasscnn", tmp_path / "glasscnn", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "weights", tmp_path / "models", ignore=shutil.ignore_patterns(f"*{HISTORY}"))
    script = PROJECT / "tests" / "site" / "fast_loops.mjs"
    done = subprocess.run(["node", str(script), str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["results"] > 2500
    assert found["differing"] == []
    assert found["updates"] == {"deep": 0, "gap10": 0, "lenet5": 0, "resmini": 0}
    assert found["speedup"] > 2  # it is 10; a product that fell back to NumPy's own loop would have 1
