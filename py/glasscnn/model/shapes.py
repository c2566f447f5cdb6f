"""Shape inference, before anything runs: each node's output shape without the batch axis, (C, H, W) or (features,)."""

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from glasscnn.engine.graph import Graph, Node
from glasscnn.errors import ModelError
from glasscnn.model.cost import buffer_numbers, multiply_adds
from glasscnn.model.limits import LARGEST_BUFFERS, LARGEST_ELEMENTS, LARGEST_WORK, MAX_SIDE
from glasscnn.model.op_specs import OP_SPECS
from glasscnn.ops.conv_transpose2d import transposed_size
from glasscnn.ops.window import output_size

Shape = tuple[int, ...]
Arrays = Mapping[str, npt.NDArray[np.float32]]


def infer_shapes(graph: Graph, arrays: Arrays) -> dict[str, Shape]:
    """The output shape of every node; raises ModelError, naming the node and both shapes, if two do not match.

    Also raises ModelError for a graph that takes more memory or work than `limits.py` allows; allocates nothing.
    """
    shapes: dict[str, Shape] = {graph.input.name: graph.input.shape}
    spent = Spent()
    spent.on_output("input", graph.input.shape)
    for node in graph.nodes:
        inputs, own = [shapes[source] for source in node.inputs], node_arrays(node, arrays)
        shape = shapes[node.name] = output_shape(node, inputs, own)
        spent.on_output(f"node {node.name!r}", shape)
        spent.on_node(node, inputs, shape, own)
    if shapes[graph.output] != (len(graph.classes),):
        raise ModelError(
            f"node {graph.output!r}: the output has shape {shapes[graph.output]}, expected {(len(graph.classes),)},"
            f" one logit for each of the {len(graph.classes)} classes"
        )
    return shapes


class Spent:
    """What the nodes of a graph take so far of the memory and work that are allowed for one image."""

    def __init__(self) -> None:
        self.elements = self.buffers = self.work = 0

    def on_output(self, where: str, shape: Shape) -> None:
        """Count the numbers of an output; raises ModelError."""
        self.elements += math.prod(shape)
        if self.elements > LARGEST_ELEMENTS:
            raise ModelError(f"{where}: its output {shape} exceeds the limit of {LARGEST_ELEMENTS:,} numbers an image")
        if max(shape[1:], default=0) > MAX_SIDE:
            raise ModelError(f"{where}: its output {shape} has maps with a side of more than {MAX_SIDE:,}")

    def on_node(self, node: Node, inputs: list[Shape], output: Shape, arrays: Arrays) -> None:
        """Count the buffers and the work of a node; raises ModelError."""
        self.buffers += buffer_numbers(node, inputs, output, arrays)
        if self.buffers > LARGEST_BUFFERS:
            raise ModelError(
                f"node {node.name!r}: its buffers exceed the limit of {LARGEST_BUFFERS:,} numbers an image"
            )
        self.work += multiply_adds(node, inputs, output, arrays)
        if self.work > LARGEST_WORK:
            raise ModelError(f"node {node.name!r}: exceeds the limit of {LARGEST_WORK:,} multiplications an image")


def node_arrays(node: Node, arrays: Arrays) -> dict[str, npt.NDArray[np.float32]]:
    """The arrays of one node by their PyTorch names; raises ModelError if a required one is missing."""
    spec = OP_SPECS[node.op]
    found = {}
    for key in spec.arrays + spec.optional_arrays:
        if f"{node.name}.{key}" in arrays:
            found[key] = arrays[f"{node.name}.{key}"]
        elif key in spec.arrays:
            raise ModelError(f"node {node.name!r}: the array '{node.name}.{key}' is missing from the file")
    return found


