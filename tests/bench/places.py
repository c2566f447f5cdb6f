"""The paths of the benchmark."""

from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SITE = ROOT / "dist"
WEIGHTS = ROOT / "weights"
PEERS = HERE / "node_modules"
PAGE = HERE / "page"
FLOOR = HERE / "floor"
RESULTS = HERE / "results"
MADE = ROOT / "build" / "bench"
