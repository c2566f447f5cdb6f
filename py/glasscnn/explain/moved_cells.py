"""Where the cells come from that an operator moves, copies or interpolates: padding, parts of axes, resizing, blocks,
transposed convolution. Rows and columns are independent of each other.
"""

import numpy as np
import numpy.typing as npt

from glasscnn import ops
from glasscnn.engine import Node
from glasscnn.engine.resampling import resampled
from glasscnn.gradients.moving import matrix_of
from glasscnn.ops.depth_to_space import map_of_cell

Shape = tuple[int, ...]
Mask = npt.NDArray[np.bool_]

COPYING = ("flatten", "concat", "pad2d", "strided_slice", "resize2d", "depth_to_space", "space_to_depth")
"""Ops whose cells are copies, if they are not weighted sums; padding may be a constant."""


def source_cell(node: Node, shape: Shape, place: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """The cell (channel, row, column) of the input, of this shape, that a cell is a copy of.

    None for a constant, for a cell that is interpolated, and for an operator that does not move cells.
    """
    channel, row, column = place
    attributes = node.attributes
    match node.op:
        case "strided_slice":
            start, step = ([*attributes[key], 0, 0][:3] for key in ("start", "step"))
            channel, row, column = (first + by * at for first, by, at in zip(start, step, place, strict=True))
            return channel, row, column
        case "pad2d" if attributes["mode"] == "constant":
            row, column = row - attributes["padding"][0], column - attributes["padding"][1]
            return (channel, row, column) if 0 <= row < shape[1] and 0 <= column < shape[2] else None
        case "resize2d" if attributes["mode"] != "nearest":
            return None
        case "pad2d" | "resize2d":
            _, rows, columns = resampled(node, shape)
            return channel, int(rows[0][row, 0]), int(columns[0][column, 0])
        case "depth_to_space":
            b = attributes["block_size"]
            maps = shape[0] // b**2
            return map_of_cell(channel, row % b, column % b, b, maps, attributes["mode"]), row // b, column // b
        case "space_to_depth":
            b, maps = attributes["block_size"], shape[0]
            by_block = attributes["mode"] == "CRD"
            inside, channel = (channel % b**2, channel // b**2) if by_block else (channel // maps, channel % maps)
            return channel, row * b + inside // b, column * b + inside % b
        case _:
            return None


def interpolated_cells(node: Node, shape: Shape, row: int, column: int) -> dict[tuple[int, int], float]:
    """The (row, column) of each cell that counts for a cell of resize2d, and its weight."""
    _, rows, columns = resampled(node, shape)
    weights: dict[tuple[int, int], float] = {}
    for vertical, down in zip(rows[0][row].tolist(), rows[1][row].tolist(), strict=True):
        for horizontal, across in zip(columns[0][column].tolist(), columns[1][column].tolist(), strict=True):
            if down * across:
                weights[vertical, horizontal] = weights.get((vertical, horizontal), 0.0) + down * across
    return weights


def adding_cells(node: Node, axis: int, kernel: int, size: int, place: int) -> tuple[list[int], list[int]]:
    """Along one axis of a transposed convolution: the cells of the input that add to the cell `place`, in order, and
    the taps of the kernel that each is multiplied by.
    """
    stride, dilation = (node.attributes[key][axis] for key in ("stride", "dilation"))
    first = place + node.attributes["padding"][axis]
    found = [
        ((first - tap * dilation) // stride, tap) for tap in range(kernel) if (first - tap * dilation) % stride == 0
    ]
    inside = sorted((cell, tap) for cell, tap in found if 0 <= cell < size)
    return [cell for cell, _ in inside], [tap for _, tap in inside]


def needed_cells(node: Node, shape: Shape, kernel: Shape, mask: Mask) -> Mask:
    """The cells of the input, of this shape, that the marked cells of the output depend on."""
    if node.op == "depth_to_space":
        return np.asarray(ops.space_to_depth(mask[None].astype(np.float32), **node.attributes)[0] > 0)
    if node.op == "space_to_depth":
        return np.asarray(ops.depth_to_space(mask[None].astype(np.float32), **node.attributes)[0] > 0)
    maps = mask.reshape(*mask.shape, *[1] * (3 - mask.ndim))
    rows, columns = connections(node, shape, kernel, maps.shape)
    found = np.asarray(rows.T @ maps @ columns > 0)
    if node.op == "strided_slice":
        everything = np.zeros((shape[0], *found.shape[1:]), bool)
        everything[resampled(node, shape).maps] = found
        return everything.reshape(shape)
    return between_groups(node, found, shape[0])


def fed_cells(node: Node, out_shape: Shape, kernel: Shape, mask: Mask) -> Mask:
    """The cells of the output, of this shape, that depend on the marked cells of the input."""
    if node.op in ("depth_to_space", "space_to_depth"):
        operator = ops.depth_to_space if node.op == "depth_to_space" else ops.space_to_depth
        return np.asarray(operator(mask[None].astype(np.float32), **node.attributes)[0] > 0)
    maps = mask.reshape(*mask.shape, *[1] * (3 - mask.ndim))
    rows, columns = connections(node, mask.shape, kernel, (*out_shape, 1, 1)[:3])
    if node.op == "strided_slice":
        maps = maps[resampled(node, mask.shape).maps]
    found = np.asarray(rows @ maps @ columns.T > 0)
    return between_groups(node, found, out_shape[0]).reshape(out_shape)


def between_groups(node: Node, mask: Mask, channels: int) -> Mask:
    """A mask of one side of a transposed convolution as one of the other: the union of each group's channels."""
    if node.op != "conv_transpose2d":
        return mask
    groups = node.attributes["groups"]
    union = np.asarray(mask.reshape(groups, -1, *mask.shape[1:]).any(axis=1))
    return np.repeat(union, channels // groups, axis=0)


def connections(node: Node, shape: Shape, kernel: Shape, out_shape: Shape) -> tuple[npt.NDArray[np.float32], ...]:
    """For rows and for columns: 1 where a cell of the output depends on a cell of the input, (outputs, inputs)."""
    sides = list(zip((*shape, 1, 1)[1:3], out_shape[1:3], strict=True))
    if node.op == "conv_transpose2d":
        matrices = [np.zeros((count, size), np.float32) for size, count in sides]
        for axis, matrix in enumerate(matrices):
            for place in range(len(matrix)):
                matrix[place, adding_cells(node, axis, kernel[axis], matrix.shape[1], place)[0]] = 1
        return tuple(matrices)
    if node.op == "pad2d" and node.attributes["mode"] == "constant":
        before = node.attributes["padding"][:2]
        return tuple(
            np.eye(count, size, -first, dtype=np.float32) for (size, count), first in zip(sides, before, strict=True)
        )
    _, *taps = resampled(node, shape)
    return tuple((matrix_of(each, size) != 0).astype(np.float32) for each, (size, _) in zip(taps, sides, strict=True))
