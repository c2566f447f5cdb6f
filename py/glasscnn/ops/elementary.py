"""Elementary functions of every number, which networks combine to activations and normalisations of their own."""

import math

import numpy as np

from glasscnn.ops.activations import each
from glasscnn.ops.window import Array


def exp(x: Array) -> Array:
    """e^x."""
    return np.exp(x)


def exp_loops(x: Array) -> Array:
    """`exp`, one number at a time."""
    return each(x, math.exp)


def log(x: Array) -> Array:
    """The natural logarithm; −∞ for 0, NaN below 0."""
    return np.log(x)


def log_loops(x: Array) -> Array:
    """`log`, one number at a time."""
    return each(x, math.log)


def sqrt(x: Array) -> Array:
    """The square root; NaN below 0."""
    return np.sqrt(x)


def sqrt_loops(x: Array) -> Array:
    """`sqrt`, one number at a time."""
    return each(x, math.sqrt)


def absolute(x: Array) -> Array:
    """|x|: x without its sign."""
    return np.abs(x)


def absolute_loops(x: Array) -> Array:
    """`absolute`, one number at a time."""
    return each(x, math.fabs)


def negative(x: Array) -> Array:
    """−x."""
    return -x


def negative_loops(x: Array) -> Array:
    """`negative`, one number at a time."""
    return each(x, lambda value: -value)


def power(x: Array, exponent: float) -> Array:
    """x^exponent; NaN where x is below 0 and the exponent is not whole."""
    y: Array = np.power(x, np.float32(exponent))
    return y


def power_loops(x: Array, exponent: float) -> Array:
    """`power`, one number at a time."""
    return each(x, lambda value: math.pow(value, exponent))
