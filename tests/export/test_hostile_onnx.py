"""Hostile networks of other frameworks: bounded work, one sentence, and no traceback from a command."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from export_tools.conversion.onnx_io.runner import keep_what_leads_to
from export_tools.data import LabelledImages
from export_tools.errors import ToolError
from export_tools.evaluation.evaluate import evaluate
from glasscnn import ModelError
from glasscnn.model import Model
from glasscnn_import.builder import Builder
from glasscnn_import.draft import Draft
from glasscnn_import.in_browser import onnx_to_npz
from glasscnn_import.onnx.constants import FUNCTIONS
from glasscnn_import.onnx.operators import Operators
from glasscnn_import.onnx.proto import ATTRIBUTE_TYPES, WITHOUT_EFFECT
from glasscnn_import.onnx.reader import OLDEST_OPSET
from tests.support.graphs import overflowing_model

PROJECT = Path(__file__).resolve().parents[2]


def network(change: Callable[[onnx.GraphProto], None] = lambda _: None, batch: int = 1) -> onnx.ModelProto:
    """relu → global average pooling → flatten, of an image of 3 channels."""
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [batch, 3, 8, 8])
    answer = helper.make_tensor_value_info("answer", TensorProto.FLOAT, [batch, 3])
    nodes = [
        helper.make_node("Relu", ["image"], ["a"], name="first"),
        helper.make_node("GlobalAveragePool", ["a"], ["b"]),
        helper.make_node("Flatten", ["b"], ["answer"], name="last", axis=1),
    ]
    graph = helper.make_graph(nodes, "hostile", [image], [answer])
    change(graph)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])


def refusal(model: onnx.ModelProto) -> str:
    """The sentence with which the importer refuses a network, within two seconds."""
    started = time.process_time()
    with pytest.raises(ModelError) as caught:
        onnx_to_npz(model.SerializeToString(), "hostile.onnx")
    assert time.process_time() - started < 2
    assert len(str(caught.value)) < 500
    return str(caught.value)


def second_maker(graph: onnx.GraphProto) -> None:
    """A second node that makes `a`."""
    graph.node.insert(1, helper.make_node("Sigmoid", ["image"], ["a"], name="second"))


def attribute_twice(graph: onnx.GraphProto) -> None:
    """An attribute that is there twice, with two values."""
    graph.node[2].attribute.append(helper.make_attribute("axis", 2))


def unknown_attribute(graph: onnx.GraphProto) -> None:
    """An attribute that the operator does not have."""
    graph.node[2].attribute.append(helper.make_attribute("axes_of_the_future", 2))


def weight_named_as_an_output(graph: onnx.GraphProto) -> None:
    """Weights with the name of what a node outputs."""
    graph.initializer.append(numpy_helper.from_array(np.zeros(3, np.float32), "b"))


def whole_weights(graph: onnx.GraphProto) -> None:
    """A dense layer of int64 weights, which would not be multiplied with floating point numbers."""
    graph.initializer.append(numpy_helper.from_array(np.ones((3, 3), np.int64), "w"))
    graph.node[2].output[0] = "c"
    graph.node.append(helper.make_node("Gemm", ["c", "w"], ["answer"], name="dense"))


def on_one_cell(graph: onnx.GraphProto) -> None:
    """Depthwise convolutions of single cells, which would be a dense layer of 32 GiB."""
    weight = np.broadcast_to(np.float32(0), (16_384, 1, 1, 1))
    del graph.node[2:]
    graph.initializer.append(numpy_helper.from_array(np.zeros((16_384, 3), np.float32), "w"))
    graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(weight), "k"))
    graph.node.extend(
        [
            helper.make_node("Flatten", ["b"], ["c"]),
            helper.make_node("Gemm", ["c", "w"], ["d"], transB=1),
            helper.make_node("Unsqueeze", ["d", "axes"], ["e"]),
            helper.make_node("Conv", ["e", "k"], ["f"], group=16_384),
            helper.make_node("Flatten", ["f"], ["answer"]),
        ]
    )
    graph.initializer.append(numpy_helper.from_array(np.array([2, 3]), "axes"))
    graph.output[0].type.tensor_type.shape.dim[1].dim_value = 16_384


INVALID = [
    (network(second_maker), "node 'second' (Sigmoid): another node also outputs 'a'"),
    (network(attribute_twice), "attribute 'axis' is there twice, expected once"),
    (network(unknown_attribute), "attribute 'axes_of_the_future' is not supported, and without it the result may be"),
    (network(weight_named_as_an_output), "it outputs 'b', which is also an input or a weight"),
    (network(whole_weights), "its input 1 has numbers of type int64; expected floating point numbers"),
]


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        *INVALID,
        (network(batch=2**62), "images at a time; supported are at most 65,536"),
        (network(on_one_cell), "as a dense layer, more than 16,777,216 weights"),
    ],
)
def test_a_hostile_network_is_refused_in_one_sentence(model: onnx.ModelProto, sentence: str) -> None:
    assert sentence in refusal(model)


@pytest.mark.parametrize("model", [model for model, _ in INVALID])
def test_onnxruntime_refuses_as_invalid_what_has_no_one_meaning_here(model: onnx.ModelProto) -> None:
    with pytest.raises(Exception, match=r"(?i)invalid model|duplicate|type error"):
        onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def test_every_attribute_that_onnx_defines_for_a_supported_operator_is_read_or_has_no_effect() -> None:
    names = {*Operators(Builder(Draft((1, 28, 28)))).methods, *FUNCTIONS}
    defined = {
        attribute
        for schema in onnx.defs.get_all_schemas_with_history()
        if schema.name in names and schema.domain == ""
        for attribute in schema.attributes
        if schema.since_version >= OLDEST_OPSET
    }
    refused = {"sparse_value", "value_string", "value_strings"}  # of a Constant
    assert defined - set(ATTRIBUTE_TYPES) - WITHOUT_EFFECT == refused


@pytest.mark.parametrize("text", ["[" * 3_000, "[" * 200_000, '{"mean": [NaN]}', '{"mean": [1' + "0" * 400 + "]}", "7"])
def test_hostile_metadata_is_refused_in_one_sentence(text: str) -> None:
    model = network()
    helper.set_model_props(model, {"glasscnn": text})
    assert "the file's metadata 'glasscnn'" in refusal(model)


def test_a_loop_that_the_network_does_not_use_is_not_run() -> None:
    def with_loop(graph: onnx.GraphProto) -> None:
        body = helper.make_graph(
            [helper.make_node("Identity", ["go"], ["on"])],
            "body",
            [helper.make_tensor_value_info(name, kind, []) for name, kind in (("i", 7), ("go", 9))],
            [helper.make_tensor_value_info("on", 9, [])],
        )
        graph.initializer.append(numpy_helper.from_array(np.array(2**62), "many"))
        graph.initializer.append(numpy_helper.from_array(np.array(True), "start"))
        graph.node.insert(0, helper.make_node("Loop", ["many", "start"], [], body=body))

    model = network(with_loop)
    keep_what_leads_to(["answer", "a"], model)
    assert [node.op_type for node in model.graph.node] == ["Relu", "GlobalAveragePool", "Flatten"]
    assert [entry.name for entry in model.graph.output] == ["answer"]


def test_a_model_whose_probabilities_are_nan_is_not_evaluated_as_if_all_were_well() -> None:
    images = LabelledImages(np.full((1, 1, 8, 8), 255, np.uint8), np.zeros(1, np.int64), ("0", "1"))
    with pytest.raises(ToolError, match="its probabilities for some images are NaN"), np.errstate(all="ignore"):
        evaluate(Model(*overflowing_model(8)), [images])


def test_commands_end_with_a_sentence_where_the_terminal_or_the_disk_refuses(tmp_path: Path) -> None:
    path = tmp_path / "größe.npz"
    path.write_bytes(b"no model")
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": f"{PROJECT}/py"}
    ended = subprocess.run(
        [sys.executable, "-m", "export_tools", "evaluate", str(path)],
        cwd=PROJECT, env=environment, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: not readable as .npz")
    missing = subprocess.run(
        [sys.executable, "-m", "export_tools", "evaluate", str(tmp_path / "gr\u00f6\u00dfer.npz")],
        cwd=PROJECT, env=environment, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    assert missing.returncode == 1
    assert "neither a bundled model" in missing.stderr
    assert "Traceback" not in missing.stderr + ended.stderr
