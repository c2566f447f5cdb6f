"""A model of one's own: `.npz` and `.onnx`, with its own stages, on this computer only, kept if the person wishes."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper
from playwright.sync_api import Browser, expect

import glasscnn
from export_tools.conversion.in_page import onnx_to_npz
from tests.browser.conftest import Host, hosting
from tests.browser.visitor import PROJECT, Visitor, sample_digits

pytestmark = pytest.mark.browser
SAMPLES = sample_digits()


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
    expect(visitor.part("own-model")).to_contain_text("on this computer only")
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


BAD = {
    "empty": (b"", "empty"),
    "text": (b"this is no model", "not readable as ONNX"),
    "cut off": (small_onnx()[:150], "ONNX"),
    "with an operator that there is not": (small_onnx(op="Erf"), "Erf"),
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
    expect(alone.part("own-model")).to_contain_text("kept on this computer")
    alone.page.reload()
    alone.wait_until_ready()
    alone.page.wait_for_function("() => glasscnn.getState().model === 'mine'")
    expect(alone.part("own-model")).to_contain_text("kept on this computer")
    alone.part("own-model-keep").click()
    expect(alone.part("own-model")).to_contain_text("on this computer only")
    alone.page.reload()
    alone.wait_until_ready()
    assert alone.page.evaluate("glasscnn.getState().model") != "mine"
    assert not alone.errors


def test_storage_that_is_blocked_is_said(alone: Visitor) -> None:
    alone.page.evaluate("() => { IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError'); }; }")
    bring(alone, small_onnx(), "mine.onnx")
    alone.part("own-model-keep").click()
    assert "keep nothing" in alone.alert()


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
