"""Bad input gives one clear sentence and exit code 1 or 2; nothing is written and existing files stay."""

import errno
import io
import os
import pickle
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from typer.testing import CliRunner

from export_tools.__main__ import build_app
from export_tools.errors import ToolError
from export_tools.zoo import MODELS, find_model
from glasscnn import ModelError
from glasscnn_import.errors import ConversionError
from glasscnn_import.in_browser import onnx_to_npz
from glasscnn_import.onnx.proto import parse_model
from glasscnn_import.onnx.reader import NEWEST_OPSET, read_onnx
from glasscnn_import.to_model import ImportOptions, finish

PRECIOUS = b"a model that was here before"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A file that must not change."""
    path = tmp_path / "out" / "model.npz"
    path.parent.mkdir()
    path.write_bytes(PRECIOUS)
    return path


def refusal(*arguments: str | Path) -> str:
    """The message of a command that fails."""
    result = CliRunner().invoke(build_app(), list(map(str, arguments)))
    assert result.exit_code in (1, 2)
    assert isinstance(result.exception, ToolError | ConversionError | SystemExit), result.exception
    return str(result.exception) if isinstance(result.exception, ToolError | ConversionError) else result.output


def assert_refused(source: str | Path, target: Path, *words: str) -> None:
    sentence = refusal("import", source, "--out", target)
    for word in words:
        assert word in sentence, sentence
    assert len(sentence) < 700
    assert "\n" not in sentence.strip()
    assert target.read_bytes() == PRECIOUS
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def network(
    *nodes: onnx.NodeProto, opset: int = 17, shape: Any = ("N", 1, 8, 8), weights: dict[str, np.ndarray] | None = None
) -> onnx.ModelProto:
    """An ONNX network from `image` to `logits`."""
    graph = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(array, name) for name, array in (weights or {}).items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])


def node(op: str, *inputs: str, output: str = "logits", **attributes: Any) -> onnx.NodeProto:
    return helper.make_node(op, list(inputs), [output], name=f"my_{op}", **attributes)


def tensor_without_numbers(name: str, shape: list[int], location: str | None = None) -> onnx.TensorProto:
    tensor = TensorProto(name=name, dims=shape, data_type=TensorProto.FLOAT)
    if location is not None:
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value=location)
    return tensor


def with_tensor(model: onnx.ModelProto, tensor: onnx.TensorProto) -> onnx.ModelProto:
    model.graph.initializer.append(tensor)
    return model


def array(*shape: int) -> np.ndarray:
    return np.ones(shape, np.float32)


FLATTEN = node("Flatten", "x")
NETWORKS: dict[str, tuple[Callable[[], onnx.ModelProto], tuple[str, ...]]] = {
    "an unknown operator": (lambda: network(node("Sin", "image")), ("my_Sin", "(Sin)", "supported are convolutions")),
    "another domain": (lambda: network(node("Relu", "image", domain="com.me")), ("my_Relu", "com.me")),
    "a cycle": (
        lambda: network(node("Add", "image", "logits", output="a"), node("Relu", "a")),
        ("cycle", "my_Add"),
    ),
    "an input that nothing gives": (lambda: network(node("Relu", "nowhere")), ("my_Relu", "'nowhere'")),
    "an old opset": (lambda: network(node("Flatten", "image"), opset=6), ("opset 6", "7 to")),
    "an opset of the future": (lambda: network(node("Flatten", "image"), opset=999), ("opset 999",)),
    "no size": (lambda: network(node("Flatten", "image"), shape=("N", 1, "H", "W")), ("--shape", "'image'")),
    "an image of 10⁹ cells": (
        lambda: network(node("Flatten", "image"), shape=(1, 1, 32_000, 32_000)),
        ("out of range",),
    ),
    "two images": (
        lambda: (
            model := network(node("Add", "image", "other")),
            model.graph.input.append(helper.make_tensor_value_info("other", TensorProto.FLOAT, [1])),
        )[0],
        ("one input", "'other'"),
    ),
    "a tensor of 10⁹ numbers": (
        lambda: with_tensor(network(node("Conv", "image", "w")), tensor_without_numbers("w", [1000, 1000, 1000, 1])),
        ("'w'", "1,000,000,000"),
    ),
    "a constant of 10⁹ numbers": (
        lambda: network(
            node("ConstantOfShape", "s", output="w"),
            node("Conv", "image", "w"),
            weights={"s": np.array([1000, 1000, 1000], np.int64)},
        ),
        ("my_ConstantOfShape", "1,000,000,000"),
    ),
    "numbers outside the folder": (
        lambda: with_tensor(
            network(node("Conv", "image", "w")), tensor_without_numbers("w", [1, 1, 3, 3], "../../secret")
        ),
        ("'w'", "outside", "secret"),
    ),
    "numbers at an absolute path": (
        lambda: with_tensor(
            network(node("Conv", "image", "w")), tensor_without_numbers("w", [1, 1, 3, 3], "/etc/passwd")
        ),
        ("'w'", "outside"),
    ),
    "numbers in a file that is not there": (
        lambda: with_tensor(network(node("Conv", "image", "w")), tensor_without_numbers("w", [1, 1, 3, 3], "gone")),
        ("'w'", "'gone'"),
    ),
    "fewer numbers than the shape": (
        lambda: with_tensor(network(node("Conv", "image", "w")), tensor_without_numbers("w", [1, 1, 3, 3])),
        ("'w'", "36 bytes", "has 0"),
    ),
    "a weight of another shape": (
        lambda: network(node("Conv", "image", "w"), weights={"w": array(4, 3, 3, 3)}),
        ("my_Conv", "(4, 3, 3, 3)", "(1, 8, 8)"),
    ),
    "a kernel that does not fit": (
        lambda: network(node("MaxPool", "image", kernel_shape=[9, 9])),
        ("my_MaxPool", "[9, 9]", "(1, 8, 8)"),
    ),
    "a reshape that mixes images": (
        lambda: network(node("Reshape", "image", "s"), weights={"s": np.array([64, -1], np.int64)}),
        ("my_Reshape", "mixes the images"),
    ),
    "a remainder of two layers": (lambda: network(node("Mod", "image", "image", fmod=1)), ("my_Mod", "not supported")),
    "training mode": (
        lambda: network(
            node("BatchNormalization", "image", "a", "a", "a", "a", training_mode=1), weights={"a": array(1)}
        ),
        ("my_BatchNormalization", "training mode"),
    ),
    "channels padded by reflection": (
        lambda: network(node("Pad", "image", "p", mode="reflect"), weights={"p": np.eye(8, dtype=np.int64)[1]}),
        ("my_Pad", "'reflect'"),
    ),
    "weights that are not finite": (
        lambda: network(
            node("Conv", "image", "w", output="x"), FLATTEN, weights={"w": np.full((1, 1, 3, 3), np.nan, np.float32)}
        ),
        ("NaN",),
    ),
    "a missing attribute": (lambda: network(node("MaxPool", "image")), ("my_MaxPool", "kernel_shape")),
    "an attribute of another type": (
        lambda: network(node("MaxPool", "image", kernel_shape="two")),
        ("my_MaxPool", "'kernel_shape'"),
    ),
    "two channels": (
        lambda: network(node("Flatten", "image"), shape=(1, 2, 8, 8)),
        ("(2, 8, 8)", "1 or 3 channels"),
    ),
    "more than 224 cells": (
        lambda: network(node("Flatten", "image"), shape=(1, 1, 225, 8)),
        ("(1, 225, 8)", "224 × 224"),
    ),
}


@pytest.mark.parametrize("case", NETWORKS)
def test_invalid_onnx_network_is_refused(case: str, tmp_path: Path, target: Path) -> None:
    make, words = NETWORKS[case]
    path = tmp_path / "network.onnx"
    path.write_bytes(make().SerializeToString())
    assert_refused(path, target, *words)


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", bytes(300 * 2**20))
    return buffer.getvalue()


def torch_file(save: Callable[[Any, io.BytesIO], Any], thing: Any) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        save(thing, buffer)
    return buffer.getvalue()


def exported() -> bytes:
    return torch_file(torch.export.save, torch.export.export(torch.nn.Flatten(), (torch.zeros(2, 1, 8, 8),)))


def traced() -> bytes:
    module = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.Flatten())
    return torch_file(torch.jit.save, torch.jit.trace(module, torch.zeros(2, 1, 8, 8)))


class Hostile:
    """Writes a file when unpickled."""

    def __reduce__(self) -> Any:
        return (Path("hostile").write_text, ("it ran",))


FILES: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "empty": (lambda: b"", ("empty",)),
    "text": (lambda: b"not a network at all", ("text", "not a network at all", "as ONNX")),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), ("a picture", "as ONNX")),
    "numbers": (lambda: bytes(range(128, 256)), ("not readable as ONNX", "choose both files together")),
    "a bare pickle": (lambda: pickle.dumps({"weight": 1}), ("pickle", "refused")),
    "a zip bomb": (zip_bomb, ("unpacked it has", "refused")),
    "a zip of something else": (lambda: zip_bomb().replace(b"archive/data.pkl", b"archive/data.txt"), ("unpacked",)),
    "a cut zip": (lambda: traced()[:-100], ("damaged archive",)),
    "a cut program of torch.export": (lambda: exported()[:-50], ("network.bin", "not readable")),
    "TorchScript without its middle": (lambda: traced()[:500] + traced()[900:], ("network.bin",)),
    "a state_dict without an architecture": (
        lambda: torch_file(torch.save, {"weight": torch.zeros(3)}),
        ("'architecture'", "--state-dict"),
    ),
    "a checkpoint of a model that is not in the zoo": (
        lambda: torch_file(torch.save, {"architecture": "alexnet", "state_dict": {}}),
        ("'alexnet'", "gap10"),
    ),
    "a checkpoint with another architecture's weights": (
        lambda: torch_file(
            torch.save, {"architecture": "gap10", "state_dict": find_model("resmini").build().state_dict()}
        ),
        ("another architecture", "Gap10"),
    ),
    "a checkpoint that would run code": (lambda: torch_file(torch.save, {"a": Hostile()}), ("not readable",)),
    "a TorchScript branch on the image's numbers": (
        lambda: torch_file(torch.jit.save, torch.jit.script(Undecided())),
        ("depends on the image",),
    ),
    "a TorchScript operator that is not supported": (
        lambda: torch_file(torch.jit.save, torch.jit.script(Sine())),
        ("'sin'", "supported are convolution"),
    ),
}


class Undecided(torch.nn.Module):
    """Branches on the image."""

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        if bool(image.sum() > 0):
            return image.flatten(1)
        return -image.flatten(1)


class Sine(torch.nn.Module):
    """Has an unsupported operator."""

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return torch.sin(image).flatten(1)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("case", FILES)
def test_invalid_file_is_refused(case: str, tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make, words = FILES[case]
    path = tmp_path / "network.bin"
    path.write_bytes(make())
    assert_refused(path, target, *words)
    assert not (tmp_path / "hostile").exists()


def test_missing_file_is_refused(target: Path) -> None:
    assert_refused("nowhere.onnx", target, "nowhere.onnx", "cannot be opened")


def test_huge_file_is_refused(tmp_path: Path, target: Path) -> None:
    path = tmp_path / "large.onnx"
    with path.open("wb") as file:
        file.truncate(2**40)  # a hole: takes no room on the disk
    assert_refused(path, target, "larger than")


def test_model_file_is_not_a_source(target: Path, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    np.savez(path, graph=np.zeros(3, np.uint8))
    assert_refused(path, target, "model file of glasscnn's own")


def test_missing_factory_or_one_that_returns_no_module_is_refused(target: Path) -> None:
    assert_refused("no_such_module:Network", target, "no_such_module:Network", "ModuleNotFoundError")
    assert_refused("json:dumps", target, "json:dumps", "cannot be called")
    assert_refused("collections:OrderedDict", target, "nn.Module", "OrderedDict")


def test_weights_of_another_architecture_are_refused(tmp_path: Path, target: Path) -> None:
    weights = tmp_path / "weights.pt"
    torch.save(find_model("resmini").build().state_dict(), weights)
    sentence = refusal("import", "export_tools.zoo.gap10:Gap10", "--state-dict", weights, "--out", target)
    assert "another architecture than Gap10" in sentence
    assert target.read_bytes() == PRECIOUS


def test_module_with_an_unsupported_operator_is_refused(target: Path) -> None:
    assert_refused("tests.export.test_bad_input:Sine", target, "(sin)", "supported are convolution")


def test_options_that_do_not_match_are_refused(tmp_path: Path, target: Path) -> None:
    path = tmp_path / "network.onnx"
    path.write_bytes(network(node("Flatten", "image")).SerializeToString())
    for wish, words in {
        ("--stages", "relu7"): ("'relu7'", "there are my_Flatten"),
        ("--classes", "a,b"): ("64 classes", "found 2"),
        ("--mean", "0.1,0.2"): ("--mean", "found 2"),
        ("--std", "much"): ("--std", "'much'"),
        ("--shape", "1,8"): ("--shape", "C,H,W"),
        ("--shape", "1,9,9"): ("(1, 8, 8)", "(1, 9, 9)"),
    }.items():
        sentence = refusal("import", path, "--out", target, *wish)
        assert all(word in sentence for word in words), sentence
    assert target.read_bytes() == PRECIOUS


def test_verify_does_not_run_a_pickle_in_a_model_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    np.savez("model.npz", graph=np.array([Hostile()], dtype=object))
    assert "model.npz" in refusal("verify", "model.npz", "--against", "network.onnx")
    assert not Path("hostile").exists()


def test_invalid_inputs_of_verify_are_refused(tmp_path: Path) -> None:
    model, checkpoint = exported_gap10(tmp_path)
    for images, words in {
        "text": "not readable",
        "wrong shape": "(3, 1, 5, 5)",
        "too bright": "from 0 to 1",
    }.items():
        path = tmp_path / "images.npz"
        path.write_bytes(b"text")
        if images != "text":
            shape = (3, 5, 5) if images == "wrong shape" else (3, 28, 28)
            np.savez(path, images=np.full(shape, 7.0))
        assert words in refusal("verify", model, "--against", checkpoint, "--inputs", path)


def exported_gap10(folder: Path) -> tuple[Path, Path]:
    checkpoint = folder / "checkpoint.pt"
    torch.manual_seed(0)
    torch.save({"architecture": "gap10", "state_dict": MODELS[0].build().state_dict()}, checkpoint)
    result = CliRunner().invoke(build_app(), ["export", str(checkpoint), "--to", "npz"])
    assert result.exit_code == 0, result.output
    return folder / "gap10.npz", checkpoint


@pytest.mark.parametrize("full_when", ["the bytes are written", "they are flushed to the disk"])
def test_full_disk_leaves_the_previous_files(full_when: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model, checkpoint = exported_gap10(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    open_file = Path.open

    def open_to_read(path: Path, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        return full() if "w" in mode else open_file(path, mode, *arguments, **named)

    if full_when == "the bytes are written":
        monkeypatch.setattr(Path, "open", open_to_read)
    else:
        monkeypatch.setattr(os, "fsync", full)
    assert "No space left" in refusal("export", checkpoint, "--to", "all")
    assert "No space left" in refusal("import", checkpoint, "--out", model)
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_nothing_is_written_when_the_comparison_fails(tmp_path: Path, target: Path) -> None:
    _, checkpoint = exported_gap10(tmp_path)
    for command in (["import", checkpoint, "--out", target], ["export", checkpoint, "--out", target.parent]):
        result = CliRunner().invoke(build_app(), [*map(str, command), "--tolerance=-1"])
        assert result.exit_code == 1
        assert "differ" in result.output
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert target.read_bytes() == PRECIOUS


def small_network() -> bytes:
    weights = {"w": array(2, 1, 3, 3), "b": array(2), "v": array(18, 3)}
    nodes = [
        node("Conv", "image", "w", "b", output="c", strides=[2, 2]),
        node("Clip", "c", "low", "high", output="r"),
        node("Flatten", "r", output="f"),
        node("MatMul", "f", "v"),
    ]
    limits = {"low": np.zeros((), np.float32), "high": np.full((), 6, np.float32)}
    return network(*nodes, weights={**weights, **limits}).SerializeToString()


def in_another_file(location: str, offset: int | str = 0, length: int | str = 36) -> bytes:
    """A network whose only weight, 9 numbers, is in another file."""
    tensor = tensor_without_numbers("w", [1, 1, 3, 3], location)
    tensor.external_data.add(key="offset", value=str(offset))
    tensor.external_data.add(key="length", value=str(length))
    data: bytes = with_tensor(network(node("Conv", "image", "w", output="x"), FLATTEN), tensor).SerializeToString()
    return data


NUMBERS = np.arange(9, dtype="<f4").tobytes()
GIVEN: dict[str, tuple[bytes, dict[str, bytes], tuple[str, ...]]] = {
    "that is not given": (in_another_file("a.data"), {"b.data": NUMBERS}, ("'w'", "'a.data'", "choose both files")),
    "in a folder": (in_another_file("data/a"), {"a": NUMBERS, "data/a": NUMBERS}, ("'w'", "'data/a'", "no folders")),
    "in a folder of Windows": (in_another_file(r"data\a"), {r"data\a": NUMBERS}, ("'w'", "no folders")),
    "above the folder": (in_another_file("../a"), {"a": NUMBERS, "../a": NUMBERS}, ("'w'", "'../a'", "no folders")),
    "at an absolute path": (in_another_file("/etc/passwd"), {}, ("'w'", "'/etc/passwd'", "no folders")),
    "without a name": (in_another_file(""), {}, ("'w'", "which is missing")),
    "that is the folder above": (in_another_file(".."), {"..": NUMBERS}, ("'w'", "'..'")),
    "that is too short": (in_another_file("a", 4), {"a": NUMBERS}, ("'w'", "36 bytes", "has 32")),
    "from far behind its end": (in_another_file("a", 2**70), {"a": NUMBERS}, ("'w'", "has 0")),
    "from before its beginning": (in_another_file("a", -4), {"a": NUMBERS}, ("'w'",)),
    "of another length": (in_another_file("a", 0, 2**40), {"a": NUMBERS}, ("'w'", "36 bytes", "1,099,511,627,776")),
    "from no number": (in_another_file("a", "first"), {"a": NUMBERS}, ("'w'", "cannot be read")),
}


@pytest.mark.parametrize("case", GIVEN)
def test_invalid_external_data_is_refused(case: str) -> None:
    data, files, words = GIVEN[case]
    with pytest.raises(ModelError) as refused:
        onnx_to_npz(data, "network.onnx", files)
    assert all(word in str(refused.value) for word in words), refused.value


def test_impossible_offset_is_refused(tmp_path: Path, target: Path) -> None:
    (tmp_path / "a").write_bytes(NUMBERS)
    path = tmp_path / "network.onnx"
    path.write_bytes(in_another_file("a", 2**70))
    assert_refused(path, target, "'w'", "'a'", "cannot be read")


def test_damaged_onnx_file_raises_only_conversion_errors() -> None:
    data = small_network()
    finish(read_onnx(parse_model(data)), ImportOptions("whole"))
    random = np.random.default_rng(0)
    cut = [data[:length] for length in range(len(data))]
    changed = []
    for _ in range(1500):
        damaged = bytearray(data)
        for place in random.integers(0, len(data), random.integers(1, 5)):
            damaged[place] = random.integers(0, 256)
        changed.append(bytes(damaged))
    refused = 0
    for damaged_file in cut + changed:
        try:
            finish(read_onnx(parse_model(damaged_file)), ImportOptions("damaged"))
        except ConversionError:
            refused += 1
    assert refused > len(cut) // 2


def test_newest_opset_is_that_of_the_installed_onnx() -> None:
    assert onnx.defs.onnx_opset_version() == NEWEST_OPSET


def test_reading_onnx_imports_neither_torch_nor_onnx() -> None:
    code = (
        "import sys; sys.modules['torch'] = None; sys.modules['onnx'] = None;"
        "import glasscnn_import.onnx.reader, glasscnn_import.to_model"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
