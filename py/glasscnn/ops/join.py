"""Operators that reshape or join arrays: flatten, concat."""

import numpy as np

from glasscnn.ops.window import Array


def flatten(x: Array) -> Array:
    """(N, C, H, W) → (N, C·H·W), in row-major order."""
    return x.reshape(x.shape[0], -1)


def flatten_loops(x: Array) -> Array:
    """`flatten`, one number at a time."""
    return np.array([[float(value) for value in image.flat] for image in x], np.float32)


def concat(*inputs: Array) -> Array:
    """Two or more arrays joined along the channels: (N, C₁, H, W), (N, C₂, H, W) → (N, C₁ + C₂, H, W)."""
    return np.concatenate(inputs, axis=1)


def concat_loops(*inputs: Array) -> Array:
    """`concat`, one number at a time."""
    return np.array([[channel for x in inputs for channel in x[n]] for n in range(inputs[0].shape[0])], np.float32)
