"""Dependencies between one node's inputs and outputs, the building block of receptive fields.

Masks are boolean and have the shape of the array that they mark, (C, H, W) or (features,). They depend on the
architecture alone, not on the weights: a weight of 0 counts as a connection.
"""

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Node
from glasscnn.engine.dirty_regions import Sliding
from glasscnn.engine.op_kernels import MOVING
from glasscnn.explain.forward_pass import ForwardPass
from glasscnn.explain.moved_cells import fed_cells, needed_cells
from glasscnn.explain.normalisations import NORMALISATIONS, spread
from glasscnn.explain.windows import WINDOWED, sliding_of

Mask = npt.NDArray[np.bool_]


def needed(reading: ForwardPass, node: Node, mask: Mask) -> list[Mask]:
    """For each input of a node, the cells that the marked cells of its output depend on."""
    shape = reading.shape(node.inputs[0])
    if node.op in WINDOWED:
        groups = groups_of(node, shape[0])
        maps = mask.reshape(len(mask), *(mask.shape[1:] or (1, 1)))  # global pooling gives a vector
        grouped = joined(maps.reshape(groups, -1, *maps.shape[1:]), 1)  # (groups, H', W')
        sliding = sliding_of(reading, node)
        for axis in (0, 1):
            grouped = under_windows(grouped, sliding, axis, shape[axis + 1])
        return [np.repeat(grouped, shape[0] // groups, axis=0)]
    match node.op:
        case op if op in NORMALISATIONS:
            return [spread(node, mask, forward=False)]
        case "reduce_max" | "reduce_min" | "reduce_mean" | "reduce_sum":
            return [np.broadcast_to(mask, shape)]
        case "linear" if node.name not in reading.masks:
            return [np.full(shape, mask.any())]
        case "softmax" | "log_softmax":
            return [np.broadcast_to(mask.any(axis=0), shape)]
        case "flatten":
            return [mask.reshape(shape)]
        case "concat":
            axis = node.joined_axis - 1
            ends = np.cumsum([reading.shape(source)[axis] for source in node.inputs])
            return np.split(mask, ends[:-1], axis=axis)
        case op if op in MOVING:
            return [needed_cells(node, shape, kernel_of(reading, node), mask)]
        case "add" | "sub" | "mul" | "div" | "elementwise_max" | "elementwise_min":
            return [shrunk(mask, reading.shape(source)) for source in node.inputs]
        case _:  # cell by cell
            return [mask]


def fed(reading: ForwardPass, node: Node, masks: list[Mask]) -> Mask:
    """The cells of a node's output that depend on the marked cells of its inputs."""
    shape, mask = reading.shape(node.name), masks[0]
    if node.op in WINDOWED:
        groups = groups_of(node, len(mask))
        grouped = joined(mask.reshape(groups, -1, *mask.shape[1:]), 1)  # (groups, H, W)
        sliding = sliding_of(reading, node)
        for axis in (0, 1):
            grouped = windows_over(grouped, sliding, axis)
        return np.repeat(grouped, shape[0] // groups, axis=0).reshape(shape)
    match node.op:
        case op if op in NORMALISATIONS:
            return spread(node, mask, forward=True)
        case "reduce_max" | "reduce_min" | "reduce_mean" | "reduce_sum":
            axes = tuple(axis - 1 for axis in node.attributes["dim"])
            return np.asarray(mask.any(axis=axes, keepdims=True))
        case "linear" if node.name not in reading.masks:
            return np.full(shape, mask.any())
        case "softmax" | "log_softmax":
            return np.broadcast_to(mask.any(axis=0), shape)
        case "flatten":
            return mask.reshape(-1)
        case "concat":
            return np.concatenate(masks, axis=node.joined_axis - 1)
        case op if op in MOVING:
            return fed_cells(node, shape, kernel_of(reading, node), mask)
        case "add" | "sub" | "mul" | "div" | "elementwise_max" | "elementwise_min":
            return joined(np.array([grown(each, shape) for each in masks]), 0)
        case _:
            return mask


def kernel_of(reading: ForwardPass, node: Node) -> tuple[int, ...]:
    """(kH, kW) of a transposed convolution; () of an operator without weights."""
    return reading.arrays[node.name]["weight"].shape[2:] if node.op == "conv_transpose2d" else ()


def shrunk(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """A mask of a result of arithmetic as one of an input of this shape, whose sides of 1 were repeated."""
    sides = (*shape, 1, 1)[: mask.ndim]
    axes = tuple(axis for axis, side in enumerate(sides) if side == 1)
    return np.asarray(mask.any(axis=axes, keepdims=True)).reshape(shape)


def grown(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """A mask of an input as one of the result of arithmetic, which has this shape."""
    return np.broadcast_to(mask.reshape((*mask.shape, 1, 1)[: len(shape)]), shape)


def joined(mask: Mask, axis: int) -> Mask:
    """The union of a mask along one axis."""
    union: Mask = np.logical_or.reduce(mask, axis=axis)
    return union


def groups_of(node: Node, channels: int) -> int:
    """The number of independent groups of channels; in pooling, each channel is its own."""
    return int(node.attributes["groups"]) if node.op == "conv2d" else channels


def under_windows(mask: Mask, sliding: Sliding, axis: int, size: int) -> Mask:
    """Along one axis of (C, H, W): which of the `size` cells of the input lie under the marked windows."""
    stride, before, dilation = sliding.stride[axis], sliding.before[axis], sliding.dilation[axis]
    marked = np.moveaxis(mask, axis + 1, 0)
    windows = len(marked)
    reach = (windows - 1) * stride + (sliding.kernel[axis] - 1) * dilation + 1
    padded = np.zeros((max(reach, before + size), *marked.shape[1:]), bool)
    for tap in range(sliding.kernel[axis]):
        first = tap * dilation
        padded[first : first + (windows - 1) * stride + 1 : stride] |= marked
    return np.moveaxis(padded[before : before + size], 0, axis + 1)


def windows_over(mask: Mask, sliding: Sliding, axis: int) -> Mask:
    """Along one axis of (C, H, W): the windows that cover a marked cell of the input."""
    stride, before, dilation = sliding.stride[axis], sliding.before[axis], sliding.dilation[axis]
    marked = np.moveaxis(mask, axis + 1, 0)
    windows = sliding.places[axis]
    reach = (windows - 1) * stride + (sliding.kernel[axis] - 1) * dilation + 1
    padded = np.zeros((max(reach, before + len(marked)), *marked.shape[1:]), bool)
    padded[before : before + len(marked)] = marked
    touched = np.zeros((windows, *marked.shape[1:]), bool)
    for tap in range(sliding.kernel[axis]):
        first = tap * dilation
        touched |= padded[first : first + (windows - 1) * stride + 1 : stride]
    return np.moveaxis(touched, 0, axis + 1)
