"""Operators that move or resample cells, computed by PyTorch."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from glasscnn.engine.graph import Node
from glasscnn.engine.resampling import resampled
from glasscnn.gradients.moving import matrix_of


def moved(node: Node, x: Tensor, arrays: Mapping[str, Tensor]) -> Tensor:
    """The output of one node for (N, C, H, W) or, for a part of a vector, (N, features)."""
    attributes = node.attributes
    match node.op:
        case "conv_transpose2d":
            return conv_transpose(attributes, x, arrays)
        case "strided_slice":
            for axis, (start, step, size) in enumerate(
                zip(attributes["start"], attributes["step"], attributes["size"], strict=True), start=1
            ):
                if (start, step, size) != (0, 1, x.shape[axis]):
                    x = torch.index_select(x, axis, torch.arange(size) * step + start)
            return x
        case "pad2d" if attributes["mode"] == "constant":
            top, left, bottom, right = attributes["padding"]
            return functional.pad(x, (left, right, top, bottom), value=float(attributes["value"]))
        case "depth_to_space" | "space_to_depth":
            return rearranged(node, x)
        case _:
            return resample(node, x)


def conv_transpose(attributes: Mapping[str, Any], x: Tensor, arrays: Mapping[str, Tensor]) -> Tensor:
    """Without padding, which is the same at opposite sides in PyTorch; rows and columns are added and cut off after."""
    top, left, bottom, right = attributes["padding"]
    below, beside = attributes["output_padding"]
    options = (attributes["stride"], 0, 0, attributes["groups"], attributes["dilation"])
    full = functional.conv_transpose2d(x, arrays["weight"], None, *options)
    grown = functional.pad(full, (-left, beside - right, -top, below - bottom))
    return grown + arrays["bias"][:, None, None] if "bias" in arrays else grown


def rearranged(node: Node, x: Tensor) -> Tensor:
    """Blocks of cells from cells of several maps, or the reverse."""
    n, channels, height, width = x.shape
    b, is_crd = node.attributes["block_size"], node.attributes["mode"] == "CRD"
    if node.op == "depth_to_space":
        maps = channels // b**2
        shape, order = (
            ((n, maps, b, b, height, width), (0, 1, 4, 2, 5, 3))
            if is_crd
            else (
                (n, b, b, maps, height, width),
                (0, 3, 4, 1, 5, 2),
            )
        )
        return x.reshape(shape).permute(order).reshape(n, maps, height * b, width * b)
    order = (0, 1, 3, 5, 2, 4) if is_crd else (0, 3, 5, 1, 2, 4)
    blocks = x.reshape(n, channels, height // b, b, width // b, b).permute(order)
    return blocks.reshape(n, channels * b * b, height // b, width // b)


def resample(node: Node, x: Tensor) -> Tensor:
    """Padding with cells of the maps and resizing: a matrix of weights for the rows and one for the columns."""
    shape = tuple(int(side) for side in x.shape[1:])
    _, rows, columns = resampled(node, shape)
    if rows[0].shape[1] == columns[0].shape[1] == 1:
        down, across = (torch.from_numpy(np.ascontiguousarray(taps[0][:, 0])) for taps in (rows, columns))
        return torch.index_select(torch.index_select(x, 2, down), 3, across)
    vertical, horizontal = torch.from_numpy(matrix_of(rows, shape[1])), torch.from_numpy(matrix_of(columns, shape[2]))
    return vertical @ x @ horizontal.T
