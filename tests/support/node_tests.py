"""ONNX's own node tests (onnx.backend.test) as networks that `import` takes: an image in, a vector out.

A node test runs one operator on arrays of any shape. Around it we put what makes it a network: the first axis of its
data is the batch, what is left is reshaped from an image (C, H, W) and flattened at the end; where a test has several
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
    node, graph = test.node, test.model.graph
    names = [entry.name for entry in graph.input]
    given = dict(zip(names, test.inputs, strict=True))
    data = [name for name in node.input if name in given][: None if node.op_type in ALL_INPUTS_ARE_DATA else 1]
    if len(graph.node) > 1:
        data = names[:1]  # the body of a function of one layer
    if not data or (len([name for name in node.output if name]) != 1 and node.op_type not in FIRST_OUTPUT):
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
    nodes += [*graph.node, helper.make_node("Flatten", [graph.output[0].name], ["logits"], axis=1)]
    expected = np.asarray(test.outputs[0])
    if expected.ndim == 0 or len(expected) != len(image):
        raise NotANetworkError("its output has another batch than its input")
    expected = expected.reshape(len(image), -1)
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
