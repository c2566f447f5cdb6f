"""Writes models as ONNX. Every tensor has the name of the node that computes it, so that both can be compared.

The file takes normalised images, as is usual; mean, std, classes and stages are in its metadata.
"""

from typing import Any

import onnx
from onnx import TensorProto, helper, numpy_helper

from glasscnn import Model, __version__
from glasscnn.engine.graph import Node
from glasscnn_import.metadata import KEY, metadata_of

OPSET = 20
"""The newest that most runtimes support; since opset 19, `ceil_mode` of poolings is the same as in PyTorch."""

BATCH = "N"


def write_onnx(model: Model) -> bytes:
    """The bytes of an ONNX file with one input, (N, C, H, W), and one output, the logits (N, classes)."""
    graph = model.graph
    nodes: list[onnx.NodeProto] = []
    used = _nodes_before(graph.nodes, graph.output)
    for node in graph.nodes:
        if node.name in used:
            nodes += _nodes(node, model)
    document = helper.make_graph(
        nodes,
        graph.name,
        [helper.make_tensor_value_info(graph.input.name, TensorProto.FLOAT, [BATCH, *graph.input.shape])],
        [helper.make_tensor_value_info(graph.output, TensorProto.FLOAT, [BATCH, len(graph.classes)])],
        [
            numpy_helper.from_array(array, name)
            for name, array in sorted(model.weights.items())
            if name.rpartition(".")[0] in used
        ],
    )
    proto = helper.make_model(document, opset_imports=[helper.make_opsetid("", OPSET)])
    proto.ir_version = 9
    proto.producer_name, proto.producer_version = "glasscnn", __version__
    helper.set_model_props(proto, {KEY: metadata_of(graph)})
    onnx.checker.check_model(proto, full_check=True)
    data: bytes = proto.SerializeToString(deterministic=True)
    return data


def _nodes_before(nodes: tuple[Node, ...], output: str) -> set[str]:
    used = {output}
    for node in reversed(nodes):
        if node.name in used:
            used.update(node.inputs)
    return used


def _nodes(node: Node, model: Model) -> list[onnx.NodeProto]:
    """The ONNX nodes that compute one of our nodes; the output of the last one has its name."""
    name, inputs, attributes = node.name, list(node.inputs), dict(node.attributes)
    has_bias = f"{name}.bias" in model.weights
    weights = [f"{name}.weight", *([f"{name}.bias"] if has_bias else [])]
    match node.op:
        case "conv2d":
            return [_node("Conv", name, [*inputs, *weights], **_window(attributes), group=attributes["groups"])]
        case "linear":
            return [_node("Gemm", name, [*inputs, *weights], transB=1)]
        case "relu" if attributes["maximum"] is not None:
            limits = [(f"{name}_min", 0.0), (f"{name}_max", float(attributes["maximum"]))]
            constants = [_node("Constant", constant, [], value_float=value) for constant, value in limits]
            return [*constants, _node("Clip", name, [*inputs, *(constant for constant, _ in limits)])]
        case "leaky_relu":
            return [_node("LeakyRelu", name, inputs, alpha=float(attributes["negative_slope"]))]
        case "max_pool2d":
            return [_node("MaxPool", name, inputs, **_window(attributes))]
        case "avg_pool2d":
            count = int(attributes["count_include_pad"])
            return [_node("AveragePool", name, inputs, **_window(attributes), count_include_pad=count)]
        case "global_avg_pool2d":
            maps = f"{name}_maps"
            pool = helper.make_node("GlobalAveragePool", inputs, [maps], name=name)
            return [pool, helper.make_node("Flatten", [maps], [name], name=f"{name}_flat", axis=1)]
        case "batch_norm2d":
            arrays = [f"{name}.{key}" for key in ("weight", "bias", "running_mean", "running_var")]
            return [_node("BatchNormalization", name, [*inputs, *arrays], epsilon=float(attributes["eps"]))]
        case "add":
            return [_node("Add" if len(inputs) == 2 else "Sum", name, inputs)]
        case "concat":
            return [_node("Concat", name, inputs, axis=1)]
        case "softmax":
            return [_node("Softmax", name, inputs, axis=1)]
        case "flatten":
            return [_node("Flatten", name, inputs, axis=1)]
        case op:
            return [_node({"relu": "Relu", "sigmoid": "Sigmoid", "tanh": "Tanh"}[op], name, inputs)]


def _node(op: str, name: str, inputs: list[str], **attributes: Any) -> onnx.NodeProto:
    return helper.make_node(op, inputs, [name], name=name, **attributes)


def _window(attributes: dict[str, Any]) -> dict[str, Any]:
    """ONNX's attributes of a window: stride, padding and dilation, and for poolings also kernel and `ceil_mode`."""
    window = {"strides": attributes["stride"], "pads": attributes["padding"], "dilations": attributes["dilation"]}
    if "kernel_size" in attributes:
        window |= {"kernel_shape": attributes["kernel_size"], "ceil_mode": int(attributes["ceil_mode"])}
    return window
