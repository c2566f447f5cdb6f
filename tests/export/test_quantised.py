"""Quantised networks, as onnxruntime's quantiser writes them, and weights of few bits."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import quantization
from typer.testing import CliRunner

import glasscnn
from export_tools.__main__ import build_app
from export_tools.conversion.sources import source_from_bytes
from export_tools.conversion.verify import verify
from glasscnn_import.errors import ConversionError
from glasscnn_import.in_browser import read
from glasscnn_import.onnx.proto import tensor_array
from glasscnn_import.onnx.reader import read_onnx
from glasscnn_import.to_model import finish
from tests.support.plain_onnx import SAMPLES, plain_onnx, sample_images

IMAGES = sample_images()


class Samples(quantization.CalibrationDataReader):
    """The sample digits, one at a time."""

    def __init__(self) -> None:
        self.left: Iterator[np.ndarray] = iter(IMAGES)

    def get_next(self) -> dict[str, np.ndarray] | None:
        image = next(self.left, None)
        return None if image is None else {"image": image[None]}


@pytest.fixture(scope="module")
def quantised(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The bundled model gap10 quantised in each way: {name: ONNX file}."""
    folder = tmp_path_factory.mktemp("quantised")
    source, target = str(folder / "source.onnx"), folder / "target.onnx"
    (folder / "source.onnx").write_bytes(plain_onnx("gap10", "unit"))
    found = {}
    for name, options in {
        "qdq": {"quant_format": quantization.QuantFormat.QDQ, "per_channel": True},
        "qdq_uint8": {"activation_type": quantization.QuantType.QUInt8},
        "operators": {"quant_format": quantization.QuantFormat.QOperator},
    }.items():
        quantization.quantize_static(source, target, Samples(), **options)
        found[name] = target.read_bytes()
    quantization.quantize_dynamic(source, target, weight_type=quantization.QuantType.QUInt8)
    return {**found, "dynamic": target.read_bytes()}


@pytest.mark.parametrize("name", ["qdq", "qdq_uint8", "operators", "dynamic"])
def test_a_quantised_network_reads_the_samples_as_onnxruntime_does(name: str, quantised: dict[str, bytes]) -> None:
    source = source_from_bytes(quantised[name], Path("gap10.onnx"))
    assert source.draft.precision == "int8"
    model = finish(source.draft, source.options)
    comparison = verify(model, source, IMAGES)
    assert comparison.ok
    assert comparison.same_class == 10
    assert comparison.rows[-1].relative < 0.06, comparison.rows[-1]  # of its largest logit
    assert [int(np.argmax(row)) for row in model.probabilities(IMAGES)] == list(range(10))


def test_import_and_the_page_say_that_a_network_is_quantised(tmp_path: Path, quantised: dict[str, bytes]) -> None:
    path = tmp_path / "small.onnx"
    path.write_bytes(quantised["operators"])
    result = CliRunner().invoke(build_app(), ["import", str(path), "--out", str(tmp_path / "small.npz")])
    printed = re.sub(r"\s+", " ", result.output)
    assert result.exit_code == 0, printed
    assert "The file is quantised: it computes with whole numbers of few bits." in printed
    assert re.search(r"differ from those of onnxruntime \S+ by at most \S+ \(\S+% of the largest\)", printed)
    report, file = read(
        quantised["operators"], json.dumps({"name": "a.onnx", "files": [], "samples": SAMPLES, "scaling": None})
    )
    assert json.loads(report)["precision"] == "int8"
    assert glasscnn.load(file).predict(IMAGES[7]).label == 7


def network(nodes: list[onnx.NodeProto], arrays: list[onnx.TensorProto], opset: int = 21) -> onnx.ModelProto:
    """Nodes from an image of 4 × 4 to ten logits."""
    graph = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 1, 4, 4])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 10])],
        arrays,
    )
    imports = [helper.make_opsetid("", opset), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=imports, ir_version=10)


def dense(weight: str) -> list[onnx.NodeProto]:
    return [
        helper.make_node("Flatten", ["image"], ["flat"]),
        helper.make_node("MatMul", ["flat", weight], ["logits"]),
    ]


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        (TensorProto.INT4, -8, 8),
        (TensorProto.UINT4, 0, 16),
        (TensorProto.INT8, -128, 128),
        (TensorProto.UINT16, 0, 2**16),
    ],
)
def test_weights_of_few_bits_are_dequantised_by_block_and_by_column(kind: int, low: int, high: int) -> None:
    random = np.random.default_rng(0)
    whole = random.integers(low, high, (16, 10))
    zero, scale = random.integers(low, high, (4, 10)), random.uniform(0.1, 0.2, (4, 10)).astype(np.float32)
    arrays = [
        helper.make_tensor("w", kind, whole.shape, whole.ravel()),
        helper.make_tensor("zero", kind, zero.shape, zero.ravel()),
        numpy_helper.from_array(scale, "scale"),
    ]
    blocks = helper.make_node("DequantizeLinear", ["w", "scale", "zero"], ["real"], axis=0, block_size=4)
    draft = read_onnx(network([blocks, *dense("real")], arrays))
    expected = (whole - np.repeat(zero, 4, 0)) * np.repeat(scale, 4, 0)
    np.testing.assert_allclose(draft.layers["logits"].arrays["weight"], expected.T, rtol=1e-6)
    assert draft.precision == "float32"  # nothing is lost
    arrays = [arrays[0], helper.make_tensor("zero", kind, (10,), zero[0]), numpy_helper.from_array(scale[0], "scale")]
    columns = helper.make_node("DequantizeLinear", ["w", "scale", "zero"], ["real"], axis=-1)
    draft = read_onnx(network([columns, *dense("real")], arrays))
    np.testing.assert_allclose(draft.layers["logits"].arrays["weight"], ((whole - zero[0]) * scale[0]).T, rtol=1e-6)


