"""Converts `.keras` and `.h5` files to ONNX with Keras, where it is installed."""

import re
import tempfile
from pathlib import Path
from typing import Any

from export_tools.errors import ToolError

WITHOUT_KERAS = (
    "a model of Keras, and Keras is not installed here: install it with pip install keras (it uses PyTorch with"
    " KERAS_BACKEND=torch), or convert the model where it was made, in Keras 3 with"
    ' model.export("model.onnx", format="onnx"), or with python -m tf2onnx.convert --keras'
)

SAFE_VERSION = (3, 11, 3)
"""Earlier versions run code that a file contains, also in safe mode (CVE-2025-1550, -8747, -9905)."""


def onnx_of_keras(path: Path) -> bytes:
    """The ONNX file that Keras makes of its model; raises ToolError if it cannot. Code in the file is not run."""
    try:
        import keras  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        raise ToolError(WITHOUT_KERAS) from error
    if tuple(int(part) for part in re.findall(r"\d+", keras.__version__)[:3]) < SAFE_VERSION:
        oldest = ".".join(map(str, SAFE_VERSION))
        raise ToolError(
            f"Keras {keras.__version__} could run code in the file; expected {oldest} or newer: update it with"
            " pip install --upgrade keras"
        )
    try:
        model: Any = keras.saving.load_model(path, compile=False, safe_mode=True)
        model(keras.ops.zeros((1, *model.input_shape[1:])))  # Keras exports only models that have been called
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "model.onnx"
            model.export(str(target), format="onnx", verbose=False)
            return target.read_bytes()
    except Exception as error:  # Keras and its backends raise many kinds of errors
        reason = " ".join(str(error).split())[:200]
        raise ToolError(f"Keras cannot convert it to ONNX ({type(error).__name__}: {reason})") from error
