"""The floor: its binary belongs to its source, and it computes gap10."""

import hashlib
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import glasscnn
from export_tools.site.fast_loops.compiler import HASHES
from tests.bench.floor.build import BINARY, FOLDER, SOURCES
from tests.bench.materials import write_materials
from tests.bench.places import ROOT, WEIGHTS

COMPILER = ROOT / "build" / "ziglang" / "bin" / "python"  # `make bench-floor` installs it there
TOLERANCE = 1e-5  # of the largest value in a stage, as in speed.js


def test_the_committed_binary_was_built_from_the_committed_source() -> None:
    lines = (FOLDER / HASHES).read_text("utf-8").splitlines()
    recorded = {name: digest for digest, name in (line.split() for line in lines)}
    found = {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in (*SOURCES, BINARY)}
    assert found == recorded, "a source has changed since the binary was built: run `make bench-floor`"


def test_the_source_gives_the_committed_bytes_again(tmp_path: Path) -> None:
    python = str(COMPILER) if COMPILER.exists() else sys.executable
    if not COMPILER.exists() and find_spec("ziglang") is None:
        pytest.skip("ziglang is not installed: `make bench-floor` installs it")
    subprocess.run([python, "-m", "tests.bench.floor.build", str(tmp_path)], cwd=ROOT, check=True)
    for name in (BINARY, HASHES):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


@pytest.mark.parametrize("workload", ["dense", "stroke"])
def test_it_computes_the_maps_and_probabilities_of_gap10(workload: str, tmp_path: Path) -> None:
    write_materials(glasscnn.load(WEIGHTS / "gap10.npz"), tmp_path)
    command = ["node", str(FOLDER / "read.mjs"), str(tmp_path), workload]
    found = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.float32)
    expected = np.fromfile(tmp_path / f"{workload}.numbers", np.float32)
    description = json.loads((tmp_path / "model.json").read_text("utf-8"))
    sizes = [int(np.prod(output["shape"])) for output in description["outputs"]]
    starts = np.cumsum(sizes * description["workloads"][workload])[:-1]
    for stage, wanted in zip(np.split(found, starts), np.split(expected, starts), strict=True):
        assert np.abs(stage - wanted).max() <= TOLERANCE * np.abs(wanted).max()
