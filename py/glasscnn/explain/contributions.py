"""Why one class and not another: the difference of two logits as a sum over the numbers that the last layer weighs.

If the logits are the output of a linear layer with the input x, then

    logit[a] − logit[b] = bias[a] − bias[b] + Σ_f x[f] · (weight[a, f] − weight[b, f])

For a network that ends in global average pooling, x[f] is the average of map f.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glasscnn.explain.forward_pass import ForwardPass
from glasscnn.model import Model, Result

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Contributions:
    """The sum that makes the difference of two logits.

    source    the stage of the inputs; the node's name if no stage shows it
    averages  whether the inputs are the averages of maps
    values    (features,): the inputs x
    weights   (features,): weight[a] − weight[b]
    bias      bias[a] − bias[b]; 0 if the layer has none
    """

    source: str
    averages: bool
    values: Numbers
    weights: Numbers
    bias: float

    @property
    def products(self) -> Numbers:
        """(features,): what each input contributes, values · weights."""
        return self.values * self.weights + 0.0  # no −0

    @property
    def difference(self) -> float:
        """logit[a] − logit[b]: the sum of all contributions and the bias."""
        return float(self.products.sum()) + self.bias

    @property
    def order(self) -> npt.NDArray[np.intp]:
        """(features,): the inputs, the largest contribution of either sign first."""
        return np.argsort(-np.abs(self.products), kind="stable")


def contributions(model: Model, result: Result, label: int, other: int) -> Contributions | None:
    """What contributes to the logit of class `label` more than to that of `other`.

    None if the logits are not the output of a linear layer.
    """
    return find_contributions(ForwardPass(model, result.stages), label, other)


def find_contributions(reading: ForwardPass, label: int, other: int) -> Contributions | None:
    """The same for a forward pass. Sums of float32 numbers are taken in float64."""
    linear = reading.nodes[reading.model.graph.output]
    if linear.op != "linear":
        return None
    arrays = reading.arrays[linear.name]
    weight = arrays["weight"].astype(np.float64)
    bias = arrays.get("bias", np.zeros(len(weight), np.float32)).astype(np.float64)
    shown = name = linear.inputs[0]
    while shown not in reading.shown and shown in reading.nodes and reading.nodes[shown].op == "flatten":
        shown = reading.nodes[shown].inputs[0]
    return Contributions(
        source=reading.shown.get(shown, name),
        averages=shown in reading.nodes and reading.op_of(shown) == "global_avg_pool2d",
        values=reading.output(name).astype(np.float64).reshape(-1),
        weights=weight[label] - weight[other],
        bias=float(bias[label] - bias[other]),
    )
