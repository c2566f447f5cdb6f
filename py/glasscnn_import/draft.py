"""A network on its way into a model file: layers in execution order that may still be folded, renamed or dropped.

A framework's tensor and the output of our layer hold the same numbers in the same order, but not always under the same
shape: ONNX's global average gives (C, 1, 1), ours (C,). A `Value` knows both, so a reshape is no layer at all.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

OUTPUT = "answer"
"""Under this name a framework's runner gives what the framework itself says is the network's first output."""

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Value:
    """What a layer gives, under the shape that the framework sees, without the batch axis.

    layer  its name, or the input's
    shape  the framework's shape; as many numbers as our layer gives
    via    what the framework calls the reshape that led to this shape, if any: the name of the flatten it may become
    """

    layer: str
    shape: Shape
    via: str | None = None

    def reshaped(self, shape: Shape, via: str | None = None) -> "Value":
        """The same numbers under another shape."""
        return replace(self, shape=shape, via=via or self.via)


@dataclass
class Layer:
    """A node of the coming graph. Besides the ops of a model file there are three that must be gone at the end:

    affine       x · scale + offset for each channel
    pad          a constant around the maps
    log_softmax  only as the network's last layer
    """

    name: str
    op: str
    inputs: list[str]
    shape: Shape
    attributes: dict[str, Any] = field(default_factory=dict)
    arrays: dict[str, Array] = field(default_factory=dict)
    tensor: str | None = None  # the framework's tensor that holds the same numbers


@dataclass
class Draft:
    """Layers by name, in execution order.

    shape        the shape of the input, (C, H, W)
    output       the layer whose output is the network's output
    aliases      the framework's names of layers that were folded into another
    output_kind  what the framework's output holds: "logits", their "softmax" or its logarithm, "log_softmax"
    metadata     what the file says about the model (title, classes, …), in the terms of a model file
    """

    shape: tuple[int, int, int]
    input: str = "image"
    layers: dict[str, Layer] = field(default_factory=dict)
    output: str = ""
    aliases: dict[str, str] = field(default_factory=dict)
    output_kind: str = "logits"
    metadata: dict[str, Any] = field(default_factory=dict)

    def shape_of(self, name: str) -> Shape:
        """Our shape of a layer's output, or of the input."""
        return self.shape if name == self.input else self.layers[name].shape

    def unique_name(self, wish: str) -> str:
        """The wish, cleaned, and with a number behind it if it is taken."""
        name = re.sub(r"[^A-Za-z0-9_.]+", "_", wish).strip("_.")[:80] or "node"
        taken = {self.input, *self.layers, *self.aliases}
        return next(candidate for candidate in _numbered(name) if candidate not in taken)

    def consumers(self, name: str) -> list[Layer]:
        """The layers that read `name`, one entry for each time they do."""
        return [layer for layer in self.layers.values() for source in layer.inputs if source == name]

    def only_feeds(self, name: str, layer: Layer) -> bool:
        """Whether `layer` is the only one that reads `name`, once, and nobody sees `name` as the answer."""
        return self.output != name and [reader.name for reader in self.consumers(name)] == [layer.name]

    def bypass(self, layer: Layer, into: str) -> None:
        """Take a layer out: who read it reads `into`, and its name means `into` from now on."""
        del self.layers[layer.name]
        for other in self.layers.values():
            other.inputs = [into if source == layer.name else source for source in other.inputs]
        self.aliases = {alias: into if name == layer.name else name for alias, name in self.aliases.items()}
        self.aliases[layer.name] = into
        if self.output == layer.name:
            self.output = into

    def rename(self, names: list[str]) -> None:
        """Other names for the layers, in order; left as they are where the number or the names do not fit."""
        if len(names) != len(self.layers) or len({self.input, *names}) <= len(names):
            return
        new = dict(zip(self.layers, names, strict=True))
        for layer in self.layers.values():
            layer.name, layer.inputs = new[layer.name], [new.get(source, source) for source in layer.inputs]
        self.layers = {layer.name: layer for layer in self.layers.values()}
        self.aliases = {alias: new[name] for alias, name in self.aliases.items() if alias not in names}
        self.output = new[self.output]

    def resolve(self, name: str) -> str | None:
        """The layer that a name stands for, if there is one."""
        return name if name in self.layers else self.aliases.get(name)


def size(shape: Shape) -> int:
    """How many numbers an output of that shape has."""
    return math.prod(shape)


def _numbered(name: str) -> Iterable[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1
