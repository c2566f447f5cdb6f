"""The cells of the input under a window, for convolution and pooling."""

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Node
from glasscnn.engine.dirty_regions import Sliding
from glasscnn.explain.forward_pass import ForwardPass
from glasscnn.ops.window import as_padding, as_pair

WINDOWED = ("conv2d", "max_pool2d", "avg_pool2d", "global_avg_pool2d", "global_max_pool2d")
"""Ops whose cells are computed from a window of their input."""


def sliding_of(reading: ForwardPass, node: Node) -> Sliding:
    """The geometry of a node's sliding window; a global pooling has one window that covers the map."""
    places = reading.shape(node.name)[1:]
    if node.op.startswith("global_"):
        _, height, width = reading.shape(node.inputs[0])
        return Sliding((height, width), (1, 1), (0, 0), (1, 1), (1, 1))
    attributes = node.attributes
    kernel = reading.arrays[node.name]["weight"].shape[2:] if node.op == "conv2d" else attributes["kernel_size"]
    return Sliding(
        (kernel[0], kernel[1]),
        as_pair(attributes["stride"]),
        as_padding(attributes["padding"])[:2],
        as_pair(attributes["dilation"]),
        (places[0], places[1]),
    )


def covered(sliding: Sliding, row: int, column: int) -> tuple[list[int], list[int]]:
    """The rows and the columns of the input under window (row, column); those of the padding lie outside the map."""
    first_row = row * sliding.stride[0] - sliding.before[0]
    first_column = column * sliding.stride[1] - sliding.before[1]
    rows = range(first_row, first_row + sliding.kernel[0] * sliding.dilation[0], sliding.dilation[0])
    columns = range(first_column, first_column + sliding.kernel[1] * sliding.dilation[1], sliding.dilation[1])
    return list(rows), list(columns)


def inside(cells: list[int], size: int) -> slice:
    """The slice of a window's rows (or columns) that lie on a map of this size."""
    taps = [tap for tap, cell in enumerate(cells) if 0 <= cell < size]
    return slice(taps[0], taps[-1] + 1) if taps else slice(0, 0)


def cut_out(maps: npt.NDArray[np.float32], rows: list[int], columns: list[int]) -> npt.NDArray[np.float64]:
    """The values of (C, H, W) under a window, with zeros outside the map: (C, kH, kW)."""
    window = np.zeros((len(maps), len(rows), len(columns)))
    down, across = inside(rows, maps.shape[1]), inside(columns, maps.shape[2])
    if down.stop and across.stop:
        window[:, down, across] = maps[:, span(rows[down]), span(columns[across])]
    return window


def span(cells: list[int]) -> slice:
    """Equally spaced cells as a slice."""
    return slice(cells[0], cells[-1] + 1, cells[1] - cells[0] if len(cells) > 1 else 1)
