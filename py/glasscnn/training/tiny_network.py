"""A network of 4,430 parameters that has learned nothing yet, small enough to learn while one watches."""

import math
from collections.abc import Sequence
from random import Random

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Graph, Input, Node, Stage
from glasscnn.model import Model

FIRST, SECOND = 6, 8
"""The maps of the two convolutions."""

SIDE = 28 // 2 // 2
"""The height and width of the maps after both poolings."""

SAME = {"stride": [1, 1], "padding": [1, 1, 1, 1], "dilation": [1, 1], "groups": 1}
HALF = {"kernel_size": [2, 2], "stride": [2, 2], "padding": [0, 0, 0, 0], "dilation": [1, 1], "ceil_mode": False}
RELU = {"maximum": None}

NODES = (
    Node("conv1", "conv2d", ("image",), SAME),
    Node("relu1", "relu", ("conv1",), RELU),
    Node("pool1", "max_pool2d", ("relu1",), HALF),
    Node("conv2", "conv2d", ("pool1",), SAME),
    Node("relu2", "relu", ("conv2",), RELU),
    Node("pool2", "max_pool2d", ("relu2",), HALF),
    Node("flatten", "flatten", ("pool2",)),
    Node("logits", "linear", ("flatten",)),
)

STAGES = (
    Stage("conv1", "relu1", "Convolution 1 + ReLU"),
    Stage("pool1", "pool1", "Max pooling"),
    Stage("conv2", "relu2", "Convolution 2 + ReLU"),
    Stage("pool2", "pool2", "Max pooling"),
    Stage("logits", "logits", "Linear"),
)


def tiny(classes: Sequence[str] = tuple("0123456789"), seed: int = 0) -> Model:
    """conv 6 – pool – conv 8 – pool – linear on images (1, 28, 28), with random weights; the same seed, the same ones.

    Weights are normally distributed around 0 with the variance 2 / fan_in before a ReLU, 1 / fan_in before the softmax
    (He, Zhang, Ren and Sun, 2015); biases are 0. Raises ModelError without classes.
    """
    random = Random(seed)
    features = SECOND * SIDE * SIDE
    weights = {
        "conv1.weight": normal((FIRST, 1, 3, 3), 2 / 9, random),
        "conv1.bias": np.zeros(FIRST, np.float32),
        "conv2.weight": normal((SECOND, FIRST, 3, 3), 2 / (FIRST * 9), random),
        "conv2.bias": np.zeros(SECOND, np.float32),
        "logits.weight": normal((len(classes), features), 1 / features, random),
        "logits.bias": np.zeros(len(classes), np.float32),
    }
    image = Input("image", (1, 28, 28), (0.1307,), (0.3081,))  # MNIST's mean and deviation, as of the bundled models
    description = "Two small convolutions; made here, with random weights."
    return Model(Graph("tiny", "Tiny", description, image, NODES, "logits", tuple(classes), STAGES), weights)


def normal(shape: tuple[int, ...], variance: float, random: Random) -> npt.NDArray[np.float32]:
    """Normally distributed numbers around 0."""
    deviation = math.sqrt(variance)
    return np.array([random.gauss(0, deviation) for _ in range(math.prod(shape))], np.float32).reshape(shape)
