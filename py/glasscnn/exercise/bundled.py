"""The bundled exercises, from relu to the backward pass of a convolution."""

from collections.abc import Mapping
from pathlib import Path

from glasscnn.exercise.head import NAME

PACKAGED = Path(__file__).parents[1] / "exercises"
SOURCE_TREE = Path(__file__).parents[3] / "exercises"  # used without installation, or installed in editable mode


def bundled_exercises() -> Mapping[str, Path]:
    """{name: file} of the bundled exercises; empty if the package was installed without them."""
    folder = PACKAGED if PACKAGED.is_dir() else SOURCE_TREE
    return {path.stem: path for path in sorted(folder.glob("*.md")) if NAME.fullmatch(path.stem)}
