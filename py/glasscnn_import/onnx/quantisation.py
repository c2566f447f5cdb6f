"""ONNX's quantised operators, computed with floating point numbers.

A quantised tensor holds whole numbers q, which stand for (q − zero point) · scale. Here a layer holds what they stand
for, without rounding it to such numbers. Numbers beyond what the smallest and the largest whole number stand for are
limited, as in the file: a quantiser leaves out a ReLU where the smallest stands for 0.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscnn_import.builder import Builder
from glasscnn_import.draft import Value
from glasscnn_import.errors import UnsupportedError
from glasscnn_import.onnx.constants import dequantised
from glasscnn_import.onnx.node import Argument, OnnxNode
from glasscnn_import.onnx.proto import BFLOAT16, FLOAT16

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto

KEEPS_RANGE = ("max_pool2d", "avg_pool2d", "global_avg_pool2d", "global_max_pool2d", "flatten")
RANGES = {"sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0), "hardsigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}

SCALE_OF_DYNAMIC, ZERO_OF_DYNAMIC = np.ones((), np.float32), np.zeros((), np.uint8)
"""What DynamicQuantizeLinear gives besides its numbers: they are left as they are."""

AROUND: Mapping[str, tuple[str, int]] = {
    "QLinearAveragePool": ("AveragePool", 1),
    "QLinearGlobalAveragePool": ("GlobalAveragePool", 1),
    "QLinearLeakyRelu": ("LeakyRelu", 1),
    "QLinearSigmoid": ("Sigmoid", 1),
    "QLinearAdd": ("Add", 2),
    "QLinearMul": ("Mul", 2),
}
"""{onnxruntime's name: (ONNX's operator, how many tensors it takes, each with a scale and a zero point)}."""

WEIGHT = "quantised weight"
COMPUTED = "computed by the network; only constants are supported"

QUANTISED = {
    *("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "QLinearConv", "QLinearMatMul"),
    *("ConvInteger", "MatMulInteger", "QGemm", "QLinearConcat", *AROUND),
}
"""The operators that are translated here; those of onnxruntime have the domain com.microsoft."""


class QuantisedOperators:
    """`methods`: {name of an operator: the method that translates it}, by those of floating point numbers."""

    def __init__(self, real: Mapping[str, Callable[[OnnxNode], Any]], builder: Builder) -> None:
        self.real, self.builder = real, builder
        self.methods: dict[str, Callable[[OnnxNode], Any]] = {
            "QuantizeLinear": lambda node: self.quantise(node.x, node.inputs[1], *node.inputs[2:3]),
            "DequantizeLinear": lambda node: builder.identity(node.x),
            "DynamicQuantizeLinear": lambda node: (builder.identity(node.x), SCALE_OF_DYNAMIC, ZERO_OF_DYNAMIC),
            "QLinearConv": self.conv,
            "QLinearMatMul": self.matmul,
            "ConvInteger": self.conv_integer,
            "MatMulInteger": self.matmul_integer,
            "QGemm": self.gemm,
            "QLinearConcat": self.concat,
            **dict.fromkeys(AROUND, self.around),
        }

    def quantise(self, x: Value, scale: Argument, zero: Argument = None) -> Value:
        """x, limited to what the whole numbers of the zero point's type stand for; from 0 on, this is a ReLU."""
        x = self.builder.unnamed(x)
        if not isinstance(scale, np.ndarray) or isinstance(zero, Value):
            raise UnsupportedError(f"its scale or its zero point is {COMPUTED}")
        zero = np.zeros((), np.uint8) if zero is None else zero
        if not np.issubdtype(zero.dtype, np.integer):
            raise UnsupportedError(f"its zero point is of type {zero.dtype}; supported are whole numbers")
        if scale.size != 1 or zero.size != 1:
            raise UnsupportedError("a layer with a scale for each channel; supported is one for all")
        step, limits = float(scale.reshape(-1)[0]), np.iinfo(zero.dtype)
        low, high = ((limit - int(zero.reshape(-1)[0])) * step for limit in (limits.min, limits.max))
        if self.is_within(x, low - step, high + step):
            return self.builder.identity(x)
        return self.builder.unnamed(self.builder.clamp(x, low, high))

    def is_within(self, x: Value, low: float, high: float) -> bool:
        """Whether all numbers of x are pixels, or are known to be in this range."""
        layers, name = self.builder.draft.layers, x.layer
        while name in layers and layers[name].op in KEEPS_RANGE:
            name = layers[name].inputs[0]
        if name not in layers:
            return True
        op, attributes = layers[name].op, layers[name].attributes
        if op == "relu" and attributes["maximum"] is not None:
            least, most = 0.0, attributes["maximum"]
        elif op == "clamp" and attributes["minimum"] is not None and attributes["maximum"] is not None:
            least, most = attributes["minimum"], attributes["maximum"]
        else:
            least, most = RANGES.get(op, (-math.inf, math.inf))
        return bool(low <= least and most <= high)

    def conv(self, node: OnnxNode) -> Value:
        """QLinearConv: x, weight and result with a scale and a zero point each, then a bias in whole numbers."""
        weight = quantised_weight(node, axis=0)
        bias = node.constant(8, "bias") if len(node.inputs) > 8 else None
        inputs = [node.x, weight, *biases(bias, node.array(1, "scale"), node.array(4, "scale"))]
        return self.result(node, "Conv", inputs, *node.inputs[6:8])

    def matmul(self, node: OnnxNode) -> Value:
        """QLinearMatMul: both sides and the result with a scale and a zero point each."""
        return self.result(node, "MatMul", [node.x, quantised_weight(node, axis=1)], *node.inputs[6:8])

    def gemm(self, node: OnnxNode) -> Value:
        """QGemm of onnxruntime: as QLinearConv; without a scale of the result, that is not quantised."""
        axis = 0 if node.attributes.get("transB", 0) else 1
        bias = node.constant(6, "C") if len(node.inputs) > 6 else None
        weight = quantised_weight(node, axis=axis)
        inputs = [node.x, weight, *biases(bias, node.array(1, "scale"), node.array(4, "scale"))]
        return self.result(node, "Gemm", inputs, *node.inputs[7:9])

    def conv_integer(self, node: OnnxNode) -> Value:
        """ConvInteger behind DynamicQuantizeLinear."""
        return self.result(node, "Conv", [node.x, self.whole_weight(node)])

    def matmul_integer(self, node: OnnxNode) -> Value:
        """MatMulInteger behind DynamicQuantizeLinear."""
        return self.result(node, "MatMul", [node.x, self.whole_weight(node)])

    def whole_weight(self, node: OnnxNode) -> np.ndarray:
        """The weight less its zero point; a scale is multiplied later."""
        if len(node.inputs) < 3 or node.inputs[2] is not ZERO_OF_DYNAMIC:
            raise UnsupportedError("its input does not come from a DynamicQuantizeLinear")
        zero = node.constant(3, "zero point") if len(node.inputs) > 3 else None
        return real_weight(node.constant(1, WEIGHT), np.ones(()), zero, axis=0 if node.op == "ConvInteger" else 1)

    def around(self, node: OnnxNode) -> Value:
        """An operator of onnxruntime whose tensors have a scale and a zero point each, the result at the end."""
        op, count = AROUND[node.op]
        if node.attributes.get("channels_last", 0):
            raise UnsupportedError("channels_last is not supported")
        inputs = [real(*(node.inputs[start + place] for place in range(3))) for start in range(0, 3 * count, 3)]
        return self.result(node, op, inputs, *node.inputs[3 * count : 3 * count + 2])

    def concat(self, node: OnnxNode) -> Value:
        """QLinearConcat: scale and zero point of the result, then the tensors with theirs."""
        inputs = [real(*(node.inputs[start + place] for place in range(3))) for start in range(2, len(node.inputs), 3)]
        return self.result(node, "Concat", inputs, *node.inputs[:2])

    def result(
        self, node: OnnxNode, op: str, inputs: list[Any], scale: Argument = None, zero: Argument = None
    ) -> Value:
        """The result of an operator of floating point numbers, quantised if there is a scale."""
        found = self.builder.unnamed(self.real[op](replace(node, op=op, inputs=inputs)))
        return found if scale is None else self.quantise(found, scale, zero)


