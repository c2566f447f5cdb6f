"""The types of a node's inputs, as ONNX declares them."""

from collections.abc import Iterable

import numpy as np

from glasscnn_import.errors import UnsupportedError
from glasscnn_import.onnx.node import Argument

OF_ONE_TYPE = {
    "Add", "BatchNormalization", "Clip", "Concat", "Conv", "ConvTranspose", "Div", "Gemm", "GroupNormalization",
    "InstanceNormalization", "LayerNormalization", "MatMul", "Max", "Mean", "Min", "Mul", "PRelu", "RMSNormalization",
    "Sub", "Sum",
}  # fmt: skip
"""The operators whose inputs have one type, which is that of a layer: floating point numbers."""


def check_types(op: str, arguments: Iterable[Argument]) -> None:
    """Raise UnsupportedError for constants that are no floating point numbers beside a layer, which is one."""
    for position, constant in enumerate(arguments):
        if op in OF_ONE_TYPE and isinstance(constant, np.ndarray) and constant.dtype.kind != "f":
            raise UnsupportedError(
                f"its input {position} has numbers of type {constant.dtype}; expected floating point numbers, as the"
                " layer's, or a Cast to them"
            )
