"""ONNX's normalisations by the numbers of the image itself."""

import math

import numpy as np

from glasscnn_import.builder import Builder
from glasscnn_import.draft import Value
from glasscnn_import.errors import UnsupportedError
from glasscnn_import.onnx.node import OnnxNode

DEFAULT_EPSILON = 1e-5
SMALLEST_SIZE = 1e-37
SMALLEST_DEVIATION = 1e-9
"""What MeanVarianceNormalization adds to the standard deviation."""


def layer_norm(node: OnnxNode, builder: Builder) -> Value:
    """LayerNormalization and RMSNormalization: along all axes from `axis` on."""
    rank = len(node.x.shape) + 1
    op = {"LayerNormalization": "layer_norm", "RMSNormalization": "rms_norm"}[node.op]
    arrays = learned(node, "weight", "bias")
    return builder.layer_norm(node.x, range(node.axis(-1), rank), arrays, epsilon_of(node), op)


def group_norm(node: OnnxNode, builder: Builder) -> Value:
    """GroupNormalization; until opset 20, it has one weight and one bias for each group."""
    groups, channels = int(node.attributes["num_groups"]), node.x.shape[0]
    arrays = learned(node, "weight", "bias")
    if node.opset < 21 and channels % groups == 0:
        arrays = {key: np.repeat(array.ravel(), channels // array.size) for key, array in arrays.items()}
    return builder.group_norm(node.x, groups, arrays, epsilon_of(node))


def instance_norm(node: OnnxNode, builder: Builder) -> Value:
    """InstanceNormalization: every map by its own numbers, with a weight and a bias for each channel.

    Where a reshape has made groups of channels to its channels, as PyTorch writes it, it is a group normalisation.
    """
    rank = len(node.x.shape) + 1
    channels = builder.draft.shape_of(node.x.layer)[0]
    if node.x.order is None and node.x.shape[0] < channels:
        return builder.group_norm(node.x, node.x.shape[0], learned(node, "weight", "bias"), epsilon_of(node))
    behind = (-1, *[1] * (rank - 2))
    arrays = {key: array.reshape(behind) for key, array in learned(node, "weight", "bias").items()}
    return builder.layer_norm(node.x, range(2, rank), arrays, epsilon_of(node))


def mean_variance_norm(node: OnnxNode, builder: Builder) -> Value:
    """MeanVarianceNormalization; without axes, it takes the statistics of the batch, which is not supported."""
    rank = len(node.x.shape) + 1
    axes = sorted(axis % rank for axis in node.attributes.get("axes", [0, 2, 3]))
    return builder.layer_norm(node.x, axes, {}, SMALLEST_DEVIATION**2)


def local_response_norm(node: OnnxNode, builder: Builder) -> Value:
    """LRN over an odd number of neighbouring channels: of an even number, ONNX and PyTorch take other neighbours."""
    size = int(node.attributes["size"])
    if size % 2 == 0:
        raise UnsupportedError(f"size {size}; supported are odd numbers")
    alpha, beta, k = (
        float(node.attributes.get(key, default)) for key, default in (("alpha", 1e-4), ("beta", 0.75), ("bias", 1.0))
    )
    return builder.local_response_norm(node.x, size, alpha, beta, k)


def lp_norm(node: OnnxNode, builder: Builder) -> Value:
    """LpNormalization: x divided by the sum of its magnitudes along an axis, or by the root of that of its squares."""
    order, axes = int(node.attributes.get("p", 2)), [node.axis(-1)]
    if order not in (1, 2):
        raise UnsupportedError(f"p {order}; supported are 1 and 2")
    if order == 1:
        magnitudes = builder.unnamed(builder.activation(node.x, "absolute"))
        total = builder.unnamed(builder.reduce("sum", magnitudes, axes, keep_axes=True))
    else:
        squares = builder.unnamed(builder.activation(node.x, "power", exponent=2.0))
        total = builder.unnamed(builder.reduce("sum", squares, axes, keep_axes=True))
        total = builder.unnamed(builder.activation(total, "sqrt"))
    total = builder.unnamed(builder.clamp(total, SMALLEST_SIZE, math.inf))  # zeros stay zeros
    return builder.arithmetic("div", [node.x, total])


def learned(node: OnnxNode, *keys: str) -> dict[str, np.ndarray]:
    """The constants behind the first input, by our names; absent ones are left out."""
    found = {key: node.constant(position, key) for position, key in enumerate(keys, start=1)}
    return {key: array.astype(np.float64) for key, array in found.items() if array is not None}


def epsilon_of(node: OnnxNode) -> float:
    """The attribute `epsilon`."""
    return float(node.attributes.get("epsilon", DEFAULT_EPSILON))
