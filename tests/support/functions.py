"""Every element-wise function of the format, with attributes, as the only activation of a small network."""

from typing import Any

import numpy as np

from glasscnn.engine import Graph
from tests.support.graphs import Weights, make_graph, make_node

FUNCTIONS: list[tuple[str, dict[str, Any]]] = [
    ("absolute", {}),
    ("clamp", {"minimum": -0.5, "maximum": 1.5}),
    ("clamp", {"maximum": 0.25}),
    ("elu", {"alpha": 0.5}),
    ("erf", {}),
    ("exp", {}),
    ("gelu", {}),
    ("gelu", {"approximate": "tanh"}),
    ("hardsigmoid", {"alpha": 0.2}),
    ("hardswish", {}),
    ("leaky_relu", {"negative_slope": 0.2}),
    ("log", {}),
    ("mish", {}),
    ("negative", {}),
    ("power", {"exponent": 3.0}),
    ("power", {"exponent": -0.5}),
    ("prelu", {}),
    ("relu", {}),
    ("relu", {"maximum": 1.0}),
    ("selu", {}),
    ("sigmoid", {}),
    ("silu", {}),
    ("softplus", {"beta": 2.0}),
    ("sqrt", {}),
    ("tanh", {}),
]


def function_model(op: str, attributes: dict[str, Any], side: int = 8, maps: int = 3) -> tuple[Graph, Weights]:
    """conv → op → op of vectors → linear; the numbers that log, sqrt and fractional powers get are positive."""
    positive = op in ("log", "sqrt") or attributes.get("exponent", 1) % 1 != 0
    nodes = [
        make_node("conv", "conv2d", "image", padding=[1, 1, 1, 1]),
        make_node("function", op, "conv", **attributes),
        make_node("gap", "global_avg_pool2d", "conv"),
        make_node("again", op, "gap", **attributes),
        make_node("flat", "global_avg_pool2d", "function"),
        make_node("sum", "add", "again", "flat"),
        make_node("logits", "linear", "sum"),
        make_node("probabilities", "softmax", "logits"),
    ]
    random = np.random.default_rng(1)
    weights = {
        "conv.weight": random.standard_normal((maps, 1, 3, 3)).astype(np.float32),
        "conv.bias": random.standard_normal(maps).astype(np.float32),
        "logits.weight": random.standard_normal((4, maps)).astype(np.float32),
    }
    if positive:
        weights["conv.weight"], weights["conv.bias"] = np.abs(weights["conv.weight"]) / 16, np.full(maps, 2, np.float32)
    if op == "prelu":
        weights["function.weight"] = random.uniform(0.1, 0.5, maps).astype(np.float32)
        weights["again.weight"] = np.array([0.3], np.float32)
    return make_graph(nodes, "logits", 4, (1, side, side)), weights
