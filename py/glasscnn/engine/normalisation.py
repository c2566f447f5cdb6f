"""Kernels of the normalisations by the numbers of the image itself.

Formulas are those of `glasscnn.ops.normalisation`. Where a cell depends on no other place, sums are taken channel by
channel, so that a region gets the same bits as the whole map.
"""

from collections.abc import Callable, Mapping

import numpy as np

from glasscnn.engine.dirty_regions import Array
from glasscnn.engine.graph import Node
from glasscnn.engine.op_kernel import Arrays, ElementwiseKernel, FullKernel, OpKernel, as_maps, view_of


def normalisation_kernel(node: Node, x: Array, out: Array, arrays: Arrays) -> OpKernel:
    """The kernel of layer_norm, rms_norm, group_norm or local_response_norm."""
    if node.op == "local_response_norm":
        return ElementwiseKernel([x], out, over_neighbouring_channels(**node.attributes, numbers=out.size))
    if x.ndim == 3 and node.attributes.get("dim") == [1]:
        learned = {key: np.broadcast_to(array, x.shape) for key, array in arrays.items()}
        return ElementwiseKernel([x, *learned.values()], out, over_channels(node, list(learned), out[0].size))
    return FullKernel(out, over_axes(node, as_maps(x)[..., None], arrays, as_maps(out)[..., None]))


def over_axes(node: Node, x: Array, arrays: Arrays, out: Array) -> Callable[[], None]:
    """layer_norm, rms_norm or group_norm of any number of images side by side, (C, H, W, N)."""
    shape, axes = x.shape, tuple(axis - 1 for axis in node.attributes.get("dim", ()))
    if node.op == "group_norm":
        groups = node.attributes["num_groups"]
        shape, axes = (groups, len(x) // groups, *x.shape[1:]), (1, 2, 3)
    learned = {key: as_maps(array)[..., None] for key, array in arrays.items()}  # (C, H, W, 1)
    grouped, normalised, squares = x.reshape(shape), out.reshape(shape), np.zeros(shape, np.float32)
    mean = np.zeros([1 if axis in axes else side for axis, side in enumerate(shape)], np.float32)
    share, eps = np.array(mean.size / out.size, np.float32), np.array(node.attributes["eps"], np.float32)

    def compute() -> None:
        if node.op == "rms_norm":
            np.copyto(normalised, grouped)
        else:
            np.add.reduce(grouped, axis=axes, keepdims=True, out=mean)
            np.multiply(mean, share, out=mean)
            np.subtract(grouped, mean, out=normalised)
        np.multiply(normalised, normalised, out=squares)
        np.add.reduce(squares, axis=axes, keepdims=True, out=mean)
        divide_by_deviation(normalised, mean, share, eps)
        scale_and_shift(out, learned)

    return compute


def over_channels(node: Node, learned: list[str], cells: int) -> Callable[[list[Array], Array], None]:
    """layer_norm or rms_norm of each cell over its channels; the `learned` arrays come after the input."""
    spare, eps = np.zeros(2 * cells, np.float32), np.array(node.attributes["eps"], np.float32)

    def compute(parts: list[Array], part: Array) -> None:
        x, arrays = parts[0], dict(zip(learned, parts[1:], strict=True))
        share, (total, square) = np.array(1 / len(x), np.float32), view_of(spare, (2, *part.shape[1:]))
        if node.op == "rms_norm":
            np.copyto(part, x)
        else:
            np.copyto(total, x[0])
            for channel in x[1:]:
                np.add(total, channel, out=total)
            np.multiply(total, share, out=total)
            np.subtract(x, total, out=part)
        total.fill(0)
        for channel in part:
            np.multiply(channel, channel, out=square)
            np.add(total, square, out=total)
        divide_by_deviation(part, total, share, eps)
        scale_and_shift(part, arrays)

    return compute


def divide_by_deviation(x: Array, sums: Array, share: Array, eps: Array) -> None:
    """x / √(sums · share + eps), in place of both; `sums` are those of squares."""
    np.multiply(sums, share, out=sums)
    np.add(sums, eps, out=sums)
    np.sqrt(sums, out=sums)
    np.divide(x, sums, out=x)


def scale_and_shift(x: Array, learned: Mapping[str, Array]) -> None:
    """x · weight + bias in place, without those that are absent."""
    if "weight" in learned:
        np.multiply(x, learned["weight"], out=x)
    if "bias" in learned:
        np.add(x, learned["bias"], out=x)


def over_neighbouring_channels(
    size: int, alpha: float, beta: float, k: float, numbers: int
) -> Callable[[list[Array], Array], None]:
    """local_response_norm of maps with up to so many `numbers`."""
    spare = np.zeros(numbers, np.float32)
    exponent, taps = np.array(beta, np.float32), range(-(size // 2), (size - 1) // 2 + 1)

    def compute(parts: list[Array], part: Array) -> None:
        x, squares = parts[0], view_of(spare, part.shape)
        np.multiply(x, x, out=squares)
        part.fill(0)
        for tap in taps:
            first, end = max(-tap, 0), min(len(part) - tap, len(part))
            if first < end:
                np.add(part[first:end], squares[first + tap : end + tap], out=part[first:end])
        np.multiply(part, alpha / size, out=part)
        np.add(part, k, out=part)
        np.power(part, exponent, out=part)
        np.divide(x, part, out=part)

    return compute
