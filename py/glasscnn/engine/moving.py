"""The kernel of each operator that moves or resamples cells, for one image and for several."""

from collections.abc import Callable

import numpy as np

from glasscnn.engine.dirty_regions import Array
from glasscnn.engine.graph import Node
from glasscnn.engine.op_kernel import Arrays, OpKernel
from glasscnn.engine.resampling import Blocks, ConstantPadding, Resampling, block_views, resample, resampled
from glasscnn.engine.transposed_convolution import BatchConvTranspose2d, ConvTranspose2d


def moving_kernel(node: Node, x: Array, arrays: Arrays, out: Array) -> OpKernel:
    """The kernel of a node for one image."""
    match node.op:
        case "conv_transpose2d":
            return ConvTranspose2d(x, out, node, arrays)
        case "pad2d" if node.attributes["mode"] == "constant":
            return ConstantPadding(x, out, node)
        case "depth_to_space" | "space_to_depth":
            return Blocks(x, out, node)
        case _:
            return Resampling(x, out, node)


def batch_moving(node: Node, x: Array, arrays: Arrays, out: Array, count: int) -> Callable[[], object]:
    """What computes a node for `count` images side by side, (C, H, W·N)."""
    match node.op:
        case "conv_transpose2d":
            return BatchConvTranspose2d(x, out, node, arrays, count).run
        case "pad2d" if node.attributes["mode"] == "constant":
            top, left, bottom, right = node.attributes["padding"]
            around = {**node.attributes, "padding": [top, left * count, bottom, right * count]}
            return ConstantPadding(x, out, Node(node.name, node.op, node.inputs, around)).run
        case "depth_to_space" | "space_to_depth":
            source, target = block_views(x, out, node, count)
            return lambda: np.copyto(target, source)
        case _:
            rank = x.ndim if x.ndim == 3 else 1
            cells, result = (
                y.reshape(len(y), y.shape[1] if rank == 3 else 1, -1, count) for y in (x, out)
            )  # (C, H, W, N)
            maps, rows, columns = resampled(node, cells.shape[:rank])
            return lambda: resample(cells[maps], rows, columns, result)
