"""Where the cells of an operator that moves or resamples cells lie on its input, as a line along each axis."""

from typing import NamedTuple

from glasscnn.engine import Node
from glasscnn.explain.forward_pass import ForwardPass
from glasscnn.ops.resize2d import REACH


class Placing(NamedTuple):
    """Along one axis: cell i is made of cells from i · step + low to i · step + high of the input.

    Where cells are rounded to the nearest, or beyond the edge, the bounds are wider than the cells.
    """

    step: float
    low: float
    high: float


def placing_of(reading: ForwardPass, node: Node) -> tuple[Placing, Placing]:
    """The placing of rows and of columns."""
    return placing_along(reading, node, 0), placing_along(reading, node, 1)


def placing_along(reading: ForwardPass, node: Node, axis: int) -> Placing:
    """The placing along the rows (0) or the columns (1)."""
    attributes = node.attributes
    match node.op:
        case "strided_slice":
            start, step = ([*attributes[key], 0, 0][axis + 1] for key in ("start", "step"))
            return Placing(step, start, start)
        case "pad2d":
            return Placing(1, -attributes["padding"][axis], -attributes["padding"][axis])
        case "conv_transpose2d":
            stride, before = attributes["stride"][axis], attributes["padding"][axis]
            reach = attributes["dilation"][axis] * (reading.arrays[node.name]["weight"].shape[axis + 2] - 1)
            return Placing(1 / stride, (before - reach) / stride, before / stride)
        case "depth_to_space":
            b = attributes["block_size"]
            return Placing(1 / b, 1 / b - 1, 0)
        case "space_to_depth":
            return Placing(attributes["block_size"], 0, attributes["block_size"] - 1)
        case _:
            return resize_placing(node, axis)


def resize_placing(node: Node, axis: int) -> Placing:
    """The placing of resize2d: all cells with a weight, or the nearest one."""
    attributes = node.attributes
    step, start = attributes["step"][axis], attributes["start"][axis]
    if step == int(step) and start == int(start) and not (attributes["antialias"] and step > 1):
        return Placing(step, start, start)
    if attributes["mode"] != "nearest":
        reach = REACH[attributes["mode"]] * (max(step, 1.0) if attributes["antialias"] else 1.0)
        return Placing(step, start - reach, start + reach)
    return Placing(step, start - 1, start) if attributes["rounding"] == "floor" else Placing(step, start, start + 1)