def output_shape(node: Node, inputs: list[Shape], arrays: Arrays) -> Shape:
    """The output shape of one node for these input shapes; raises ModelError if they do not match."""
    first = inputs[0]
    match node.op:
        case "conv2d":
            return _conv2d(node, first, arrays)
        case "max_pool2d" | "avg_pool2d":
            _expect_maps(node, first)
            return (first[0], *_windows(node, first, node.attributes["kernel_size"]))
        case "reduce_max" | "reduce_min" | "reduce_mean" | "reduce_sum":
            _expect_axes(node, first)
            return tuple(1 if axis in node.attributes["dim"] else side for axis, side in enumerate(first, start=1))
        case "global_avg_pool2d" | "global_max_pool2d":
            _expect_maps(node, first)
            return (first[0],)
        case "batch_norm2d":
            _expect_maps(node, first)
            for key, array in arrays.items():
                _expect_array(node, key, array.shape, (first[0],))
            return first
        case "linear":
            return _linear(node, first, arrays)
        case "prelu":
            if arrays["weight"].ndim == len(first) > 1:
                _expect_repeated(node, arrays, first)
            elif arrays["weight"].shape != (1,):
                _expect_array(node, "weight", arrays["weight"].shape, first[:1])
            return first
        case "flatten":
            return (math.prod(first),)
        case "add" | "sub" | "mul" | "div" | "elementwise_max" | "elementwise_min":
            return _broadcast(node, inputs)
        case "elementwise_affine" | "elementwise_power":
            _expect_repeated(node, arrays, first)
            return first
        case "layer_norm" | "rms_norm":
            _expect_axes(node, first)
            _expect_repeated(node, arrays, first)
            return first
        case "group_norm":
            if first[0] % node.attributes["num_groups"]:
                raise ModelError(
                    f"node {node.name!r}: its input {first} cannot be divided into {node.attributes['num_groups']}"
                    " equal groups of channels"
                )
            for key, array in arrays.items():
                _expect_array(node, key, array.shape, first[:1])
            return first
        case "local_response_norm":
            _expect_maps(node, first)
            return first
        case "concat":
            return _concat(node, inputs)
        case "conv_transpose2d":
            return _conv_transpose2d(node, first, arrays)
        case "pad2d":
            _expect_maps(node, first)
            top, left, bottom, right = node.attributes["padding"]
            return (first[0], top + first[1] + bottom, left + first[2] + right)
        case "strided_slice":
            return _strided_slice(node, first)
        case "resize2d":
            _expect_maps(node, first)
            return (first[0], *node.attributes["size"])
        case "depth_to_space" | "space_to_depth":
            return _rearranged(node, first)
        case _:
            return first


def _conv2d(node: Node, x: Shape, arrays: Arrays) -> Shape:
    _expect_maps(node, x)
    weight, groups = arrays["weight"].shape, node.attributes["groups"]
    if len(weight) != 4 or weight[1] * groups != x[0] or weight[0] % groups:
        raise ModelError(
            f"node {node.name!r}: weight {weight} with groups={groups} does not fit its input {x};"
            f" expected (O, {x[0]}/{groups}, kH, kW) with O a multiple of {groups}"
        )
    if "bias" in arrays:
        _expect_array(node, "bias", arrays["bias"].shape, (weight[0],))
    return (weight[0], *_windows(node, x, list(weight[2:])))


def _conv_transpose2d(node: Node, x: Shape, arrays: Arrays) -> Shape:
    _expect_maps(node, x)
    weight, attributes = arrays["weight"].shape, node.attributes
    groups, (top, left, bottom, right) = attributes["groups"], attributes["padding"]
    if len(weight) != 4 or weight[0] != x[0] or x[0] % groups:
        raise ModelError(
            f"node {node.name!r}: weight {weight} with groups={groups} does not fit its input {x};"
            f" expected ({x[0]}, O/{groups}, kH, kW) with {x[0]} a multiple of {groups}"
        )
    if "bias" in arrays:
        _expect_array(node, "bias", arrays["bias"].shape, (weight[1] * groups,))
    steps, added, apart = (attributes[key] for key in ("stride", "output_padding", "dilation"))
    height, width = (
        transposed_size(x[axis + 1], weight[axis + 2], steps[axis], cut_off, added[axis], apart[axis])
        for axis, cut_off in enumerate((top + bottom, left + right))
    )
    if height < 1 or width < 1:
        raise ModelError(f"node {node.name!r}: padding {attributes['padding']} cuts off all of its output")
    reach = [step * (taps - 1) for step, taps in zip(apart, weight[2:], strict=True)]
    if x[0] * (height + reach[0]) * (width + reach[1]) > LARGEST_ELEMENTS:  # its input among zeros, in the plan
        raise ModelError(
            f"node {node.name!r}: its input {x}, {steps} cells apart, exceeds the limit of {LARGEST_ELEMENTS:,} numbers"
        )
    return (weight[1] * groups, height, width)


def _concat(node: Node, inputs: list[Shape]) -> Shape:
    first, axis = inputs[0], node.joined_axis - 1
    for other in inputs[1:]:
        if (other[:axis], other[axis + 1 :]) != (first[:axis], first[axis + 1 :]):
            raise ModelError(f"node {node.name!r}: concat takes maps of equal size, found {first} and {other}")
    if axis >= len(first):
        raise ModelError(f"node {node.name!r}: dim {axis + 1} does not fit its input {first}")
    return (*first[:axis], sum(shape[axis] for shape in inputs), *first[axis + 1 :])


def _strided_slice(node: Node, x: Shape) -> Shape:
    """The sizes of the parts; the first and the last number of each must be on its axis."""
    start, step, size = (node.attributes[key] for key in ("start", "step", "size"))
    if not len(start) == len(step) == len(size) == len(x):
        raise ModelError(f"node {node.name!r}: start {start}, step {step} and size {size} do not fit its input {x}")
    last = [first + by * (count - 1) for first, by, count in zip(start, step, size, strict=True)]
    if any(not (first < side and 0 <= end < side) for first, end, side in zip(start, last, x, strict=True)):
        raise ModelError(f"node {node.name!r}: its part from {start} to {last} is not within its input {x}")
    return tuple(size)


