"""Backpropagation: the gradients of the logits with respect to any node, in plain NumPy.

(Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", 1986.)
"""

import numpy as np
import numpy.typing as npt

from glasscnn.explain.forward_pass import ForwardPass
from glasscnn.explain.op_gradients import gradients_of

Array = npt.NDArray[np.float32]


def logit_gradients(reading: ForwardPass, target: str) -> Array:
    """∂logit[k] / ∂x for each number x of the node `target`: (classes, C, H, W) or (classes, features).

    For the image, x is a normalised pixel. Zero if the logits do not depend on the node.
    """
    graph = reading.model.graph
    classes = len(graph.classes)
    gradients = {graph.output: np.eye(classes, dtype=np.float32)}
    for node in reversed(graph.nodes):
        if node.name == target:
            break
        gradient = gradients.pop(node.name, None)
        if gradient is None:
            continue  # the logits do not depend on it
        inputs = [reading.output(source) for source in node.inputs]
        parts = gradients_of(node, inputs, reading.output(node.name), reading.arrays.get(node.name, {}), gradient)
        for source, part in zip(node.inputs, parts, strict=True):
            gradients[source] = gradients[source] + part if source in gradients else part
    return gradients.get(target, np.zeros((classes, *reading.shape(target)), np.float32))
