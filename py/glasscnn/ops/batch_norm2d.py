"""Batch normalisation with the running statistics of training (Ioffe and Szegedy, 2015)."""

import math

import numpy as np

from glasscnn.ops.window import Array


def batch_norm2d(
    x: Array, running_mean: Array, running_var: Array, weight: Array, bias: Array, eps: float = 1e-5
) -> Array:
    """(x − running_mean) / √(running_var + eps) · weight + bias per channel; x is (N, C, H, W), the others (C,)."""
    scale = weight / np.sqrt(running_var + np.float32(eps))  # (C,)
    offset = bias - running_mean * scale  # (C,)
    y: Array = x * scale[:, None, None] + offset[:, None, None]
    return y


def batch_norm2d_loops(
    x: Array, running_mean: Array, running_var: Array, weight: Array, bias: Array, eps: float = 1e-5
) -> Array:
    """`batch_norm2d`, one number at a time."""
    y = np.empty_like(x)
    for n, c, i, j in np.ndindex(*x.shape):
        normalised = (float(x[n, c, i, j]) - float(running_mean[c])) / math.sqrt(float(running_var[c]) + eps)
        y[n, c, i, j] = normalised * float(weight[c]) + float(bias[c])
    return y
