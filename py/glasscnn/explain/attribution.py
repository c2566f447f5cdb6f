"""What speaks for a class, and where: a map of evidence for each of the classes.

With global average pooling before a linear layer, each logit is a sum over the places of a map, which is its class
activation map (Zhou et al., "Learning deep features for discriminative localization", 2016):

    logit[k] = bias[k] + Σ_{i,j} Σ_c weight[k, c] · A[c, i, j] / (H·W)

For other heads gradient × activation says what each place adds as far as the logit is a straight line there:
Σ_c A[c, i, j] · ∂logit[k] / ∂A[c, i, j]. Occlusion asks the network itself.
"""

from dataclasses import dataclass
from typing import Literal, cast, get_args

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Node
from glasscnn.errors import QuestionError
from glasscnn.explain.backprop import logit_gradients
from glasscnn.explain.forward_pass import ForwardPass
from glasscnn.explain.occlusion import occlusion
from glasscnn.model import Model, Result

Array = npt.NDArray[np.float32]
Method = Literal["cam", "gradient", "occlusion"]


@dataclass(frozen=True)
class Evidence:
    """The evidence for all classes, found in one way.

    maps    (classes, H, W): positive where a place speaks for the class, negative where it speaks against it
    stage   the stage that the maps are of: the last one with maps, the image for occlusion; a node's name where no
            stage shows it
    exact   whether each map adds up to its class's logit but for the bias
    logits  (classes,)
    """

    method: Method
    exact: bool
    stage: str
    maps: Array
    logits: Array

    def rest(self, label: int) -> float:
        """What the map does not add up to: logit − Σ map. The class's bias where the evidence is exact."""
        return float(self.logits[label]) - float(self.maps[label].sum(dtype=np.float64))


def evidence(model: Model, result: Result, method: Method = "cam") -> Evidence:
    """What speaks for each class. Where `cam` is not exact, for want of global average pooling, `gradient` is answered.

    Raises QuestionError for another method and for the result of a batch.
    """
    return find_evidence(ForwardPass(model, result.stages), method)


def find_evidence(reading: ForwardPass, method: str) -> Evidence:
    """The same of a reading. Numbers that overflow in it give evidence that is infinite or no number."""
    if method not in get_args(Method):
        raise QuestionError(f"there is no evidence {method!r}; there is {', '.join(get_args(Method))}")
    logits = reading.output(reading.model.graph.output).copy()
    with np.errstate(all="ignore"):
        if method == "occlusion":
            return Evidence("occlusion", False, reading.input_name, occlusion(reading), logits)
        head = averaging_head(reading)
        if head is None:
            target = last_maps(reading)
            parts = reading.output(target) * logit_gradients(reading, target)  # (classes, C, H, W)
            return Evidence("gradient", False, reading.shown.get(target, target), parts.sum(axis=1), logits)
        linear, target = head
        maps = class_activation_maps(reading.output(target), reading.arrays[linear.name]["weight"])
        return Evidence(cast(Method, method), True, reading.shown.get(target, target), maps, logits)


def averaging_head(reading: ForwardPass) -> tuple[Node, str] | None:
    """The linear layer that gives the logits, and the node whose maps it gets the averages of; None for other heads."""
    linear = reading.nodes[reading.model.graph.output]
    if linear.op != "linear":
        return None
    before = reading.nodes.get(linear.inputs[0])
    while before is not None and before.op == "flatten":
        before = reading.nodes.get(before.inputs[0])
    if before is None or before.op != "global_avg_pool2d":
        return None
    return linear, before.inputs[0]


def class_activation_maps(maps: Array, weight: Array) -> Array:
    """Σ_c weight[k, c] · A[c, i, j] / (H·W): (C, H, W) with (classes, C) → (classes, H, W).

    Gradient × activation is the same here: the gradient of logit k is weight[k, c] / (H·W) in every place.
    """
    _, height, width = maps.shape
    activation: Array = np.einsum("kc,chw->khw", weight, maps) / np.float32(height * width)
    return activation


def last_maps(reading: ForwardPass) -> str:
    """The last shown node with more than one place that the logits are computed from; the image if there is none."""
    before = {reading.model.graph.output}
    for node in reversed(reading.model.graph.nodes):
        if node.name in before:
            shape = reading.shape(node.name)
            if node.name in reading.shown and len(shape) == 3 and shape[1] * shape[2] > 1:
                return node.name
            before.update(node.inputs)
    return reading.input_name
