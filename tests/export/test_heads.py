"""Heads of networks: the probabilities that the page shows follow from the framework's output, whatever it is."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from typer.testing import CliRunner

from export_tools.__main__ import build_app
from export_tools.conversion.importer import import_model
from export_tools.conversion.onnx_io.writer import write_onnx
from export_tools.conversion.sources import Source, source_from_bytes, source_from_module
from export_tools.errors import ToolError
from glasscnn import ModelError, load
from glasscnn.errors import TrainingError
from glasscnn.model import Model, write_model
from glasscnn.model.graph_json import graph_to_json
from glasscnn.model.interventions import Interventions, intervene, possible_interventions
from glasscnn.training.checks import check_layers
from glasscnn_import.in_browser import read
from glasscnn_import.to_model import ImportOptions

RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.random((5, 1, 8, 8), np.float32)
WEIGHTS = {
    "w": RANDOM.normal(0, 1, (6, 1, 3, 3)).astype(np.float32),
    "head": RANDOM.normal(0, 1, (10, 6, 6, 6)).astype(np.float32),
    "dense": RANDOM.normal(0, 1, (216, 10)).astype(np.float32),
    "one": RANDOM.normal(0, 0.3, (216, 1)).astype(np.float32),
    "bias": np.array([0.3], np.float32),
    "hundred": np.array(100, np.float32),
    "sides": np.array([0, -1]),
}


def node(op: str, *inputs: str, output: str, **attributes: Any) -> onnx.NodeProto:
    return helper.make_node(op, list(inputs), [output], name=output, **attributes)


BODY = [node("Conv", "image", "w", output="conv"), node("Relu", "conv", output="maps")]
DENSE = [*BODY, node("Flatten", "maps", output="flat"), node("MatMul", "flat", "dense", output="z")]
CONV = [*BODY, node("Conv", "maps", "head", output="z")]
ONE = [*BODY, node("Flatten", "maps", output="flat"), node("Gemm", "flat", "one", "bias", output="z")]


def network(nodes: Sequence[onnx.NodeProto], outputs: dict[str, Sequence[Any] | None], opset: int = 13) -> bytes:
    used = {name for entry in nodes for name in entry.input}
    graph = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 1, 8, 8])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
        [numpy_helper.from_array(array, name) for name, array in WEIGHTS.items() if name in used],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    data: bytes = model.SerializeToString()
    return data


def imported(data: bytes, output: str | None = None) -> tuple[Source, Model]:
    source = source_from_bytes(data, Path("network.onnx"), output=output)
    model_file, comparison = import_model(source, source.options)
    assert comparison.ok, [row for row in comparison.rows if not row.ok]
    return source, load(model_file)


def answers(data: bytes, output: str = "answer") -> np.ndarray:
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    answer: np.ndarray = session.run([output], {"image": IMAGES})[0]
    return answer.reshape(len(IMAGES), -1)


def softmax(z: np.ndarray) -> np.ndarray:
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    shares: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return shares


PROBABLE: dict[str, tuple[list[onnx.NodeProto], str]] = {
    "softmax": ([*DENSE, node("Softmax", "z", output="answer")], "softmax"),
    "softmax of maps, then Flatten": (
        [*CONV, node("Softmax", "z", output="s", axis=1), node("Flatten", "s", output="answer")],
        "softmax",
    ),
    "softmax of maps, then Reshape": (
        [*CONV, node("Softmax", "z", output="s", axis=1), node("Reshape", "s", "sides", output="answer")],
        "softmax",
    ),
    "exponential of log-softmax": (
        [*DENSE, node("LogSoftmax", "z", output="l"), node("Exp", "l", output="answer")],
        "softmax",
    ),
    "softmax in percent": (
        [*DENSE, node("Softmax", "z", output="s"), node("Mul", "s", "hundred", output="answer")],
        "percent",
    ),
    "log-softmax": ([*DENSE, node("LogSoftmax", "z", output="answer")], "log_softmax"),
    "log-softmax of maps, then Flatten": (
        [*CONV, node("LogSoftmax", "z", output="l", axis=1), node("Flatten", "l", output="answer")],
        "log_softmax",
    ),
    "logarithm of softmax": (
        [*DENSE, node("Softmax", "z", output="s"), node("Log", "s", output="answer")],
        "log_softmax",
    ),
}


@pytest.mark.parametrize("head", PROBABLE)
def test_probabilities_are_those_of_the_framework_and_not_a_second_softmax(head: str) -> None:
    nodes, kind = PROBABLE[head]
    data = network(nodes, {"answer": None})
    source, model = imported(data)
    assert source.draft.output_kind == kind
    assert [entry.op for entry in model.graph.nodes].count("softmax") == 1
    answer = answers(data).astype(np.float64)
    expected = {"softmax": answer, "percent": answer / 100, "log_softmax": np.exp(answer)}[kind]
    np.testing.assert_allclose(model.probabilities(IMAGES), expected, atol=1e-6)


@pytest.mark.parametrize("head", ["a vector", "maps"])
def test_sigmoids_are_the_probabilities_and_each_class_is_judged_on_its_own(head: str) -> None:
    nodes = [*DENSE, node("Sigmoid", "z", output="answer")]
    if head == "maps":
        nodes = [*CONV, node("Sigmoid", "z", output="s"), node("Flatten", "s", output="answer")]
    data = network(nodes, {"answer": None})
    source, model = imported(data)
    assert source.draft.output_kind == model.graph.answer == "sigmoid"
    assert "softmax" not in {entry.op for entry in model.graph.nodes}
    expected = answers(data)
    np.testing.assert_allclose(model.probabilities(IMAGES), expected, atol=1e-6)
    assert abs(expected.sum(axis=1) - 1).min() > 0.1
    assert model.predict(IMAGES).label.tolist() == expected.argmax(axis=1).tolist()


def test_sigmoid_answer_survives_the_model_file_and_the_export_to_onnx() -> None:
    _, model = imported(network([*DENSE, node("Sigmoid", "z", output="answer")], {"answer": None}))
    expected = model.probabilities(IMAGES)
    again, (_, from_onnx) = load(write_model(model.graph, model.weights)), imported(write_onnx(model))
    for other in (again, from_onnx):
        assert other.graph.answer == "sigmoid"
        assert [stage.name for stage in other.graph.stages] == ["conv", "logits", "probabilities"]
        np.testing.assert_allclose(other.probabilities(IMAGES), expected, atol=1e-6)
    assert json.loads(graph_to_json(model.graph))["version"] == 2
    with pytest.raises(ModelError, match="expected answer 'softmax' or 'sigmoid', found 'argmax'"):
        load(write_model(replace(model.graph, answer="argmax"), model.weights))


def test_answer_of_sigmoids_can_neither_be_left_out_nor_muted_nor_trained_as_a_softmax() -> None:
    _, model = imported(network([*DENSE, node("Sigmoid", "z", output="answer")], {"answer": None}))
    answer = model.probabilities_node
    possible = possible_interventions(model)
    assert answer not in possible.without
    assert "probabilities" not in possible.muted
    changed = intervene(model, Interventions(muted=frozenset({("logits", 3)})))
    assert [stage.name for stage in changed.graph.stages] == [stage.name for stage in model.graph.stages]
    np.testing.assert_allclose(changed.probabilities(IMAGES)[:, 3], 0.5)
    with pytest.raises(TrainingError, match="judges each class on its own"):
        check_layers(model, ())


@pytest.mark.parametrize("head", ["after a dense layer", "after an activation"])
def test_one_sigmoid_is_the_probability_of_the_second_of_two_classes(head: str) -> None:
    nodes = [*ONE, node("Sigmoid", "z", output="answer")]
    if head == "after an activation":
        nodes = [*ONE, node("Tanh", "z", output="t"), node("Sigmoid", "t", output="answer")]
    data = network(nodes, {"answer": None})
    source, model = imported(data)
    assert source.draft.output_kind == "binary"
    assert model.graph.classes == ("0", "1")
    expected = answers(data)[:, 0]
    np.testing.assert_allclose(model.probabilities(IMAGES), np.stack([1 - expected, expected], axis=1), atol=1e-6)


def test_softmax_in_the_middle_is_a_stage_of_its_own() -> None:
    nodes = [
        *BODY,
        node("Softmax", "maps", output="attention", axis=1),
        node("Flatten", "attention", output="flat"),
        node("MatMul", "flat", "dense", output="answer"),
    ]
    data = network(nodes, {"answer": None})
    _, model = imported(data)
    assert [stage.name for stage in model.graph.stages] == ["conv", "attention", "logits", "probabilities"]
    assert model.graph.stages[-1].node == model.probabilities_node
    np.testing.assert_allclose(model.probabilities(IMAGES), softmax(answers(data)), atol=1e-6)


def test_exponential_of_log_softmax_is_read_from_pytorch() -> None:
    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.dense = torch.nn.Linear(64, 10)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return torch.exp(torch.log_softmax(self.dense(x.flatten(1)), dim=1))

    module = Network().eval()
    source = source_from_module(module, (1, 8, 8), "nn.Module", ImportOptions("x"))
    model_file, comparison = import_model(source, source.options)
    assert comparison.ok
    expected = module(torch.from_numpy(IMAGES)).detach().numpy()
    np.testing.assert_allclose(load(model_file).probabilities(IMAGES), expected, atol=1e-6)


VISUAL = network(DENSE, {"maps": ["N", 6, 6, 6], "flat": ["N", 216], "z": ["N", 10]})


def test_output_with_ten_numbers_is_taken_and_the_others_are_named() -> None:
    source, model = imported(VISUAL)
    assert (source.draft.tensor, source.draft.others) == ("z", ("maps", "flat"))
    np.testing.assert_allclose(model.probabilities(IMAGES), softmax(answers(VISUAL, "z")), atol=1e-6)


def test_vector_is_taken_before_maps_and_the_first_before_the_second() -> None:
    nodes = [*BODY, node("Flatten", "maps", output="flat"), node("Tanh", "flat", output="t")]
    shapes = {"maps": ["N", 6, 6, 6], "flat": ["N", 216], "t": ["N", 216]}
    assert imported(network(nodes, shapes))[0].draft.tensor == "flat"
    assert imported(network(nodes, dict.fromkeys(shapes)))[0].draft.tensor == "maps"


def test_another_output_is_read_if_the_user_names_it(tmp_path: Path) -> None:
    assert imported(VISUAL, "flat")[1].graph.classes == tuple(map(str, range(216)))
    with pytest.raises(ToolError, match="no output 'nothing'; there are 'maps', 'flat', 'z'"):
        imported(VISUAL, "nothing")
    path = tmp_path / "network.onnx"
    path.write_bytes(VISUAL)
    out = ["--out", str(tmp_path / "network.npz")]
    result = CliRunner().invoke(build_app(), ["import", str(path), *out])
    assert result.exit_code == 0, result.output
    assert "Of several outputs, 'z' is taken; --output takes another one: 'maps', 'flat'." in " ".join(
        result.output.split()
    )
    result = CliRunner().invoke(build_app(), ["import", str(path), *out, "--output", "flat"])
    assert result.exit_code == 0, result.output
    assert len(load(tmp_path / "network.npz").graph.classes) == 216


def test_page_gets_a_report_of_the_outputs() -> None:
    arguments: dict[str, Any] = {"name": "network.onnx", "files": [], "samples": [], "scaling": None}
    assert json.loads(read(VISUAL, json.dumps(arguments))[0])["output"] == {"taken": "z", "others": ["maps", "flat"]}
    chosen, data = read(VISUAL, json.dumps({**arguments, "output": "flat"}))
    assert json.loads(chosen)["output"]["taken"] == "flat"
    assert len(load(io.BytesIO(data)).graph.classes) == 216
    single = network(DENSE, {"z": None})
    assert json.loads(read(single, json.dumps(arguments))[0])["output"] is None
    with pytest.raises(ModelError, match="no output 'x'"):
        read(VISUAL, json.dumps({**arguments, "output": "x"}))
