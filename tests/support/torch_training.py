"""Losses and gradients of a graph in PyTorch, by autograd."""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from glasscnn.engine import Graph, Node
from glasscnn.engine.reference import normalise
from tests.support.torch_graph import run_node_in_torch


def run_batch_in_torch(node: Node, inputs: list[Tensor], arrays: Mapping[str, Tensor]) -> Tensor:
    """The output of a node for a batch, image by image."""
    return torch.stack([run_node_in_torch(node, list(images), dict(arrays)) for images in zip(*inputs, strict=True)])


def logits_in_torch(graph: Graph, weights: Mapping[str, Tensor], images: np.ndarray) -> Tensor:
    """The logits of a batch of images (N, C, H, W) in [0, 1]."""
    outputs = {graph.input.name: torch.from_numpy(normalise(images, graph.input))}
    for node in graph.nodes:
        arrays = {
            key.rpartition(".")[2]: array for key, array in weights.items() if key.rpartition(".")[0] == node.name
        }
        outputs[node.name] = run_batch_in_torch(node, [outputs[source] for source in node.inputs], arrays)
    return outputs[graph.output]


def loss_and_gradients(
    graph: Graph, weights: Mapping[str, np.ndarray], images: np.ndarray, labels: np.ndarray
) -> tuple[float, dict[str, np.ndarray]]:
    """The mean cross-entropy, and its gradients with respect to the weights and biases that it depends on."""
    leaves = {
        name: torch.from_numpy(array.copy()).requires_grad_(name.endswith(("weight", "bias")))
        for name, array in weights.items()
    }
    loss = functional.cross_entropy(logits_in_torch(graph, leaves, images), torch.from_numpy(labels))
    loss.backward()
    return loss.item(), {name: leaf.grad.numpy() for name, leaf in leaves.items() if leaf.grad is not None}
