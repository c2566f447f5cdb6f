"""The gradients of the normalisations by the numbers of the image itself, with respect to their input.

Arrays have a batch axis; g may be (K, …), the gradients of K results for one image, while x is (1, …).
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Node

Array = npt.NDArray[np.float32]


def normalisation_gradient(node: Node, x: Array, arrays: Mapping[str, Array], g: Array) -> Array:
    """Of layer_norm and group_norm: (g' − mean of g' − y · mean of g'·y) / √(variance + eps), with g' = g · weight and
    the normalised y; of rms_norm without the mean of g', since its mean is not subtracted.
    """
    if "weight" in arrays:
        g = g * column(node, x, arrays["weight"])
    y, deviation = standardised(node, x)
    shape, axes = groups_of(node, x)
    y, grown = y.reshape(len(x), *shape), g.reshape(len(g), *shape)
    dx = grown - y * (grown * y).mean(axis=axes, keepdims=True)
    if node.op != "rms_norm":
        dx -= grown.mean(axis=axes, keepdims=True)
    return np.asarray(dx / deviation).reshape(len(g), *x.shape[1:])


def standardised(node: Node, x: Array) -> tuple[Array, Array]:
    """The normalised x before weight and bias, and √(variance + eps) with sides of 1 for the axes of the groups."""
    shape, axes = groups_of(node, x)
    grouped = x.reshape(len(x), *shape)
    if node.op != "rms_norm":
        grouped = grouped - grouped.mean(axis=axes, keepdims=True)
    variance = (grouped * grouped).mean(axis=axes, keepdims=True)
    deviation: Array = np.sqrt(variance + np.float32(node.attributes["eps"]))
    return (grouped / deviation).reshape(x.shape), deviation


def groups_of(node: Node, x: Array) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The shape, without N, in which x is normalised along axes, and these axes, counted with N."""
    if node.op == "group_norm":
        return (node.attributes["num_groups"], x[0].size // node.attributes["num_groups"]), (2,)
    return x.shape[1:], tuple(node.attributes["dim"])


def column(node: Node, x: Array, array: Array) -> Array:
    """A learned array with the axes of x without N: for group_norm, (C,) is (C, 1, 1) beside maps."""
    return array.reshape(-1, *[1] * (x.ndim - 2)) if node.op == "group_norm" else array


def local_response_norm_gradient(x: Array, g: Array, size: int, alpha: float, beta: float, k: float) -> Array:
    """With d = k + alpha · mean of x² over neighbouring channels, and y = x / d^beta:

    dx[c] = g[c] / d[c]^beta − 2 · alpha · beta / size · x[c] · Σ g[o] · x[o] / d[o]^(beta + 1) over the o that have c
    among their neighbours.
    """
    before, after = size // 2, (size - 1) // 2
    d = np.float32(k) + np.float32(alpha / size) * sums_of_neighbours(x * x, before, after)
    shared = sums_of_neighbours(g * x * d ** np.float32(-beta - 1), after, before)
    dx: Array = g * d ** np.float32(-beta) - np.float32(2 * alpha * beta / size) * x * shared
    return dx


def sums_of_neighbours(x: Array, before: int, after: int) -> Array:
    """Σ x[c − before … c + after] for every channel c of (N, C, H, W), with zeros beyond the first and the last one."""
    padded = np.pad(x, [(0, 0), (before, after), (0, 0), (0, 0)])
    total: Array = sum((padded[:, tap : tap + x.shape[1]] for tap in range(before + after + 1)), np.zeros_like(x))
    return total
