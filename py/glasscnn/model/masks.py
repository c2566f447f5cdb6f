"""Masks: nodes that set some channels of another node to 0, and pass the others on as they are.

They are operators of the model file, so that everything that runs a model runs them: batch normalisation with a factor
of 0 or 1 for each map, y = (x − 0) / √(1 + eps) · factor + 0, whose eps vanishes beside 1; for a vector, a linear layer
with the factors on its diagonal. Both are exact for finite numbers.
"""

from collections.abc import Collection, Mapping

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Node

Array = npt.NDArray[np.float32]

SUFFIX = ".muted"
"""At the end of a mask's name, after that of the node that it masks."""

EPS = 1e-30
"""So small that 1 + eps is 1."""

MOST_NUMBERS = 1024
"""The longest vector that is masked, since the matrix has its square."""


def mask_node(name: str, source: str, axes: int) -> Node:
    """A mask of the node `source`, whose output has 3 axes (maps) or 1 (a vector)."""
    return Node(name, "batch_norm2d", (source,), {"eps": EPS}) if axes == 3 else Node(name, "linear", (source,))


def mask_arrays(node: Node, channels: int, muted: Collection[int]) -> dict[str, Array]:
    """The arrays of a mask by their names in the file, for this many channels of which some are muted."""
    factors = np.ones(channels, np.float32)
    factors[list(muted)] = 0
    if node.op == "linear":
        return {f"{node.name}.weight": np.diag(factors)}
    zeros = np.zeros(channels, np.float32)
    arrays = {"running_mean": zeros, "running_var": zeros + 1, "weight": factors, "bias": zeros.copy()}
    return {f"{node.name}.{key}": array for key, array in arrays.items()}


def is_mask(node: Node) -> bool:
    """Whether a node has the name and the operator of a mask."""
    return node.name.endswith(SUFFIX) and node.op in ("batch_norm2d", "linear")


def is_left_out(node: Node) -> bool:
    """Whether a node passes its input on, as one does that is left out."""
    return node.op == "leaky_relu" and node.attributes["negative_slope"] == 1


def mask_factors(node: Node, arrays: Mapping[str, Array]) -> Array | None:
    """The factor of each channel, 0 or 1: (C,); None if the node is no mask. `arrays` are the node's."""
    if not is_mask(node):
        return None
    weight = arrays["weight"]
    factors: Array = np.diagonal(weight) if node.op == "linear" else weight
    expected = mask_arrays(node, len(factors), np.flatnonzero(factors == 0).tolist())
    found = {f"{node.name}.{key}": array for key, array in arrays.items()}
    is_same = found.keys() == expected.keys() and all(np.array_equal(found[key], expected[key]) for key in expected)
    return factors if is_same and node.attributes.get("eps", EPS) == EPS else None
