"""ONNX's operators that only change shapes or the order of axes: the batch axis must stay where it is."""

import math

import numpy as np

from glasscnn_import.builder import Builder
from glasscnn_import.draft import Value
from glasscnn_import.errors import UnsupportedError
from glasscnn_import.moving import blocks_of_transpose
from glasscnn_import.onnx.constants import axes_of
from glasscnn_import.onnx.image_input import ANY_BATCH
from glasscnn_import.onnx.node import OnnxNode


def flatten(node: OnnxNode, builder: Builder) -> Value:
    """Merge the axes before `axis`, and those from `axis` on."""
    full, axis = (node.batch, *node.x.shape), int(node.attributes.get("axis", 1))
    axis += len(full) if axis < 0 else 0
    return _reshaped(node, (math.prod(full[:axis]), math.prod(full[axis:])), builder)


def reshape(node: OnnxNode, builder: Builder) -> Value:
    """Reshape to a constant shape. One that starts with 1, though the batch is open, is for one image at a time."""
    wanted = node.constant(1, "shape")
    if wanted is None:
        raise UnsupportedError("its shape is missing")
    sides = [int(side) for side in wanted.ravel()]
    is_single = node.batch == ANY_BATCH and sides[:1] == [1]
    full: tuple[int, ...] = (1 if is_single else node.batch, *node.x.shape)
    if not node.attributes.get("allowzero", 0):
        if any(side == 0 and axis >= len(full) for axis, side in enumerate(sides)):
            raise UnsupportedError(f"shape {sides} does not match {full}")
        sides = [full[axis] if side == 0 else side for axis, side in enumerate(sides)]
    known = math.prod(side for side in sides if side != -1)
    if -1 in sides and known > 0:
        sides[sides.index(-1)] = math.prod(full) // known
    if is_single:
        builder.draft.is_single = True
        sides[0] = node.batch
    return _reshaped(node, tuple(sides), builder)


def squeeze(node: OnnxNode, builder: Builder) -> Value:
    """Remove axes of length 1."""
    full = (node.batch, *node.x.shape)
    axes = axes_of(node.inputs, node.attributes)
    gone = {axis % len(full) for axis in axes} if axes else {i for i, side in enumerate(full) if side == 1}
    return _reshaped(node, tuple(side for axis, side in enumerate(full) if axis not in gone), builder)


def unsqueeze(node: OnnxNode, builder: Builder) -> Value:
    """Insert axes of length 1."""
    full = [node.batch, *node.x.shape]
    axes = axes_of(node.inputs, node.attributes) or []
    for axis in sorted(axis % (len(full) + len(axes)) for axis in axes):
        full.insert(axis, 1)
    return _reshaped(node, tuple(full), builder)


def transpose(node: OnnxNode, builder: Builder) -> Value:
    """Transpose. If it moves only axes of length 1, the order of the values stays the same, as in a reshape."""
    full = (node.batch, *node.x.shape)
    order = list(node.attributes.get("perm", reversed(range(len(full)))))
    moved = [axis for axis in order if full[axis] != 1 or axis == 0]
    if sorted(order) != list(range(len(full))):
        raise UnsupportedError(f"the axis order {order} of {full}; expected every axis once")
    if moved == sorted(moved):
        return _reshaped(node, tuple(full[axis] for axis in order), builder)
    if order[0] != 0:
        raise UnsupportedError(
            f"the axis order {order} of {full} moves the batch; expected it to remain the first axis"
        )
    rearranged = blocks_of_transpose(builder, node.x, order[1:])
    if rearranged is not None:
        return rearranged
    return builder.identity(node.x.transposed([axis - 1 for axis in order[1:]]))


def _reshaped(node: OnnxNode, full: tuple[int, ...], builder: Builder) -> Value:
    if not full or full[0] != node.batch:
        raise UnsupportedError(f"a reshape of {(node.batch, *node.x.shape)} to {full} mixes the images of a batch")
    return builder.reshape(node.x, full[1:])


def shape(node: OnnxNode) -> np.ndarray:
    """The shape as a constant, for later operators."""
    full = np.array([node.batch, *node.x.shape], np.int64)
    return full[node.attributes.get("start", 0) : node.attributes.get("end", len(full))]
