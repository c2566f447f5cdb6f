"""Writes models as ONNX. Every tensor has the name of the node that computes it, so that both can be compared.

The file takes normalised images, as is usual; mean, std, classes and stages are in its metadata.
"""

from typing import Any

import onnx
from onnx import TensorProto, helper, numpy_helper

from export_tools.conversion.onnx_io.moving import moving_nodes
from export_tools.conversion.onnx_io.normalisation_nodes import normalisation_nodes
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
            return _clip(name, inputs, 0.0, attributes["maximum"])
        case "leaky_relu":
            return [_node("LeakyRelu", name, inputs, alpha=float(attributes["negative_slope"]))]
        case "elu":
            return [_node("Elu", name, inputs, alpha=float(attributes["alpha"]))]
        case "selu" | "hardsigmoid" as op:
            numbers = {key: float(value) for key, value in attributes.items()}
            return [_node({"selu": "Selu", "hardsigmoid": "HardSigmoid"}[op], name, inputs, **numbers)]
        case "gelu":
            return [_node("Gelu", name, inputs, approximate=attributes["approximate"])]
        case "clamp":
            return _clip(name, inputs, attributes["minimum"], attributes["maximum"])
        case "power":
            exponent = _number(f"{name}_exponent", attributes["exponent"])
            return [exponent, _node("Pow", name, [*inputs, f"{name}_exponent"])]
        case "prelu":
            if model.weights[f"{name}.weight"].ndim > 1:
                return [_node("PRelu", name, [*inputs, *weights])]
            return _prelu(name, inputs, len(model.shapes[name]))
        case "silu":
            gate = _node("Sigmoid", f"{name}_gate", inputs)
            return [gate, _node("Mul", name, [*inputs, f"{name}_gate"])]
        case "softplus" if attributes["beta"] != 1:
            beta, scaled, soft = f"{name}_beta", f"{name}_scaled", f"{name}_soft"
            return [
                _number(beta, attributes["beta"]),
                _node("Mul", scaled, [*inputs, beta]),
                _node("Softplus", soft, [scaled]),
                _node("Div", name, [soft, beta]),
            ]
        case "max_pool2d":
            return [_node("MaxPool", name, inputs, **_window(attributes))]
        case "avg_pool2d":
            count = int(attributes["count_include_pad"])
            return [_node("AveragePool", name, inputs, **_window(attributes), count_include_pad=count)]
        case "reduce_max" | "reduce_min" | "reduce_mean" | "reduce_sum" as op:
            axes = _node("Constant", f"{name}_axes", [], value_ints=attributes["dim"])
            return [axes, _node(f"Reduce{op.removeprefix('reduce_').capitalize()}", name, [*inputs, f"{name}_axes"])]
        case "global_avg_pool2d" | "global_max_pool2d" as op:
            maps = f"{name}_maps"
            onnx_op = "GlobalAveragePool" if op == "global_avg_pool2d" else "GlobalMaxPool"
            pool = helper.make_node(onnx_op, inputs, [maps], name=name)
            return [pool, helper.make_node("Flatten", [maps], [name], name=f"{name}_flat", axis=1)]
        case "batch_norm2d":
            arrays = [f"{name}.{key}" for key in ("weight", "bias", "running_mean", "running_var")]
            return [_node("BatchNormalization", name, [*inputs, *arrays], epsilon=float(attributes["eps"]))]
        case "layer_norm" | "rms_norm" | "group_norm" | "local_response_norm":
            return normalisation_nodes(node, model)
        case "add" | "sub" | "mul" | "div" | "elementwise_max" | "elementwise_min" as op:
            is_sum = op == "add" and len(inputs) > 2
            onnx_op = "Sum" if is_sum else op.removeprefix("elementwise_").capitalize()
            shapes = [model.shapes[source] for source in inputs]
            columns, operands = _as_maps(name, inputs, shapes)
            return [*columns, _node(onnx_op, name, operands)]
        case "elementwise_affine":
            scaled = f"{name}_scaled"
            return [_node("Mul", scaled, [*inputs, f"{name}.weight"]), _node("Add", name, [scaled, f"{name}.bias"])]
        case "elementwise_power":
            return [_node("Pow", name, [*inputs, f"{name}.exponent"])]
        case "concat":
            return [_node("Concat", name, inputs, axis=node.joined_axis)]
        case "conv_transpose2d" | "pad2d" | "strided_slice" | "resize2d" | "depth_to_space" | "space_to_depth":
            return moving_nodes(node, [*inputs, *(weights if node.op == "conv_transpose2d" else [])], model)
        case "softmax":
            return [_node("Softmax", name, inputs, axis=1)]
        case "log_softmax":
            return [_node("LogSoftmax", name, inputs, axis=1)]
        case "flatten":
            return [_node("Flatten", name, inputs, axis=1)]
        case op:
            return [_node(PLAIN[op], name, inputs)]


