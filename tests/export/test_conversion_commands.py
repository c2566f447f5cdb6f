"""The commands `export`, `import` and `verify`."""

import json
import os
import re
import resource
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from typer.testing import CliRunner, Result

import glasscnn
from export_tools.__main__ import build_app
from export_tools.conversion.exporter import export_as, model_bytes
from export_tools.conversion.onnx_io.writer import write_onnx
from export_tools.conversion.sources import source_from_bytes
from export_tools.zoo import MODELS, ZooModel
from glasscnn import Model
from glasscnn.engine.graph import Graph, Input, Node, Stage
from glasscnn.model.bundled import bundled_models
from glasscnn_import.to_model import finish

PROJECT = Path(__file__).resolve().parents[2]
WEIGHTS = sorted(bundled_models().values())


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(build_app(), list(map(str, arguments)))


def with_statistics(entry: ZooModel) -> torch.nn.Module:
    """The zoo's module with random weights and batch norm statistics."""
    torch.manual_seed(0)
    module = entry.build()
    for part in module.modules():
        if isinstance(part, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(part.running_mean, -1, 1)
            torch.nn.init.uniform_(part.running_var, 0.5, 2)
            torch.nn.init.uniform_(part.weight, 0.5, 1.5)
            torch.nn.init.normal_(part.bias)
    return module.eval()


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a checkpoint of resmini and the files of `export --to all`."""
    folder = tmp_path_factory.mktemp("exported")
    torch.save(
        {"architecture": "resmini", "state_dict": with_statistics(MODELS[3]).state_dict()}, folder / "resmini.pt"
    )
    result = run("export", folder / "resmini.pt", "--to", "all")
    assert result.exit_code == 0, result.output
    return folder


@pytest.mark.parametrize("entry", MODELS, ids=lambda entry: entry.name)
def test_every_zoo_model_agrees_with_pytorch_and_onnxruntime(entry: ZooModel, tmp_path: Path) -> None:
    module = with_statistics(entry)
    torch.save({"architecture": entry.name, "state_dict": module.state_dict()}, tmp_path / "checkpoint.pt")
    result = run("export", tmp_path / "checkpoint.pt", "--json")
    assert result.exit_code == 0, result.output
    for comparison in json.loads(result.output)["verdicts"]:
        assert comparison["ok"]
        assert max(row["difference"] for row in comparison["rows"]) <= 1e-4
        assert comparison["not_compared"] in ([], ["probabilities"]) or comparison["against"] == "TorchScript"

    model = glasscnn.load(tmp_path / f"{entry.name}.npz")
    assert [stage.name for stage in model.graph.stages] == [name for name, _, _ in entry.stages]
    assert not any(node.op == "batch_norm2d" for node in model.graph.nodes)
    image = torch.rand(entry.shape)
    logits = module(((image - entry.mean[0]) / entry.std[0])[None])[0].detach().numpy()
    np.testing.assert_allclose(model.predict(image.numpy()).stages["logits"], logits, atol=1e-4)


@pytest.mark.parametrize("path", WEIGHTS, ids=lambda path: path.stem)
def test_every_bundled_model_exports_to_onnx_and_torchscript_with_the_same_values(path: Path, tmp_path: Path) -> None:
    result = run("export", path, "--to", "all", "--out", tmp_path, "--json")
    assert result.exit_code == 0, result.output
    comparisons = json.loads(result.output)["verdicts"]
    assert {comparison["against"].split(",")[0] for comparison in comparisons} == {"ONNX", "TorchScript"}
    shown = [row for comparison in comparisons for row in comparison["rows"] if row["stage"]]
    assert max(row["difference"] for row in shown) <= 1e-4


def test_torchscript_of_gap10_returns_logits_and_three_stages(tmp_path: Path) -> None:
    torch.save({"architecture": "gap10", "state_dict": with_statistics(MODELS[0]).state_dict()}, tmp_path / "c.pt")
    assert run("export", tmp_path / "c.pt", "--to", "torchscript").exit_code == 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = torch.jit.load(tmp_path / "gap10.torchscript.pt")
    logits, conv1, conv2, pool = model(torch.zeros(5, 1, 28, 28))
    assert [tuple(x.shape) for x in (logits, conv1, conv2, pool)] == [
        (5, 10),
        (5, 10, 28, 28),
        (5, 10, 28, 28),
        (5, 10, 14, 14),
    ]
    assert conv1.min() >= 0


@pytest.mark.parametrize("file", ["resmini.pt", "resmini.onnx", "resmini.torchscript.pt"])
def test_exported_model_is_imported_as_the_same_model(file: str, exported: Path, tmp_path: Path) -> None:
    result = run("import", exported / file, "--out", tmp_path / "again.npz")
    assert result.exit_code == 0, result.output
    first, again = glasscnn.load(exported / "resmini.npz"), glasscnn.load(tmp_path / "again.npz")
    assert again.graph.stages == first.graph.stages
    assert again.graph.input == first.graph.input
    assert again.graph.title == first.graph.title
    image = np.random.default_rng(0).random((1, 28, 28), np.float32)
    np.testing.assert_allclose(again.predict(image).probabilities, first.predict(image).probabilities, atol=1e-6)


@pytest.mark.parametrize("against", ["resmini.pt", "resmini.onnx", "resmini.torchscript.pt"])
def test_verify_compares_every_node(against: str, exported: Path) -> None:
    result = run("verify", exported / "resmini.npz", "--against", exported / against, "--json")
    assert result.exit_code == 0, result.output
    comparison = json.loads(result.output)
    model = glasscnn.load(exported / "resmini.npz")
    assert comparison["ok"]
    assert {row["node"] for row in comparison["rows"]} >= {node.name for node in model.graph.nodes} - {"probabilities"}


def test_verify_names_the_differing_node_and_exits_with_1(exported: Path, tmp_path: Path) -> None:
    model = glasscnn.load(exported / "resmini.npz")
    weights = dict(model.weights)
    weights["conv4.weight"] = weights["conv4.weight"] + np.float32(0.01)
    Model(model.graph, weights).save(tmp_path / "changed.npz")
    result = run("verify", tmp_path / "changed.npz", "--against", exported / "resmini.onnx", "--json")
    assert result.exit_code == 1
    rows = {row["node"]: row["ok"] for row in json.loads(result.output)["rows"]}
    assert rows["conv3"]
    assert not rows["conv4"]
    table = run("verify", tmp_path / "changed.npz", "--against", exported / "resmini.onnx")
    assert table.exit_code == 1
    assert "first in node 'conv4'" in table.output


def test_verify_runs_on_given_images(exported: Path, tmp_path: Path) -> None:
    images = np.random.default_rng(0).integers(0, 256, (37, 28, 28), np.uint8)
    np.savez(tmp_path / "images.npz", images=images)
    arguments = ["--against", exported / "resmini.onnx", "--inputs", tmp_path / "images.npz", "--json"]
    result = run("verify", exported / "resmini.npz", *arguments)
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["images"] == 37


class Familiar(torch.nn.Module):
    """The network of PyTorch's own MNIST example: functions instead of modules, log_softmax at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.conv2 = torch.nn.Conv2d(1, 32, 3, 1), torch.nn.Conv2d(32, 64, 3, 1)
        self.dropout1, self.dropout2 = torch.nn.Dropout(0.25), torch.nn.Dropout(0.5)
        self.fc1, self.fc2 = torch.nn.Linear(9216, 128), torch.nn.Linear(128, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = torch.nn.functional.relu(self.conv1(x))
        x = torch.nn.functional.relu(self.conv2(x))
        x = self.dropout1(torch.nn.functional.max_pool2d(x, 2))
        x = torch.nn.functional.relu(self.fc1(torch.flatten(x, 1)))
        return torch.nn.functional.log_softmax(self.fc2(self.dropout2(x)), dim=1)


def test_factory_with_a_state_dict_is_imported_with_options(tmp_path: Path) -> None:
    torch.manual_seed(0)
    torch.save(Familiar().state_dict(), tmp_path / "weights.pt")
    result = run(
        *["import", "tests.export.test_conversion_commands:Familiar", "--state-dict", tmp_path / "weights.pt"],
        *["--out", tmp_path / "mine.npz", "--title", "My network", "--mean", "0.1307", "--std", "0.3081"],
        *["--classes", ",".join("abcdefghij"), "--stages", "first=relu:First layer,relu_1,logits=fc2"],
    )
    assert result.exit_code == 0, result.output
    graph = glasscnn.load(tmp_path / "mine.npz").graph
    assert (graph.name, graph.title, graph.classes) == ("mine", "My network", tuple("abcdefghij"))
    assert (graph.input.mean, graph.input.std) == ((0.1307,), (0.3081,))
    shown = [(stage.name, stage.node) for stage in graph.stages]
    assert shown[:3] == [("first", "relu"), ("relu_1", "relu_1"), ("logits", "fc2")]
    assert graph.output == "fc2"


def test_default_stages_are_layers_with_their_activations(tmp_path: Path) -> None:
    arguments = ["import", "tests.export.test_conversion_commands:Familiar", "--out", tmp_path / "x.npz"]
    assert run(*arguments).exit_code == 0
    graph = glasscnn.load(tmp_path / "x.npz").graph
    assert [stage.name for stage in graph.stages] == ["conv1", "conv2", "max_pool2d", "fc1", "logits", "probabilities"]
    assert [stage.node for stage in graph.stages][:2] == ["relu", "relu_1"]
    assert graph.classes == tuple("0123456789")


def every_operator() -> Model:
    """A model file with every op, and with windows that no single PyTorch function computes."""

    def window(size: int, **more: Any) -> dict[str, Any]:
        return {"kernel_size": [size, size], "padding": [0, 0, 0, 0], "stride": [1, 1], "dilation": [1, 1], **more}

    def node(name: str, op: str, *inputs: str, **attributes: Any) -> Node:
        return Node(name, op, inputs, attributes)

    conv: dict[str, Any] = {"stride": [1, 1], "padding": [1, 1, 1, 1], "dilation": [1, 1], "groups": 1}
    uneven = {"padding": [1, 0, 0, 1], "ceil_mode": False}
    nodes = (
        node("conv", "conv2d", "image", **{**conv, "padding": [2, 0, 1, 3]}),
        node("norm", "batch_norm2d", "conv", eps=1e-3),
        node("relu6", "relu", "norm", maximum=6.0),
        node("leaky", "leaky_relu", "relu6", negative_slope=0.3),
        node("max", "max_pool2d", "leaky", **window(3, **uneven)),
        node("max_ceil", "max_pool2d", "max", **window(2, stride=[2, 2], ceil_mode=True)),
        node("counted", "avg_pool2d", "max", **window(2, **uneven, count_include_pad=True)),
        node("uncounted", "avg_pool2d", "max", **window(2, **uneven, count_include_pad=False)),
        node("sparse", "avg_pool2d", "max", **window(2, dilation=[2, 3], ceil_mode=False, count_include_pad=True)),
        node("pooled", "avg_pool2d", "max", **window(2, stride=[2, 2], ceil_mode=True, count_include_pad=True)),
        node("sum", "add", "counted", "uncounted", "max"),
        node("grouped", "conv2d", "sum", **{**conv, "groups": 3, "dilation": [2, 1], "stride": [1, 2]}),
        node("sigmoid", "sigmoid", "grouped"),
        node("tanh", "tanh", "sparse"),
        node("joined", "concat", "pooled", "max_ceil"),
        node("cells", "layer_norm", "joined", dim=[1], eps=1e-3),
        node("maps", "layer_norm", "cells", dim=[2, 3], eps=1e-3),
        node("rows", "layer_norm", "maps", dim=[2], eps=1e-3),
        node("groups", "group_norm", "rows", num_groups=2, eps=1e-3),
        node("rms", "rms_norm", "groups", dim=[1, 2, 3], eps=1e-3),
        node("response", "local_response_norm", "rms", size=3, alpha=0.5, beta=0.75, k=2.0),
        node("response2", "local_response_norm", "response", size=4, alpha=0.5, beta=0.75, k=2.0),
        node("largest", "elementwise_max", "response2", "joined"),
        node("smallest", "elementwise_min", "largest", "joined", "cells"),
        node("magnitude", "absolute", "smallest"),
        node("powers", "elementwise_power", "magnitude"),
        node("sloped", "prelu", "powers"),
        node("least", "reduce_min", "sloped", dim=[1]),
        node("less", "sub", "sloped", "least"),
        node("flat", "flatten", "less"),
        node("flat2", "flatten", "tanh"),
        node("means", "global_avg_pool2d", "sigmoid"),
        node("all", "concat", "flat", "flat2", "means"),
        node("logits", "linear", "all"),
        node("probabilities", "softmax", "logits"),
    )
    random = np.random.default_rng(0)

    def weight(*shape: int) -> np.ndarray:
        return random.standard_normal(shape).astype(np.float32) * np.float32(0.3)

    features = 6 * 5 * 5 + 3 * 7 * 6 + 3
    weights = {
        "conv.weight": weight(3, 1, 3, 3),
        "norm.running_mean": weight(3),
        "norm.running_var": np.abs(weight(3)) + 1,
        "norm.weight": weight(3),
        "norm.bias": weight(3),
        "grouped.weight": weight(3, 1, 3, 3),
        "grouped.bias": weight(3),
        "cells.weight": weight(6, 1, 1),
        "cells.bias": weight(6, 1, 1),
        "maps.weight": weight(6, 1, 1),
        "groups.weight": weight(6),
        "groups.bias": weight(6),
        "rms.weight": weight(1, 5, 5),
        "powers.exponent": np.abs(weight(6, 5, 1)) + 1,
        "sloped.weight": weight(1, 5, 5),
        "logits.weight": weight(4, features),
        "logits.bias": weight(4),
    }
    stages = (Stage("pooled", "pooled", "pool"), Stage("sigmoid", "sigmoid", "s"), Stage("sum", "sum", "+"))
    image = Input("image", (1, 9, 9), (0.2,), (0.5,))
    return Model(Graph("all", "", "", image, nodes, "logits", tuple("abcd"), stages), weights)


@pytest.mark.parametrize("kind", ["onnx", "torchscript"])
def test_every_operator_is_exported(kind: str) -> None:
    model = every_operator()
    _, comparison = export_as(model, None, kind, Path("all"), 1e-4)
    assert comparison.ok, [row for row in comparison.rows if not row.ok]
    assert max(row.difference for row in comparison.rows) <= 1e-4


def test_every_operator_round_trips_through_onnx() -> None:
    model = every_operator()
    data, _ = export_as(model, None, "onnx", Path("all"), 1e-4)
    source = source_from_bytes(data, Path("all.onnx"))
    again = finish(source.draft, source.options)
    image = np.random.default_rng(1).random((1, 9, 9), np.float32)
    ours, theirs = model.predict(image), again.predict(image)
    np.testing.assert_allclose(theirs.probabilities, ours.probabilities, atol=1e-6)
    parts = {
        node.name for node in again.graph.nodes if re.match("(rows|rms|response2)_", node.name)
    }  # as ONNX has them
    assert {node.name for node in again.graph.nodes} - parts == {node.name for node in model.graph.nodes} - {"norm"}


def test_weights_exact_in_float16_are_stored_as_float16() -> None:
    model = every_operator()
    halves = {name: array.astype(np.float16).astype(np.float32) for name, array in model.weights.items()}
    small = model_bytes(Model(model.graph, halves))
    assert len(small) < len(model_bytes(model))
    assert all(np.array_equal(array, halves[name]) for name, array in glasscnn.load(small).weights.items())


def test_constant_padding_is_folded_into_the_following_windows() -> None:
    random = np.random.default_rng(0)
    padding = np.array([0, 0, 1, 2, 0, 0, 2, 1], np.int64)
    nodes = [
        helper.make_node("Pad", ["image", "pads"], ["padded"]),
        helper.make_node("Conv", ["padded", "w"], ["c"]),
        helper.make_node("Pad", ["c", "pads", "lowest"], ["c2"]),
        helper.make_node("MaxPool", ["c2"], ["m"], kernel_shape=[3, 3]),
        helper.make_node("Flatten", ["m"], ["logits"]),
    ]
    weights = {
        "pads": padding,
        "w": random.standard_normal((2, 1, 3, 3)).astype(np.float32),
        "lowest": np.full((), -np.inf, np.float32),
    }
    graph = helper.make_graph(
        nodes,
        "padded",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 1, 6, 6])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(array, name) for name, array in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    source = source_from_bytes(model.SerializeToString(), Path("padded.onnx"))
    ours = finish(source.draft, source.options)
    assert [node.op for node in ours.graph.nodes] == ["conv2d", "max_pool2d", "flatten", "softmax"]
    assert ours.graph.nodes[0].attributes["padding"] == [1, 2, 2, 1]
    image = random.random((1, 1, 6, 6), np.float32)
    np.testing.assert_allclose(ours.predict(image[0]).stages["logits"], source.run(image, ())["answer"][0], atol=1e-5)


def test_five_megabytes_of_onnx_are_imported_within_five_seconds_of_processor_time(tmp_path: Path) -> None:
    path = tmp_path / "large.onnx"
    path.write_bytes(five_megabytes())
    assert path.stat().st_size > 5_000_000
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "export_tools", "import", str(path), "--out", str(tmp_path / "large.npz")]
    subprocess.run(command, check=True, cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT / "py")})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime <= 5


