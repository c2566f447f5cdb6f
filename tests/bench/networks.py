"""Networks with random weights, beside the bundled models: with larger images, more channels, and without padding."""

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

import glasscnn
from glasscnn.engine.graph import Graph, Input, Node, Stage
from glasscnn.model.op_specs import check_attributes
from glasscnn.model.shapes import output_shape

KERNEL = 3
CLASSES = 10
SEED = 4

Array = npt.NDArray[np.float32]
Layer = int | str
"""A number: a 3 × 3 convolution with so many channels, and ReLU. A string: another operator."""

POOL, AVERAGE, FLATTEN = "max_pool2d", "global_avg_pool2d", "flatten"


@dataclass(frozen=True)
class Network:
    """A chain of layers that ends in a linear layer with ten classes."""

    key: str
    title: str
    shape: tuple[int, int, int]
    layers: tuple[Layer, ...]
    padding: int = 1


NETWORKS = (
    Network("tiny_vgg", "TinyVGG, 3 × 64 × 64", (3, 64, 64), (10, 10, POOL, 10, 10, POOL, FLATTEN), padding=0),
    Network("photo", "3 × 224 × 224", (3, 224, 224), (16, POOL, 32, POOL, 64, POOL, 64, AVERAGE)),
    Network("wide", "64, 64 and 128 channels", (1, 28, 28), (64, 64, POOL, 128, AVERAGE)),
)
"""`tiny_vgg` is the network of CNN Explainer (Wang et al., 2020), with other weights."""


@dataclass
class Chain:
    """A graph in the making: the nodes and stages so far, and the weights, drawn from `rng`."""

    rng: np.random.Generator
    shape: tuple[int, ...]
    nodes: list[Node] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    weights: dict[str, Array] = field(default_factory=dict)

    def append(self, op: str, weight: tuple[int, ...] = (), stage: bool = False, **attributes: object) -> str:
        """Append an operator, with a random weight of that shape and a bias; returns the node's name.

        The variance of a weight is 2 / inputs (He et al., 2015), so that no stage fades.
        """
        source = self.nodes[-1].name if self.nodes else "image"
        name = f"{op}_{1 + sum(node.op == op for node in self.nodes)}"
        node = Node(name, op, (source,), check_attributes(name, op, 1, attributes))
        arrays = {}
        if weight:
            scale = np.float32(math.sqrt(2 / math.prod(weight[1:])))
            arrays["weight"] = scale * self.rng.standard_normal(weight, np.float32)
            arrays["bias"] = np.float32(0.1) * self.rng.standard_normal(weight[0], np.float32)
        self.shape = output_shape(node, [self.shape], arrays)
        self.weights |= {f"{name}.{key}": array for key, array in arrays.items()}
        self.nodes.append(node)
        if stage:
            self.stages.append(Stage(name, name, name))
        return name


def model_of(network: Network) -> glasscnn.Model:
    """The network with random weights, the same ones each time."""
    chain = Chain(np.random.default_rng(SEED), network.shape)
    for layer in network.layers:
        if isinstance(layer, int):
            chain.append("conv2d", (layer, chain.shape[0], KERNEL, KERNEL), padding=[network.padding] * 4)
            chain.append("relu", stage=True)
        elif layer == POOL:
            chain.append(POOL, stage=True, kernel_size=[2, 2], stride=[2, 2])
        else:
            chain.append(layer)
    output = chain.append("linear", (CLASSES, chain.shape[0]))
    channels = network.shape[0]
    image = Input("image", network.shape, (0.5,) * channels, (0.25,) * channels)
    classes = tuple(map(str, range(CLASSES)))
    nodes, stages = tuple(chain.nodes), tuple(chain.stages)
    graph = Graph(network.key, network.title, "Random weights, to measure time.", image, nodes, output, classes, stages)
    return glasscnn.Model(graph, chain.weights)


def multiply_adds(model: glasscnn.Model) -> int:
    """The multiplications of all convolutions and linear layers for one image; each is followed by an addition."""
    return sum(
        math.prod(model.shapes[node.name][1:]) * model.weights[f"{node.name}.weight"].size
        for node in model.graph.nodes
        if node.op in {"conv2d", "linear"}
    )
