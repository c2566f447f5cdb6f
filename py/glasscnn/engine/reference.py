"""The readable reference implementation: runs a graph node by node with the operators from `ops`."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import numpy.typing as npt

from glasscnn import ops
from glasscnn.engine.graph import Graph, Input, Node

Array = npt.NDArray[np.float32]
Operator = Callable[..., Array]

ELEMENTWISE: Mapping[str, Operator] = {
    "absolute": ops.absolute,
    "clamp": ops.clamp,
    "elu": ops.elu,
    "erf": ops.erf,
    "exp": ops.exp,
    "gelu": ops.gelu,
    "hardsigmoid": ops.hardsigmoid,
    "hardswish": ops.hardswish,
    "leaky_relu": ops.leaky_relu,
    "log": ops.log,
    "mish": ops.mish,
    "negative": ops.negative,
    "power": ops.power,
    "prelu": ops.prelu,
    "relu": ops.relu,
    "selu": ops.selu,
    "sigmoid": ops.sigmoid,
    "silu": ops.silu,
    "softplus": ops.softplus,
    "sqrt": ops.sqrt,
    "tanh": ops.tanh,
}
"""Functions of one number: activation functions, and those that they are made of."""

OPERATORS: Mapping[str, Operator] = {
    **ELEMENTWISE,
    "add": ops.add,
    "avg_pool2d": ops.avg_pool2d,
    "batch_norm2d": ops.batch_norm2d,
    "concat": ops.concat,
    "conv2d": ops.conv2d,
    "conv_transpose2d": ops.conv_transpose2d,
    "depth_to_space": ops.depth_to_space,
    "div": ops.div,
    "elementwise_affine": ops.elementwise_affine,
    "elementwise_max": ops.elementwise_max,
    "elementwise_min": ops.elementwise_min,
    "elementwise_power": ops.elementwise_power,
    "flatten": ops.flatten,
    "global_avg_pool2d": ops.global_avg_pool2d,
    "global_max_pool2d": ops.global_max_pool2d,
    "group_norm": ops.group_norm,
    "layer_norm": ops.layer_norm,
    "linear": ops.linear,
    "local_response_norm": ops.local_response_norm,
    "log_softmax": ops.log_softmax,
    "max_pool2d": ops.max_pool2d,
    "mul": ops.mul,
    "pad2d": ops.pad2d,
    "reduce_max": ops.reduce_max,
    "reduce_min": ops.reduce_min,
    "reduce_mean": ops.reduce_mean,
    "reduce_sum": ops.reduce_sum,
    "resize2d": ops.resize2d,
    "rms_norm": ops.rms_norm,
    "softmax": ops.softmax,
    "space_to_depth": ops.space_to_depth,
    "strided_slice": ops.strided_slice,
    "sub": ops.sub,
}
"""The function for each op: takes the node's inputs, then its arrays and attributes as keyword arguments."""


def run_graph(
    graph: Graph,
    weights: Mapping[str, Array],
    images: Array,
    keep: Iterable[str] | None = None,
    operators: Mapping[str, Operator] | None = None,
) -> dict[str, Array]:
    """The outputs of all nodes, or of those in `keep`, by name, for images (N, C, H, W) in [0, 1].

    A node in `operators` runs through that function instead of the one in `OPERATORS`.
    """
    arrays = weights_by_node(weights)
    functions = {node.name: OPERATORS[node.op] for node in graph.nodes} | dict(operators or {})
    kept = {node.name for node in graph.nodes} if keep is None else set(keep)
    last_use = {source: node.name for node in graph.nodes for source in node.inputs}
    outputs = {graph.input.name: normalise(images, graph.input)}
    for node in graph.nodes:
        inputs = [outputs[source] for source in node.inputs]
        outputs[node.name] = functions[node.name](*inputs, **arrays.get(node.name, {}), **node.attributes)
        for source in set(node.inputs):
            if source not in kept and last_use[source] == node.name:
                del outputs[source]
    return {name: output for name, output in outputs.items() if name in kept}


def run_node(node: Node, inputs: list[Array], arrays: Mapping[str, Array], operator: Operator) -> Array:
    """The output of one node for one image, computed by `operator`; inputs and output have no batch axis."""
    output: Array = operator(*(x[None] for x in inputs), **arrays, **node.attributes)[0]
    return output


def normalise(images: Array, description: Input) -> Array:
    """(x − mean) / std for each channel of (N, C, H, W)."""
    mean, std = (np.array(values, np.float32)[:, None, None] for values in (description.mean, description.std))
    normalised: Array = (images - mean) / std
    return normalised


def weights_by_node(weights: Mapping[str, Array]) -> dict[str, dict[str, Array]]:
    """Group weights by node: {"conv1.weight": …} → {"conv1": {"weight": …}}."""
    grouped: dict[str, dict[str, Array]] = {}
    for full_name, array in weights.items():
        node, _, key = full_name.rpartition(".")
        grouped.setdefault(node, {})[key] = array
    return grouped
