"""Finds the shape of the images that an ONNX graph takes, and how its input holds them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasscnn_import.draft import Array, Value
from glasscnn_import.errors import ConversionError, OpenShapeError
from glasscnn_import.limits import LARGEST_BATCH

if TYPE_CHECKING:
    from onnx import GraphProto

ANY_BATCH = 97
"""Represents a batch of any size: a prime that is no size in a small network."""

SMALLEST_SIDE, LARGEST_SIDE = 8, 4096
"""Of images; (N, 4, 5, 1) are four maps rather than images (H, W, C)."""

CHANNELS = (1, 3)
FLOATS = (1, 10, 11, 16)
WHOLE_NUMBERS = (2, 4, 5, 6, 7, 12, 13)

SET_SHAPE = "set the shape of the image with --shape C,H,W of python -m export_tools import"

Shape = tuple[int, int, int]


@dataclass(frozen=True)
class ImageInput:
    """The graph's input.

    batch     the number of images that it takes, ANY_BATCH if that is open
    value     the image in the file's shape and order; its layer is the draft's input
    shape     our shape of the image, (C, H, W)
    is_whole  whether pixels are whole numbers, 0 … 255
    """

    name: str
    batch: int
    is_open: bool
    value: Value
    shape: Shape
    is_whole: bool

    def tensor(self, images: Array) -> Array:
        """The file's input for images (N, C, H, W)."""
        theirs = images.reshape(len(images), -1)[:, self.value.positions()]
        return theirs.reshape(len(images), *self.value.shape)


def image_input(
    graph: "GraphProto", initializers: Iterable[str], layer: str, shape: Shape | None, output: str
) -> ImageInput:
    """The only input that is not a weight and that the output depends on.

    layer   the name of the draft's input
    shape   replaces a shape that the file leaves open; 0 for a side that it states
    output  the name of the output that is read
    """
    known = set(initializers)
    inputs = [entry for entry in graph.input if entry.name not in known]
    if len(inputs) > 1:
        used = _leading_to(graph, output)
        inputs = [entry for entry in inputs if entry.name in used]
    if len(inputs) != 1:
        names = ", ".join(repr(entry.name) for entry in inputs) or "none"
        raise ConversionError(f"expected one input that the output {output!r} depends on, the image; found {names}")
    name, tensor = inputs[0].name, inputs[0].type.tensor_type
    if tensor.elem_type not in FLOATS + WHOLE_NUMBERS:
        raise ConversionError(f"input {name!r}: expected numbers, found data type {tensor.elem_type}")
    sides = [dim.dim_value if dim.HasField("dim_value") else 0 for dim in tensor.shape.dim]
    batch, *found = sides or [0, 0, 0, 0]
    if batch > LARGEST_BATCH:
        raise ConversionError(
            f"input {name!r}: takes {batch:,} images at a time; supported are at most {LARGEST_BATCH:,}"
        )
    try:
        value, ours = _layout(found, layer, shape)
    except ConversionError as error:
        raise type(error)(f"input {name!r}: {error}") from error
    return ImageInput(
        name, batch if batch > 0 else ANY_BATCH, batch <= 0, value, ours, tensor.elem_type in WHOLE_NUMBERS
    )


def _leading_to(graph: "GraphProto", output: str) -> set[str]:
    """The names of all tensors that an output depends on."""
    makers = {name: node for node in graph.node for name in node.output}
    found, waiting = set[str](), [output]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += makers[name].input if name in makers else []
    return found


def square_shape(count: int) -> Shape | None:
    """The shape of a square image with that many numbers, grey or in colour; None if there is none."""
    for channels in CHANNELS:
        side = math.isqrt(count // channels)
        if side > 0 and channels * side * side == count:
            return (channels, side, side)
    return None


def _layout(found: Sequence[int], layer: str, shape: Shape | None) -> tuple[Value, Shape]:
    """The image in the file's shape, and our shape; open sides of `found` are 0.

    (C, H, W) as in PyTorch, (H, W, C) as in Keras, (H, W), or all pixels in one vector.
    """
    if len(found) == 3 and found[2] in CHANNELS and all(side == 0 or side >= SMALLEST_SIDE for side in found[:2]):
        height, width, channels = found
        ours = _completed((channels, height, width), shape)
        return Value(layer, ours).transposed((1, 2, 0)), ours
    if len(found) == 3:
        ours = _completed((found[0], found[1], found[2]), shape)
        return Value(layer, ours), ours
    if len(found) == 2 and 1 not in found:
        ours = _completed((1, found[0], found[1]), shape)
        return Value(layer, ours[1:]), ours
    if len(found) not in (1, 2):
        raise ConversionError(f"expected images, such as (N, C, H, W), found {_shown(found)}")
    count = math.prod(found)
    guess = square_shape(count) if shape is None else _of_vector(count, shape)
    if guess is None and count == 0:
        raise _left_open(found)
    if guess is None or (count and math.prod(guess) != count):
        raise OpenShapeError(
            f"it takes {_shown(found)}, which are {count} numbers and no square image"
            + (f" and not an image {shape}" if shape else "")
            + f"; {SET_SHAPE}"
        )
    ours = _completed(guess, None)
    return Value(layer, tuple(side or math.prod(ours) for side in found)), ours


def _of_vector(count: int, shape: Shape) -> Shape:
    """The shape of an image whose pixels are one vector."""
    channels, height, width = shape
    return channels or max(1, count // (height * width)), height, width


def _completed(found: Shape, shape: Shape | None) -> Shape:
    """`found` with its open sides from `shape`."""
    wanted = shape or (0, 0, 0)
    if any(side and given and side != given for side, given in zip(found, wanted, strict=True)):
        raise ConversionError(f"its shape is {tuple(found)}, not {shape}")
    channels, height, width = (side or given for side, given in zip(found, wanted, strict=True))
    channels = channels or int(shape is not None)  # of an open number of channels, one is taken
    if min(channels, height, width) < 1 or max(channels, height, width) > LARGEST_SIDE:
        raise _left_open(found)
    return (channels, height, width)


def _left_open(found: Sequence[int]) -> OpenShapeError:
    return OpenShapeError(
        f"its size {_shown(found)} is left open or out of range; export the network for images of one size, or"
        f" {SET_SHAPE}"
    )


def _shown(found: Sequence[int]) -> str:
    return f"(N, {', '.join(str(side) if side else '?' for side in found)})"
