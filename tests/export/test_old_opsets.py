"""Opsets 7 to 10, as older exporters wrote them: every operator whose form or meaning was another gives what ONNX
Runtime gives, or is refused with its name and the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from export_tools.conversion.sources import source_from_bytes
from export_tools.errors import ToolError
from glasscnn_import.head import output_of
from glasscnn_import.onnx.reader import OLDEST_OPSET
from glasscnn_import.to_model import finish

OPSETS = range(7, 11)
SHAPE = (3, 8, 8)
RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.normal(0, 3, (4, *SHAPE)).astype(np.float32)


@dataclass(frozen=True)
class Case:
    """Nodes from `image` to `x`, and the opsets in which they are valid."""

    nodes: Sequence[onnx.NodeProto]
    weights: dict[str, np.ndarray] = field(default_factory=dict)
    opsets: Sequence[int] = OPSETS


def node(op: str, *inputs: str, output: str = "x", outputs: Sequence[str] = (), **attributes: Any) -> onnx.NodeProto:
    return helper.make_node(op, list(inputs), list(outputs) or [output], name=f"my_{op}", **attributes)


def normal(*shape: int) -> np.ndarray:
    return RANDOM.normal(0, 1, shape).astype(np.float32)


def whole(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int64)


def view(*slicing: onnx.NodeProto) -> list[onnx.NodeProto]:
    """`x.view(n, -1)`, where `slicing` extracts the number `n` from the shape."""
    return [
        node("Shape", "image", output="shape"),
        *slicing,
        node("Concat", "n", "rest", output="sides", axis=0),
        node("Reshape", "image", "sides"),
    ]


def batch_norm(channels: int) -> dict[str, np.ndarray]:
    return {"w": normal(channels), "b": normal(channels), "m": normal(channels), "v": np.abs(normal(channels)) + 0.5}


FLAT = node("Flatten", "image", output="flat")
STATISTICS = ("w", "b", "m", "v")

READ: dict[str, Case] = {
    "Add": Case([node("Add", "image", "c")], {"c": normal(3, 1, 1)}),
    "Add of two layers": Case([node("Relu", "image", output="r"), node("Add", "image", "r")]),
    "AveragePool": Case([node("AveragePool", "image", kernel_shape=[3, 3], pads=[1, 1, 1, 1])]),
    "AveragePool that counts the padding": Case(
        [node("AveragePool", "image", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 0, 0], count_include_pad=1)]
    ),
    "AveragePool with auto_pad": Case(
        [node("AveragePool", "image", kernel_shape=[3, 3], strides=[2, 2], auto_pad="SAME_UPPER")]
    ),
    "AveragePool with ceil_mode": Case(
        [node("AveragePool", "image", kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)], opsets=[10]
    ),
    "BatchNormalization": Case(
        [node("BatchNormalization", "image", *STATISTICS, epsilon=0.01, momentum=0.5)], batch_norm(3)
    ),
    "BatchNormalization with spatial": Case(
        [node("BatchNormalization", "image", *STATISTICS, spatial=1)], batch_norm(3), [7, 8]
    ),
    "BatchNormalization of a vector without spatial": Case(
        [FLAT, node("BatchNormalization", "flat", *STATISTICS, spatial=0)], batch_norm(192), [7, 8]
    ),
    "Cast": Case([node("Cast", "image", to=TensorProto.FLOAT)]),
    "Clip": Case([node("Clip", "image", min=0.0, max=2.5)]),
    "Clip from below": Case([node("Clip", "image", min=0.0)]),
    "Clip without limits": Case([node("Clip", "image")]),
    "Clip between float32's limits": Case([node("Clip", "image", min=float(np.finfo("f4").min))]),
    "Concat": Case([node("Relu", "image", output="r"), node("Concat", "image", "r", axis=1)]),
    "Constant": Case(
        [node("Constant", output="c", value=numpy_helper.from_array(normal(3, 1, 1))), node("Mul", "image", "c")]
    ),
    "ConstantOfShape": Case(
        [node("ConstantOfShape", "s", output="w"), node("Add", "image", "w")], {"s": whole(3, 1, 1)}, [9, 10]
    ),
    "Conv": Case([node("Conv", "image", "w", "b", strides=[2, 2])], {"w": normal(4, 3, 3, 3), "b": normal(4)}),
    "Conv with auto_pad": Case([node("Conv", "image", "w", auto_pad="SAME_LOWER")], {"w": normal(4, 3, 4, 4)}),
    "Div": Case([node("Div", "image", "c")], {"c": np.array(255, np.float32)}),
    "Dropout": Case([node("Dropout", "image", ratio=0.9)]),
    "Dropout with a mask": Case([node("Dropout", "image", outputs=["x", "mask"], ratio=0.9)]),
    "Flatten": Case([node("Flatten", "image", axis=1)]),
    "Gemm": Case(
        [FLAT, node("Gemm", "flat", "w", "b", transB=1, alpha=0.5, beta=2.0)], {"w": normal(5, 192), "b": normal(5)}
    ),
    "GlobalAveragePool": Case([node("GlobalAveragePool", "image")]),
    "Identity": Case([node("Identity", "image")]),
    "LeakyRelu": Case([node("LeakyRelu", "image", alpha=0.2)]),
    "LogSoftmax of maps, which are one vector": Case([node("LogSoftmax", "image")]),
    "MatMul": Case([FLAT, node("MatMul", "flat", "w")], {"w": normal(192, 5)}),
    "MaxPool": Case([node("MaxPool", "image", kernel_shape=[3, 3], strides=[2, 2], pads=[0, 1, 1, 0])]),
    "MaxPool with a storage order": Case(
        [node("MaxPool", "image", kernel_shape=[2, 2], storage_order=1)], opsets=[8, 9, 10]
    ),
    "MaxPool with dilations and ceil_mode": Case(
        [node("MaxPool", "image", kernel_shape=[2, 2], strides=[3, 3], dilations=[2, 2], ceil_mode=1)], opsets=[10]
    ),
    "Pad": Case([node("Pad", "image", pads=[0, 0, 1, 2, 0, 0, 2, 1])]),
    "Pad that removes cells": Case([node("Pad", "image", pads=[0, 0, -1, 1, 0, 0, 2, -2], value=0.5)]),
    **{
        f"Pad by {mode}": Case([node("Pad", "image", pads=[0, 0, 1, 2, 0, 0, 3, 0], mode=mode)])
        for mode in ("reflect", "edge")
    },
    "Slice": Case([node("Slice", "image", axes=[2, 3], starts=[1, -4], ends=[100, -1])], opsets=[7, 8, 9]),
    "Slice backwards": Case(
        [node("Slice", "image", "starts", "ends", "axes", "steps")],
        {"starts": whole(2, -1), "ends": whole(-100, 0), "axes": whole(1, -1), "steps": whole(-1, -2)},
        [10, 11, 12, 13],
    ),
    "Split": Case(
        [node("Split", "image", outputs=["z", "y"], axis=2), node("Concat", "y", "z", axis=3)],
    ),
    "Split of the channels": Case(
        [
            node("Split", "image", outputs=["y", "z"], axis=1, split=[1, 2]),
            node("Concat", "z", "y", axis=1),
        ]
    ),
    "ConvTranspose": Case(
        [node("ConvTranspose", "image", "w", "b", strides=[2, 3], pads=[0, 1, 2, 0], dilations=[2, 1])],
        {"w": normal(3, 4, 3, 4), "b": normal(4)},
    ),
    "ConvTranspose with output_padding and groups": Case(
        [node("ConvTranspose", "image", "w", strides=[2, 2], output_padding=[1, 0], group=3)], {"w": normal(3, 2, 2, 3)}
    ),
    "ConvTranspose with output_shape": Case(
        [node("ConvTranspose", "image", "w", strides=[2, 2], output_shape=[14, 17])], {"w": normal(3, 2, 3, 3)}
    ),
    **{
        f"ConvTranspose with {auto_pad}": Case(
            [node("ConvTranspose", "image", "w", strides=[2, 2], auto_pad=auto_pad)], {"w": normal(3, 2, 3, 3)}
        )
        for auto_pad in ("SAME_UPPER", "SAME_LOWER", "VALID")
    },
    **{
        f"Upsample by {mode}": Case(
            [node("Upsample", "image", "s", mode=mode)], {"s": np.array([1, 1, 2, 3], np.float32)}, [9]
        )
        for mode in ("nearest", "linear")
    },
    **{
        f"Upsample by {mode} in opset 7": Case(
            [node("Upsample", "image", mode=mode, scales=[1.0, 1.0, 2.0, 1.5])], opsets=[7, 8]
        )
        for mode in ("nearest", "linear")
    },
    **{
        f"Resize by {mode} to {factor}": Case(
            [node("Resize", "image", "s", mode=mode)], {"s": np.array([1, 1, factor, 2], np.float32)}, [10]
        )
        for mode in ("nearest", "linear")
        for factor in (0.5, 1.6)
    },
    **{
        f"Resize by {mode} with {coordinates} to {sizes}": Case(
            [node("Resize", "image", "", "", "s", mode=mode, coordinate_transformation_mode=coordinates)],
            {"s": whole(len(IMAGES), 3, *sizes)},
            [13],
        )
        for mode in ("nearest", "linear", "cubic")
        for coordinates in ("half_pixel", "align_corners", "asymmetric", "pytorch_half_pixel")
        for sizes in ((4, 13), (11, 3))
    },
    **{
        f"Resize to the nearest, {rounding}": Case(
            [
                node(
                    "Resize",
                    "image",
                    "",
                    "s",
                    mode="nearest",
                    nearest_mode=rounding,
                    coordinate_transformation_mode="asymmetric",
                )
            ],
            {"s": np.array([1, 1, 1.5, 2], np.float32)},
            [13],
        )
        for rounding in ("floor", "ceil", "round_prefer_floor", "round_prefer_ceil")
    },
    "DepthToSpace": Case(
        [node("Concat", "image", "image", "image", "image", output="m", axis=1), node("DepthToSpace", "m", blocksize=2)]
    ),
    "SpaceToDepth": Case(
        [
            node("Pad", "image", pads=[0, 0, 0, 0, 0, 0, -SHAPE[1] % 2, -SHAPE[2] % 2], output="m"),
            node("SpaceToDepth", "m", blocksize=2),
        ]
    ),
    "Pad with a value, channels too": Case([node("Pad", "image", pads=[0, 1, 1, 0, 0, 2, 0, 1], value=1.5)]),
    "ReduceMean": Case([node("ReduceMean", "image", axes=[2, 3], keepdims=0)]),
    "Reshape": Case([node("Reshape", "image", "s")], {"s": whole(0, 3, -1)}),
    "Sigmoid": Case([node("Sigmoid", "image")]),
    "Softmax of every row": Case([node("Softmax", "image", axis=3)]),
    "Slice by attributes": Case(
        view(node("Slice", "shape", output="n", axes=[0], starts=[0], ends=[1])), {"rest": whole(-1)}, [7, 8, 9]
    ),
    "Slice by attributes, without axes, from behind": Case(
        view(node("Slice", "shape", output="n", starts=[-4], ends=[-3])), {"rest": whole(-1)}, [7, 8, 9]
    ),
    "Slice by inputs": Case(
        view(node("Slice", "shape", "start", "end", output="n")),
        {"rest": whole(-1), "start": whole(0), "end": whole(1)},
        [10],
    ),
    "Softmax of maps, which are one vector": Case([node("Softmax", "image")]),
    "Softmax of a vector": Case([FLAT, node("Softmax", "flat", axis=1)]),
    "Squeeze": Case([node("GlobalAveragePool", "image", output="p"), node("Squeeze", "p", axes=[2, 3])]),
    "Sub": Case([node("Sub", "c", "image")], {"c": normal(1, 3, 1, 1)}),
    "Sum": Case([node("Relu", "image", output="r"), node("Sum", "image", "r")]),
    "Tanh": Case([node("Tanh", "image")]),
    "Transpose of a weight": Case(
        [FLAT, node("Transpose", "w", output="t"), node("MatMul", "flat", "t")], {"w": normal(5, 192)}
    ),
    "Unsqueeze": Case(
        view(
            node("Gather", "shape", "zero", output="scalar", axis=0), node("Unsqueeze", "scalar", output="n", axes=[0])
        ),
        {"rest": whole(-1), "zero": np.array(0, np.int64)},
    ),
}

REFUSED: dict[str, tuple[Case, tuple[str, ...]]] = {
    "BatchNormalization with statistics for every cell": (
        Case(
            [node("BatchNormalization", "image", *STATISTICS, spatial=0)],
            {name: np.ones(SHAPE, np.float32) for name in STATISTICS},
            [7, 8],
        ),
        ("my_BatchNormalization", "spatial"),
    ),
    "BatchNormalization in training mode": (
        Case([node("BatchNormalization", "image", *STATISTICS, outputs=["x", "m1", "v1", "m2", "v2"])], batch_norm(3)),
        ("my_BatchNormalization", "training mode"),
    ),
    "Pad of the channels by reflection": (
        Case([node("Pad", "image", pads=[0, 1, 1, 0, 0, 0, 0, 0], mode="reflect")]),
        ("my_Pad", "'reflect' along the channels"),
    ),
    "Pad of the batch": (Case([node("Pad", "image", pads=[1, 0, 0, 0, 0, 0, 0, 0])]), ("my_Pad", "batch")),
    "Slice of the batch": (
        Case([node("Slice", "image", axes=[0], starts=[1], ends=[2])], opsets=[7, 8, 9]),
        ("my_Slice", "batch"),
    ),
    "Split of the batch": (Case([node("Split", "image", outputs=["x", "y"], axis=0)]), ("my_Split", "batch")),
    "Softmax of every map": (Case([node("Softmax", "image", axis=2)]), ("my_Softmax", "axis 2")),
    "Upsample of the channels": (
        Case([node("Upsample", "image", "s")], {"s": np.array([1, 2, 2, 2], np.float32)}, [9]),
        ("my_Upsample", "only rows and columns"),
    ),
    "TopK": (Case([node("TopK", "image", outputs=["x", "i"], k=2)], opsets=[7, 8, 9]), ("my_TopK", "not supported")),
}


def network(case: Case, opset: int, shape: Sequence[Any] = ("N", *SHAPE)) -> bytes:
    """An ONNX file; until IR version 4, weights had to be inputs too."""
    weights = [numpy_helper.from_array(array, name) for name, array in case.weights.items()]
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, shape)
    inputs = [helper.make_tensor_value_info(weight.name, weight.data_type, weight.dims) for weight in weights]
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, None)
    nodes = [*case.nodes, helper.make_node("Flatten", ["x"], ["logits"], axis=1)]
    graph = helper.make_graph(nodes, "network", [image, *inputs], [logits], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=3)
    data: bytes = model.SerializeToString()
    return data


@pytest.mark.parametrize(
    ("name", "opset"), [(name, opset) for name, case in READ.items() for opset in case.opsets], ids=str
)
def test_operator_equals_onnx_runtime(name: str, opset: int) -> None:
    data = network(READ[name], opset)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    (expected,) = session.run(["logits"], {"image": IMAGES})

    source = source_from_bytes(data, Path("network.onnx"))
    model = finish(source.draft, source.options)
    result = model.predict(IMAGES)
    found = output_of(source.draft.output_kind, result.stages["logits"], result.probabilities)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "opset"), [(name, opset) for name, (case, _) in REFUSED.items() for opset in case.opsets], ids=str
)
def test_operator_with_another_meaning_is_refused_by_name(name: str, opset: int) -> None:
    case, words = REFUSED[name]
    with pytest.raises(ToolError) as refused:
        source_from_bytes(network(case, opset), Path("network.onnx"))
    assert all(word in str(refused.value) for word in words), refused.value
    assert "opset" not in str(refused.value)


def test_oldest_opset_is_the_oldest_that_onnx_runtime_supports() -> None:
    assert OLDEST_OPSET == 7


@pytest.mark.parametrize("opset", [1, 6, 999])
def test_unsupported_opset_is_refused_with_a_remedy(opset: int) -> None:
    with pytest.raises(ToolError, match=rf"opset {opset}; supported are 7 to 28: .*onnx\.version_converter"):
        source_from_bytes(network(READ["Flatten"], opset), Path("network.onnx"))


@pytest.mark.parametrize("opset", [1, 6, 999])
def test_unsupported_network_is_refused_for_its_operator_and_not_its_opset(opset: int) -> None:
    for data, words in (
        (network(READ["Flatten"], opset, ("N", 785)), ("(N, 785)", "no square image")),
        (network(Case([node("Sin", "image")]), opset), ("my_Sin", "not supported")),
        (network(Case([node("TreeEnsembleClassifier", "image", domain="ai.onnx.ml")]), opset), ("ai.onnx.ml",)),
    ):
        with pytest.raises(ToolError) as refused:
            source_from_bytes(data, Path("network.onnx"))
        assert all(word in str(refused.value) for word in words), refused.value
        assert "opset" not in str(refused.value)
