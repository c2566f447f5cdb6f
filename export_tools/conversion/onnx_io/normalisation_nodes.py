"""Writes the normalisations by the numbers of the image itself as ONNX nodes.

The opset of our files normalises along the last axes, and each channel; what it cannot compute is written as several
nodes. Weight and bias are a product and a sum behind them.
"""

import math
from typing import Any

import onnx
from onnx import helper

from glasscnn import Model
from glasscnn.engine.graph import Node


def normalisation_nodes(node: Node, model: Model) -> list[onnx.NodeProto]:
    """The nodes of layer_norm, rms_norm, group_norm or local_response_norm; the output of the last has its name.

    If a single node normalises, it has the name, too: when the file is imported, the others become a part of it.
    """
    name, attributes = node.name, node.attributes
    (source,) = node.inputs
    shape = model.shapes[name]
    if node.op == "local_response_norm":
        numbers = {key: float(attributes[key]) for key in ("alpha", "beta")}
        size = int(attributes["size"])
        if size % 2:
            return [_node("LRN", name, [source], size=size, bias=float(attributes["k"]), **numbers)]
        return _with_neighbours(node, shape)
    match node.op:
        case "group_norm":
            nodes = _groups(name, source, int(attributes["num_groups"]), float(attributes["eps"]), shape)
        case "layer_norm" if is_last(attributes["dim"], len(shape)) or attributes["dim"] == [1]:
            nodes = _layer_norm(name, source, attributes["dim"], float(attributes["eps"]), shape)
        case _:
            nodes = _step_by_step(node, source)
    last = nodes[-1].output[0]
    for key, onnx_op in (("weight", "Mul"), ("bias", "Add")):
        if f"{name}.{key}" in model.weights:
            array = f"{name}.{key}"
            if node.op == "group_norm" and len(shape) == 3:
                nodes += _reshaped(f"{name}_{key}", array, [-1, 1, 1])
                array = f"{name}_{key}"
            nodes.append(_node(onnx_op, f"{name}_with_{key}", [last, array]))
            last = f"{name}_with_{key}"
    nodes[-1].output[0] = name
    if all(each.name != name for each in nodes):
        nodes[-1].name = name
    return nodes


def is_last(dim: list[int], rank: int) -> bool:
    """Whether the axes are the last ones of `rank` axes, counted from 1."""
    return dim == list(range(dim[0], rank + 1))


def _layer_norm(name: str, source: str, dim: list[int], eps: float, shape: tuple[int, ...]) -> list[onnx.NodeProto]:
    """LayerNormalization along the last axes; that of channels moves them to the end and back."""
    is_moved = not is_last(dim, len(shape))
    last = shape[:1] if is_moved else shape[dim[0] - 1 :]
    ones, inputs = f"{name}_ones", [f"{name}_moved" if is_moved else source, f"{name}_ones"]
    nodes = [
        _constant(ones, last, 1.0),
        helper.make_node("LayerNormalization", inputs, [f"{name}_last"], name, axis=-len(last), epsilon=eps),
    ]
    if is_moved:
        nodes.insert(0, _node("Transpose", f"{name}_moved", [source], perm=[0, 2, 3, 1]))
        nodes.append(_node("Transpose", f"{name}_normalised", [f"{name}_last"], perm=[0, 3, 1, 2]))
    return nodes


def _groups(name: str, source: str, groups: int, eps: float, shape: tuple[int, ...]) -> list[onnx.NodeProto]:
    """Each group as one channel of InstanceNormalization."""
    ones, zeros = f"{name}_ones", f"{name}_zeros"
    return [
        *_reshaped(f"{name}_groups", source, [0, groups, -1]),
        _constant(ones, (groups,), 1.0),
        _constant(zeros, (groups,), 0.0),
        helper.make_node("InstanceNormalization", [f"{name}_groups", ones, zeros], [f"{name}_each"], name, epsilon=eps),
        *_reshaped(f"{name}_normalised", f"{name}_each", [0, *shape]),
    ]


def _step_by_step(node: Node, source: str) -> list[onnx.NodeProto]:
    """The mean, unless it is not subtracted, the variance and the quotient."""
    name, nodes = node.name, [_node("Constant", f"{node.name}_axes", [], value_ints=node.attributes["dim"])]
    if node.op != "rms_norm":
        nodes.append(_node("ReduceMean", f"{name}_mean", [source, f"{name}_axes"]))
        nodes.append(_node("Sub", f"{name}_centred", [source, f"{name}_mean"]))
        source = f"{name}_centred"
    return [
        *nodes,
        _node("Mul", f"{name}_squares", [source, source]),
        _node("ReduceMean", f"{name}_variance", [f"{name}_squares", f"{name}_axes"]),
        _number(f"{name}_eps", node.attributes["eps"]),
        _node("Add", f"{name}_positive", [f"{name}_variance", f"{name}_eps"]),
        _node("Sqrt", f"{name}_deviation", [f"{name}_positive"]),
        _node("Div", f"{name}_normalised", [source, f"{name}_deviation"]),
    ]


def _with_neighbours(node: Node, shape: tuple[int, ...]) -> list[onnx.NodeProto]:
    """local_response_norm of an even size: the squares of the neighbours are added by a 1 × 1 convolution."""
    name, attributes, channels = node.name, node.attributes, shape[0]
    size, (source,) = attributes["size"], node.inputs
    weights = [
        attributes["alpha"] / size * (-(size // 2) <= other - channel <= (size - 1) // 2)
        for channel in range(channels)
        for other in range(channels)
    ]
    tensor = helper.make_tensor(f"{name}_shares", onnx.TensorProto.FLOAT, [channels, channels, 1, 1], weights)
    return [
        _node("Constant", f"{name}_shares", [], value=tensor),
        _node("Mul", f"{name}_squares", [source, source]),
        _node("Conv", f"{name}_sums", [f"{name}_squares", f"{name}_shares"]),
        _number(f"{name}_k", attributes["k"]),
        _node("Add", f"{name}_sizes", [f"{name}_sums", f"{name}_k"]),
        _number(f"{name}_beta", attributes["beta"]),
        _node("Pow", f"{name}_divisor", [f"{name}_sizes", f"{name}_beta"]),
        _node("Div", name, [source, f"{name}_divisor"]),
    ]


def _reshaped(name: str, source: str, shape: list[int]) -> list[onnx.NodeProto]:
    return [
        _node("Constant", f"{name}_shape", [], value_ints=shape),
        _node("Reshape", name, [source, f"{name}_shape"]),
    ]


def _constant(name: str, shape: tuple[int, ...], value: float) -> onnx.NodeProto:
    numbers = [value] * math.prod(shape)
    return _node("Constant", name, [], value=helper.make_tensor(name, onnx.TensorProto.FLOAT, shape, numbers))


def _number(name: str, value: float) -> onnx.NodeProto:
    return _node("Constant", name, [], value_float=float(value))


def _node(op: str, name: str, inputs: list[str], **attributes: Any) -> onnx.NodeProto:
    return helper.make_node(op, inputs, [name], name=name, **attributes)
