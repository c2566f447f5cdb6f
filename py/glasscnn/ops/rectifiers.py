"""Activation functions made of straight lines, some with an exponential below 0: the relatives of ReLU."""

import math

import numpy as np

from glasscnn.ops.activations import each
from glasscnn.ops.window import Array


def prelu(x: Array, weight: Array) -> Array:
    """x where x > 0, weight · x elsewhere (He et al., 2015).

    `weight` has a learned slope for each channel, (C,), or one for all, (1,); or it has x's axes without N, and sides
    of 1 where the slopes repeat.
    """
    return np.where(x > 0, x, x * slopes_for(x, weight))


def prelu_loops(x: Array, weight: Array) -> Array:
    """`prelu`, one number at a time."""
    y, slopes = np.empty_like(x), np.broadcast_to(slopes_for(x, weight), x.shape[1:])
    for place in np.ndindex(*x.shape):
        value, slope = float(x[place]), float(slopes[place[1:]])
        y[place] = value if value > 0 else value * slope
    return y


def slopes_for(x: Array, weight: Array) -> Array:
    """The slopes with the axes of x without N: (C,) is (C, 1, 1) for maps."""
    return weight.reshape(*weight.shape, *[1] * (x.ndim - 1 - weight.ndim))


def elu(x: Array, alpha: float = 1.0) -> Array:
    """x where x > 0, alpha · (e^x − 1) elsewhere (Clevert, Unterthiner and Hochreiter, 2015)."""
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_loops(x: Array, alpha: float = 1.0) -> Array:
    """`elu`, one number at a time."""
    return each(x, lambda value: value if value > 0 else alpha * math.expm1(value))


def selu(x: Array, alpha: float = 1.6732632423543772, gamma: float = 1.0507009873554805) -> Array:
    """gamma · x where x > 0, gamma · alpha · (e^x − 1) elsewhere (Klambauer et al., 2017).

    The constants keep mean 0 and variance 1 from layer to layer.
    """
    return gamma * elu(x, alpha)


def selu_loops(x: Array, alpha: float = 1.6732632423543772, gamma: float = 1.0507009873554805) -> Array:
    """`selu`, one number at a time."""
    return each(x, lambda value: gamma * (value if value > 0 else alpha * math.expm1(value)))


def clamp(x: Array, minimum: float | None = None, maximum: float | None = None) -> Array:
    """min(max(x, minimum), maximum); a limit that is None does not limit. From −1 to 1, this is Hardtanh."""
    y = x if minimum is None else np.maximum(x, minimum)
    return y if maximum is None else np.minimum(y, maximum)


def clamp_loops(x: Array, minimum: float | None = None, maximum: float | None = None) -> Array:
    """`clamp`, one number at a time."""
    lowest, highest = -math.inf if minimum is None else minimum, math.inf if maximum is None else maximum
    return each(x, lambda value: min(max(value, lowest), highest))


def hardsigmoid(x: Array, alpha: float = 1 / 6, beta: float = 0.5) -> Array:
    """min(max(alpha · x + beta, 0), 1): a sigmoid made of three straight lines."""
    y: Array = np.clip(x * alpha + beta, 0, 1)
    return y


def hardsigmoid_loops(x: Array, alpha: float = 1 / 6, beta: float = 0.5) -> Array:
    """`hardsigmoid`, one number at a time."""
    return each(x, lambda value: min(max(alpha * value + beta, 0.0), 1.0))


def hardswish(x: Array) -> Array:
    """x · min(max(x + 3, 0), 6) / 6, an approximation of SiLU without exponentials (Howard et al., 2019)."""
    y: Array = x * np.clip(x + 3, 0, 6) / np.float32(6)
    return y


def hardswish_loops(x: Array) -> Array:
    """`hardswish`, one number at a time."""
    return each(x, lambda value: value * min(max(value + 3, 0.0), 6.0) / 6)