def five_megabytes() -> bytes:
    """An ONNX network with 1.3 million weights, for images of 224 × 224 in colour."""
    random = np.random.default_rng(0)
    weights = {
        "conv1.weight": random.standard_normal((16, 3, 5, 5)),
        "conv2.weight": random.standard_normal((40, 16, 3, 3)) * 0.1,
        "dense.weight": random.standard_normal((10, 40 * 56 * 56)) * 0.01,
    }
    nodes = [
        helper.make_node("Conv", ["image", "conv1.weight"], ["c1"], strides=[2, 2], auto_pad="SAME_UPPER"),
        helper.make_node("Relu", ["c1"], ["r1"]),
        helper.make_node("MaxPool", ["r1"], ["p1"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Conv", ["p1", "conv2.weight"], ["c2"], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["c2"], ["r2"]),
        helper.make_node("Flatten", ["r2"], ["f"]),
        helper.make_node("Gemm", ["f", "dense.weight"], ["logits"], transB=1),
    ]
    graph = helper.make_graph(
        nodes,
        "five",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 3, 224, 224])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 10])],
        [numpy_helper.from_array(array.astype(np.float32), name) for name, array in weights.items()],
    )
    data: bytes = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8
    ).SerializeToString()
    return data


def test_network_that_computes_in_float16_is_compared_with_its_precision(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    weight = random.normal(0, 1, (64, 10)).astype(np.float16)
    nodes = [helper.make_node("Flatten", ["image"], ["f"]), helper.make_node("Gemm", ["f", "w"], ["logits"])]
    graph = helper.make_graph(
        nodes,
        "half",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT16, ["N", 1, 8, 8])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT16, ["N", 10])],
        [numpy_helper.from_array(weight, "w")],
    )
    path = tmp_path / "half.onnx"
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path.write_bytes(model.SerializeToString())
    result = run("import", path, "--out", tmp_path / "half.npz", "--mean", "0", "--std", "1")
    assert result.exit_code == 0, result.output
    assert "agree within 0.005" in result.output
    assert "differ" in run("import", path, "--out", tmp_path / "x.npz", "--std", "1", "--tolerance", "0.00001").output
    image = np.rint(random.random((1, 8, 8)) * 255).astype(np.float32) / 255
    expected = image.reshape(1, 64).astype(np.float64) @ weight.astype(np.float64)
    found = glasscnn.load(tmp_path / "half.npz").predict(image).stages["logits"]
    np.testing.assert_allclose(found, expected[0], rtol=1e-5, atol=1e-5)


def test_a_survey_says_of_each_file_whether_it_is_taken(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "gap10.onnx").write_bytes(write_onnx(glasscnn.load("gap10")))
    (tmp_path / "text.onnx").write_text("This is no model.")
    (tmp_path / "notes.txt").write_text("nor is this")
    done = run("survey", tmp_path)
    taken, refused, total = done.output.splitlines()
    assert re.fullmatch(r"inner/gap10\.onnx: taken: float32, \d\.\de-0[5-9] from ONNX Runtime", taken)
    assert refused.startswith("text.onnx: refused: ")
    assert total == "1 of 2 taken; 1 agree within the tolerance"
    (tmp_path / "empty").mkdir()
    assert "expected .onnx files in it, found none" in str(run("survey", tmp_path / "empty").exception)
