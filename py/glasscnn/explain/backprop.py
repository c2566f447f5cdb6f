"""The gradients of the logits with respect to any node of a forward pass."""

import numpy as np
import numpy.typing as npt

from glasscnn.explain.forward_pass import ForwardPass
from glasscnn.gradients import backpropagate, downstream

Array = npt.NDArray[np.float32]


def logit_gradients(reading: ForwardPass, target: str) -> Array:
    """∂logit[k] / ∂x for each number x of the node `target`: (classes, C, H, W) or (classes, features).

    For the image, x is a normalised pixel. Zero if the logits do not depend on the node.
    """
    graph = reading.model.graph
    classes = len(graph.classes)
    gradients = backpropagate(
        graph,
        lambda name: reading.output(name)[None],
        reading.arrays,
        np.eye(classes, dtype=np.float32),
        downstream(graph.nodes, [target]),
    )
    nothing = np.zeros((classes, *reading.shape(target)), np.float32)
    return next((gradient for name, gradient in gradients if name == target), nothing)
