"""A model file is read completely or refused, with a specific message for each fault."""

import io
import json
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn.engine import Graph
from glasscnn.model import Model, npz_format, read_model, write_model
from glasscnn.model.graph_json import graph_from_json, graph_to_json
from tests.support.graphs import Weights, make_graph, make_node, small_model

PROJECT = Path(__file__).resolve().parents[2]


def npz(entries: dict[str, Any]) -> bytes:
    """A `.npz` with these arrays, written by NumPy."""
    file = io.BytesIO()
    np.savez_compressed(file, **entries)
    return file.getvalue()


def file_with(change_graph: Callable[[dict[str, Any]], object] = lambda _: None, **change_arrays: Any) -> bytes:
    """The small model's file with a modified graph, and arrays replaced or (None) removed."""
    graph, weights = small_model()
    document = json.loads(graph_to_json(graph))
    change_graph(document)
    arrays: dict[str, Any] = {"graph": np.frombuffer(json.dumps(document).encode(), np.uint8), **weights}
    arrays.update({name.replace("__", "."): array for name, array in change_arrays.items()})
    return npz({name: array for name, array in arrays.items() if array is not None})


def refused(data: bytes, sentence: str) -> None:
    with pytest.raises(glasscnn.ModelError, match=sentence) as caught:
        glasscnn.load(data)
    assert "\n" not in str(caught.value)


def test_written_model_is_read_back_with_the_same_values() -> None:
    graph, weights = small_model()
    read_graph, read_weights = read_model(write_model(graph, weights))
    assert read_graph == graph
    assert read_weights.keys() == weights.keys()
    for name, array in weights.items():
        np.testing.assert_array_equal(read_weights[name], array)


def test_numpy_alone_can_read_the_file() -> None:
    with np.load(io.BytesIO(write_model(*small_model())), allow_pickle=False) as file:
        assert json.loads(bytes(file["graph"]))["format"] == "glasscnn"
        assert file["conv.weight"].shape == (4, 1, 3, 3)


def test_writing_is_deterministic() -> None:
    graph, weights = small_model()
    assert write_model(graph, weights) == write_model(graph, dict(reversed(weights.items())))


def test_float16_weights_are_loaded_as_float32() -> None:
    graph, weights = small_model()
    _, read = read_model(write_model(graph, weights, half=True))
    assert all(array.dtype == np.float32 for array in read.values())
    np.testing.assert_allclose(read["conv.weight"], weights["conv.weight"], rtol=1e-3)


