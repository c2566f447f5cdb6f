"""An ONNX node with its inputs and attributes, and its sliding window."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from glasscnn_import.draft import Array, Value
from glasscnn_import.errors import UnsupportedError

Argument = Value | np.ndarray | None


@dataclass(frozen=True)
class OnnxNode:
    """A node: its operator, inputs and attributes, the number of its outputs, the opset, the batch size, and
    the names of its outputs, "" for one that is not asked for.
    """

    op: str
    inputs: list[Argument]
    attributes: Mapping[str, Any]
    outputs: int
    opset: int
    batch: int
    tensors: tuple[str, ...] = ()

    @property
    def x(self) -> Value:
        """The first input; raises UnsupportedError if it is a constant."""
        first = self.inputs[0]
        if not isinstance(first, Value):
            raise UnsupportedError("its first input is a constant; expected the output of a node or the image")
        return first

    def constant(self, position: int, name: str) -> np.ndarray | None:
        """An input that must be a constant; None if it is absent."""
        value = self.inputs[position] if position < len(self.inputs) else None
        if isinstance(value, Value):
            raise UnsupportedError(f"its {name} is computed by the network; only constants are supported")
        return value

    def constant_or_attribute(self, position: int, name: str, attribute: str) -> np.ndarray | None:
        """A constant that is an attribute in older opsets; None if there is neither."""
        if attribute in self.attributes:
            return np.asarray(self.attributes[attribute])
        return self.constant(position, name)

    def array(self, position: int, name: str) -> Array:
        """A required constant as float32."""
        value = self.constant(position, name)
        if value is None:
            raise UnsupportedError(f"its {name} is missing")
        return value.astype(np.float32)

    def axis(self, default: int) -> int:
        """The attribute `axis` as a non-negative number."""
        return int(self.attributes.get("axis", default)) % (len(self.x.shape) + 1)


def window(node: OnnxNode, kernel: list[int]) -> tuple[list[int], list[int], list[int]]:
    """(stride, padding, dilation) of a window that slides over maps, with `auto_pad` resolved.

    SAME makes ⌈size / stride⌉ windows; an odd cell of padding is at the end (UPPER) or the start (LOWER).
    """
    x, attributes = node.x.shape, node.attributes
    if len(kernel) != 2 or len(x) != 3:
        raise UnsupportedError(f"windows of {len(kernel)} dimensions on {x}; only those of 2 are supported")
    stride, dilation = (list(attributes.get(key, [1, 1])) for key in ("strides", "dilations"))
    padding = list(attributes.get("pads", [0, 0, 0, 0]))
    auto_pad = attributes.get("auto_pad", "NOTSET")
    if auto_pad == "VALID":
        padding = [0, 0, 0, 0]
    elif auto_pad in ("SAME_UPPER", "SAME_LOWER"):
        before, after = [], []
        for size, cells, step, spread in zip(x[1:], kernel, stride, dilation, strict=True):
            total = max((-(-size // step) - 1) * step + spread * (cells - 1) + 1 - size, 0)
            small, large = total // 2, total - total // 2
            before.append(small if auto_pad == "SAME_UPPER" else large)
            after.append(large if auto_pad == "SAME_UPPER" else small)
        padding = before + after
    elif auto_pad != "NOTSET":
        raise UnsupportedError(f"unknown auto_pad {auto_pad!r}; expected NOTSET, VALID, SAME_UPPER or SAME_LOWER")
    if len(stride) != 2 or len(dilation) != 2 or len(padding) != 4:
        raise UnsupportedError(f"strides {stride}, dilations {dilation}, pads {padding}; expected 2, 2 and 4 numbers")
    if min(padding) < 0 or min(stride) < 1 or min(dilation) < 1:
        raise UnsupportedError(
            f"strides {stride}, dilations {dilation}, pads {padding}; expected padding ≥ 0, strides and dilations ≥ 1"
        )
    return stride, padding, dilation
