"""Files of other kinds are recognised by their contents, and the sentence says what helps."""

import gzip
import importlib.util
import io
import json
import os
import pickle
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

from export_tools.conversion.importer import import_model
from export_tools.conversion.sources import open_source
from export_tools.errors import ToolError
from glasscnn import ModelError, load
from glasscnn_import.in_browser import onnx_to_npz
from glasscnn_import.onnx.packed_floats import packed_floats_as_raw_data
from glasscnn_import.onnx.proto import parse_model

PROJECT = Path(__file__).resolve().parents[2]
HDF5 = b"\x89HDF\r\n\x1a\n" + bytes(100)


def saved(save: Callable[[Any, io.BytesIO], Any], thing: Any) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        save(thing, buffer)
    return buffer.getvalue()


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return buffer.getvalue()


def pt2() -> bytes:
    return saved(torch.export.save, torch.export.export(torch.nn.Flatten(), (torch.zeros(2, 1, 8, 8),)))


def torchscript() -> bytes:
    return saved(torch.jit.save, torch.jit.trace(torch.nn.Flatten(), torch.zeros(2, 1, 8, 8)))


def state_dict(is_new: bool = True) -> bytes:
    def save(thing: Any, file: io.BytesIO) -> None:
        torch.save(thing, file, _use_new_zipfile_serialization=is_new)

    return saved(save, {"weight": torch.zeros(3)})


def safetensors() -> bytes:
    header = json.dumps({"w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    return len(header).to_bytes(8, "little") + header + bytes(4)


LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"

NO_MODEL: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "a Git LFS pointer": (lambda: LFS, ("Git LFS pointer", "git lfs pull")),
    "a web page": (lambda: b"\n<!DOCTYPE html><html>...", ("web page", "download the file itself")),
    "a placeholder": (lambda: b"Real ONNX model would go here...", ("text", "Real ONNX model", "as ONNX")),
    "JSON": (lambda: b'{"a": 1}', ("text", '{\\"a\\": 1}')),
    "text in another language": (lambda: "Hier käme das Modell hin – später.".encode() * 40, ("text", "Hier käme")),
    "TensorFlow.js": (lambda: b'{"format": "layers-model", "x": 1}', ("TensorFlow.js", "tf2onnx")),
    "TensorFlow Lite": (lambda: b"\x1c\0\0\0TFL3" + bytes(99), ("TensorFlow Lite", "tf2onnx.convert --tflite")),
    "a SavedModel": (lambda: zipped(model__saved_model_dot_pb=b"\x08\x01"), ("SavedModel", "--saved-model")),
    "safetensors": (safetensors, ("safetensors", "torch.onnx.export")),
    "a pickle": (lambda: pickle.dumps({"weight": 1}), ("pickle", "refused", "skl2onnx")),
    "an old state_dict": (lambda: state_dict(is_new=False), ("pickle", "torch.onnx.export")),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), ("a picture",)),
    "an iPhone's picture": (lambda: b"\0\0\0\x18ftypheic" + bytes(100), ("HEIC",)),
    "a PDF": (lambda: b"%PDF-1.7", ("a PDF",)),
    "gzip": (lambda: gzip.compress(b"model"), ("gzip", "unpack it")),
    "an array": (lambda: saved(lambda array, file: np.save(file, array), np.zeros(3)), ("single array",)),
    "another archive": (lambda: zipped(a_dot_txt=b"a"), ("an archive of",)),
    "a cut archive": (lambda: torchscript()[:-60], ("damaged archive",)),
    "nothing": (lambda: b"", ("empty",)),
    "random bytes": (lambda: np.random.default_rng(0).bytes(300), ("not readable as ONNX", "choose both files")),
}