def quantised_weight(node: OnnxNode, axis: int) -> np.ndarray:
    """The fourth input, with its scale and its zero point behind it: one of both, or one for each index of `axis`."""
    whole, scale, zero = (node.constant(position, WEIGHT) for position in (3, 4, 5))
    return real_weight(whole, scale, zero, axis)


def real_weight(
    whole: np.ndarray | None, scale: np.ndarray | None, zero: np.ndarray | None, axis: int = 1
) -> np.ndarray:
    """What whole numbers stand for; raises UnsupportedError if the scales do not fit."""
    if whole is None or scale is None:
        raise UnsupportedError(f"its {WEIGHT}, with a scale, is missing")
    try:
        return dequantised(whole, scale, zero, axis)
    except ValueError as error:
        raise UnsupportedError(str(error)) from error


def biases(bias: np.ndarray | None, x_scale: np.ndarray, weight_scale: np.ndarray) -> list[np.ndarray]:
    """The bias in whole numbers, multiplied by both scales; none if there is none."""
    return [] if bias is None else [bias.ravel() * x_scale.astype(np.float64).ravel() * weight_scale.ravel()]


def real(x: Argument, scale: Argument, zero: Argument = None) -> Argument:
    """A layer as it is; a constant as what it stands for."""
    if not isinstance(x, np.ndarray):
        return x
    if not isinstance(scale, np.ndarray) or isinstance(zero, Value):
        raise UnsupportedError(f"its scale or its zero point is {COMPUTED}")
    return real_weight(x, scale, zero)


def gives_whole_numbers(node: "NodeProto", whole: set[str]) -> bool:
    """Whether the file's result of a node holds whole numbers, as some tensors do whose names are in `whole`."""
    if node.op_type in QUANTISED:
        return node.op_type != "DequantizeLinear"
    return node.op_type != "Cast" and not whole.isdisjoint(node.input)


def precision_of(graph: "GraphProto") -> str:
    """The precision of a draft: of quantised operators, else the lowest of the weights.

    Weights that are only stored as whole numbers lose nothing when they are dequantised.
    """
    types = {tensor.data_type for tensor in graph.initializer}
    if any(node.op_type in QUANTISED and node.op_type != "DequantizeLinear" for node in graph.node):
        return "int8"
    return "bfloat16" if BFLOAT16 in types else "float16" if FLOAT16 in types else "float32"
