"""A stage's kernels, where each activates, and the stage's numbers before the activation function."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glasscnn.engine import ELEMENTWISE
from glasscnn.explain.cell import way_to
from glasscnn.explain.forward_pass import ForwardPass, Place, unravel
from glasscnn.explain.moved_cells import COPYING

Array = npt.NDArray[np.float32]

ZERO_AT_ZERO = frozenset(
    (
        "relu",
        "leaky_relu",
        "prelu",
        "tanh",
        "silu",
        "hardswish",
        "gelu",
        "elu",
        "selu",
        "mish",
        "absolute",
        "negative",
        "erf",
    )
)
"""The functions that turn a map of zeros into a map of zeros."""


@dataclass(frozen=True)
class Kernels:
    """The kernels of a stage, one per map, and the response of each map to this image.

    weight    (O, C/groups, kH, kW); of a linear layer on C flattened maps (O, C, H, W), of another (O, inputs, 1, 1)
    bias      (O,), zeros if the layer has none
    share     (O,): the fraction of each map's cells above 0
    largest   the cell with the largest number of each map
    can_mute  whether a map is 0 everywhere once its weights and its bias are 0
    """

    node: str
    op: str
    weight: Array
    bias: Array
    share: npt.NDArray[np.float64]
    largest: list[Place]
    can_mute: bool


def find_kernels(reading: ForwardPass, stage: str) -> Kernels | None:
    """The kernels of the layer that a stage shows, possibly after element-wise functions; None for a stage without any.

    Raises QuestionError if there is no such stage.
    """
    way = shown_layer(reading, stage)
    if way is None:
        return None
    name = way[0]
    weight, maps = kernels_of(reading, name), reading.stages[stage]
    flat = maps.reshape(len(maps), -1)
    return Kernels(
        name,
        reading.nodes[name].op,
        weight,
        reading.arrays[name].get("bias", np.zeros(len(weight), np.float32)),
        (flat > 0).mean(axis=1),
        [unravel(int(index), maps.shape)._replace(channel=map_) for map_, index in enumerate(flat.argmax(axis=1))],
        name != reading.model.graph.output and all(reading.nodes[other].op in ZERO_AT_ZERO for other in way[1:]),
    )


def kernels_of(reading: ForwardPass, name: str) -> Array:
    """The weights of a convolution or of a linear layer as (O, C, kH, kW), see `Kernels`."""
    weight = reading.arrays[name]["weight"]
    if weight.ndim == 4:
        return weight
    source = reading.nodes.get(reading.nodes[name].inputs[0])
    shape = reading.shape(source.inputs[0]) if source is not None and source.op == "flatten" else ()
    channels, height, width = shape if len(shape) == 3 else (weight.shape[1], 1, 1)
    return weight.reshape(-1, channels, height, width)  # PyTorch flattens in this order


def shown_convolution(reading: ForwardPass, stage: str) -> str | None:
    """The convolution that a stage shows, possibly after element-wise functions; None if it shows something else."""
    way = shown_layer(reading, stage)
    return way[0] if way is not None and reading.nodes[way[0]].op == "conv2d" else None


def shown_layer(reading: ForwardPass, stage: str) -> list[str] | None:
    """The chain of nodes from a layer with weights to the stage that shows it; None if it shows something else."""
    way = shown_way(reading, stage)
    if way[0] not in reading.nodes or reading.nodes[way[0]].op not in ("conv2d", "linear"):
        return None
    return None if any(reading.nodes[other].op in COPYING for other in way[1:]) else way


def before_activation(reading: ForwardPass, stage: str) -> tuple[str, Array] | None:
    """The node before the activation function of a stage, and its output; None for a stage without one.

    Raises QuestionError if there is no such stage.
    """
    for name in reversed(shown_way(reading, stage)):
        node = reading.nodes.get(name)
        if node is not None and node.op in ELEMENTWISE:
            with np.errstate(all="ignore"):
                return node.inputs[0], reading.output(node.inputs[0])
    return None


def shown_way(reading: ForwardPass, stage: str) -> list[str]:
    """The chain of nodes that ends at a stage and contains no other shown node: a convolution and its ReLU."""
    return [name for name, _ in way_to(reading, reading.node_of(stage), Place(0))]
