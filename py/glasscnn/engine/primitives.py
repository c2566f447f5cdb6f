"""The same arithmetic done in the ways that one machine or the other is fast at.

In WebAssembly NumPy has neither BLAS nor SIMD. What wins there is products by `einsum` and maxima of bits; natively it
is `matmul` and maxima of numbers.
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
"""(O, K) · (K, P) into the third array, (O, P)."""

ZERO, ZERO_BITS = np.zeros((), np.float32), np.zeros((), np.int32)
LARGEST_BITS = np.array(np.iinfo(np.int32).max, np.int32)

einsum = c_einsum
"""What `np.einsum` calls in the end, without the 3 µs of Python before it."""


def by_einsum(left: Array, right: Array, out: Array) -> None:
    """Without BLAS the inner loop of a two-operand `einsum` takes half of `matmul`'s time.

    It runs along what lies side by side in `right`, and adds up in the same order for every number of columns: that is
    what makes updates exact.
    """
    einsum("ok,kp->op", left, right, out=out)


def by_matmul(left: Array, right: Array, out: Array) -> None:
    """Native NumPy has BLAS behind `matmul`; its sums may differ in the last bit from one shape to another."""
    np.matmul(left, right, out=out)


def bits(x: Array) -> Integers:
    """The bits of numbers, read as integers.

    Numbers that are not negative are ordered as their bits are, and the bits of a negative one are a negative integer.
    Without SIMD, maxima of numbers make the processor guess which one it will be; those of integers do not: they take
    a quarter of the time on maps where half of the guesses are wrong. (NaN would be ordered by its sign.)
    """
    return x.view(np.int32)


def numbers(x: Array) -> Array:
    """The numbers themselves."""
    return x


def rectify_bits(x: AnyMaps, out: AnyMaps) -> None:
    """max(x, 0) by `clip`, which keeps its two bounds in registers: that takes half of the time of `maximum`."""
    clip_into(x, ZERO_BITS, LARGEST_BITS, out)


def rectify_numbers(x: AnyMaps, out: AnyMaps) -> None:
    """max(x, 0)."""
    np.maximum(x, ZERO, out=out)


class Arithmetic(NamedTuple):
    """`multiply` is the product of matrices, `seen` how numbers are seen where maxima are taken, and `rectify` the
    maximum of what is seen and 0, into the second array.
    """

    multiply: Product
    seen: Callable[[Array], AnyMaps]
    rectify: Callable[[AnyMaps, AnyMaps], None]


def arithmetic_of(multiply: Product, with_bits: bool) -> Arithmetic:
    """That of bits, where no number is NaN and maxima of bits are fast, or that of numbers."""
    return Arithmetic(multiply, bits, rectify_bits) if with_bits else Arithmetic(multiply, numbers, rectify_numbers)
