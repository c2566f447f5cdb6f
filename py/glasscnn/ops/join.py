"""Operators that reshape or join arrays: flatten, concat."""

import numpy as np

from glasscnn.ops.window import Array


def flatten(x: Array) -> Array:
    """(N, C, H, W) → (N, C·H·W), in row-major order."""
    return x.reshape(x.shape[0], -1)


def flatten_loops(x: Array) -> Array:
    """`flatten`, one number at a time."""
    return np.array([[float(value) for value in image.flat] for image in x], np.float32)


def concat(*inputs: Array, dim: int = 1) -> Array:
    """Two or more arrays joined along an axis, the channels: (N, C₁, H, W), (N, C₂, H, W) → (N, C₁ + C₂, H, W)."""
    return np.concatenate(inputs, axis=dim)


def concat_loops(*inputs: Array, dim: int = 1) -> Array:
    """`concat`, one number at a time."""
    sides = list(inputs[0].shape)
    sides[dim] = sum(x.shape[dim] for x in inputs)
    y, start = np.zeros(sides, np.float32), 0
    for x in inputs:
        for place in np.ndindex(*x.shape):
            target = [index + start if axis == dim else index for axis, index in enumerate(place)]
            y[*target] = x[place]
        start += x.shape[dim]
    return y
