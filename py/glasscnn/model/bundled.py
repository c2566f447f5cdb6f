"""The models that come with the package, by name: gap10, deep, lenet5 and resmini."""

from collections.abc import Mapping
from pathlib import Path

PACKAGED = Path(__file__).parents[1] / "weights"
SOURCE_TREE = Path(__file__).parents[3] / "weights"  # where the package is used, or installed from, as it is written


def bundled_models() -> Mapping[str, Path]:
    """The file of each bundled model; none where the package was installed without them."""
    folder = PACKAGED if PACKAGED.is_dir() else SOURCE_TREE
    return {path.stem: path for path in sorted(folder.glob("*.npz"))}
