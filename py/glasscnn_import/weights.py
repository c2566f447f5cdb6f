"""Rearranges a framework's weights for our layers."""

from collections.abc import Mapping, Sequence

import numpy as np

from glasscnn_import.draft import Array, Shape, Value, size
from glasscnn_import.errors import UnsupportedError
from glasscnn_import.limits import LARGEST_TENSOR


def columns_in_order(weight: Array, x: Value) -> Array:
    """A dense layer's weight (O, I) for x in our order instead of the framework's."""
    if x.order is None or weight.shape[1:] != x.shape:
        return weight
    ours = np.empty_like(weight)
    ours[:, x.order] = weight
    return ours


def taps_on_one_cell(weight: Array, padding: Sequence[int], dilation: Sequence[int], groups: int) -> Array:
    """(O, C): the tap of each kernel that covers a map of a single cell; the others cover the padding."""
    out_channels, channels, height, width = weight.shape
    reach = [dilation[axis] * (kernel - 1) for axis, kernel in enumerate((height, width))]
    if padding[0] + padding[2] != reach[0] or padding[1] + padding[3] != reach[1]:
        raise UnsupportedError("a convolution that makes maps from a single cell")
    if padding[0] % dilation[0] or padding[1] % dilation[1]:
        raise UnsupportedError("a convolution that covers only the padding around a single cell")
    if out_channels * channels * groups > LARGEST_TENSOR:
        raise UnsupportedError(
            f"a convolution of one cell, {channels * groups:,} maps to {out_channels:,}: as a dense layer, more than"
            f" {LARGEST_TENSOR:,} weights"
        )
    tap = weight[:, :, padding[0] // dilation[0], padding[1] // dilation[1]]
    matrix = np.zeros((out_channels, channels * groups), np.float32)
    for group in range(groups):
        outputs = slice(group * out_channels // groups, (group + 1) * out_channels // groups)
        matrix[outputs, group * channels : (group + 1) * channels] = tap[outputs]
    return matrix


def one_per_channel(constant: np.ndarray, x: Value, shape: Shape) -> Array:
    """(C,) from a constant that broadcasts to x, with or without a batch axis in front; `shape` is our shape of x."""
    constant = np.asarray(constant, np.float64)
    if constant.size == 1 and constant.ndim <= len(x.shape) + 1:
        return np.full(shape[:1], constant.reshape(()), np.float32)
    ours = _in_our_order(constant, x).reshape(size(shape[:1]), size(shape[1:]))
    if not np.array_equal(ours, np.broadcast_to(ours[:, :1], ours.shape), equal_nan=True):
        raise UnsupportedError(
            f"a constant of shape {constant.shape} with {x.shape}; expected one number for each channel"
        )
    return ours[:, 0].astype(np.float32)


def one_per_cell(constant: np.ndarray, x: Value, shape: Shape) -> Array:
    """A constant that broadcasts to x, with or without a batch axis in front, as one that does to our shape of x."""
    if x.order is None and x.shape == shape and constant.ndim <= len(shape):
        _in_our_order(constant, x)  # checks that it broadcasts
        return constant.reshape((1,) * (len(shape) - constant.ndim) + constant.shape).astype(np.float32)
    return _in_our_order(constant, x).reshape(shape).astype(np.float32)


def changing(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The weight and the bias of a normalisation, without a weight of ones and a bias of zeros."""
    without_effect = {"weight": 1, "bias": 0}
    return {key: array for key, array in arrays.items() if (array != without_effect[key]).any()}


def without_repeats(array: Array) -> Array:
    """The array with length 1 along the axes on which its numbers repeat; it broadcasts to what it was."""
    for axis in range(array.ndim):
        first = np.take(array, [0], axis=axis)
        if np.array_equal(array, np.broadcast_to(first, array.shape), equal_nan=True):
            array = first
    return array


def _in_our_order(constant: np.ndarray, x: Value) -> np.ndarray:
    """The constant broadcast to x, as a vector in the order of our layer."""
    try:
        theirs = np.broadcast_to(constant, (1, *x.shape)).ravel()
    except ValueError as error:
        raise UnsupportedError(
            f"a constant of shape {constant.shape} with {x.shape}; expected sides as long as those, or 1"
        ) from error
    ours = np.empty_like(theirs)
    ours[x.positions()] = theirs
    return ours
