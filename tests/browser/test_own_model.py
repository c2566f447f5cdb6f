"""The visitor's model: `.npz` and `.onnx`, with its own stages, never uploaded, stored if the visitor wishes."""

import base64
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from playwright.sync_api import Browser, Locator, expect

import glasscnn
from export_tools.conversion.onnx_io.writer import write_onnx
from glasscnn.engine import Graph, Stage
from glasscnn.model import write_model
from glasscnn_import.in_browser import onnx_to_npz, read
from tests.browser.conftest import Host, hosting
from tests.browser.support.digits import quick_digits
from tests.browser.support.made_models import IMAGE, Maker
from tests.browser.support.visitor import PROJECT, Visitor, default_model
from tests.browser.test_accessibility import violations
from tests.support.plain_onnx import plain_onnx

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()


def small_onnx(channels: int = 1, size: int = 20, op: str = "Relu") -> bytes:
    """Convolution, activation, global average, linear: made with ONNX's own helpers, random weights."""
    random = np.random.default_rng(5)
    arrays = {
        "conv.weight": random.normal(size=(4, channels, 3, 3)).astype(np.float32),
        "conv.bias": random.normal(size=4).astype(np.float32),
        "fc.weight": random.normal(size=(3, 4)).astype(np.float32),
        "fc.bias": random.normal(size=3).astype(np.float32),
    }
    nodes = [
        helper.make_node("Conv", ["image", "conv.weight", "conv.bias"], ["c"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        helper.make_node(op, ["c"], ["r"]),
        helper.make_node("GlobalAveragePool", ["r"], ["g"]),
        helper.make_node("Flatten", ["g"], ["f"]),
        helper.make_node("Gemm", ["f", "fc.weight", "fc.bias"], ["logits"], transB=1),
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", channels, size, size])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 3])],
        [numpy_helper.from_array(array, name) for name, array in arrays.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    data: bytes = model.SerializeToString()
    return data


def in_two_files(location: str = "two.onnx.data") -> tuple[bytes, bytes]:
    """The same as PyTorch writes it by default: the network, and its weights in another file."""
    model = onnx.load_from_string(small_onnx())
    numbers = b""
    for tensor in model.graph.initializer:
        entries = {"location": location, "offset": len(numbers), "length": len(tensor.raw_data)}
        numbers += tensor.raw_data
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in entries.items():
            tensor.external_data.add(key=key, value=str(value))
    return model.SerializeToString(), numbers


def bring(visitor: Visitor, data: bytes, name: str) -> None:
    visitor.choose_file(data, name)


def test_a_file_that_cannot_be_read_any_more_is_said_and_the_model_before_stays(visitor: Visitor) -> None:
    before = visitor.page.evaluate("glasscnn.getState().model")
    visitor.page.evaluate(
        """() => {
          const gone = () => Promise.reject(new DOMException("The file was moved", "NotReadableError"));
          Object.defineProperty(File.prototype, "arrayBuffer", { value: gone, configurable: true });
        }"""
    )
    bring(visitor, b"", "gone.npz")
    expect(visitor.part("alert")).to_contain_text("gone.npz could not be read from your disk: The file was moved.")
    visitor.page.evaluate("delete File.prototype.arrayBuffer")
    assert visitor.page.evaluate("glasscnn.getState().model") == before
    visitor.part("alert").get_by_role("button", name="Dismiss").click()


def test_an_onnx_file_is_read_in_the_browser_by_the_toolchain_s_importer(visitor: Visitor) -> None:
    asked = len(visitor.requests)
    bring(visitor, small_onnx(), "my model.onnx")
    visitor.page.wait_for_function("() => glasscnn.getState().model === 'my-model'")
    assert [url for url in visitor.requests[asked:] if url.endswith("onnx.zip")]
    assert visitor.strangers() == []
    visitor.draw(SAMPLES[3])
    shown = visitor.read_again()
    assert shown["stages"]["image"]["shape"] == [1, 20, 20]
    image = np.reshape(shown["stages"]["image"]["data"], (1, 20, 20)).astype(np.float32)
    expected = glasscnn.load(onnx_to_npz(small_onnx(), "my model.onnx")).predict(image)
    assert list(shown["stages"]) == list(expected.stages)
    np.testing.assert_allclose(shown["probabilities"], expected.probabilities, atol=1e-5)
    expect(visitor.page.locator("#bars li")).to_have_count(3)
    expect(visitor.part("own-model")).to_contain_text("on this device only")
    visitor.part("own-model-close").click()
    assert not visitor.errors


def test_an_rgb_onnx_model_takes_a_picture_in_colour(visitor: Visitor) -> None:
    bring(visitor, small_onnx(channels=3, size=16), "rgb.onnx")
    visitor.page.wait_for_function("() => glasscnn.getState().model === 'rgb'")
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (120, 120), (200, 30, 60)).save(file, "PNG")
    visitor.page.locator("#image-file").set_input_files(
        {"name": "red.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    expect(visitor.part("picture-colours")).to_be_visible()
    image = np.broadcast_to(np.array([200, 30, 60], np.float32)[:, None, None] / 255, (3, 16, 16))
    expected = glasscnn.load(onnx_to_npz(small_onnx(channels=3, size=16), "rgb.onnx")).predict(image)
    visitor.page.wait_for_function(
        "(label) => document.getElementById('prediction').textContent === label", arg=str(expected.label)
    )
    visitor.part("clear").click()
    visitor.part("own-model-close").click()


def choose(visitor: Visitor, files: Mapping[str, bytes]) -> None:
    visitor.page.locator("#model-file").set_input_files(
        [{"name": name, "mimeType": "", "buffer": data} for name, data in files.items()]
    )


def drop(visitor: Visitor, files: Mapping[str, bytes]) -> None:
    visitor.page.evaluate(
        """(files) => {
          const dataTransfer = new DataTransfer();
          for (const [name, data] of files) {
            dataTransfer.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name));
          }
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        [(name, base64.b64encode(data).decode()) for name, data in files.items()],
    )


def assert_reads_as_onnx_runtime_does(visitor: Visitor, data: bytes) -> None:
    visitor.draw(SAMPLES[3])
    shown = visitor.read_again()["stages"]
    image = np.reshape(shown["image"]["data"], (1, *shown["image"]["shape"])).astype(np.float32)
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    (logits,) = session.run(["logits"], {"image": image})
    np.testing.assert_allclose(shown["logits"]["data"], logits[0], atol=1e-5)


@pytest.mark.parametrize("order", ["the network first", "the numbers first"])
@pytest.mark.parametrize("way", [choose, drop])
def test_a_network_and_the_file_with_its_numbers_are_one_model(
    visitor: Visitor, way: Callable[[Visitor, Mapping[str, bytes]], None], order: str
) -> None:
    network, numbers = in_two_files()
    files = {"two.onnx": network, "two.onnx.data": numbers}
    way(visitor, files if order == "the network first" else dict(reversed(files.items())))
    visitor.page.wait_for_function("() => glasscnn.getState().model === 'two'")
    assert_reads_as_onnx_runtime_does(visitor, small_onnx())
    expect(visitor.part("alert")).to_be_hidden()
    expect(visitor.part("own-model")).to_contain_text("on this device only")
    expect(visitor.part("own-model")).not_to_contain_text("Not needed")
    visitor.part("own-model-close").click()


def test_a_file_that_the_network_does_not_need_is_named_and_does_no_harm(visitor: Visitor) -> None:
    network, numbers = in_two_files("weights")
    drop(visitor, {"notes.txt": b"mine", "weights": numbers, "two.onnx": network})
    visitor.page.wait_for_function("() => glasscnn.getState().model === 'two'")
    expect(visitor.part("own-model")).to_contain_text("Not needed: notes.txt.")
    assert_reads_as_onnx_runtime_does(visitor, small_onnx())
    visitor.part("own-model-close").click()


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_an_archive_of_a_network_and_its_numbers_is_one_model(visitor: Visitor) -> None:
    network, numbers = in_two_files()
    files = {"export/two.onnx.data": numbers, "export/two.onnx": network}
    drop(visitor, {"download.zip": zipped(files)})
    visitor.page.wait_for_function("() => glasscnn.getState().model === 'two'")
    assert_reads_as_onnx_runtime_does(visitor, small_onnx())
    visitor.part("own-model-close").click()


def with_outputs_of_keras() -> bytes:
    """A network on images (H, W, C), with maps (H, W, C), whose second output is the answer."""
    random = np.random.default_rng(7)
    arrays = {
        "w": random.normal(size=(4, 1, 3, 3)).astype(np.float32),
        "dense": random.normal(size=(12 * 12 * 4, 10)).astype(np.float32) * np.float32(0.1),
        "five": random.normal(size=(12 * 12 * 4, 5)).astype(np.float32) * np.float32(0.1),
    }
    nodes = [
        helper.make_node("Transpose", ["image"], ["chw"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["chw", "w"], ["conv"], pads=[1, 1, 1, 1]),
        helper.make_node("Transpose", ["conv"], ["hwc"], perm=[0, 2, 3, 1]),
        helper.make_node("Relu", ["hwc"], ["maps"]),
        helper.make_node("Flatten", ["maps"], ["flat"]),
        helper.make_node("MatMul", ["flat", "dense"], ["logits"]),
        helper.make_node("MatMul", ["flat", "five"], ["features"]),
    ]
    outputs = {"features": ["N", 5], "logits": ["N", 10]}
    graph = helper.make_graph(
        nodes,
        "keras",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 12, 12, 1])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
        [numpy_helper.from_array(array, name) for name, array in arrays.items()],
    )
    data: bytes = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)]).SerializeToString()
    return data


def test_a_channels_last_network_is_read_and_which_output_is_its_answer_can_be_changed(visitor: Visitor) -> None:
    data = with_outputs_of_keras()
    bring(visitor, data, "keras.onnx")
    visitor.page.wait_for_function("() => glasscnn.getState().model === 'keras'")
    expect(visitor.part("own-model")).to_contain_text("The network has 2 outputs.")
    expect(visitor.part("own-model-output")).to_have_value("logits")
    visitor.draw(SAMPLES[3])
    shown = visitor.read_again()["stages"]
    image = np.reshape(shown["image"]["data"], (1, 12, 12, 1)).astype(np.float32)
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    (logits,) = session.run(["logits"], {"image": image})
    np.testing.assert_allclose(shown["logits"]["data"], logits[0], atol=1e-4)
    visitor.part("own-model-output").select_option("features")
    expect(visitor.page.locator("#bars li")).to_have_count(5)
    visitor.part("own-model-close").click()


INCOMPLETE: dict[str, tuple[dict[str, bytes], tuple[str, ...]]] = {
    "the network only": (
        {"two.onnx": in_two_files()[0]},
        ("'conv.weight'", "'two.onnx.data'", "choose both files together", "external_data=False"),
    ),
    "the numbers only": (
        {"two.onnx.data": in_two_files()[1]},
        ("two.onnx.data is not a model file", "choose both files together"),
    ),
    "numbers of another name": (
        {"two.onnx": in_two_files()[0], "other.data": in_two_files()[1]},
        ("'two.onnx.data'", "which is missing"),
    ),
    "fewer numbers": (
        {"two.onnx": in_two_files()[0], "two.onnx.data": in_two_files()[1][:-4]},
        ("'fc.bias'", "12 bytes", "has 8"),
    ),
    "two networks": (
        {"two.onnx": in_two_files()[0], "one.onnx": small_onnx()},
        ("two.onnx, one.onnx", "one .onnx with its weight files"),
    ),
    "two models": ({"a.npz": b"PK", "b.npz": b"PK"}, ("a.npz, b.npz", "Choose one .npz")),
    "two networks in an archive": (
        {"both.zip": zipped({"a.onnx": small_onnx(), "b.onnx": small_onnx()})},
        ("both.zip holds several networks: a.onnx, b.onnx.",),
    ),
    "weights of PyTorch": (
        {"weights.pt": zipped({"weights/data.pkl": b"", "weights/data/0": b""})},
        ("weights.pt", "state_dict", "python -m export_tools import", "torch.onnx.export"),
    ),
    "a Git LFS pointer": (
        {"digits.onnx": b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"},
        ("digits.onnx", "Git LFS pointer", "git lfs pull"),
    ),
    "a model of Keras": ({"digits.h5": b"\x89HDF\r\n\x1a\n" + bytes(99)}, ("digits.h5", "Keras", "tf2onnx")),
}


@pytest.mark.parametrize("kind", INCOMPLETE)
def test_files_that_are_no_whole_model_are_refused_with_what_helps(visitor: Visitor, kind: str) -> None:
    files, words = INCOMPLETE[kind]
    before = visitor.page.evaluate("glasscnn.getState()")
    drop(visitor, files)
    sentence = visitor.alert()
    assert all(word in sentence for word in words), sentence
    assert visitor.page.evaluate("glasscnn.getState()") == before
    assert visitor.workers() == 1


BAD = {
    "empty": (b"", "empty"),
    "text": (b"this is no model", "text, which begins with"),
    "cut off": (small_onnx()[:150], "ONNX"),
    "with an operator that there is not": (small_onnx(op="Sin"), "Sin"),
    "an executable": (b"\x7fELF" + bytes(200), "ONNX"),
    "a pickle": (b"\x80\x04cposix\nsystem\n", "ONNX"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_onnx_file_is_refused_in_one_sentence(visitor: Visitor, kind: str) -> None:
    data, word = BAD[kind]
    before = visitor.page.evaluate("glasscnn.getState()")
    bring(visitor, data, "bad.onnx")
    sentence = visitor.alert()
    assert sentence.startswith("This model cannot be used. bad.onnx:")
    assert word in sentence
    assert "Traceback" not in sentence
    assert visitor.page.evaluate("glasscnn.getState()") == before
    assert visitor.workers() == 1


@pytest.fixture
def alone(browser: Browser, host: Host) -> Iterator[Visitor]:
    with Visitor.arriving(browser, host.address) as visitor:
        visitor.wait_until_ready()
        yield visitor


def test_a_model_is_kept_across_reloads_if_the_person_wishes_and_forgotten_likewise(alone: Visitor) -> None:
    bring(alone, small_onnx(), "mine.onnx")
    alone.page.wait_for_function("() => glasscnn.getState().model === 'mine'")
    alone.part("own-model-keep").click()
    expect(alone.part("own-model")).to_contain_text("kept on this device")
    alone.page.reload()
    alone.wait_until_ready()
    alone.page.wait_for_function("() => glasscnn.getState().model === 'mine'")
    expect(alone.part("own-model")).to_contain_text("kept on this device")
    alone.part("own-model-keep").click()
    expect(alone.part("own-model")).to_contain_text("on this device only")
    alone.page.reload()
    alone.wait_until_ready()
    assert alone.page.evaluate("glasscnn.getState().model") != "mine"
    assert not alone.errors


def test_a_model_in_two_files_is_kept_whole(alone: Visitor) -> None:
    network, numbers = in_two_files()
    choose(alone, {"two.onnx.data": numbers, "two.onnx": network})
    alone.page.wait_for_function("() => glasscnn.getState().model === 'two'")
    alone.part("own-model-keep").click()
    expect(alone.part("own-model")).to_contain_text("kept on this device")
    alone.page.reload()
    alone.wait_until_ready()
    alone.page.wait_for_function("() => glasscnn.getState().model === 'two'")
    assert_reads_as_onnx_runtime_does(alone, small_onnx())
    assert not alone.errors


def reading_of_a_sample(visitor: Visitor, digit: int) -> dict[str, Any]:
    visitor.part("clear").click()
    visitor.draw(SAMPLES[digit])
    return visitor.read_again()


def scaling(visitor: Visitor, name: str) -> Locator:
    """The option of a scaling of pixels: its button, its name, what is read with it, and its score."""
    return visitor.part("own-model-scaling").locator("label").filter(has=visitor.page.locator(f"input[value={name}]"))


def chosen_scaling(visitor: Visitor) -> str:
    return visitor.part("own-model-scaling").locator("input:checked").input_value()


def test_a_model_is_read_with_the_pixels_that_it_was_trained_on_which_is_said_and_can_be_changed(
    alone: Visitor,
) -> None:
    bring(alone, plain_onnx("gap10", "mnist"), "plain.onnx")
    alone.page.wait_for_function("() => glasscnn.getState().model === 'plain'")
    box = alone.part("own-model")
    expect(box).to_contain_text(
        "With this scaling, 10 of the ten sample digits are read correctly; with 0 … 1, it would be 1."
    )
    assert chosen_scaling(alone) == "mnist"
    expect(scaling(alone, "mnist")).to_contain_text("10 of 10 samples")
    for digit in (3, 7):
        shown = reading_of_a_sample(alone, digit)
        image = glasscnn.ink_to_image([np.array(stroke)[:, :2] for stroke in alone.strokes()])
        assert shown["prediction"] == digit
        expected = glasscnn.load(PROJECT / "weights" / "gap10.npz").predict(image).probabilities
        np.testing.assert_allclose(shown["probabilities"], expected, atol=1e-4)

    alone.part("own-model-keep").click()
    expect(box).to_contain_text("kept on this device")
    unit = with_scaling(plain_onnx("gap10", "mnist"), "unit").predict(image)
    expect(scaling(alone, "mnist").locator(".scaling-reading")).to_contain_text("7 · ")
    expect(scaling(alone, "unit").locator(".scaling-reading")).to_contain_text(f"{unit.label} · ")
    assert violations(alone.page) == []
    scaling(alone, "unit").locator("input").check()
    expect(box).to_contain_text("With this scaling, 1 of the ten")
    expect(box).to_contain_text("with MNIST-normalised, it would be 10.")
    expect(alone.part("prediction")).not_to_have_text("7")  # the drawing is read again
    assert len(alone.strokes()) == len(SAMPLES[7])

    alone.page.reload()
    alone.wait_until_ready()
    alone.page.wait_for_function("() => glasscnn.getState().model === 'plain'")
    expect(box).to_contain_text("kept on this device")
    assert chosen_scaling(alone) == "unit"
    assert not alone.errors


def with_scaling(data: bytes, name: str) -> glasscnn.Model:
    """The model that the importer makes of an ONNX file with this scaling of its pixels."""
    return glasscnn.load(read(data, json.dumps({"name": "m.onnx", "files": [], "samples": [], "scaling": name}))[1])


def test_classes_are_named_by_a_list_or_by_hand_and_a_size_that_is_left_open_has_a_field(alone: Visitor) -> None:
    model = onnx.load_from_string(small_onnx())
    for axis in (2, 3):
        model.graph.input[0].type.tensor_type.shape.dim[axis].dim_param = "side"
    bring(alone, model.SerializeToString(), "open.onnx")
    expect(alone.part("own-model")).to_contain_text("open.onnx does not say how large its images are.")
    expect(alone.part("alert")).to_be_hidden()
    alone.part("own-model-height").fill("20")
    alone.part("own-model-width").fill("24")
    alone.part("own-model-size").click()
    alone.page.wait_for_function("() => glasscnn.getState().model === 'open'")
    assert alone.read_again()["stages"]["image"]["shape"] == [1, 20, 24]

    alone.part("own-model-classes").select_option("typed")
    names = alone.part("own-model-class-names")
    names.fill("cat, dog")
    names.press("Enter")
    expect(alone.part("own-model")).to_contain_text("Expected 3 names, separated by commas; found 2.")
    names.fill("cat, dog, <b>owl</b>")
    names.press("Enter")
    expect(alone.page.locator("#bars .bar-name")).to_have_text(["cat", "dog", "<b>owl</b>"])
    alone.part("own-model-keep").click()
    expect(alone.part("own-model")).to_contain_text("kept on this device")
    alone.page.reload()
    alone.wait_until_ready()
    expect(alone.page.locator("#bars .bar-name")).to_have_text(["cat", "dog", "<b>owl</b>"])
    bring(alone, plain_onnx("gap10", "unit"), "clothes.onnx")
    alone.page.wait_for_function("() => glasscnn.getState().model === 'clothes'")
    alone.part("own-model-classes").select_option("fashion-mnist")
    expect(alone.page.locator("#bars .bar-name").last).to_have_text("Ankle boot")
    assert not alone.errors


def with_sigmoids() -> bytes:
    """The same network with a sigmoid for each class at its end."""
    model = onnx.load_from_string(small_onnx())
    model.graph.node.append(helper.make_node("Sigmoid", ["logits"], ["answer"]))
    model.graph.output[0].name = "answer"
    data: bytes = model.SerializeToString()
    return data


def test_sigmoids_are_shown_as_what_they_are(alone: Visitor) -> None:
    bring(alone, with_sigmoids(), "three.onnx")
    alone.page.wait_for_function("() => glasscnn.getState().model === 'three'")
    expect(alone.part("own-model")).to_contain_text("It ends with a sigmoid for each class")
    alone.part("own-model-close").click()
    alone.draw(SAMPLES[3])
    shown = alone.read_again()
    image = np.reshape(shown["stages"]["image"]["data"], (1, 1, 20, 20)).astype(np.float32)
    session = onnxruntime.InferenceSession(with_sigmoids(), providers=["CPUExecutionProvider"])
    (answer,) = session.run(["answer"], {"image": image})
    np.testing.assert_allclose(shown["probabilities"], answer[0], atol=1e-5)
    assert abs(sum(shown["probabilities"]) - 1) > 0.1
    expect(alone.page.locator("#sure")).to_contain_text("for this class")
    expect(alone.part("bars-note")).to_have_text(
        "Each class is judged on its own, so the bars need not add up to 100 %."
    )
    alone.use_model("gap10")
    expect(alone.part("bars-note")).to_be_hidden()
    assert not alone.errors


def slow_to_import() -> bytes:
    """A network that takes a tenth of a second to read one of the sixty digits, and few multiplications to do so."""
    random = np.random.default_rng(5)
    arrays = {"w1": random.normal(size=(64, 1, 3, 3)), "fc": random.normal(size=(64, 10))}
    bends = [helper.make_node("Softplus", [f"bend{number}"], [f"bend{number + 1}"]) for number in range(60)]
    nodes = [
        helper.make_node("Conv", ["image", "w1"], ["bend0"], pads=[1, 1, 1, 1]),
        *bends,
        helper.make_node("GlobalAveragePool", [f"bend{len(bends)}"], ["g"]),
        helper.make_node("Flatten", ["g"], ["f"]),
        helper.make_node("MatMul", ["f", "fc"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "slow",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 1, 28, 28])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 10])],
        [numpy_helper.from_array(array.astype(np.float32), name) for name, array in arrays.items()],
    )
    data: bytes = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]).SerializeToString()
    return data


def test_an_import_says_how_far_it_is_and_cancelled_leaves_the_model_before_and_the_drawing(alone: Visitor) -> None:
    alone.draw(SAMPLES[7])
    before = alone.read_again()
    bring(alone, slow_to_import(), "slow.onnx")
    expect(alone.part("import")).to_be_visible()
    expect(alone.part("import")).to_contain_text("Reading slow.onnx: step")
    expect(alone.page.locator("#sure")).to_have_text("of the previous model")
    expect(alone.page.locator("#diagram.old")).to_be_visible()
    alone.part("import-cancel").click()
    expect(alone.part("import")).to_be_hidden()
    alone.wait_for_worker(2)
    expect(alone.page.locator("#sure")).to_contain_text("sure")
    expect(alone.part("alert")).to_be_hidden()
    expect(alone.part("own-model")).to_be_hidden()
    after = alone.read_again()
    assert after["probabilities"] == before["probabilities"]
    assert alone.page.evaluate("glasscnn.getState().model") == default_model()
    bring(alone, small_onnx(), "small.onnx")  # the next one is read as if nothing had been
    alone.page.wait_for_function("() => glasscnn.getState().model === 'small'")
    assert not alone.errors


def test_the_model_menu_says_how_to_get_a_model_out_of_other_frameworks(visitor: Visitor) -> None:
    current = visitor.part("model-picker").input_value()
    visitor.part("model-picker").select_option("/export-lines")
    expect(visitor.part("export-line-pytorch")).to_have_value(re.compile(r"^torch\.onnx\.export\("))
    expect(visitor.part("export-line-keras")).to_have_value('model.export("model.onnx", format="onnx")')
    expect(visitor.part("export-line-sklearn")).to_have_value(re.compile("skl2onnx"))
    assert violations(visitor.page) == []
    with visitor.page.expect_file_chooser() as chooser:
        visitor.part("export-lines-choose").click()
    assert chooser.value.is_multiple()
    expect(visitor.part("export-lines")).to_have_count(0)
    expect(visitor.part("model-picker")).to_have_value(current)


def test_a_model_of_inverted_images_is_read_so(alone: Visitor) -> None:
    bring(alone, plain_onnx("gap10", "inverted"), "plain.onnx")
    alone.page.wait_for_function("() => glasscnn.getState().model === 'plain'")
    assert chosen_scaling(alone) == "inverted"
    assert reading_of_a_sample(alone, 5)["prediction"] == 5
    assert not alone.errors


def test_where_the_sample_digits_cannot_tell_it_is_said(alone: Visitor) -> None:
    bring(alone, small_onnx(), "three-classes.onnx")
    alone.page.wait_for_function("() => glasscnn.getState().model === 'three-classes'")
    expect(alone.part("own-model")).to_contain_text("the sample digits cannot tell for this network")
    assert chosen_scaling(alone) == "unit"
    scaling(alone, "signed").locator("input").check()
    alone.page.wait_for_function("async () => (await glasscnn.setStrokes([])).stages.logits !== undefined")
    expect(scaling(alone, "signed").locator("input")).to_be_checked()
    alone.draw(SAMPLES[3])
    shown = alone.read_again()["stages"]
    image = np.reshape(shown["image"]["data"], (1, *shown["image"]["shape"])).astype(np.float32)
    session = onnxruntime.InferenceSession(small_onnx(), providers=["CPUExecutionProvider"])
    (logits,) = session.run(["logits"], {"image": 2 * image - 1})
    np.testing.assert_allclose(shown["logits"]["data"], logits[0], atol=1e-5)
    assert not alone.errors


def test_a_model_that_says_how_its_pixels_are_scaled_is_not_asked(alone: Visitor) -> None:
    gap10 = glasscnn.load(PROJECT / "weights" / "gap10.npz")
    bring(alone, write_onnx(gap10), "ours.onnx")
    alone.page.wait_for_function("() => glasscnn.getState().model === 'ours'")
    expect(alone.part("own-model")).to_contain_text("on this device only")
    expect(alone.part("own-model-scaling")).to_have_count(0)
    assert reading_of_a_sample(alone, 5)["prediction"] == 5


def test_a_quantised_network_reads_digits_and_the_page_says_what_it_computes_with(
    alone: Visitor, tmp_path: Path
) -> None:
    (tmp_path / "gap10.onnx").write_bytes(plain_onnx("gap10", "unit"))
    quantize_dynamic(tmp_path / "gap10.onnx", tmp_path / "small.onnx", weight_type=QuantType.QUInt8)
    bring(alone, (tmp_path / "small.onnx").read_bytes(), "small.onnx")
    alone.page.wait_for_function("() => glasscnn.getState().model === 'small'")
    expect(alone.part("own-model")).to_contain_text(
        "The file is quantised: it computes with whole numbers of few bits."
    )
    assert reading_of_a_sample(alone, 5)["prediction"] == 5
    alone.part("language").select_option("id")
    expect(alone.part("own-model")).to_contain_text("Berkas ini terkuantisasi")
    assert not alone.errors


def test_storage_that_is_blocked_is_said(alone: Visitor) -> None:
    alone.page.evaluate("() => { IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError'); }; }")
    bring(alone, small_onnx(), "mine.onnx")
    alone.part("own-model-keep").click()
    assert "store nothing" in alone.alert()


BREAK_TWELVE_BARS = """() => {
  const { replaceChildren } = Element.prototype;
  Element.prototype.replaceChildren = function (...nodes) {
    const count = nodes[0] instanceof DocumentFragment ? nodes[0].childElementCount : nodes.length;
    if (this.id === "bars" && count === 12) throw new RangeError("Too many bars");
    replaceChildren.apply(this, nodes);
  };
}"""


def twelve_classes() -> bytes:
    """A model of twelve classes."""
    make = Maker()
    make.convolution("conv1", "image", 1, 4)
    make.add("gap", "global_avg_pool2d", "conv1")
    make.layer("logits", (12, 4))
    make.add("logits", "linear", "gap")
    nodes, classes = tuple(make.nodes), tuple(f"{number}" for number in range(12))
    stages = (Stage("conv1", "conv1", "Convolution"), Stage("logits", "logits", "Linear"))
    return write_model(Graph("twelve", "Twelve", "", IMAGE, nodes, "logits", classes, stages, {}), make.weights)


def expect_reading_of(visitor: Visitor, name: str, digit: int) -> None:
    """Assert that a digit drawn now is read by this bundled model, on the screen and in Python, as CPython reads it."""
    visitor.part("clear").click()
    visitor.draw(SAMPLES[digit])
    expect(visitor.part("prediction")).to_have_text(str(digit))
    expect(visitor.part("model-picker")).to_have_value(name)
    expect(visitor.page.locator("#bars li")).to_have_count(10)
    shown = visitor.read_again()
    image = np.reshape(shown["stages"]["image"]["data"], (1, 28, 28)).astype(np.float32)
    expected = glasscnn.load(PROJECT / "weights" / f"{name}.npz").predict(image)
    assert list(shown["stages"]) == list(expected.stages)
    np.testing.assert_allclose(shown["probabilities"], expected.probabilities, atol=1e-5)


@pytest.mark.parametrize("name", [default_model(), "gap10"])
def test_a_model_that_the_page_cannot_show_gives_way_to_the_one_before(alone: Visitor, name: str) -> None:
    if name != default_model():
        alone.use_model(name)
    alone.page.evaluate(BREAK_TWELVE_BARS)
    bring(alone, twelve_classes(), "twelve.npz")
    assert "could not be shown. Too many bars. The previous model stays." in alone.alert()
    expect_reading_of(alone, name, 7)
    expect(alone.part("own-model")).to_be_hidden()
    alone.use_model("lenet5")
    expect(alone.part("alert")).to_be_hidden()
    expect_reading_of(alone, "lenet5", 4)
    assert alone.workers() == 1
    assert not alone.errors


def test_where_the_model_before_cannot_be_fetched_again_python_is_started_with_it(alone: Visitor) -> None:
    alone.page.evaluate(BREAK_TWELVE_BARS)
    alone.page.route("**/*.npz", lambda route: route.abort(), times=1)
    bring(alone, twelve_classes(), "twelve.npz")
    assert "The previous model stays." in alone.alert()
    alone.wait_for_worker(2)
    expect_reading_of(alone, default_model(), 7)


def test_a_model_of_more_classes_than_the_page_can_show_is_refused_and_the_one_before_reads_on(alone: Visitor) -> None:
    graph = {
        "format": "glasscnn", "version": 1, "name": "many", "title": "Many", "description": "",
        "input": {"name": "image", "shape": [1, 28, 28], "mean": [0.0], "std": [1.0]},
        "nodes": [
            {"name": "gap", "op": "global_avg_pool2d", "inputs": ["image"]},
            {"name": "logits", "op": "linear", "inputs": ["gap"]},
        ],
        "output": "logits", "classes": ["0"] * 300_000, "stages": [], "card": {},
    }  # fmt: skip
    file = io.BytesIO()
    text = np.frombuffer(json.dumps(graph, separators=(",", ":")).encode(), np.uint8)
    np.savez_compressed(file, **{"graph": text, "logits.weight": np.zeros((300_000, 1), np.float32)})
    assert len(file.getvalue()) < 10_000
    bring(alone, file.getvalue(), "many.npz")
    assert "300,000 classes" in alone.alert()
    assert "The previous model stays." in alone.alert()
    expect_reading_of(alone, default_model(), 7)


def test_a_model_by_address_comes_from_the_same_origin_only(browser: Browser, site: Path, tmp_path: Path) -> None:
    with hosting(site) as host:
        with Visitor.arriving(browser, f"{host.address}?model=https://elsewhere.example/evil.npz") as visitor:
            visitor.wait_until_ready()
            assert "evil.npz" in visitor.alert()
            assert visitor.strangers() == []
        listed = json.loads((PROJECT / "dist" / "build.json").read_text())["models"]
        url = next(entry["url"] for entry in listed if entry["name"] == "lenet5")
        with Visitor.arriving(browser, f"{host.address}?model={url}&digit=7") as visitor:
            visitor.wait_until_ready()
            visitor.page.wait_for_function("() => glasscnn.getState().model === 'lenet5'")
            expect(visitor.part("prediction")).to_have_text("7")
        network, numbers = in_two_files()
        with Visitor.arriving(browser, host.address) as visitor:
            visitor.wait_until_ready()
            visitor.page.route("**/two.onnx", lambda route: route.fulfill(body=network))
            visitor.page.route("**/two.onnx.data", lambda route: route.fulfill(body=numbers))
            packed = zipped({"two.onnx.data": numbers, "two.onnx": network})
            visitor.page.route("**/both.zip", lambda route: route.fulfill(body=packed))
            for file in ("two.onnx", "both.zip"):
                visitor.page.goto(f"{host.address}?model={file}")
                visitor.page.wait_for_function("() => globalThis.glasscnn?.getState().model === 'two'")
                expect(visitor.part("own-model-scaling")).to_be_visible()
                assert_reads_as_onnx_runtime_does(visitor, small_onnx())
            assert not visitor.errors