FOR_THE_COMMAND: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "pt2": (pt2, ("torch.export", "python -m export_tools import")),
    "TorchScript": (torchscript, ("TorchScript", "python -m export_tools import model.pt", "torch.onnx.export")),
    "a state_dict": (state_dict, ("state_dict", "--state-dict weights.pt", "torch.onnx.export")),
    "HDF5 of Keras": (lambda: HDF5, ("HDF5", "Keras", "tf2onnx.convert --keras")),
    "Keras": (
        lambda: zipped(metadata_dot_json=b"{}", config_dot_json=b"{}", model_dot_weights_dot_h5=HDF5),
        ("Keras", "python -m export_tools import model.keras"),
    ),
    "an archive with ONNX": (lambda: zipped(m_dot_onnx=b"\x08\x07"), ("unpack it", ".onnx")),
    "glasscnn's own": (lambda: saved(lambda array, file: np.savez(file, graph=array), np.zeros(3)), ("own",)),
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("kind", [*NO_MODEL, *FOR_THE_COMMAND])
def test_page_says_what_a_file_is_and_what_helps(kind: str) -> None:
    make, words = (NO_MODEL | FOR_THE_COMMAND)[kind]
    with pytest.raises(ModelError) as refused:
        onnx_to_npz(make(), "model.onnx")
    sentence = str(refused.value)
    assert sentence.startswith("model.onnx: ")
    assert all(word in sentence for word in words), sentence
    assert "\n" not in sentence
    assert len(sentence) < 400


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("kind", NO_MODEL)
def test_command_says_what_a_file_is_and_what_helps(kind: str, tmp_path: Path) -> None:
    make, words = NO_MODEL[kind]
    path = tmp_path / "model.onnx"
    path.write_bytes(make())
    with pytest.raises(ToolError) as refused:
        open_source(str(path))
    assert all(word in str(refused.value) for word in words), refused.value


def network(external: bool = False, packed: bool = True) -> bytes:
    """A dense network whose weights are packed floats, or in the file `network.onnx.data`."""
    weight = np.random.default_rng(0).normal(0, 1, (64, 10)).astype(np.float32)
    if external:
        tensor = numpy_helper.from_array(weight, "w")
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="network.onnx.data")
    elif packed:
        tensor = helper.make_tensor("w", TensorProto.FLOAT, weight.shape, weight.ravel().tolist())
    else:
        tensor = numpy_helper.from_array(weight, "w")
    half = helper.make_tensor("half", TensorProto.DOUBLE, (1, 64), [0.5] * 64)
    nodes = [
        helper.make_node("Constant", [], ["double"], value=half),
        helper.make_node("Cast", ["double"], ["scale"], to=TensorProto.FLOAT),
        helper.make_node("Flatten", ["image"], ["flat"]),
        helper.make_node("Gemm", ["flat", "w"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 1, 8, 8])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 10])],
        [tensor],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    data: bytes = model.SerializeToString()
    return data


def weights_of_network() -> bytes:
    return np.random.default_rng(0).normal(0, 1, (64, 10)).astype("<f4").tobytes()


@pytest.mark.parametrize("folder", ["", "export__"])
def test_archive_of_a_network_and_its_weights_is_imported(folder: str, tmp_path: Path) -> None:
    files = {"network_dot_onnx": network(external=True), "network_dot_onnx_dot_data": weights_of_network()}
    path = tmp_path / "download.zip"
    path.write_bytes(zipped(**{f"{folder}{name}": data for name, data in files.items()}))
    source = open_source(str(path))
    data, comparison = import_model(source, source.options)
    assert comparison.ok
    assert comparison.model == "network"
    expected = load(onnx_to_npz(network(), "network.onnx")).weights
    np.testing.assert_array_equal(load(data).weights["w"], expected["w"]) if "w" in expected else None
    assert list(load(data).weights) == list(expected)
    assert all(np.array_equal(array, expected[name]) for name, array in load(data).weights.items())


def test_archive_with_two_networks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "download.zip"
    path.write_bytes(zipped(a_dot_onnx=network(), b_dot_onnx=network()))
    with pytest.raises(ToolError, match=r"a\.onnx, b\.onnx; expected one \.onnx"):
        open_source(str(path))


