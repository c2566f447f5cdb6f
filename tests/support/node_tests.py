"""ONNX's own node tests (onnx.backend.test) as networks that `import` takes: an image in, a vector out.

A node test runs one operator on arrays of any shape. Around it we put what makes it a network: the first axis of its
data is the batch, what is left is reshaped from an image (C, H, W) and flattened at the end; where the operator works
along the first axis, a batch of one comes before it. Several outputs are flattened and joined; where a test has several
data inputs, they lie in one image and 1 × 1 convolutions with ones and zeros take them out of it.
"""

import math
import tomllib
import warnings
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPERATORS = {
    *("Sub", "Mul", "Div", "Sum", "GlobalMaxPool", "ReduceMax", "ReduceSum"),
    *("Abs", "Elu", "Erf", "Exp", "Gelu", "HardSigmoid", "HardSwish", "Log", "LogSoftmax", "Mish", "Neg", "Pow"),
    *("PRelu", "Reciprocal", "Selu", "Softplus", "Sqrt"),
    *("ConvTranspose", "DepthToSpace", "Resize", "Slice", "SpaceToDepth", "Split", "Upsample"),
    *("LayerNormalization", "RMSNormalization", "GroupNormalization", "InstanceNormalization", "LRN"),
    *("MeanVarianceNormalization", "LpNormalization", "Celu", "Softsign", "Swish", "Max", "Min", "Mean", "ReduceMin"),
    *("ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp", "Squeeze", "Unsqueeze"),
    "Add",
    "AveragePool",
    "BatchNormalization",
    "Clip",
    "Concat",
    "Constant",
    "Conv",
    "Dropout",
    "Flatten",
    "Gemm",
    "GlobalAveragePool",
    "Identity",
    "LeakyRelu",
    "MatMul",
    "MaxPool",
    "Pad",
    "ReduceMean",
    "Relu",
    "Reshape",
    "Sigmoid",
    "Softmax",
    "Tanh",
}
AXES_INPUT = {"ReduceMax": 1, "ReduceMean": 1, "ReduceSum": 1, "Slice": 3}
"""The input with the axes of an operator that works along several ones."""

DEFAULT_AXIS = {"Concat": 0, "Softmax": -1, "LogSoftmax": -1, "Split": 0}
"""Operators that work along one axis, and that axis where a test does not say."""

COPYING = {"Pad"}
"""Operators that do the same for whole numbers, which are taken as float32 then."""

ALL_INPUTS_ARE_DATA = {"Add", "Concat", "Div", "Max", "Mean", "Min", "Mul", "Sub", "Sum"}

FIRST_OUTPUT = {"LayerNormalization"}
"""Their further outputs are optional, and no network reads them."""

SKIPS = Path(__file__).with_name("skipped_node_tests.toml")


@dataclass(frozen=True)
class NodeTest:
    """A node test of ONNX: its inputs, the expected output, and the model of one node or of its body as a function."""

    name: str
    model: onnx.ModelProto
    inputs: list[np.ndarray]
    outputs: list[np.ndarray]
    rtol: float  # the suite's own: some of its expected numbers are written with four digits

    @property
    def node(self) -> onnx.NodeProto:
        return self.model.graph.node[0]


@cache
def node_tests() -> dict[str, NodeTest]:
    """All tests of a supported operator: those whose model is one node, and those of its body as a function."""
    from onnx.backend.test import loader

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the suite computes its own data, with overflows of its own
        cases = loader.load_model_tests(kind="node")
    found = {}
    single = {case.name for case in cases if len(case.model.graph.node) == 1 and is_supported(case.model.graph.node[0])}
    for case in cases:
        name = case.name.partition("_expanded")[0]
        if name in single:
            inputs, outputs = case.data_sets[0]
            found[case.name] = NodeTest(case.name, case.model, list(inputs), list(outputs), case.rtol)
    return found


def is_supported(node: onnx.NodeProto) -> bool:
    return node.op_type in OPERATORS and node.domain in ("", "ai.onnx")


@cache
def one_image_tests() -> set[str]:
    """The names of tests whose operator works along the first axis of its data, which is therefore no batch."""
    return set(tomllib.loads(SKIPS.read_text())["one_image"]["tests"])


