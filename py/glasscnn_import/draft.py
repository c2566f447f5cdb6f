"""The intermediate representation of an import: layers in execution order that can be folded, renamed or dropped.

A framework's tensor and the output of our layer hold the same values, but not always in the same shape and order:
ONNX's global average pooling outputs (C, 1, 1), ours (C,), and Keras' layers output (H, W, C), ours (C, H, W). A
`Value` stores both, so neither a reshape nor a transpose needs a layer.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Order = npt.NDArray[np.intp]

OUTPUT = "answer"
"""The name under which a framework's runner returns the first output of the network."""

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Value:
    """A layer's output in the framework's shape and order, without the batch axis.

    layer  the name of the layer, or of the input
    shape  the framework's shape; it has as many elements as our layer's output
    via    the framework's name of the reshape that led to this shape, if any; a flatten for it gets this name
    order  the framework's element i is element order[i] of our layer's output, both flat; None if the order is the same
    """

    layer: str
    shape: Shape
    via: str | None = None
    order: Order | None = field(default=None, compare=False)

    def reshaped(self, shape: Shape, via: str | None = None) -> "Value":
        """The same values in another shape."""
        return replace(self, shape=shape, via=via or self.via)

    def transposed(self, axes: Sequence[int]) -> "Value":
        """The same values with the framework's axes in another order, as by numpy.transpose."""
        if list(axes) == sorted(axes):
            return self
        order = self.positions().reshape(self.shape).transpose(axes).ravel()
        is_ours = bool((order[1:] > order[:-1]).all())
        return replace(self, shape=tuple(self.shape[axis] for axis in axes), order=None if is_ours else order)

    def with_axis_first(self, axis: int) -> "Value":
        """The same values with one of the framework's axes before the others."""
        return self.transposed([axis, *(other for other in range(len(self.shape)) if other != axis)])

    def with_first_axis_at(self, axis: int) -> "Value":
        """The reverse of `with_axis_first`."""
        others = list(range(1, len(self.shape)))
        return self.transposed([*others[:axis], 0, *others[axis:]])

    def positions(self) -> Order:
        """`order`, also where it is the same as ours."""
        return np.arange(size(self.shape)) if self.order is None else self.order

    def has_order_of(self, other: "Value") -> bool:
        """Whether both hold their values in the same order."""
        return self.order is other.order or np.array_equal(self.positions(), other.positions())


@dataclass
class Layer:
    """A node of the future graph. Its op is one of a model file, or one of two that `fold` removes:

    affine  x · scale + offset with one scale and offset for each channel
    pad     a constant around the maps
    """

    name: str
    op: str
    inputs: list[str]
    shape: Shape
    attributes: dict[str, Any] = field(default_factory=dict)
    arrays: dict[str, Array] = field(default_factory=dict)
    tensor: str | None = None  # the framework's tensor with the same values
    order: Order | None = None  # of that tensor, as in Value


@dataclass
class Draft:
    """Layers by name, in execution order.

    shape        the shape of the input, (C, H, W)
    output       the layer whose output is the network's output
    aliases      {the framework's name of a layer that was folded: the layer that it was folded into}
    output_kind  the contents of the framework's output: "logits", "softmax", or another one of head.py
    metadata     the file's metadata (title, classes, …), with the keys of a model file
    tensor       the framework's name of its output
    others       the names of further outputs, which were not taken
    precision    the numbers that the file holds or that its network computes with: "float32", "float16", "bfloat16", or
                 "int8" for whole numbers of few bits
    is_single    whether the framework's network takes only one image at a time, although its file does not say so
    """

    shape: tuple[int, int, int]
    input: str = "image"
    layers: dict[str, Layer] = field(default_factory=dict)
    output: str = ""
    aliases: dict[str, str] = field(default_factory=dict)
    output_kind: str = "logits"
    metadata: dict[str, Any] = field(default_factory=dict)
    tensor: str = ""
    others: tuple[str, ...] = ()
    precision: str = "float32"
    is_single: bool = False

    def shape_of(self, name: str) -> Shape:
        """Our shape of a layer's output or of the input."""
        return self.shape if name == self.input else self.layers[name].shape

    def unique_name(self, wanted: str) -> str:
        """The wanted name without special characters, with a number appended if it is taken."""
        name = re.sub(r"[^A-Za-z0-9_.]+", "_", wanted).strip("_.")[:80] or "node"
        taken = {self.input, *self.layers, *self.aliases}
        return next(candidate for candidate in _numbered(name) if candidate not in taken)

    def consumers(self, name: str) -> list[Layer]:
        """The layers that read `name`, one entry for each input that does."""
        return [layer for layer in self.layers.values() for source in layer.inputs if source == name]

    def only_feeds(self, name: str, layer: Layer) -> bool:
        """Whether `layer` reads `name` once, and `name` has no other reader and is not the output."""
        return self.output != name and [reader.name for reader in self.consumers(name)] == [layer.name]

    def bypass(self, layer: Layer, into: str) -> None:
        """Remove a layer: its readers read `into`, and its name becomes an alias of `into`."""
        del self.layers[layer.name]
        for other in self.layers.values():
            other.inputs = [into if source == layer.name else source for source in other.inputs]
        self.aliases = {alias: into if name == layer.name else name for alias, name in self.aliases.items()}
        self.aliases[layer.name] = into
        if self.output == layer.name:
            self.output = into

    def rename(self, names: list[str]) -> None:
        """Rename the layers, in order; does nothing if the number of names is wrong or names are not unique, or if the
        layers have these names, perhaps in another order.
        """
        if len(names) != len(self.layers) or len({self.input, *names}) <= len(names) or set(names) == set(self.layers):
            return
        new = dict(zip(self.layers, names, strict=True))
        for layer in self.layers.values():
            layer.name, layer.inputs = new[layer.name], [new.get(source, source) for source in layer.inputs]
        self.layers = {layer.name: layer for layer in self.layers.values()}
        self.aliases = {alias: new[name] for alias, name in self.aliases.items() if alias not in names}
        self.output = new[self.output]

    def resolve(self, name: str) -> str | None:
        """The layer with this name or alias, if there is one."""
        return name if name in self.layers else self.aliases.get(name)


def size(shape: Shape) -> int:
    """The number of elements of that shape."""
    return math.prod(shape)


def _numbered(name: str) -> Iterable[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1
