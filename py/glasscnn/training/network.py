"""The part of a network that is trained: its forward pass, and the gradients of a loss with respect to its weights."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from glasscnn.engine import OPERATORS, Node
from glasscnn.engine.reference import normalise, weights_by_node
from glasscnn.gradients import backpropagate, downstream
from glasscnn.model import Model
from glasscnn.training.loss import Labels, cross_entropy
from glasscnn.training.weight_gradients import is_learned, weight_gradients

Array = npt.NDArray[np.float32]
Arrays = dict[str, Array]

CHUNK = 8
"""The number of images whose inputs to the trained part are computed at a time."""

MAX_KEPT = 20_000_000
"""Inputs to the trained part are kept for all images if they are at most this many numbers (80 MB)."""


class TrainedPart:
    """The nodes between the first trained layer and the logits; the layers before it stay as they are.

    inputs   the nodes that the trained part reads: the image, or the last of the layers that stay
    nodes    its own nodes, in execution order
    learned  the names of the arrays that are trained
    """

    def __init__(self, model: Model, trained: Collection[str]) -> None:
        """Train the weights and biases of the nodes in `trained`, on which the logits must depend."""
        self.model, self.graph, self.trained = model, model.graph, trained
        nodes = self.graph.nodes
        self.changing = downstream(nodes, trained) & upstream(nodes, self.graph.output)
        self.nodes = [node for node in nodes if node.name in self.changing]
        self.inputs = {source for node in self.nodes for source in node.inputs} - self.changing
        self.learned = [name for name in model.weights if name.rpartition(".")[0] in trained and is_learned(name)]

    def outputs(self, inputs: Mapping[str, Array], weights: Mapping[str, Array]) -> Arrays:
        """The outputs of all its nodes for a batch, the logits among them, beside the inputs."""
        arrays, outputs = weights_by_node(weights), dict(inputs)
        for node in self.nodes:
            sources = [outputs[source] for source in node.inputs]
            outputs[node.name] = OPERATORS[node.op](*sources, **arrays.get(node.name, {}), **node.attributes)
        return outputs

    def gradients(
        self, inputs: Mapping[str, Array], labels: Labels, shares: Array | None, weights: Mapping[str, Array]
    ) -> tuple[float, Arrays]:
        """The cross-entropy of a batch, and its gradients with respect to the arrays in `learned`."""
        arrays, outputs = weights_by_node(weights), self.outputs(inputs, weights)
        loss, gradient = cross_entropy(outputs[self.graph.output], labels, shares)
        found: Arrays = {}
        for name, g in backpropagate(self.graph, outputs.__getitem__, arrays, gradient, self.changing):
            if name in self.trained:
                node = self.graph.node(name)
                parts = weight_gradients(node, outputs[node.inputs[0]], arrays[name], g)
                found |= {f"{name}.{key}": part for key, part in parts.items()}
        return loss, found


class TrainingImages:
    """Images as the trained part gets them: through the layers before it, which are computed once where that fits."""

    def __init__(self, part: TrainedPart, images: Array) -> None:
        self.images, self.part, self.graph = images, part, part.graph
        numbers = sum(int(np.prod(part.model.shapes[name])) for name in part.inputs) * len(images)
        self.kept = self._compute(images) if numbers <= MAX_KEPT else None

    def batch(self, chosen: npt.NDArray[np.int64]) -> Arrays:
        """The inputs of the trained part for the images with these numbers."""
        if self.kept is None:
            return self._compute(self.images[chosen])
        return {name: x[chosen] for name, x in self.kept.items()}

    def _compute(self, images: Array) -> Arrays:
        normalised = {self.graph.input.name: normalise(images, self.graph.input)}
        if self.part.inputs == {self.graph.input.name}:
            return normalised
        plan = self.part.model.plan_batch(CHUNK)
        found: dict[str, list[Array]] = {name: [] for name in self.part.inputs}
        for start in range(0, len(images), CHUNK):
            chunk = images[start : start + CHUNK]
            plan.run(chunk)
            for name, parts in found.items():
                parts.append(plan.output(name, len(chunk)))
        return {name: np.concatenate(parts) for name, parts in found.items()}


def upstream(nodes: Sequence[Node], name: str) -> set[str]:
    """The names of the nodes that a node depends on, itself included."""
    found = {name}
    for node in reversed(nodes):
        if node.name in found:
            found.update(node.inputs)
    return found
