"""Smooth activation functions, most of them a number times a probability of keeping it."""

import math

import numpy as np

from glasscnn.ops.activations import each, sigmoid
from glasscnn.ops.window import Array

ERF_NUMERATOR = (
    -2.72614225801306e-10,
    2.77068142495902e-08,
    -2.10102402082508e-06,
    -5.69250639462346e-05,
    -7.34990630326855e-04,
    -2.95459980854025e-03,
    -1.60960333262415e-02,
)
ERF_DENOMINATOR = (
    -1.45660718464996e-05,
    -2.13374055278905e-04,
    -1.68282697438203e-03,
    -7.37332916720468e-03,
    -1.42647390514189e-02,
)


def silu(x: Array) -> Array:
    """x · sigmoid(x) = x / (1 + e^−x), also called swish (Elfwing, Uchibe and Doya, 2017)."""
    return x * sigmoid(x)


def silu_loops(x: Array) -> Array:
    """`silu`, one number at a time."""
    return x * each(x, lambda value: 1 / (1 + math.exp(-value)) if value > -87 else 0.0)


def softplus(x: Array, beta: float = 1.0) -> Array:
    """log(1 + e^(beta·x)) / beta, a smooth ReLU; computed as max(x, 0) + log(1 + e^−|beta·x|) / beta, which cannot
    overflow.
    """
    y: Array = np.maximum(x, 0) + np.log1p(np.exp(-np.abs(beta * x))) / beta
    return y


def softplus_loops(x: Array, beta: float = 1.0) -> Array:
    """`softplus`, one number at a time."""
    return each(x, lambda value: max(value, 0.0) + math.log1p(math.exp(-abs(beta * value))) / beta)


def mish(x: Array) -> Array:
    """x · tanh(log(1 + e^x)) (Misra, 2019)."""
    y: Array = x * np.tanh(softplus(x))
    return y


def mish_loops(x: Array) -> Array:
    """`mish`, one number at a time."""
    return each(x, lambda value: value * math.tanh(max(value, 0.0) + math.log1p(math.exp(-abs(value)))))


def gelu(x: Array, approximate: str = "none") -> Array:
    """x · Φ(x), where Φ is the normal distribution: ½ · x · (1 + erf(x / √2)) (Hendrycks and Gimpel, 2016).

    With `approximate` "tanh": ½ · x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))).
    """
    if approximate == "tanh":
        share: Array = np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x))
    else:
        share = erf(x * math.sqrt(0.5))
    return 0.5 * x * (1 + share)


def gelu_loops(x: Array, approximate: str = "none") -> Array:
    """`gelu`, one number at a time."""
    if approximate == "tanh":
        factor = math.sqrt(2 / math.pi)
        return each(x, lambda value: 0.5 * value * (1 + math.tanh(factor * (value + 0.044715 * value**3))))
    return each(x, lambda value: 0.5 * value * (1 + math.erf(value * math.sqrt(0.5))))


def erf(x: Array) -> Array:
    """The error function, 2/√π · ∫ e^−t² dt from 0 to x, correct to 5e-7.

    Computed as x · P(x²) / Q(x²) on −4 … 4, beyond which it is 1 in float32; NumPy has no erf. The polynomials P and Q
    are those of the Eigen library (generic_fast_erf_float).
    """
    limited = np.clip(x, -4, 4)
    square = limited * limited
    return limited * polynomial(ERF_NUMERATOR, square) / polynomial(ERF_DENOMINATOR, square)


def erf_loops(x: Array) -> Array:
    """`erf`, one number at a time."""
    return each(x, math.erf)


def polynomial(coefficients: tuple[float, ...], x: Array) -> Array:
    """Horner's scheme: ((c₀ · x + c₁) · x + c₂) · x + …, from the highest power down."""
    y = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        y = y * x + coefficient
    return y
