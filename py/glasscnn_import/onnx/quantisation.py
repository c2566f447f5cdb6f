"""ONNX's quantised operators, computed with floating point numbers.

A quantised tensor holds whole numbers q, which stand for (q − zero point) · scale. Here a layer holds what they stand
for, without rounding it to such numbers. What quantisation limits is kept where it takes the place of a ReLU: if the
smallest number of the type stands for 0.
"""

from collections.abc import Mapping
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

    from glasscnn_import.onnx.operators import Operators

KEEPS_RANGE = ("max_pool2d", "avg_pool2d", "global_avg_pool2d", "global_max_pool2d", "flatten")
NOT_NEGATIVE = ("relu", "sigmoid", "softmax", "hardsigmoid", "absolute")

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

QUANTISED = {
    *("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "QLinearConv", "QLinearMatMul"),
    *("ConvInteger", "MatMulInteger", "QGemm", "QLinearConcat", *AROUND),
}
"""The operators that are translated here; those of onnxruntime have the domain com.microsoft."""


class QuantisedOperators:
    """`methods`: {name of an operator: the method that translates it}, by those of floating point numbers."""

    def __init__(self, operators: "Operators", builder: Builder) -> None:
        self.operators, self.builder = operators, builder
        self.methods = {
            "QuantizeLinear": lambda node: self.quantise(node.x, *node.inputs[1:3]),
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
        """x, from 0 to the largest number if the smallest number of the type stands for 0."""
        x = self.builder.unnamed(x)
        if not isinstance(scale, np.ndarray) or isinstance(zero, Value):
            raise UnsupportedError(
                "its scale or its zero point is computed by the network; only constants are supported"
            )
        zero = np.zeros((), np.uint8) if zero is None else zero
        limits = np.iinfo(zero.dtype)
        if not (zero == limits.min).all() or self.is_not_negative(x):
            return self.builder.identity(x)
        largest = (limits.max - limits.min) * float(scale.max())
        return self.builder.unnamed(self.builder.clamp(x, 0.0, largest))

    def is_not_negative(self, x: Value) -> bool:
        """Whether the numbers of x are pixels or known to be 0 or above."""
        layers, name = self.builder.draft.layers, x.layer
        while name in layers and layers[name].op in KEEPS_RANGE:
            name = layers[name].inputs[0]
        return name not in layers or layers[name].op in NOT_NEGATIVE

    def conv(self, node: OnnxNode) -> Value:
        """QLinearConv: x, weight and result with a scale and a zero point each, then a bias in whole numbers."""
        weight = dequantised(*constants(node, 3, 4, 5), axis=0)
        bias = node.constant(8, "bias") if len(node.inputs) > 8 else None
        inputs = [node.x, weight, *biases(bias, node.array(1, "scale"), node.array(4, "scale"))]
        return self.result(node, "Conv", inputs, *node.inputs[6:8])

    def matmul(self, node: OnnxNode) -> Value:
        """QLinearMatMul: both sides and the result with a scale and a zero point each."""
        return self.result(node, "MatMul", [node.x, dequantised(*constants(node, 3, 4, 5), axis=1)], *node.inputs[6:8])

    def gemm(self, node: OnnxNode) -> Value:
        """QGemm of onnxruntime: as QLinearConv; without a scale of the result, that is not quantised."""
        axis = 0 if node.attributes.get("transB", 0) else 1
        bias = node.constant(6, "C") if len(node.inputs) > 6 else None
        weight = dequantised(*constants(node, 3, 4, 5), axis=axis)
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
        (weight,) = constants(node, 1)
        zero = node.constant(3, "zero point") if len(node.inputs) > 3 else None
        return dequantised(weight, np.ones(()), zero, axis=0 if node.op == "ConvInteger" else 1)

    def around(self, node: OnnxNode) -> Value:
        """An operator of onnxruntime whose tensors have a scale and a zero point each, the result at the end."""
        op, count = AROUND[node.op]
        if node.attributes.get("channels_last", 0):
            raise UnsupportedError("channels_last is not supported")
        inputs = [real(*node.inputs[start : start + 3]) for start in range(0, 3 * count, 3)]
        return self.result(node, op, inputs, *node.inputs[3 * count : 3 * count + 2])

    def concat(self, node: OnnxNode) -> Value:
        """QLinearConcat: scale and zero point of the result, then the tensors with theirs."""
        inputs = [real(*node.inputs[start : start + 3]) for start in range(2, len(node.inputs), 3)]
        return self.result(node, "Concat", inputs, *node.inputs[:2])

    def result(
        self, node: OnnxNode, op: str, inputs: list[Any], scale: Argument = None, zero: Argument = None
    ) -> Value:
        """The result of an operator of floating point numbers, quantised if there is a scale."""
        found = self.builder.unnamed(self.operators.methods[op](replace(node, op=op, inputs=inputs)))
        return found if scale is None else self.quantise(found, scale, zero)


def constants(node: OnnxNode, *positions: int) -> list[np.ndarray]:
    """Inputs that must be constants."""
    found = [node.constant(position, "quantised weight") for position in positions]
    if any(array is None for array in found):
        raise UnsupportedError("its quantised weight, with a scale and a zero point, is missing")
    return [array for array in found if array is not None]


def biases(bias: np.ndarray | None, x_scale: np.ndarray, weight_scale: np.ndarray) -> list[np.ndarray]:
    """The bias in whole numbers, multiplied by both scales; none if there is none."""
    return [] if bias is None else [bias.ravel() * x_scale.astype(np.float64).ravel() * weight_scale.ravel()]


def real(x: Argument, scale: Argument, zero: Argument = None) -> Argument:
    """A layer as it is; a constant as what it stands for."""
    if not isinstance(x, np.ndarray):
        return x
    if not isinstance(scale, np.ndarray) or isinstance(zero, Value):
        raise UnsupportedError("its scale or its zero point is computed by the network; only constants are supported")
    return dequantised(x, scale, zero)


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
