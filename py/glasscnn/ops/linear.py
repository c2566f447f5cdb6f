"""A fully connected layer: every output is a weighted sum of all inputs."""

import numpy as np

from glasscnn.ops.window import Array


def linear(x: Array, weight: Array, bias: Array | None = None) -> Array:
    """x · weightᵀ + bias: x (N, in_features), weight (out_features, in_features) → (N, out_features).

    Raises ValueError if the shapes do not match.
    """
    check_features(x, weight)
    y = x @ weight.T
    return y if bias is None else y + bias


def linear_loops(x: Array, weight: Array, bias: Array | None = None) -> Array:
    """`linear`: y[n, o] = bias[o] + Σ_i x[n, i] · weight[o, i]."""
    check_features(x, weight)
    y = np.zeros((x.shape[0], weight.shape[0]), np.float32)
    for n, o in np.ndindex(*y.shape):
        total = 0.0 if bias is None else float(bias[o])
        for i in range(x.shape[1]):
            total += float(x[n, i]) * float(weight[o, i])
        y[n, o] = total
    return y


def check_features(x: Array, weight: Array) -> None:
    """Raise ValueError unless x is (N, in_features) and weight (out_features, in_features)."""
    if x.ndim != 2 or weight.ndim != 2 or x.shape[1] != weight.shape[1]:
        raise ValueError(f"linear: x {x.shape} does not fit weight {weight.shape}; expected (N, {weight.shape[-1]})")