def test_packed_floats_are_read_in_one_step_with_the_same_values() -> None:
    packed, raw = parse_model(network()), parse_model(network(packed=False))
    (tensor,) = packed.graph.initializer
    assert len(tensor.float_data) == 0
    assert tensor.raw_data == raw.graph.initializer[0].raw_data
    assert packed.graph.node[0].attribute[0].t.raw_data == np.full(64, 0.5).tobytes()
    assert onnx_to_npz(network(), "n.onnx") == onnx_to_npz(network(packed=False), "n.onnx")


def test_floats_that_cannot_be_renamed_remain_as_they_are() -> None:
    model = parse_model(network(packed=False))
    data = model.SerializeToString()
    assert packed_floats_as_raw_data(data) is data
    tensor = model.graph.initializer[0]
    tensor.float_data.append(1)  # beside raw_data
    data = model.SerializeToString()
    assert packed_floats_as_raw_data(data) is data
    halves = helper.make_tensor("h", TensorProto.FLOAT16, (2,), [1.0, 2.0])  # in int32_data
    tensor.CopyFrom(halves)
    data = model.SerializeToString()
    assert packed_floats_as_raw_data(data) is data


def test_damaged_file_is_renamed_or_left_but_never_an_error() -> None:
    data, random = network(), np.random.default_rng(0)
    for length in range(0, len(data), 7):
        packed_floats_as_raw_data(data[:length])
    for _ in range(500):
        damaged = bytearray(data)
        for place in random.integers(0, len(data), 4):
            damaged[place] = random.integers(0, 256)
        packed_floats_as_raw_data(bytes(damaged))


def test_network_of_keras_without_keras_says_how_to_convert_it(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['keras'] = None; from export_tools.conversion.sources import open_source;"
        "open_source(sys.argv[1])"
    )
    for name, data in {
        "model.h5": HDF5,
        "model.keras": zipped(config_dot_json=b"{}", model_dot_weights_dot_h5=HDF5),
    }.items():
        path = tmp_path / name
        path.write_bytes(data)
        result = subprocess.run(
            [sys.executable, "-c", code, str(path)],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=False,
        )
        for words in (name, "Keras is not installed", "pip install keras", 'format="onnx"', "tf2onnx.convert --keras"):
            assert words in result.stderr, result.stderr


def test_keras_that_could_run_code_of_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keras", SimpleNamespace(__version__="3.8.0"))
    path = tmp_path / "model.h5"
    path.write_bytes(HDF5)
    with pytest.raises(ToolError, match=r"Keras 3\.8\.0 could run code.*3\.11\.3 or newer"):
        open_source(str(path))


@pytest.mark.filterwarnings("ignore")  # of Keras and PyTorch
@pytest.mark.skipif(importlib.util.find_spec("keras") is None, reason="Keras is not installed")
@pytest.mark.parametrize("suffix", ["keras", "h5"])
def test_network_of_keras_is_imported_with_the_same_values(suffix: str, tmp_path: Path) -> None:
    import keras

    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(4, 3, activation="relu", padding="same"),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    path = tmp_path / f"digits.{suffix}"
    model.save(path)
    source = open_source(str(path))
    data, comparison = import_model(source, source.options)
    assert comparison.ok
    images = np.random.default_rng(0).random((3, 1, 28, 28), np.float32)
    expected = model.predict(images.transpose(0, 2, 3, 1), verbose=0)
    np.testing.assert_allclose(load(data).probabilities(images), expected, atol=1e-4)

    code = keras.Sequential([keras.Input((28, 28, 1)), layers.Lambda(lambda x: x), layers.Flatten(), layers.Dense(10)])
    code.save(path)
    with pytest.raises(ToolError, match="Keras cannot convert it"):
        open_source(str(path))
