"""The derivative of every element-wise function, f'(x) for each x; where f has a corner, that of PyTorch."""

import math
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from glasscnn import ops
from glasscnn.ops.rectifiers import slopes_for

Array = npt.NDArray[np.float32]


def relu(x: Array, maximum: float | None) -> Array:
    """1 where x > 0 (and x < `maximum`), 0 elsewhere."""
    return ((x > 0) if maximum is None else (x > 0) & (x < maximum)).astype(np.float32)


def leaky_relu(x: Array, negative_slope: float) -> Array:
    """1 where x > 0, negative_slope elsewhere."""
    return np.where(x > 0, np.float32(1), np.float32(negative_slope))


def prelu(x: Array, weight: Array) -> Array:
    """1 where x > 0, the slope of the channel or of the cell elsewhere."""
    return np.where(x > 0, np.float32(1), slopes_for(x, weight))


def elu(x: Array, alpha: float) -> Array:
    """1 where x > 0, alpha · e^x elsewhere."""
    return np.where(x > 0, np.float32(1), alpha * np.exp(np.minimum(x, 0)))


def selu(x: Array, alpha: float, gamma: float) -> Array:
    """gamma · elu'(x)."""
    return gamma * elu(x, alpha)


def clamp(x: Array, minimum: float | None, maximum: float | None) -> Array:
    """1 from `minimum` to `maximum`, 0 outside."""
    above = True if minimum is None else x >= minimum
    below = True if maximum is None else x <= maximum
    return np.where(above & below, np.ones_like(x), np.float32(0))


def hardsigmoid(x: Array, alpha: float, beta: float) -> Array:
    """alpha on the slope between 0 and 1, 0 elsewhere."""
    line = x * alpha + beta
    return np.float32(alpha) * ((line > 0) & (line < 1))


def hardswish(x: Array) -> Array:
    """0 up to −3, x / 3 + ½ up to 3, then 1."""
    return np.where(x <= -3, np.float32(0), np.where(x < 3, x / np.float32(3) + 0.5, np.float32(1)))


def sigmoid(x: Array) -> Array:
    """y · (1 − y)."""
    y = ops.sigmoid(x)
    return y * (1 - y)


def tanh(x: Array) -> Array:
    """1 − y²."""
    y = np.tanh(x)
    return 1 - y * y


def silu(x: Array) -> Array:
    """s + x · s · (1 − s) with s = sigmoid(x)."""
    s = ops.sigmoid(x)
    return s + x * s * (1 - s)


def softplus(x: Array, beta: float) -> Array:
    """sigmoid(beta · x)."""
    return ops.sigmoid(beta * x)


def mish(x: Array) -> Array:
    """t + x · (1 − t²) · sigmoid(x) with t = tanh(softplus(x))."""
    t: Array = np.tanh(ops.softplus(x))
    dx: Array = t + x * (1 - t * t).astype(np.float32) * ops.sigmoid(x)
    return dx


def gelu(x: Array, approximate: str) -> Array:
    """Φ(x) + x · Φ'(x), where Φ'(x) is the density of the normal distribution, e^(−x²/2) / √(2π)."""
    if approximate == "tanh":
        t: Array = np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x))
        slope = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x * x)
        dx: Array = 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope
        return dx
    density: Array = np.exp(-0.5 * x * x) * (1 / math.sqrt(2 * math.pi))
    return 0.5 * (1 + ops.erf(x * math.sqrt(0.5))) + x * density


def erf(x: Array) -> Array:
    """2/√π · e^−x²."""
    y: Array = 2 / math.sqrt(math.pi) * np.exp(-x * x)
    return y


def exp(x: Array) -> Array:
    """e^x."""
    return np.exp(x)


def log(x: Array) -> Array:
    """1 / x."""
    return np.float32(1) / x


def sqrt(x: Array) -> Array:
    """½ / √x."""
    root: Array = np.sqrt(x)
    return np.float32(0.5) / root


def absolute(x: Array) -> Array:
    """The sign of x; 0 for 0."""
    return np.sign(x)


def negative(x: Array) -> Array:
    """−1."""
    return np.full_like(x, -1)


def power(x: Array, exponent: float) -> Array:
    """exponent · x^(exponent − 1)."""
    return np.float32(exponent) * ops.power(x, exponent - 1) if exponent else np.zeros_like(x)


DERIVATIVES: Mapping[str, Callable[..., Array]] = {
    "absolute": absolute,
    "clamp": clamp,
    "elu": elu,
    "erf": erf,
    "exp": exp,
    "gelu": gelu,
    "hardsigmoid": hardsigmoid,
    "hardswish": hardswish,
    "leaky_relu": leaky_relu,
    "log": log,
    "mish": mish,
    "negative": negative,
    "power": power,
    "prelu": prelu,
    "relu": relu,
    "selu": selu,
    "sigmoid": sigmoid,
    "silu": silu,
    "softplus": softplus,
    "sqrt": sqrt,
    "tanh": tanh,
}
"""Called as function(x, **arrays, **attributes)."""
