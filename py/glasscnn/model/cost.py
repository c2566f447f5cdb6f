"""What a node costs, by arithmetic: multiply-adds for one image, and the numbers that it keeps beside its output."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from glasscnn.engine.graph import Node

Shape = tuple[int, ...]
Arrays = Mapping[str, npt.NDArray[np.float32]]


def multiply_adds(node: Node, inputs: Sequence[Shape], output: Shape, arrays: Arrays) -> int:
    """The multiply-adds of a node for one image; a comparison or a function of one number counts as one."""
    weight = arrays["weight"].shape if "weight" in arrays else ()
    match node.op:
        case "conv2d":  # each of the O · H' · W' numbers is a sum of C/groups · kH · kW products
            return math.prod(output) * math.prod(weight[1:])
        case "max_pool2d" | "avg_pool2d":
            height, width = node.attributes["kernel_size"]
            return math.prod(output) * int(height * width)
        case _ if len(weight) in (2, 4) and len(weight) != len(output):  # each weight at each place of the larger side
            return math.prod(weight) * max(math.prod(shape[1:]) for shape in (inputs[0], output))
        case _:
            return max(math.prod(output), *map(math.prod, inputs))


def buffer_numbers(node: Node, inputs: Sequence[Shape], output: Shape, arrays: Arrays) -> int:
    """The numbers that the kernel of a node keeps beside its output (`glasscnn.engine`); tables count, too."""
    learned = sum(array.size for array in arrays.values())
    match node.op:
        case "conv2d":
            return learned + _of_convolution(node, inputs[0], output, arrays["weight"].shape)
        case "max_pool2d" | "avg_pool2d":
            (top, left, bottom, right), kernel = node.attributes["padding"], node.attributes["kernel_size"]
            rows = max(inputs[0][1] + top + bottom, _reach(node, 0, kernel, output))
            columns = max(inputs[0][2] + left + right, _reach(node, 1, kernel, output))
            taps = output[1] * kernel[0] + output[2] * kernel[1]
            return int(output[0] * columns * (rows + output[1]) + 4 * taps)  # padded; then pooled over rows; counts
        case _:
            return learned + max(map(math.prod, inputs))


def _of_convolution(node: Node, x: Shape, output: Shape, weight: Shape) -> int:
    """The shifted cells (G, rows, kW·C + 1, W'), and those under each row of windows where reshape must copy them."""
    groups, (_, channels, height, width) = node.attributes["groups"], weight
    row = groups * (width * channels + 1) * output[2]
    copied = output[1] * height if node.attributes["dilation"][0] > 1 else 0
    tables = 4 * width * (x[2] + 1)  # Python's integers
    return int(row * (_reach(node, 0, weight[2:], output) + copied) + tables)


def _reach(node: Node, axis: int, kernel: Sequence[int], output: Shape) -> int:
    """The cells from the first to the last one under the windows of one axis, padding included."""
    stride, dilation = node.attributes["stride"][axis], node.attributes["dilation"][axis]
    reach: int = (output[axis + 1] - 1) * stride + dilation * (kernel[axis] - 1) + 1
    return reach
