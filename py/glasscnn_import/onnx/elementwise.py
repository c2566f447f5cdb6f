"""ONNX's functions of one number."""

import math
from collections.abc import Mapping

import numpy as np

from glasscnn_import.builder import Builder
from glasscnn_import.draft import Value
from glasscnn_import.errors import UnsupportedError
from glasscnn_import.onnx.node import OnnxNode

FUNCTIONS: Mapping[str, tuple[str, Mapping[str, tuple[str, float | str]]]] = {
    "Abs": ("absolute", {}),
    "Elu": ("elu", {"alpha": ("alpha", 1.0)}),
    "Erf": ("erf", {}),
    "Exp": ("exp", {}),
    "Gelu": ("gelu", {"approximate": ("approximate", "none")}),
    "HardSigmoid": ("hardsigmoid", {"alpha": ("alpha", 0.2), "beta": ("beta", 0.5)}),
    "HardSwish": ("hardswish", {}),
    "LeakyRelu": ("leaky_relu", {"negative_slope": ("alpha", 0.01)}),
    "Log": ("log", {}),
    "Mish": ("mish", {}),
    "Neg": ("negative", {}),
    "Relu": ("relu", {}),
    "Selu": ("selu", {"alpha": ("alpha", 1.6732632423543772), "gamma": ("gamma", 1.0507009873554805)}),
    "Sigmoid": ("sigmoid", {}),
    "Softplus": ("softplus", {}),
    "Sqrt": ("sqrt", {}),
    "Tanh": ("tanh", {}),
}
"""{ONNX's name: (our op, {our attribute: (ONNX's attribute, its default)})}."""


def function(node: OnnxNode, builder: Builder) -> Value:
    """An element-wise function without weights."""
    op, attributes = FUNCTIONS[node.op]
    own = {name: node.attributes.get(theirs, default) for name, (theirs, default) in attributes.items()}
    return builder.activation(node.x, op, **own)


def power(node: OnnxNode, builder: Builder) -> Value:
    """x to the power of constants, or a constant above 0 to the power of x: base^x = e^(x · log base)."""
    base = node.inputs[0]
    if (
        isinstance(base, np.ndarray)
        and base.size == 1
        and base.reshape(-1)[0] > 0
        and isinstance(node.inputs[1], Value)
    ):
        scaled = builder.affine(node.inputs[1], np.log(base.astype(np.float64)), np.zeros(()))
        return builder.activation(builder.unnamed(scaled), "exp")
    return builder.power(node.x, node.array(1, "exponent"))


def celu(node: OnnxNode, builder: Builder) -> Value:
    """alpha · ELU(x / alpha)."""
    alpha, zero = float(node.attributes.get("alpha", 1.0)), np.zeros(())
    if alpha == 1:
        return builder.activation(node.x, "elu", alpha=1.0)
    divided = builder.unnamed(builder.affine(node.x, np.full((), 1 / alpha), zero))
    bent = builder.unnamed(builder.activation(divided, "elu", alpha=1.0))
    return builder.affine(bent, np.full((), alpha), zero)


def softsign(node: OnnxNode, builder: Builder) -> Value:
    """x / (1 + |x|)."""
    magnitude = builder.unnamed(builder.activation(node.x, "absolute"))
    return builder.arithmetic("div", [node.x, builder.unnamed(builder.affine(magnitude, np.ones(()), np.ones(())))])


def swish(node: OnnxNode, builder: Builder) -> Value:
    """x · sigmoid(alpha · x)."""
    alpha = float(node.attributes.get("alpha", 1.0))
    if alpha == 1:
        return builder.activation(node.x, "silu")
    scaled = builder.unnamed(builder.affine(node.x, np.full((), alpha), np.zeros(())))
    return builder.arithmetic("mul", [node.x, builder.unnamed(builder.activation(scaled, "sigmoid"))])


def clip(node: OnnxNode, builder: Builder) -> Value:
    """Clip; limits that are absent or the largest float32 numbers do not limit."""
    limits = [node.constant_or_attribute(position, name, name) for position, name in ((1, "min"), (2, "max"))]
    if any(limit is not None and limit.size != 1 for limit in limits):
        raise UnsupportedError("a limit for each value; supported is one for all")
    low, high = (
        absent if limit is None else float(limit.reshape(-1)[0])
        for limit, absent in zip(limits, (-math.inf, math.inf), strict=True)
    )
    largest = float(np.finfo(np.float32).max)
    return builder.clamp(node.x, -math.inf if low <= -largest else low, math.inf if high >= largest else high)