def skip_reasons() -> dict[str, str]:
    """{test name: the reason why it is skipped}."""
    table = tomllib.loads(SKIPS.read_text())
    return {name: entry["reason"] for entry in table["skipped"] for name in entry["tests"]}


class NotANetworkError(Exception):
    """A node test that cannot be part of a network with one image as input."""


def as_it_is(test: NodeTest) -> tuple[onnx.NodeProto, dict[str, np.ndarray], list[np.ndarray]]:
    """The node, its inputs and the expected outputs."""
    names = [entry.name for entry in test.model.graph.input]
    return test.node, dict(zip(names, test.inputs, strict=True)), list(test.outputs)


def behind_a_batch(test: NodeTest) -> tuple[onnx.NodeProto, dict[str, np.ndarray], list[np.ndarray]]:
    """The node, its inputs and the expected outputs.

    Where an operator works along the first axis of its data, or along all, a batch of one image comes before it.
    """
    node = onnx.NodeProto()
    node.CopyFrom(test.node)
    given = dict(zip([entry.name for entry in test.model.graph.input], test.inputs, strict=True))
    data = [name for name in node.input if name in given][: None if node.op_type in ALL_INPUTS_ARE_DATA else 1]
    attributes = {entry.name: helper.get_attribute_value(entry) for entry in node.attribute}
    rank = np.ndim(given[data[0]]) if data else 0
    if node.op_type in DEFAULT_AXIS:
        axes = [attributes.get("axis", DEFAULT_AXIS[node.op_type])]
    elif node.op_type in AXES_INPUT and not attributes.get("noop_with_empty_axes"):
        name = [*node.input, *[""] * 4][AXES_INPUT[node.op_type]]
        count = len(given[node.input[1]]) if node.op_type == "Slice" else rank
        axes = attributes["axes"] if "axes" in attributes else list(given[name]) if name else []
        axes = axes or list(range(count))
    else:
        return node, given, list(test.outputs)
    axes = [int(axis) % max(rank, 1) for axis in axes]
    if 0 not in axes or (node.op_type == "Slice" and np.shape(test.outputs[0])[:1] == given[data[0]].shape[:1]):
        return node, given, list(test.outputs)
    del node.attribute[:]
    kept = {name: value for name, value in attributes.items() if name not in ("axis", "axes")}
    kept |= {"axis": axes[0] + 1} if node.op_type in DEFAULT_AXIS else {}
    node.attribute.extend(helper.make_attribute(name, value) for name, value in kept.items())
    if node.op_type in AXES_INPUT:
        inputs = [*node.input, *[""] * 4][: max(len(node.input), AXES_INPUT[node.op_type] + 1)]
        inputs[AXES_INPUT[node.op_type]] = "moved_axes"
        node.input[:] = inputs
        given = {**given, "moved_axes": np.array(axes, np.int64) + 1}
    given = {name: array[None] if name in data else array for name, array in given.items()}
    return node, given, [np.asarray(output)[None] for output in test.outputs]


def as_one_image(test: NodeTest) -> NodeTest:
    """The test with its data as one image: with a batch axis of 1 in front, behind which the node counts its axes."""
    model = onnx.ModelProto()
    model.CopyFrom(test.model)
    (node,) = model.graph.node
    names = [entry.name for entry in model.graph.input]
    inputs = dict(zip(names, test.inputs, strict=True))
    if node.op_type.startswith("Reduce"):
        rank = inputs[node.input[0]].ndim
        if len(node.input) == 1:
            node.input.append("axes")
            model.graph.input.append(helper.make_tensor_value_info("axes", TensorProto.INT64, [rank]))
        axes = inputs.get(node.input[1], np.arange(0))
        inputs[node.input[1]] = axes % rank + 1 if axes.size else np.arange(1, rank + 1)
    for attribute in node.attribute:
        if attribute.name == "axis" and attribute.i >= 0:
            attribute.i += 1
        elif attribute.name == "axes":
            attribute.ints[:] = [axis + 1 if axis >= 0 else axis for axis in attribute.ints]
    for name in node.input if node.op_type in ALL_INPUTS_ARE_DATA else node.input[:1]:
        inputs[name] = inputs[name][None]
    return replace(test, model=model, inputs=list(inputs.values()), outputs=[test.outputs[0][None]])


