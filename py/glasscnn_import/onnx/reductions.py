"""ONNX's reductions along axes, and the largest, the smallest, the sum and the mean of several layers."""

import math

import numpy as np

from glasscnn_import.builder import Builder
from glasscnn_import.draft import Value
from glasscnn_import.onnx.constants import axes_of
from glasscnn_import.onnx.node import OnnxNode

REDUCTIONS: dict[str, tuple[str | None, str, str | None]] = {
    "ReduceL1": ("absolute", "sum", None),
    "ReduceL2": ("square", "sum", "sqrt"),
    "ReduceLogSum": (None, "sum", "log"),
    "ReduceLogSumExp": ("exp", "sum", "log"),
    "ReduceMax": (None, "max", None),
    "ReduceMean": (None, "mean", None),
    "ReduceMin": (None, "min", None),
    "ReduceSum": (None, "sum", None),
    "ReduceSumSquare": ("square", "sum", None),
}
"""{ONNX's name: (the function of every number, the reduction, the function of the result)}."""


def reduce(node: OnnxNode, builder: Builder) -> Value:
    """One of `REDUCTIONS`; without axes, it reduces all of them."""
    before, kind, after = REDUCTIONS[node.op]
    x, rank = node.x, len(node.x.shape) + 1
    axes = axes_of(node.inputs, node.attributes)
    found = sorted(axis % rank for axis in axes or range(rank))
    if not axes and node.attributes.get("noop_with_empty_axes", 0):
        found = []
    if before == "square":
        x = builder.activation(x, "power", exponent=2.0)
    elif before:
        x = builder.activation(x, before)
    if found:
        keep = bool(node.attributes.get("keepdims", 1))
        x = builder.reduce(kind, x if before is None else builder.unnamed(x), found, keep)
    if after:
        x = builder.activation(builder.unnamed(x), after)
    return builder.identity(x) if x is node.x else x


def extreme(node: OnnxNode, builder: Builder) -> Value:
    """Max and Min of layers and constants."""
    is_max = node.op == "Max"
    values = [value for value in node.inputs if isinstance(value, Value)]
    constants = [value.astype(np.float64) for value in node.inputs if isinstance(value, np.ndarray)]
    x = values[0]
    if len(values) > 1:
        x = builder.arithmetic("elementwise_max" if is_max else "elementwise_min", values)
    for limit in constants:
        x = builder.unnamed(x) if x.layer != values[0].layer else x
        if limit.size == 1:
            number = float(limit.reshape(-1)[0])
            x = builder.clamp(x, number, math.inf) if is_max else builder.clamp(x, -math.inf, number)
        else:
            x = _limited_by(x, limit, is_max, builder)
    return builder.identity(x) if x is values[0] else x


def _limited_by(x: Value, limit: np.ndarray, is_max: bool, builder: Builder) -> Value:
    """max(x, limit) = relu(x − limit) + limit, and min(x, limit) = limit − relu(limit − x)."""
    sign = 1.0 if is_max else -1.0
    over = builder.unnamed(builder.affine(x, np.full((), sign), -sign * limit))
    rectified = builder.unnamed(builder.activation(over, "relu"))
    return builder.affine(rectified, np.full((), sign), limit)


def total(node: OnnxNode, builder: Builder) -> Value:
    """The sum of one or more layers and constants."""
    values = [value for value in node.inputs if isinstance(value, Value)]
    summed = values[0] if len(values) == 1 else builder.arithmetic("add", values)
    constants = [value.astype(np.float64) for value in node.inputs if isinstance(value, np.ndarray)]
    if not constants:
        return builder.identity(summed) if len(values) == 1 else summed
    if len(values) > 1:
        builder.draft.layers[summed.layer].tensor = None  # the tensor includes the constants
    offset: np.ndarray = sum(constants[1:], constants[0])
    return builder.affine(summed, np.ones(()), offset)


def mean(node: OnnxNode, builder: Builder) -> Value:
    """The mean of several layers."""
    values = [value for value in node.inputs if isinstance(value, Value)]
    constants = [value.astype(np.float64) for value in node.inputs if isinstance(value, np.ndarray)]
    total = values[0] if len(values) == 1 else builder.unnamed(builder.arithmetic("add", values))
    share = 1 / len(node.inputs)
    return builder.affine(total, np.full((), share), sum(constants, np.zeros(())) * share)
