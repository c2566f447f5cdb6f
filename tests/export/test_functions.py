"""Functions of an ONNX file's own: networks whose modules are functions read as ONNX Runtime runs them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from export_tools.conversion.importer import import_model
from export_tools.conversion.sources import source_from_bytes
from export_tools.errors import ToolError
from glasscnn import load
from glasscnn_import.onnx.proto import parse_model

OPSETS = [helper.make_opsetid("", 17), helper.make_opsetid("my", 1)]
RANDOM = np.random.default_rng(0)
WEIGHTS = {
    "block1.weight": RANDOM.normal(0, 0.5, (4, 1, 3, 3)).astype(np.float32),
    "block2.weight": RANDOM.normal(0, 0.5, (4, 4, 3, 3)).astype(np.float32),
    "dense": RANDOM.normal(0, 0.5, (256, 10)).astype(np.float32),
}


def node(op: str, *inputs: str, output: str, domain: str = "", **attributes: Any) -> onnx.NodeProto:
    return helper.make_node(op, list(inputs), [output], name=f"{op}_{output}", domain=domain, **attributes)


def referring(entry: onnx.NodeProto, name: str, kind: int) -> onnx.NodeProto:
    """The node with an attribute that refers to one of the same name of the function."""
    entry.attribute.add(name=name, ref_attr_name=name, type=kind)
    return entry


def block(opset: int = 17) -> onnx.FunctionProto:
    """Convolution, a second function, and LeakyReLU with the slope of the call or 0.3."""
    nodes = [
        node("Conv", "x", "w", output="c", pads=[1, 1, 1, 1]),
        node("Scaled", "c", output="s", domain="my"),
        referring(node("LeakyRelu", "s", output="y"), "alpha", onnx.AttributeProto.FLOAT),
    ]
    default = helper.make_attribute("alpha", 0.3)
    imports = [helper.make_opsetid("", opset), OPSETS[1]]
    return helper.make_function("my", "Block", ["x", "w"], ["y"], nodes, imports, attribute_protos=[default])


def scaled(*more: onnx.NodeProto) -> onnx.FunctionProto:
    half = helper.make_tensor("half", TensorProto.FLOAT, (), [0.5])
    nodes = [node("Constant", output="h", value=half), node("Mul", "x", "h", output="y"), *more]
    return helper.make_function("my", "Scaled", ["x"], ["y"], nodes, OPSETS)


def empty_calls(levels: int = 16) -> list[onnx.FunctionProto]:
    """Functions that call the next one twice: 2¹⁶ calls, and no node."""
    functions = [scaled(*(node("Call0", "x", output=f"c{copy}", domain="my") for copy in range(2)))]
    for level in range(levels):
        calls = [node(f"Call{level + 1}", "x", output=f"c{copy}", domain="my") for copy in range(2)]
        calls = calls if level < levels - 1 else []
        functions.append(helper.make_function("my", f"Call{level}", ["x"], ["c0"], calls, OPSETS))
    return functions


def network(*functions: onnx.FunctionProto) -> bytes:
    nodes = [
        node("Block", "image", "block1.weight", output="a", domain="my"),
        node("Block", "a", "block2.weight", output="b", domain="my", alpha=0.1),
        node("Flatten", "b", output="flat"),
        node("MatMul", "flat", "dense", output="logits"),
    ]
    graph = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 1, 8, 8])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 10])],
        [numpy_helper.from_array(array, name) for name, array in WEIGHTS.items()],
    )
    model = helper.make_model(graph, opset_imports=OPSETS, ir_version=8, functions=list(functions))
    data: bytes = model.SerializeToString()
    return data


def test_functions_within_functions_give_what_onnx_runtime_gives() -> None:
    data = network(block(), scaled())
    source = source_from_bytes(data, Path("network.onnx"))
    model_file, comparison = import_model(source, source.options)
    assert comparison.ok
    compared = [row.op for row in comparison.rows]
    assert compared == ["leaky_relu", "leaky_relu", "flatten", "linear", "logits"]  # what the file's own graph names
    model = load(model_file)
    ops: Sequence[str] = [entry.op for entry in model.graph.nodes]
    assert ops == ["conv2d", "leaky_relu", "conv2d", "leaky_relu", "flatten", "linear", "softmax"]
    slopes = [entry.attributes["negative_slope"] for entry in model.graph.nodes if entry.op == "leaky_relu"]
    np.testing.assert_allclose(slopes, [0.3, 0.1], rtol=1e-6)
    images = np.random.default_rng(1).random((2, 1, 8, 8), np.float32)
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    (expected,) = session.run(["logits"], {"image": images})
    for image, logits in zip(images, expected, strict=True):
        np.testing.assert_allclose(model.predict(image).stages["logits"], logits, atol=1e-4)


def test_layers_of_two_calls_have_the_names_of_their_weights() -> None:
    source = source_from_bytes(network(block(), scaled()), Path("network.onnx"))
    import_model(source, source.options)
    assert [name for name in source.draft.layers if name.startswith("block")] == ["block1", "block2"]


def test_constants_in_functions_are_read_in_one_step() -> None:
    model = parse_model(network(block(), scaled()))
    constant = next(f for f in model.functions if f.name == "Scaled").node[0]
    assert constant.attribute[0].t.raw_data == np.array(0.5, "<f4").tobytes()


@pytest.mark.parametrize(
    ("functions", "words"),
    [
        ([block()], r"Scaled.*operators of my are not supported"),
        ([block(opset=13), scaled()], r"'Block' uses opset 13, its file 17; expected the same"),
        ([block(), scaled(node("Scaled", "y", output="z", domain="my"))], r"'Scaled' is called within more than 20"),
        (
            [block(), scaled(*(node("Relu", "y", output=f"z{number}") for number in range(5_000)))],
            r"more than 10,000 nodes",
        ),
        ([block(), *empty_calls()], r"more than 10,000 nodes and calls"),
    ],
    ids=["a missing function", "another opset", "a function that calls itself", "too many nodes", "too many calls"],
)
def test_functions_that_cannot_be_read_are_refused(functions: list[onnx.FunctionProto], words: str) -> None:
    with pytest.raises(ToolError, match=words):
        source_from_bytes(network(*functions), Path("network.onnx"))
