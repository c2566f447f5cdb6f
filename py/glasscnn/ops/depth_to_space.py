"""Rearranging maps: blocks of cells from cells of several maps, and the reverse (Shi et al., "Real-time single image
and video super-resolution using an efficient sub-pixel convolutional neural network", 2016).

With blocks of b × b cells, the cell (i, j) of map c is the cell (i // b, j // b) of the map

    mode "CRD"   c · b² + (i % b) · b + j % b        as PyTorch's pixel_shuffle
    mode "DCR"   ((i % b) · b + j % b) · C' + c      as TensorFlow's depth_to_space
"""

import numpy as np

from glasscnn.ops.window import Array


def depth_to_space(x: Array, block_size: int, mode: str = "DCR") -> Array:
    """(N, C, H, W) → (N, C', H·b, W·b) with C' = C / b² maps and b = `block_size`."""
    n, channels, height, width = x.shape
    maps, b = channels // block_size**2, block_size
    if mode == "CRD":
        blocks = x.reshape(n, maps, b, b, height, width).transpose(0, 1, 4, 2, 5, 3)  # (N, C', H, b, W, b)
    else:
        blocks = x.reshape(n, b, b, maps, height, width).transpose(0, 3, 4, 1, 5, 2)  # (N, C', H, b, W, b)
    return blocks.reshape(n, maps, height * b, width * b)


def depth_to_space_loops(x: Array, block_size: int, mode: str = "DCR") -> Array:
    """`depth_to_space`, one cell at a time."""
    b = block_size
    n, channels, height, width = x.shape
    y = np.zeros((n, channels // b**2, height * b, width * b), np.float32)
    for c, i, j in np.ndindex(*y.shape[1:]):
        y[:, c, i, j] = x[:, map_of_cell(c, i % b, j % b, b, y.shape[1], mode), i // b, j // b]
    return y


def space_to_depth(x: Array, block_size: int, mode: str = "DCR") -> Array:
    """The reverse of `depth_to_space`: (N, C, H, W) → (N, C·b², H/b, W/b)."""
    n, channels, height, width = x.shape
    b = block_size
    blocks = x.reshape(n, channels, height // b, b, width // b, b)  # (N, C, H/b, b, W/b, b)
    order = (0, 1, 3, 5, 2, 4) if mode == "CRD" else (0, 3, 5, 1, 2, 4)
    return blocks.transpose(order).reshape(n, channels * b * b, height // b, width // b)


def space_to_depth_loops(x: Array, block_size: int, mode: str = "DCR") -> Array:
    """`space_to_depth`, one cell at a time."""
    b = block_size
    n, channels, height, width = x.shape
    y = np.zeros((n, channels * b * b, height // b, width // b), np.float32)
    for c, i, j in np.ndindex(*x.shape[1:]):
        y[:, map_of_cell(c, i % b, j % b, b, channels, mode), i // b, j // b] = x[:, c, i, j]
    return y


def map_of_cell(channel: int, row: int, column: int, block_size: int, maps: int, mode: str) -> int:
    """The map that holds the cell (row, column) of the blocks of a map."""
    place = row * block_size + column
    return channel * block_size**2 + place if mode == "CRD" else place * maps + channel
