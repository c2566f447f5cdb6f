"""A stage's kernels, where each activates, and the stage's numbers before the activation function."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glasscnn.engine import ELEMENTWISE
from glasscnn.explain.cell import way_to
from glasscnn.explain.forward_pass import ForwardPass, Place, unravel

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Kernels:
    """The kernels of a stage, one per map, and the response of each map to this image.

    weight   (O, C/groups, kH, kW)
    bias     (O,), zeros if the convolution has none
    share    (O,): the fraction of each map's cells above 0
    largest  the cell with the largest number of each map
    """

    node: str
    weight: Array
    bias: Array
    share: npt.NDArray[np.float64]
    largest: list[Place]


def find_kernels(reading: ForwardPass, stage: str) -> Kernels | None:
    """The kernels of the convolution that a stage shows, possibly after element-wise functions; None for other stages.

    Raises QuestionError if there is no such stage.
    """
    name = shown_convolution(reading, stage)
    if name is None:
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


def shown_convolution(reading: ForwardPass, stage: str) -> str | None:
    """The convolution that a stage shows, possibly after element-wise functions; None if it shows something else."""
    way = shown_way(reading, stage)
    name = way[0]
    if name not in reading.nodes or reading.nodes[name].op != "conv2d":
        return None
    return None if any(reading.nodes[other].op in ("flatten", "concat") for other in way[1:]) else name


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
