"""Models made for a test: small ones with every operator, and ones with many stages or many maps."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Graph, Input, Node, Stage
from glasscnn.model import write_model

Weights = dict[str, npt.NDArray[np.float32]]

IMAGE = Input("image", (1, 28, 28), (0.1307,), (0.3081,))
DIGITS = tuple("0123456789")
SAME: Mapping[str, Any] = {"stride": [1, 1], "padding": [1, 1, 1, 1], "dilation": [1, 1], "groups": 1}
HALVED: Mapping[str, Any] = {"kernel_size": [2, 2], "stride": [2, 2], "padding": [0, 0, 0, 0]}


class Maker:
    """Collects nodes, with weights from a seeded generator."""

    def __init__(self) -> None:
        self.random = np.random.default_rng(7)
        self.nodes: list[Node] = []
        self.weights: Weights = {}

    def add(self, name: str, op: str, *inputs: str, **attributes: Any) -> str:
        self.nodes.append(Node(name, op, inputs, attributes))
        return name

    def convolution(self, name: str, source: str, channels: int, maps: int) -> str:
        self.layer(name, (maps, channels, 3, 3))
        return self.add(name, "conv2d", source, **SAME)

    def layer(self, name: str, shape: tuple[int, ...]) -> None:
        """Weights scaled so that the outputs are about as large as the inputs."""
        size = np.sqrt(2 / np.prod(shape[1:]))
        self.weights[f"{name}.weight"] = (size * self.random.normal(size=shape)).astype(np.float32)
        self.weights[f"{name}.bias"] = (0.1 * self.random.normal(size=shape[0])).astype(np.float32)

    def normalisation(self, name: str, source: str, channels: int) -> str:
        for key, middle in (("weight", 1.0), ("bias", 0.0), ("running_mean", 0.2), ("running_var", 1.5)):
            numbers = middle + 0.2 * self.random.normal(size=channels)
            self.weights[f"{name}.{key}"] = numbers.astype(np.float32)
        return self.add(name, "batch_norm2d", source, eps=1e-5)

    def answer(self, source: str, numbers: int) -> None:
        """Global average pooling, and ten logits."""
        self.add("gap", "global_avg_pool2d", source)
        self.layer("logits", (10, numbers))
        self.add("logits", "linear", "gap")
        self.add("probabilities", "softmax", "logits")

    def file(self, name: str, titles: Sequence[tuple[str, str]]) -> bytes:
        """The model file; `titles` are its stages, each a node and its title."""
        stages = tuple(Stage(node, node, title) for node, title in titles)
        graph = Graph(name, name.capitalize(), "", IMAGE, tuple(self.nodes), "logits", DIGITS, stages, {})
        return write_model(graph, self.weights)


def every_operator() -> bytes:
    """Two joined branches with all operators that no bundled model has, each as a stage."""
    make = Maker()
    make.convolution("conv1", "image", 1, 6)
    make.normalisation("norm", "conv1", 6)
    make.add("leaky", "leaky_relu", "norm", negative_slope=0.1)
    make.add("mean", "avg_pool2d", "leaky", ceil_mode=False, count_include_pad=True, dilation=[1, 1], **HALVED)
    make.convolution("conv2", "mean", 6, 6)
    make.add("sigmoid", "sigmoid", "conv2")
    make.convolution("conv3", "mean", 6, 6)
    make.add("tanh", "tanh", "conv3")
    make.add("sum", "add", "sigmoid", "tanh")
    make.add("silu", "silu", "sum")
    make.add("squeeze", "global_avg_pool2d", "silu")
    make.layer("excite", (6, 6))
    make.add("excite", "linear", "squeeze")
    make.add("gated", "mul", "silu", "excite")
    make.add("brightest", "reduce_max", "gated", dim=[1])
    make.add("share", "div", "gated", "brightest")
    make.add("joined", "concat", "sum", "mean", "share")
    make.answer("joined", 18)
    return make.file(
        "operators",
        [
            ("norm", "Batch norm"),
            ("leaky", "Leaky ReLU"),
            ("mean", "Average pooling"),
            ("sigmoid", "Convolution 2 + sigmoid"),
            ("tanh", "Convolution 3 + tanh"),
            ("sum", "Sum"),
            ("silu", "SiLU"),
            ("excite", "Excitation"),
            ("gated", "Gated"),
            ("brightest", "Brightest"),
            ("joined", "Joined"),
            ("gap", "Global average"),
            ("logits", "Linear"),
            ("probabilities", "Softmax"),
        ],
    )


def moving_cells() -> bytes:
    """Maps that are padded, split, halved, enlarged and resized, each as a stage."""
    make = Maker()
    make.add("padded", "pad2d", "image", padding=[2, 2, 2, 2], mode="reflect")
    make.convolution("conv1", "padded", 1, 4)
    make.add("relu1", "relu", "conv1")
    for name, start in (("first", 0), ("second", 2)):
        make.add(name, "strided_slice", "relu1", start=[start, 0, 31], step=[1, 1, -1], size=[2, 32, 32])
    make.add("pool", "max_pool2d", "first", dilation=[1, 1], ceil_mode=False, **HALVED)
    make.layer("up", (2, 2, 3, 3))
    make.add("up", "conv_transpose2d", "pool", stride=[2, 2], padding=[1, 1, 0, 0])
    make.add("smooth", "resize2d", "up", size=[14, 14], start=[0.5, 0.5], step=[2.25, 2.25], mode="bilinear")
    make.add("small", "avg_pool2d", "second", dilation=[1, 1], ceil_mode=False, count_include_pad=True, **HALVED)
    make.add("near", "resize2d", "small", size=[14, 14], start=[0, 0], step=[8 / 7, 8 / 7])
    make.add("joined", "concat", "smooth", "near")
    make.answer("joined", 4)
    titles = ["padded", "relu1", "first", "second", "pool", "up", "smooth", "small", "near", "joined", "gap", "logits"]
    return make.file("moving", [(name, name.capitalize()) for name in [*titles, "probabilities"]])


def many_maps(maps: int = 64) -> bytes:
    """Two convolutions with that many maps each."""
    make = Maker()
    make.convolution("conv1", "image", 1, maps)
    make.add("relu1", "relu", "conv1")
    make.convolution("conv2", "relu1", maps, maps)
    make.add("relu2", "relu", "conv2")
    make.answer("relu2", maps)
    return make.file(
        "broad",
        [
            ("relu1", "Convolution 1 + ReLU"),
            ("relu2", "Convolution 2 + ReLU"),
            ("gap", "Global average"),
            ("logits", "Linear"),
            ("probabilities", "Softmax"),
        ],
    )


def many_stages(count: int = 24) -> bytes:
    """A chain of convolutions."""
    make = Maker()
    source, channels = "image", 1
    for number in range(count):
        source = make.convolution(f"conv{number}", source, channels, 2)
        channels = 2
    make.answer(source, channels)
    convolutions = [(f"conv{number}", f"Convolution {number}") for number in range(count)]
    return make.file("long", [*convolutions, ("probabilities", "Softmax")])


def hostile_names() -> bytes:
    """A model whose every name holds a path, a tag, a quote and an invisible character; the first is as long as a name
    may be.
    """
    evil = '../<b>"  \u200b'
    make = Maker()
    make.convolution("../conv", "image", 1, 4)
    make.add(evil, "relu", "../conv")
    make.answer(evil, 4)
    stages = (Stage(evil, evil, evil), Stage(f"{evil} 2", "probabilities", evil))
    classes = tuple(f"{number}{evil}" for number in DIGITS)
    graph = Graph((evil * 20)[:200], evil, evil, IMAGE, tuple(make.nodes), "logits", classes, stages, {})
    return write_model(graph, make.weights)


WORDS = ("bias", "Maps", "Close", "Map", "Help", "Save", "Undo", "Copied", "Stages", "Pause")
"""Names that are words of the page too, each with another translation."""


def names_like_words() -> bytes:
    """A model whose classes and stages are named like elements of the page."""
    make = Maker()
    make.convolution("conv1", "image", 1, 4)
    make.add("relu1", "relu", "conv1")
    make.answer("relu1", 4)
    stages = (Stage("relu1", "relu1", "Maps"), Stage("gap", "gap", "Close"), Stage("shares", "probabilities", "bias"))
    graph = Graph("words", "Undo", "", IMAGE, tuple(make.nodes), "logits", WORDS, stages, {})
    return write_model(graph, make.weights)


def skipping_stages() -> bytes:
    """Additions and a concatenation with skip connections: one nested in another, two crossing each other."""
    make = Maker()
    make.convolution("conv1", "image", 1, 4)
    make.convolution("conv2", "conv1", 4, 4)
    make.convolution("conv3", "conv2", 4, 4)
    make.convolution("conv4", "conv3", 4, 4)
    make.add("sum1", "add", "conv4", "conv2")
    make.convolution("conv5", "sum1", 4, 4)
    make.add("sum2", "add", "conv5", "conv1")
    make.convolution("conv6", "sum2", 4, 4)
    make.add("sum3", "add", "conv6", "conv4")
    make.convolution("conv7", "sum3", 4, 4)
    make.add("joined", "concat", "conv7", "sum2")
    make.answer("joined", 8)
    names = [node.name for node in make.nodes]
    return make.file("skipping", [(name, name.capitalize()) for name in names])
