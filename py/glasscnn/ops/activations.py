"""The usual activation functions, and softmax, which normalises over the channels."""

import math
from collections.abc import Callable

import numpy as np

from glasscnn.ops.window import Array


def relu(x: Array, maximum: float | None = None) -> Array:
    """max(x, 0), or min(max(x, 0), maximum) if `maximum` is given (6 for ReLU6)."""
    return np.maximum(x, np.float32(0)) if maximum is None else np.clip(x, np.float32(0), np.float32(maximum))


def relu_loops(x: Array, maximum: float | None = None) -> Array:
    """`relu`, one number at a time."""
    return each(x, lambda value: min(max(value, 0.0), math.inf if maximum is None else maximum))


def leaky_relu(x: Array, negative_slope: float = 0.01) -> Array:
    """x where x > 0, negative_slope · x elsewhere (Maas, Hannun and Ng, 2013)."""
    return np.where(x > 0, x, x * np.float32(negative_slope))


def leaky_relu_loops(x: Array, negative_slope: float = 0.01) -> Array:
    """`leaky_relu`, one number at a time."""
    return each(x, lambda value: value if value > 0 else value * negative_slope)


def sigmoid(x: Array) -> Array:
    """1 / (1 + e^−x), computed with exponentials of negative numbers only, which cannot overflow."""
    small: Array = np.exp(-np.abs(x))
    y: Array = np.where(x >= 0, np.ones_like(x), small) / (small + np.float32(1))
    return y


def sigmoid_loops(x: Array) -> Array:
    """`sigmoid`, one number at a time."""
    return each(x, lambda value: 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value)))


def tanh(x: Array) -> Array:
    """The hyperbolic tangent, (e^x − e^−x) / (e^x + e^−x)."""
    return np.tanh(x)


def tanh_loops(x: Array) -> Array:
    """`tanh`, one number at a time."""
    return each(x, math.tanh)


def softmax(x: Array) -> Array:
    """e^x[c] / Σ_k e^x[k] over axis 1: positive numbers that add up to 1.

    The largest x is subtracted first to prevent overflow.
    """
    exponentials = np.exp(x - x.max(axis=1, keepdims=True))
    y: Array = exponentials / exponentials.sum(axis=1, keepdims=True)
    return y


def softmax_loops(x: Array) -> Array:
    """`softmax`, one number at a time."""
    y = np.empty_like(x)
    for place in np.ndindex(x.shape[0], *x.shape[2:]):
        column = (place[0], slice(None), *place[1:])
        values = [float(value) for value in x[column]]
        exponentials = [math.exp(value - max(values)) for value in values]
        y[column] = [exponential / sum(exponentials) for exponential in exponentials]
    return y


def log_softmax(x: Array) -> Array:
    """log softmax(x) = x[c] − max − log Σ_k e^(x[k] − max) over axis 1, also where the softmax itself rounds to 0."""
    shifted = x - x.max(axis=1, keepdims=True)
    y: Array = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return y


def log_softmax_loops(x: Array) -> Array:
    """`log_softmax`, one number at a time."""
    y = np.empty_like(x)
    for place in np.ndindex(x.shape[0], *x.shape[2:]):
        column = (place[0], slice(None), *place[1:])
        values = [float(value) for value in x[column]]
        largest = max(values)
        total = sum(math.exp(value - largest) for value in values)
        y[column] = [value - largest - math.log(total) for value in values]
    return y


def each(x: Array, function: Callable[[float], float]) -> Array:
    """Apply a function to every number of x, one at a time."""
    return np.array([function(float(value)) for value in x.ravel()], np.float32).reshape(x.shape)
