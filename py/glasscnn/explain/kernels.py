"""A stage's kernels and where each fires, and what a stage is before its activation."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glasscnn.explain.cell import way_to
from glasscnn.explain.forward_pass import ForwardPass, Place, unravel

Array = npt.NDArray[np.float32]

ACTIVATIONS = ("relu", "leaky_relu", "sigmoid", "tanh")


@dataclass(frozen=True)
class Kernels:
    """The kernels of a stage, one a map, and how each map answers to this image.

    weight   (O, C/groups, kH, kW)
    bias     (O,), zeros where the convolution has none
    share    (O,): how many of a map's cells are above 0
    largest  the cell of each map with the largest number
    """

    node: str
    weight: Array
    bias: Array
    share: npt.NDArray[np.float64]
    largest: list[Place]


def find_kernels(reading: ForwardPass, stage: str) -> Kernels | None:
    """The kernels of the convolution that a stage shows, through functions of single numbers behind it; None for a
    stage that shows something else. Raises QuestionError if there is no such stage.
    """
    way = shown_way(reading, stage)
    name = way[0]
    if name not in reading.nodes or reading.nodes[name].op != "conv2d":
        return None
    if any(reading.nodes[other].op in ("flatten", "concat") for other in way[1:]):
        return None
    weight, maps = reading.arrays[name]["weight"], reading.stages[stage]
    flat = maps.reshape(len(maps), -1)
    return Kernels(
        name,
        weight,
        reading.arrays[name].get("bias", np.zeros(len(weight), np.float32)),
        (flat > 0).mean(axis=1),
        [unravel(int(index), maps.shape)._replace(channel=map_) for map_, index in enumerate(flat.argmax(axis=1))],
    )


def before_activation(reading: ForwardPass, stage: str) -> tuple[str, Array] | None:
    """The node before the activation of a stage, and its numbers, which may have both signs; None for a stage without
    an activation. Raises QuestionError if there is no such stage.
    """
    for name in reversed(shown_way(reading, stage)):
        node = reading.nodes.get(name)
        if node is not None and node.op in ACTIVATIONS:
            with np.errstate(all="ignore"):
                return node.inputs[0], reading.output(node.inputs[0])
    return None


def shown_way(reading: ForwardPass, stage: str) -> list[str]:
    """The nodes that a stage shows the outcome of, none of the others shown: a convolution and its ReLU."""
    return [name for name, _ in way_to(reading, reading.node_of(stage), Place(0))]