@pytest.mark.parametrize("name", ["deep", "gap10", "lenet5", "resmini"])
def test_bundled_models_load_by_name_from_any_folder(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    expected = glasscnn.load(PROJECT / "weights" / f"{name}.npz")
    assert write_model(glasscnn.load(name).graph, glasscnn.load(name).weights) == write_model(
        expected.graph, expected.weights
    )


@pytest.mark.parametrize("source", ["gap11", "gap10.npz", "weights/gap10.npz", Path("gap10"), ""])
def test_unknown_source_is_refused_with_the_names_of_the_bundled_models(
    source: str | Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sentence = r"neither a bundled model \(deep, gap10, lenet5, resmini\) nor a file"
    with pytest.raises(FileNotFoundError, match=sentence) as caught:
        glasscnn.load(source)
    assert caught.value.filename == str(source)


def test_file_named_like_a_bundled_model_loads_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gap10").write_bytes(file_with())
    assert glasscnn.load("./gap10").graph.name == glasscnn.load(Path("gap10")).graph.name == "test"
    assert glasscnn.load("gap10").graph.name == "gap10"


def test_a_path_bytes_and_an_open_file_load_the_same_model(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    Model(*small_model()).save(path)
    image = np.full((1, 8, 8), 0.5, np.float32)
    with path.open("rb") as file:
        results = [glasscnn.load(source).predict(image) for source in (path, str(path), path.read_bytes(), file)]
    assert len({result.probabilities.tobytes() for result in results}) == 1


def test_failed_save_leaves_only_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(b"what was there")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        Model(*small_model()).save(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["model.npz"]
    assert path.read_bytes() == b"what was there"


def test_probabilities_are_added_if_the_file_has_no_softmax() -> None:
    nodes = [make_node("gap", "global_avg_pool2d", "image"), make_node("probabilities", "linear", "gap")]
    model = Model(make_graph(nodes, "probabilities", 2), {"probabilities.weight": np.ones((2, 1), np.float32)})
    assert model.graph.nodes[-1].op == "softmax"
    np.testing.assert_array_equal(model.predict(np.ones((1, 8, 8))).probabilities, [0.5, 0.5])


# What can be wrong with the file


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip file at all", b"\x00" * 500])
def test_bytes_that_are_not_an_archive_are_refused(data: bytes) -> None:
    refused(data, "not readable as .npz .*damaged or of another kind")


def test_every_truncated_file_is_refused() -> None:
    whole = write_model(*small_model())
    for length in range(0, len(whole), 97):
        refused(whole[:length], "^not readable as .npz")


def test_flipped_byte_is_refused_or_has_no_effect() -> None:
    whole = write_model(*small_model())
    for place in range(30, len(whole), 53):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        try:
            graph, weights = read_model(bytes(damaged))
        except glasscnn.ModelError:
            continue
        assert write_model(graph, weights) == whole


def test_too_large_file_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npz_format, "LARGEST_FILE", 500)
    refused(write_model_unchecked(), "the file has .* bytes, a model at most 500")


def write_model_unchecked() -> bytes:
    return file_with()


def test_a_decompression_bomb_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("graph.npy", b"\0" * (80 * 2**20))
    assert len(file.getvalue()) < 200_000
    refused(file.getvalue(), "unpacked, the file has 83,886,080 bytes")


def test_archive_with_false_sizes_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("graph.npy", b"\0" * (80 * 2**20))
    lying = file.getvalue().replace(struct.pack("<I", 80 * 2**20), struct.pack("<I", 100))
    refused(lying, "not readable as .npz")


def test_too_many_entries_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(npz_format.LARGEST_ENTRIES + 1):
            archive.writestr(f"{number}.npy", b"")
    refused(file.getvalue(), "has 4,097 entries")


def test_non_array_and_duplicate_entries_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("run_me.py", b"print('hello')")
    refused(file.getvalue(), "unexpected entry 'run_me.py'")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("graph.npy", b"")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("graph.npy", b"")
    refused(file.getvalue(), "unexpected entry 'graph.npy'")


def test_a_pickle_is_refused_and_not_run(tmp_path: Path) -> None:
    witness = tmp_path / "was_run"

    class Hostile:
        def __reduce__(self) -> Any:
            return Path.touch, (witness,)

    refused(
        file_with(conv__bias=np.array([Hostile()], dtype=object)), "'conv.bias' is object, expected float32 or float16"
    )
    assert not witness.exists()


def test_array_with_a_huge_declared_shape_is_refused_without_allocating_it() -> None:
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": (10**5, 10**4)})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, zipfile.ZipFile(io.BytesIO(file_with())) as original:
        for info in original.infolist():
            archive.writestr(
                info.filename, header.getvalue() if info.filename == "conv.bias.npy" else original.read(info)
            )
    refused(file.getvalue(), r"'conv.bias' of shape \(100000, 10000\) needs 4,000,000,000 bytes, the file has 0")


def test_a_damaged_array_header_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("graph.npy", b"\x93NUMPY\x01\x00\x10\x00{'descr': broken")
    refused(file.getvalue(), "'graph' has a damaged header")


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"graph": None}, "no entry 'graph': it is an .npz file, but not a glasscnn model"),
        ({"graph": np.zeros(3)}, "'graph' is float64, expected uint8"),
        ({"graph": np.frombuffer(b"\xff\xfe", np.uint8)}, "graph: not UTF-8"),
        ({"graph": np.frombuffer(b"{", np.uint8)}, "graph: not readable as JSON"),
        ({"graph": np.frombuffer(b"[" * 100_000, np.uint8)}, "graph: more than 100 nested brackets"),
        ({"graph": np.frombuffer(b'{"format": NaN}', np.uint8)}, "NaN is not allowed in a model"),
        ({"graph": np.frombuffer(b"[1]", np.uint8)}, r"expected format 'glasscnn', found \[1\]"),
        ({"conv__bias": np.zeros(4)}, "'conv.bias' is float64, expected float32 or float16"),
        ({"conv__bias": np.zeros(4, ">f4")}, "'conv.bias' is >f4, expected float32 or float16"),
        ({"conv__bias": np.zeros(5, "f4")}, r"node 'conv': expected bias of shape \(4,\), found \(5,\)"),
        ({"conv__bias": np.full(4, np.nan, "f4")}, "'conv.bias' contains NaN or infinity"),
        ({"conv__bias": np.full(4, np.inf, "f2")}, "'conv.bias' contains NaN or infinity"),
        ({"conv__weight": None}, "node 'conv': the array 'conv.weight' is missing"),
        ({"conv__weight": np.zeros((4, 2, 3, 3), "f4")}, r"'conv': weight \(4, 2, 3, 3\) .* fit its input \(1, 8, 8\)"),
        ({"conv__weight": np.zeros((4, 1, 9, 3), "f4")[:, :, :0]}, "is empty"),
        ({"conv__weight": np.zeros((4, 1, 11, 3), "f4")}, r"window \[11, 3\] does not fit into its input \(1, 8, 8\)"),
        ({"logits__weight": np.zeros((3, 7), "f4")}, r"node 'logits': weight \(3, 7\) does not fit its input \(4,\)"),
        ({"logits__weight": np.zeros((5, 4), "f4"), "logits__bias": np.zeros(5, "f4")}, r"one logit for each of"),
        ({"stray": np.zeros(1, "f4")}, "'stray' belongs to no node"),
        ({"relu__weight": np.zeros(1, "f4")}, "'relu.weight' belongs to no node"),
    ],
)  # fmt: skip
def test_missing_unknown_and_mismatched_arrays_are_refused(arrays: dict[str, Any], sentence: str) -> None:
    refused(file_with(**arrays), sentence)