def as_network(test: NodeTest) -> tuple[bytes, np.ndarray, np.ndarray]:
    """The ONNX file, the batch of images (N, C, H, W) and the expected vectors (N, K)."""
    if test.name in one_image_tests():
        test = as_one_image(test)
    graph = test.model.graph
    is_body = len(graph.node) > 1  # of a function of one layer
    node, given, outputs = as_it_is(test) if is_body else behind_a_batch(test)
    if node.op_type in COPYING:
        given = {name: array.astype(np.float32) if name == node.input[0] else array for name, array in given.items()}
    data = [name for name in node.input if name in given][: None if node.op_type in ALL_INPUTS_ARE_DATA else 1]
    data = [graph.input[0].name] if is_body else data
    results = [entry.name for entry in graph.output] if is_body else [name for name in node.output if name]
    results = results[:1] if node.op_type in FIRST_OUTPUT else results
    if not data or (len(results) != 1 and node.op_type != "Split"):
        raise NotANetworkError("no data, or more than one output")
    if any(not isinstance(given[name], np.ndarray) for name in data):
        raise NotANetworkError("not an array")
    if any(given[name].dtype != np.float32 or not 1 <= given[name].ndim <= 4 for name in data):
        raise NotANetworkError("not float32, or more axes than an image has")
    if len({given[name].shape for name in data}) > 1 and node.op_type != "Concat":
        data = data[:1]  # the other inputs are constants that are repeated
    images = [as_image(given[name]) for name in data]
    if len({(image.shape[0], *image.shape[2:]) for image in images}) != 1 or 0 in images[0].shape:
        raise NotANetworkError("inputs of shapes that do not fit into one image")
    nodes, weights = [], []
    image = np.concatenate(images, axis=1)
    start = 0
    for name, part in zip(data, images, strict=True):
        selected = "image"
        if len(data) > 1:
            rows = np.eye(image.shape[1], dtype=np.float32)[start : start + part.shape[1], :, None, None]
            weights.append(numpy_helper.from_array(rows, f"rows_of_{name}"))
            nodes.append(helper.make_node("Conv", ["image", f"rows_of_{name}"], [f"part_{name}"]))
            selected = f"part_{name}"
            start += part.shape[1]
        weights.append(numpy_helper.from_array(np.array(given[name].shape, np.int64), f"shape_of_{name}"))
        nodes.append(helper.make_node("Reshape", [selected, f"shape_of_{name}"], [name]))
    weights += [numpy_helper.from_array(array, name) for name, array in given.items() if name not in data]
    outputs = outputs[: len(results)]
    if any(np.ndim(output) == 0 or len(output) != len(image) for output in outputs):
        raise NotANetworkError("its output has another batch than its input")
    expected = np.concatenate([np.asarray(output, np.float32).reshape(len(image), -1) for output in outputs], axis=1)
    flat = [f"flat_{name}" for name in results] if len(results) > 1 else ["logits"]
    nodes += graph.node if is_body else [node]
    nodes += [helper.make_node("Flatten", [name], [to], axis=1) for name, to in zip(results, flat, strict=True)]
    if len(flat) > 1:
        nodes.append(helper.make_node("Concat", flat, ["logits"], axis=1))
    network = helper.make_graph(
        nodes,
        test.name,
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, image.shape)],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, expected.shape)],
        weights,
    )
    version = max(entry.version for entry in test.model.opset_import)
    model = helper.make_model(network, opset_imports=[helper.make_opsetid("", max(version, 11))])
    data_bytes: Any = model.SerializeToString()
    return data_bytes, image, expected


def as_image(array: np.ndarray) -> np.ndarray:
    """(N, C, H, W) from up to four axes: axes of length 1 are put behind."""
    shape = (*array.shape, 1, 1, 1)[:4]
    assert math.prod(shape) == array.size
    return array.reshape(shape)
