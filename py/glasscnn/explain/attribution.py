"""Attribution: for each class, a map of how much each place contributes to its logit.

If a linear layer follows global average pooling, each logit is a sum over the places of a map, its class activation
map (Zhou et al., "Learning deep features for discriminative localization", 2016):

    logit[k] = bias[k] + Σ_{i,j} Σ_c weight[k, c] · A[c, i, j] / (H·W)

For other heads, gradient × activation is a linear approximation of each place's contribution:
Σ_c A[c, i, j] · ∂logit[k] / ∂A[c, i, j]. Occlusion measures the contribution by running the network.
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
    """The attribution maps of all classes, by one method.

    maps    (classes, H, W): positive where a place supports the class, negative where it opposes it
    stage   the stage of the maps: the last one with maps, or the image for occlusion; the node's name if no stage
            shows it
    exact   whether each map plus the class's bias sums to the logit
    logits  (classes,)
    """

    method: Method
    exact: bool
    stage: str
    maps: Array
    logits: Array

    def rest(self, label: int) -> float:
        """The residual logit − Σ map; the class's bias if the evidence is exact."""
        return float(self.logits[label]) - float(self.maps[label].sum(dtype=np.float64))


def evidence(model: Model, result: Result, method: Method = "cam") -> Evidence:
    """The evidence for each class. `cam` needs global average pooling; for other networks, `gradient` is used instead.

    Raises QuestionError for an unknown method and for the result of a batch.
    """
    return find_evidence(ForwardPass(model, result.stages), method)


def find_evidence(reading: ForwardPass, method: str) -> Evidence:
    """The same for a forward pass. Numbers that overflow in it give infinite or NaN evidence."""
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
    """The linear layer of the logits, and the node whose maps are averaged for it; None for other heads."""
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

    Gradient × activation is identical here: the gradient of logit k is weight[k, c] / (H·W) at every place.
    """
    _, height, width = maps.shape
    activation: Array = np.einsum("kc,chw->khw", weight, maps) / np.float32(height * width)
    return activation


def last_maps(reading: ForwardPass) -> str:
    """The last shown node that the logits depend on and that has maps of more than one cell; else the image."""
    before = {reading.model.graph.output}
    for node in reversed(reading.model.graph.nodes):
        if node.name in before:
            shape = reading.shape(node.name)
            if node.name in reading.shown and len(shape) == 3 and shape[1] * shape[2] > 1:
                return node.name
            before.update(node.inputs)
    return reading.input_name