def set_node(number: int, **fields: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["nodes"][number].update(fields)


def set_input(**fields: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["input"].update(fields)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d.update(format="other"), "expected format 'glasscnn', found 'other'"),
        (lambda d: d.update(version=3), "format version 3, this glasscnn reads versions 1 and 2; .* newer glasscnn"),
        (lambda d: d.pop("version"), "format version None"),
        (lambda d: d.update(nodes=[]), "at least one node"),
        (lambda d: d.update(nodes=7), "expected nodes to be a list, found 7"),
        (lambda d: d.update(nodes=[3]), "node 1: expected an object, found 3"),
        (lambda d: d.update(name=5), "expected name to be a string, found 5"),
        (lambda d: d.update(classes=[]), "at least one node and one class"),
        (lambda d: d.update(classes=[1, 2, 3]), "expected classes to be strings"),
        (lambda d: d.update(output="nowhere"), "output 'nowhere' is not a node"),
        (lambda d: d.update(output="image"), "output 'image' is not a node"),
        (lambda d: d.update(output="pool"), r"'pool': the output has shape \(4, 4, 4\), expected \(3,\)"),
        (lambda d: d["stages"][0].update(node="gone"), "stage 'conv': there is no node 'gone'"),
        (lambda d: d["stages"][1].update(name="conv"), "stage 'conv': the name is used twice"),
        (set_input(shape=[1, 8]), r"expected shape \[C, H, W\] of integers above 0, found \[1, 8\]"),
        (set_input(shape=[1, 8, 0]), "integers above 0"),
        (set_input(shape=[1, 8, True]), "integers above 0"),
        (set_input(shape=[1, 10**9, 10**9]), "exceeds the limit of 50,000,000 numbers"),
        (set_input(mean=[0, 0]), "expected mean to be 1 finite numbers, one for each channel"),
        (set_input(std=[0]), "expected std other than 0"),
        (set_input(std=[float("inf")]), "Infinity is not allowed in a model"),
        (set_node(0, op="conv3d"), "node 'conv': unknown op 'conv3d'; known are absolute, "),
        (set_node(0, op=["x"]), r"expected op to be a string"),
        (set_node(0, inputs=["later"]), "node 'conv': its input 'later' is neither the image nor an earlier node"),
        (set_node(0, inputs=["conv"]), "node 'conv': its input 'conv' is neither"),
        (set_node(0, inputs=[]), "node 'conv': conv2d takes 1 inputs, found 0"),
        (set_node(0, inputs=["image", "image"]), "conv2d takes 1 inputs, found 2"),
        (set_node(1, name="conv"), "node 'conv': the name is used twice"),
        (set_node(1, name="image"), "node 'image': the name is used twice"),
        (set_node(0, strides=[1, 1]), "conv2d has no attribute 'strides'"),
        (set_node(0, stride=[0, 1]), "expected stride to be two integers from 1"),
        (set_node(0, stride=[1.5, 1]), "expected stride to be two integers"),
        (set_node(0, padding=1), r"expected padding to be \[top, left, bottom, right\]"),
        (set_node(0, padding=[4096] * 4), "exceeds the limit of 50,000,000 numbers|does not fit"),
        (set_node(0, groups=3), "node 'conv': weight .* with groups=3 does not fit"),
        (set_node(2, kernel_size=[9, 9]), r"node 'pool': its window \[9, 9\] does not fit into its input \(4, 8, 8\)"),
        (set_node(2, padding=[2, 2, 2, 2]), "a window .* would cover no cell"),
        (set_node(2, ceil_mode=1), "expected ceil_mode to be true or false"),
        (set_node(1, maximum=-1), "expected maximum to be a number above 0"),
        (lambda d: d["nodes"][2].pop("kernel_size"), "max_pool2d needs the attribute 'kernel_size'"),
        (set_node(3, op="flatten"), r"node 'logits': weight \(3, 4\) does not fit its input \(64,\)"),
        (set_node(3, op="batch_norm2d"), "the array 'gap.running_mean' is missing"),
        (set_node(4, inputs=["pool"]), r"does not fit its input \(4, 4, 4\); expected \(out_features, 64\)"),
        (set_node(5, op="add", inputs=["logits", "gap"]), r"equal shape, found \(3,\) and \(4,\)"),
        (set_node(5, op="concat", inputs=["relu", "pool"]), r"equal size, found \(4, 8, 8\) and \(4, 4, 4\)"),
        (set_node(5, op="max_pool2d", kernel_size=[1, 1], stride=[1, 1]), r"found an input of shape \(3,\)"),
        (lambda d: d.update(nodes=d["nodes"] * 400), "2,400 nodes, at most 2,000 are allowed"),
    ],
)  # fmt: skip
def test_invalid_graph_is_refused_with_a_message_that_names_the_reason(
    change: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    refused(file_with(change), sentence)


def test_negative_std_inverts_the_image() -> None:
    inverted = glasscnn.load(file_with(set_input(mean=[1], std=[-1])))
    as_it_is = glasscnn.load(file_with(set_input(mean=[0], std=[1])))
    images = np.random.default_rng(0).random((3, 1, 8, 8), np.float32)
    expected = as_it_is.predict(1 - images)
    np.testing.assert_allclose(inverted.predict(images).probabilities, expected.probabilities, atol=1e-6)
    for image, probabilities in zip(images, expected.probabilities, strict=True):
        np.testing.assert_allclose(inverted.predict(image).probabilities, probabilities, atol=1e-6)


def test_graph_round_trips_through_json() -> None:
    graph: Graph = small_model()[0]
    assert graph_from_json(graph_to_json(graph)) == graph


def test_weights_of_nodes_with_dots_in_their_names_are_distinct() -> None:
    nodes = [
        make_node("a", "conv2d", "image"),
        make_node("a.b", "conv2d", "a"),
        make_node("gap", "global_avg_pool2d", "a.b"),
    ]
    weights: Weights = {"a.weight": np.full((1, 1, 1, 1), 2, "f4"), "a.b.weight": np.full((1, 1, 1, 1), 3, "f4")}
    result = Model(make_graph(nodes, "gap", 1), weights).predict(np.full((1, 8, 8), 0.75, "f4"))
    assert result.stages["gap"] == pytest.approx([2 * 3 * 1.0])