def test_weights_are_quantised_as_in_training_that_knows_of_it() -> None:
    weight = np.random.default_rng(1).standard_normal((16, 10)).astype(np.float32)
    scale, zero = np.float32(0.01), np.int8(3)
    arrays = [
        numpy_helper.from_array(np.asarray(array), name) for array, name in ((weight, "w"), (scale, "s"), (zero, "z"))
    ]
    nodes = [
        helper.make_node("QuantizeLinear", ["w", "s", "z"], ["q"]),
        helper.make_node("DequantizeLinear", ["q", "s", "z"], ["real"]),
    ]
    draft = read_onnx(network([*nodes, *dense("real")], arrays))
    expected = (np.clip(np.rint(weight / scale) + 3, -128, 127) - 3) * scale
    np.testing.assert_allclose(draft.layers["logits"].arrays["weight"], expected.T, rtol=1e-5)


def test_bfloat16_is_the_upper_half_of_float32() -> None:
    numbers = np.array([1.0, -2.5, 3.140625, 1e30, 0.0], np.float32)
    halves = (numbers.view(np.uint32) >> 16).astype(np.uint16)
    exact = (halves.astype(np.uint32) << 16).view(np.float32)
    raw = onnx.TensorProto(name="w", data_type=TensorProto.BFLOAT16, dims=[5], raw_data=halves.tobytes())
    listed = onnx.TensorProto(name="w", data_type=TensorProto.BFLOAT16, dims=[5], int32_data=halves.tolist())
    np.testing.assert_array_equal(tensor_array(raw, None), exact)
    np.testing.assert_array_equal(tensor_array(listed, None), exact)
    weight = onnx.TensorProto(name="w", data_type=TensorProto.BFLOAT16, dims=[16, 10], raw_data=bytes(320))
    cast = helper.make_node("Cast", ["w"], ["real"], to=TensorProto.FLOAT)
    assert read_onnx(network([cast, *dense("real")], [weight])).precision == "bfloat16"


@pytest.mark.parametrize(
    ("scale", "options"),
    [((7,), {"axis": 0}), ((3, 10), {"axis": 0, "block_size": 4}), ((16, 10), {"axis": 0, "block_size": 2**40})],
    ids=str,
)
def test_scales_that_do_not_fit_are_refused_before_they_are_repeated(scale: tuple[int, ...], options: Any) -> None:
    arrays = [
        numpy_helper.from_array(np.zeros((16, 10), np.int8), "w"),
        numpy_helper.from_array(np.ones(scale, np.float32), "scale"),
    ]
    node = helper.make_node("DequantizeLinear", ["w", "scale"], ["real"], **options)
    with pytest.raises(ConversionError, match=r"it cannot be applied to its inputs \(scales or zero points of shape"):
        read_onnx(network([node, *dense("real")], arrays))


@pytest.mark.parametrize(("count", "size"), [(5, 2), (4, 3)])
def test_packed_numbers_of_the_wrong_length_are_refused(count: int, size: int) -> None:
    tensor = onnx.TensorProto(name="w", data_type=TensorProto.INT4, dims=[count], raw_data=bytes(size))
    with pytest.raises(
        ConversionError, match=f"tensor 'w' of shape .* needs {-(-count // 2)} bytes, the file has {size}"
    ):
        tensor_array(tensor, None)


BAD: list[tuple[list[Any], str]] = [
    ([helper.make_node("ConvInteger", ["image", "w"], ["logits"])], "does not come from a DynamicQuantizeLinear"),
    (
        [helper.make_node("QLinearConv", ["image", "s", "z", "image", "s", "z", "s", "z"], ["logits"])],
        "its quantised weight is computed by the network",
    ),
    (
        [helper.make_node("QuantizeLinear", ["image", "image", "z"], ["logits"])],
        "its scale or its zero point is computed",
    ),
    (
        [helper.make_node("QLinearAdd", ["image", "s"], ["logits"], domain="com.microsoft")],
        r"node 'logits' \(QLinearAdd\): ",
    ),
    (
        [helper.make_node("QAttention", ["image"], ["logits"], domain="com.microsoft")],
        "operators of com.microsoft are not",
    ),
]


@pytest.mark.parametrize(("nodes", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_what_quantised_operators_cannot_mean_is_refused_in_a_sentence(nodes: list[Any], sentence: str) -> None:
    arrays = [numpy_helper.from_array(np.asarray(array), name) for array, name in (
        (np.ones((1, 1, 3, 3), np.uint8), "w"), (np.float32(1), "s"), (np.uint8(0), "z"),
    )]  # fmt: skip
    with pytest.raises(ConversionError, match=sentence):
        read_onnx(network(nodes, arrays))
