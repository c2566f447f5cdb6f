"""The bundled models: gap10, deep, lenet5 and resmini."""

from collections.abc import Mapping
from pathlib import Path

PACKAGED = Path(__file__).parents[1] / "weights"
SOURCE_TREE = Path(__file__).parents[3] / "weights"  # used without installation, or installed in editable mode

HISTORY = "-history.npz"
"""The end of the name of a file beside a model's: the history of its training (`glasscnn.model.history`)."""


def bundled_models() -> Mapping[str, Path]:
    """{name: file} of the bundled models; empty if the package was installed without them."""
    folder = PACKAGED if PACKAGED.is_dir() else SOURCE_TREE
    return {path.stem: path for path in sorted(folder.glob("*.npz")) if not path.name.endswith(HISTORY)}