def _rearranged(node: Node, x: Shape) -> Shape:
    """The shape of maps whose blocks of b × b cells are those of b² maps, or the reverse."""
    _expect_maps(node, x)
    channels, height, width = x
    b = node.attributes["block_size"]
    if node.op == "depth_to_space":
        fits, shape = channels % b**2 == 0, (channels // b**2, height * b, width * b)
    else:
        fits, shape = height % b == width % b == 0, (channels * b**2, height // b, width // b)
    if not fits:
        raise ModelError(f"node {node.name!r}: {node.op} in blocks of {b} × {b} does not fit its input {x}")
    return shape


def _windows(node: Node, x: Shape, kernel: list[int]) -> tuple[int, int]:
    """(H', W'): the number of windows over maps of shape x."""
    attributes, (top, left, bottom, right) = node.attributes, node.attributes["padding"]
    sizes = []
    for axis, (before, after) in enumerate([(top, bottom), (left, right)]):
        stride, dilation = attributes["stride"][axis], attributes["dilation"][axis]
        ceil_mode = attributes.get("ceil_mode", False)
        count = output_size(x[axis + 1], kernel[axis], stride, before, after, dilation, ceil_mode)
        if count < 1:
            raise ModelError(
                f"node {node.name!r}: its window {kernel} does not fit into its input {x}"
                f" with padding {[top, left, bottom, right]}"
            )
        if node.op != "conv2d" and _has_empty_window(x[axis + 1], kernel[axis], stride, before, dilation, count):
            raise ModelError(
                f"node {node.name!r}: with padding {[top, left, bottom, right]} a window {kernel} would cover no cell"
                f" of its input {x}, only padding"
            )
        sizes.append(count)
    return sizes[0], sizes[1]


def _has_empty_window(size: int, kernel: int, stride: int, before: int, dilation: int, count: int) -> bool:
    """Whether all taps of any window along one axis lie outside the map.

    Windows that start on the map have a tap there. Those that start before it, at i · stride − before, have taps up to
    dilation · (kernel − 1) later, the first of which at or after cell 0 is at the remainder by the dilation.
    """
    if (count - 1) * stride - before >= size or before > dilation * (kernel - 1):
        return True
    starts_before = range(min(count, -(-before // stride))) if dilation > size else ()
    return any((place * stride - before) % dilation >= size for place in starts_before)


def _linear(node: Node, x: Shape, arrays: Arrays) -> Shape:
    weight = arrays["weight"].shape
    if len(x) != 1 or len(weight) != 2 or weight[1] != x[0]:
        raise ModelError(
            f"node {node.name!r}: weight {weight} does not fit its input {x}; expected (out_features, {math.prod(x)})"
        )
    if "bias" in arrays:
        _expect_array(node, "bias", arrays["bias"].shape, (weight[0],))
    return (weight[0],)


def _broadcast(node: Node, inputs: list[Shape]) -> Shape:
    """The shape of a result of arithmetic: sides of 1 are repeated, and a vector (C,) beside maps is (C, 1, 1)."""
    axes = max(len(shape) for shape in inputs)
    result = (1,) * axes
    for shape in inputs:
        sides = list(zip(result, (*shape, 1, 1)[:axes], strict=True))
        if any(a != b and 1 not in (a, b) for a, b in sides):
            raise ModelError(
                f"node {node.name!r}: {node.op} takes inputs of equal shape, found {inputs[0]} and {shape}; only sides"
                " of 1 are repeated"
            )
        result = tuple(max(pair) for pair in sides)
    return result


def _expect_maps(node: Node, shape: Shape) -> None:
    if len(shape) != 3:
        raise ModelError(f"node {node.name!r}: {node.op} takes maps (C, H, W), found an input of shape {shape}")


def _expect_axes(node: Node, shape: Shape) -> None:
    """Raise ModelError unless the input has all axes in `dim`."""
    if max(node.attributes["dim"]) > len(shape):
        raise ModelError(f"node {node.name!r}: dim {node.attributes['dim']} does not fit its input {shape}")


def _expect_repeated(node: Node, arrays: Arrays, shape: Shape) -> None:
    """Raise ModelError unless every array has the axes of the input, each as long or 1."""
    for key, array in arrays.items():
        if array.ndim != len(shape) or any(a not in (1, b) for a, b in zip(array.shape, shape, strict=True)):
            raise ModelError(
                f"node {node.name!r}: {key} {array.shape} does not fit its input {shape}; expected the same axes, each"
                " as long or 1"
            )


def _expect_array(node: Node, key: str, found: Shape, expected: Shape) -> None:
    if found != expected:
        raise ModelError(f"node {node.name!r}: expected {key} of shape {expected}, found {found}")
