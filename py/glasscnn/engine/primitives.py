"""Platform-dependent primitives: the same arithmetic, each implementation fast on one platform.

In WebAssembly, NumPy has neither BLAS nor SIMD: `einsum` and maxima of integer bits are fastest. Native NumPy is
fastest with `matmul` and maxima of floats.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numpy._core.multiarray import c_einsum
from numpy._core.umath import clip as clip_into  # type: ignore[attr-defined]

Array = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
AnyMaps = Array | Integers
Product = Callable[[Array, Array, Array], None]
"""A matrix product: writes (O, K) · (K, P) to the third argument, (O, P)."""

ZERO, ZERO_BITS = np.zeros((), np.float32), np.zeros((), np.int32)
LARGEST_BITS = np.array(np.iinfo(np.int32).max, np.int32)

einsum = c_einsum
"""The C function behind `np.einsum`, without its 3 µs of Python overhead."""


def by_einsum(left: Array, right: Array, out: Array) -> None:
    """Matrix product by `einsum`, which without BLAS takes half the time of `matmul`.

    The inner loop runs along contiguous elements of `right`. The order of summation is the same for any number of
    columns, which makes incremental updates exact.
    """
    einsum("ok,kp->op", left, right, out=out)


def by_matmul(left: Array, right: Array, out: Array) -> None:
    """Matrix product by `matmul`, which uses BLAS; for different shapes, sums may differ in the last bit."""
    np.matmul(left, right, out=out)


def bits(x: Array) -> Integers:
    """View float32 numbers as int32 bits.

    Non-negative floats have the same order as their bits, and the bits of a negative float are a negative integer.
    Without SIMD, a maximum of floats compiles to a branch; one of integers does not, and takes a quarter of the time on
    maps where half of the branches are mispredicted. (NaN would be ordered by its sign.)
    """
    return x.view(np.int32)


def numbers(x: Array) -> Array:
    """The array unchanged."""
    return x


def rectify_bits(x: AnyMaps, out: AnyMaps) -> None:
    """max(x, 0) by `clip`, which keeps its bounds in registers and takes half the time of `maximum`."""
    clip_into(x, ZERO_BITS, LARGEST_BITS, out)


def rectify_numbers(x: AnyMaps, out: AnyMaps) -> None:
    """max(x, 0)."""
    np.maximum(x, ZERO, out=out)


class Arithmetic(NamedTuple):
    """The primitives of one platform.

    multiply  the matrix product
    seen      how arrays are viewed to take maxima: as int32 bits, or unchanged
    rectify   writes max(x, 0) to the second argument; both are viewed by `seen`
    """

    multiply: Product
    seen: Callable[[Array], AnyMaps]
    rectify: Callable[[AnyMaps, AnyMaps], None]


def arithmetic_of(multiply: Product, with_bits: bool) -> Arithmetic:
    """Primitives with maxima of bits, if these are faster and no number can be NaN; else with maxima of floats."""
    return Arithmetic(multiply, bits, rectify_bits) if with_bits else Arithmetic(multiply, numbers, rectify_numbers)