PLAIN = {
    "absolute": "Abs",
    "erf": "Erf",
    "exp": "Exp",
    "hardswish": "HardSwish",
    "log": "Log",
    "mish": "Mish",
    "negative": "Neg",
    "relu": "Relu",
    "sigmoid": "Sigmoid",
    "softplus": "Softplus",
    "sqrt": "Sqrt",
    "tanh": "Tanh",
}
"""Operators without attributes and weights."""


def _as_maps(name: str, inputs: list[str], shapes: list[tuple[int, ...]]) -> tuple[list[onnx.NodeProto], list[str]]:
    """Nodes that make vectors (N, C) beside maps (N, C, 1, 1), and the names of all inputs after that."""
    if len({len(shape) for shape in shapes}) == 1:
        return [], inputs
    nodes, names = [_node("Constant", f"{name}_axes", [], value_ints=[2, 3])], []
    for source, shape in zip(inputs, shapes, strict=True):
        if len(shape) == 1:
            nodes.append(_node("Unsqueeze", f"{name}_{source}", [source, f"{name}_axes"]))
        names.append(f"{name}_{source}" if len(shape) == 1 else source)
    return nodes, names


def _number(name: str, value: float) -> onnx.NodeProto:
    return _node("Constant", name, [], value_float=float(value))


def _clip(name: str, inputs: list[str], minimum: float | None, maximum: float | None) -> list[onnx.NodeProto]:
    """Clip with the limits that there are."""
    limits = {f"{name}_min": minimum, f"{name}_max": maximum}
    constants = [_number(limit, value) for limit, value in limits.items() if value is not None]
    used = ["" if value is None else limit for limit, value in limits.items()]
    return [*constants, _node("Clip", name, [*inputs, *used])]


def _prelu(name: str, inputs: list[str], axes: int) -> list[onnx.NodeProto]:
    """PRelu, with one slope for each channel in a shape that broadcasts to maps."""
    if axes == 1:
        return [_node("PRelu", name, [*inputs, f"{name}.weight"])]
    shape, slopes = f"{name}_shape", f"{name}_slopes"
    return [
        _node("Constant", shape, [], value_ints=[-1, 1, 1]),
        _node("Reshape", slopes, [f"{name}.weight", shape]),
        _node("PRelu", name, [*inputs, slopes]),
    ]


def _node(op: str, name: str, inputs: list[str], **attributes: Any) -> onnx.NodeProto:
    return helper.make_node(op, inputs, [name], name=name, **attributes)


def _window(attributes: dict[str, Any]) -> dict[str, Any]:
    """ONNX's attributes of a window: stride, padding and dilation, and for poolings also kernel and `ceil_mode`."""
    window = {"strides": attributes["stride"], "pads": attributes["padding"], "dilations": attributes["dilation"]}
    if "kernel_size" in attributes:
        window |= {"kernel_shape": attributes["kernel_size"], "ceil_mode": int(attributes["ceil_mode"])}
    return window
