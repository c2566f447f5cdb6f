"""Numbers for the checks of exercises: they look random, are the same everywhere, and need no `numpy.random`.

Every place has its own number, a hash of its index: multiplications spread its bits upwards, shifts bring them down
again. The upper 24 bits become a float32 in [−1, 1), which is exact.
"""

import math

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

GOLDEN = 0x9E3779B1  # 2³² / golden ratio, rounded to a prime: neighbours land far apart
MIXER = 0x85EBCA6B


def numbers(shape: int | tuple[int, ...], seed: int = 0) -> Array:
    """An array of this shape with float32 numbers in [−1, 1); another `seed` gives other numbers."""
    size = math.prod(shape) if isinstance(shape, tuple) else shape
    bits = np.arange(size, dtype=np.uint32) + np.uint32((seed * GOLDEN + 1) % 2**32)
    bits *= np.uint32(GOLDEN)
    bits ^= bits >> np.uint32(15)
    bits *= np.uint32(MIXER)
    bits ^= bits >> np.uint32(13)
    bits *= np.uint32(GOLDEN)
    fractions = (bits >> np.uint32(8)).astype(np.float32) / np.float32(2**23)  # [0, 2)
    return (fractions - np.float32(1)).reshape(shape)


def numbers_loops(shape: int | tuple[int, ...], seed: int = 0) -> Array:
    """`numbers`, one number at a time."""
    size = math.prod(shape) if isinstance(shape, tuple) else shape
    found = np.empty(size, np.float32)
    for index in range(size):
        bits = (index + seed * GOLDEN + 1) % 2**32
        bits = bits * GOLDEN % 2**32
        bits = (bits ^ bits >> 15) * MIXER % 2**32
        bits = (bits ^ bits >> 13) * GOLDEN % 2**32
        found[index] = (bits >> 8) / 2**23 - 1
    return found.reshape(shape)
