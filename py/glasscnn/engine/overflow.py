"""An upper bound on the magnitude of all numbers that a graph computes."""

import math
from collections.abc import Mapping

import numpy as np

from glasscnn.engine.graph import Graph, Input, Node
from glasscnn.engine.op_kernel import Arrays

FAR_FROM_OVERFLOW = 1e30
"""The largest float32 is 3.4e38, so this bound for images in [0, 1] leaves room for images up to 1e8."""


def never_overflows(graph: Graph, arrays: Mapping[str, Arrays]) -> bool:
    """True if no output can overflow float32 (so no inf, no NaN) for images in [0, 1].

    The bound is sufficient, not necessary: False does not mean that an overflow occurs.
    """
    growths = [growth_of(node, arrays.get(node.name, {})) for node in graph.nodes]
    return math.prod(growths, start=growth_of_image(graph.input)) < FAR_FROM_OVERFLOW


def growth_of_image(description: Input) -> float:
    """The largest magnitude of (x − mean) / std for x in [0, 1]; at least 1."""
    return max(1.0, *((1 + abs(mean)) / abs(std) for mean, std in zip(description.mean, description.std, strict=True)))


def growth_of(node: Node, arrays: Arrays) -> float:
    """An upper bound on a node's output magnitude / input magnitude, for inputs of at least 1; at least 1."""
    match node.op:
        case "conv2d" | "linear":
            weight = np.abs(arrays["weight"]).reshape(len(arrays["weight"]), -1)
            sums = weight.sum(axis=1, dtype=np.float64) + np.abs(arrays.get("bias", np.float32(0)))
        case "batch_norm2d":
            scale = np.abs(arrays["weight"]) / np.sqrt(
                arrays["running_var"].astype(np.float64) + node.attributes["eps"]
            )
            sums = scale * (1 + np.abs(arrays["running_mean"])) + np.abs(arrays["bias"])
        case "leaky_relu":
            return max(1.0, abs(float(node.attributes["negative_slope"])))
        case "add":
            return float(len(node.inputs))
        case _:
            return 1.0
    return max(1.0, float(sums.max()))
