"""Arithmetic of arrays, number by number: sum, difference, product, quotient, maximum and minimum; x · weight + bias.

Where one array has a side of 1, its numbers are repeated along it, and a vector (N, C) beside maps (N, C, H, W) is
(N, C, 1, 1): so a vector scales maps, as in squeeze-and-excitation (Hu, Shen and Sun, 2018).
"""

import math
from collections.abc import Callable

import numpy as np

from glasscnn.ops.window import Array


def add(*inputs: Array) -> Array:
    """x + y + …; raises ValueError if the shapes differ in more than sides of 1."""
    first, *others = aligned("add", *inputs)
    total = first
    for x in others:
        total = total + x
    return total


def add_loops(*inputs: Array) -> Array:
    """`add`, one number at a time."""
    return combined("add", lambda *numbers: sum(numbers), *inputs)


def sub(x: Array, y: Array) -> Array:
    """x − y; raises ValueError if the shapes differ in more than sides of 1."""
    x, y = aligned("sub", x, y)
    return x - y


def sub_loops(x: Array, y: Array) -> Array:
    """`sub`, one number at a time."""
    return combined("sub", lambda a, b: a - b, x, y)


def mul(x: Array, y: Array) -> Array:
    """x · y; raises ValueError if the shapes differ in more than sides of 1."""
    x, y = aligned("mul", x, y)
    return x * y


def mul_loops(x: Array, y: Array) -> Array:
    """`mul`, one number at a time."""
    return combined("mul", lambda a, b: a * b, x, y)


def div(x: Array, y: Array) -> Array:
    """x / y; raises ValueError if the shapes differ in more than sides of 1."""
    x, y = aligned("div", x, y)
    quotient: Array = x / y
    return quotient


def div_loops(x: Array, y: Array) -> Array:
    """`div`, one number at a time."""
    return combined("div", lambda a, b: a / b, x, y)


def elementwise_max(*inputs: Array) -> Array:
    """The largest number in each place; raises ValueError if the shapes differ in more than sides of 1."""
    first, *others = aligned("elementwise_max", *inputs)
    largest = first
    for x in others:
        largest = np.maximum(largest, x)
    return largest


def elementwise_max_loops(*inputs: Array) -> Array:
    """`elementwise_max`, one number at a time."""
    return combined("elementwise_max", max, *inputs)


def elementwise_min(*inputs: Array) -> Array:
    """The smallest number in each place; raises ValueError if the shapes differ in more than sides of 1."""
    first, *others = aligned("elementwise_min", *inputs)
    smallest = first
    for x in others:
        smallest = np.minimum(smallest, x)
    return smallest


def elementwise_min_loops(*inputs: Array) -> Array:
    """`elementwise_min`, one number at a time."""
    return combined("elementwise_min", min, *inputs)


def elementwise_affine(x: Array, weight: Array, bias: Array) -> Array:
    """x · weight + bias with learned arrays that have x's axes without N, and sides of 1 where they repeat."""
    return x * weight + bias


def elementwise_affine_loops(x: Array, weight: Array, bias: Array) -> Array:
    """`elementwise_affine`, one number at a time."""
    y = np.empty_like(x)
    for place in np.ndindex(*x.shape):
        factor, offset = (
            float(array[tuple(index if side > 1 else 0 for index, side in zip(place[1:], array.shape, strict=True))])
            for array in (weight, bias)
        )
        y[place] = float(x[place]) * factor + offset
    return y


def elementwise_power(x: Array, exponent: Array) -> Array:
    """x^exponent with constants that have x's axes without N, and sides of 1 where they repeat.

    NaN where x is below 0 and the exponent is not whole.
    """
    y: Array = np.power(x, exponent)
    return y


def elementwise_power_loops(x: Array, exponent: Array) -> Array:
    """`elementwise_power`, one number at a time."""
    y = np.empty_like(x)
    for place in np.ndindex(*x.shape):
        y[place] = math.pow(float(x[place]), float(np.broadcast_to(exponent, x.shape[1:])[place[1:]]))
    return y


def aligned(name: str, *inputs: Array) -> list[Array]:
    """The inputs with equally many axes, (N, C) beside (N, C, H, W) as (N, C, 1, 1)."""
    axes = max(x.ndim for x in inputs)
    shaped = [x.reshape(*x.shape, *[1] * (axes - x.ndim)) for x in inputs]
    shapes = [x.shape for x in shaped]
    try:
        np.broadcast_shapes(*shapes)
    except ValueError as error:
        found = " and ".join(map(str, shapes))
        raise ValueError(
            f"{name}: expected inputs of one shape, found {found}; only sides of 1 are repeated"
        ) from error
    return shaped


def combined(name: str, function: Callable[..., float], *inputs: Array) -> Array:
    """Apply a function of several numbers to the numbers in the same place of the inputs."""
    shaped = np.broadcast_arrays(*aligned(name, *inputs))
    y = np.empty(shaped[0].shape, np.float32)
    for place in np.ndindex(*y.shape):
        y[place] = function(*(float(x[place]) for x in shaped))
    return y
