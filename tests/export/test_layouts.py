"""Images and maps in the layouts of other frameworks: (H, W, C) inside and at the input, (H, W), vectors, and bytes."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from export_tools.conversion.importer import import_model
from export_tools.conversion.sources import Source, source_from_bytes
from export_tools.errors import ToolError
from glasscnn import load
from glasscnn.model import Model
from glasscnn_import.in_browser import OpenSizeError, read

TO_MAPS, TO_KERAS = [0, 3, 1, 2], [0, 2, 3, 1]
Arrays = dict[str, np.ndarray]


def node(op: str, *inputs: str, output: str, **attributes: Any) -> onnx.NodeProto:
    return helper.make_node(op, list(inputs), [output], name=f"{op}_{output}", **attributes)


def network(
    nodes: Sequence[onnx.NodeProto],
    arrays: Arrays,
    shape: Sequence[Any],
    kind: int = TensorProto.FLOAT,
    opset: int = 13,
) -> bytes:
    """The bytes of an ONNX file from `image` to `answer`."""
    graph = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info("image", kind, shape)],
        [helper.make_tensor_value_info("answer", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(array, name) for name, array in arrays.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    data: bytes = model.SerializeToString()
    return data


def imported(data: bytes, shape: tuple[int, int, int] | None = None) -> tuple[Source, Model]:
    """The source and the model, which agrees with ONNX Runtime in every layer."""
    source = source_from_bytes(data, Path("network.onnx"), shape)
    model_file, comparison = import_model(source, source.options)
    assert comparison.ok, [row for row in comparison.rows if not row.ok]
    assert set(comparison.not_compared) <= {"probabilities", "flat"}  # the image has no name in the file
    return source, load(model_file)


def answers(data: bytes, images: np.ndarray) -> np.ndarray:
    """What ONNX Runtime makes of the file's own input."""
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    answer: np.ndarray = session.run(["answer"], {"image": images})[0]
    return answer


def arrays_of(seed: int = 0, **shapes: tuple[int, ...]) -> Arrays:
    random = np.random.default_rng(seed)
    return {name: random.normal(0, 0.5, shape).astype(np.float32) for name, shape in shapes.items()}


def keras_network(side: int = 8, opset: int = 13) -> bytes:
    """As tf2onnx writes it: transposed before the first convolution and before the first dense layer."""
    half = side // 2
    nodes = [
        node("Transpose", "image", output="maps", perm=TO_MAPS),
        node("Conv", "maps", "w", "b", output="conv", pads=[1, 1, 1, 1]),
        node("Relu", "conv", output="relu"),
        node("MaxPool", "relu", output="pool", kernel_shape=[2, 2], strides=[2, 2]),
        node("Transpose", "pool", output="back", perm=TO_KERAS),
        node("Reshape", "back", "sides", output="flat"),
        node("MatMul", "flat", "dense", output="product"),
        node("Add", "product", "dense_bias", output="answer"),
    ]
    arrays = arrays_of(w=(4, 3, 3, 3), b=(4,), dense=(4 * half * half, 10), dense_bias=(10,))
    return network(nodes, {**arrays, "sides": np.array([-1, 4 * half * half])}, ["N", side, side, 3], opset=opset)


@pytest.mark.parametrize("opset", [7, 9, 11, 17, 22])
def test_channels_last_colour_network_reads_images_as_onnx_runtime_does(opset: int) -> None:
    data = keras_network(opset=opset)
    _, model = imported(data)
    assert model.graph.input.shape == (3, 8, 8)
    assert [entry.op for entry in model.graph.nodes] == ["conv2d", "relu", "max_pool2d", "flatten", "linear", "softmax"]
    image = np.random.default_rng(1).random((3, 8, 8), np.float32)
    expected = answers(data, image.transpose(1, 2, 0)[None])[0]
    np.testing.assert_allclose(model.predict(image).stages["logits"], expected, atol=1e-5)


def test_dense_weights_are_permuted_exactly() -> None:
    data = keras_network()
    _, model = imported(data)
    dense = next(numpy_helper.to_array(t) for t in onnx.load_from_string(data).graph.initializer if t.name == "dense")
    ours = next(array for name, array in model.weights.items() if array.shape == (10, 64))
    np.testing.assert_array_equal(ours.reshape(10, 4, 4, 4), dense.reshape(4, 4, 4, 10).transpose(3, 2, 0, 1))


INSIDE: dict[str, tuple[list[onnx.NodeProto], Arrays]] = {
    "an activation": ([node("Relu", "maps", output="x")], {}),
    "a bias for each channel": ([node("Add", "maps", "c", output="x")], arrays_of(c=(4,))),
    "a scale of the batch's shape": ([node("Mul", "c", "maps", output="x")], arrays_of(c=(1, 1, 1, 4))),
    "a sum of two layers": ([node("Tanh", "maps", output="t"), node("Add", "maps", "t", output="x")], {}),
    "a function of one number": ([node("Softplus", "maps", output="x")], {}),
    "SiLU as two layers": ([node("Sigmoid", "maps", output="s"), node("Mul", "maps", "s", output="x")], {}),
    "a slope for each channel": ([node("PRelu", "maps", "c", output="x")], arrays_of(c=(4,))),
    "a constant for each cell": ([node("Mul", "maps", "c", output="x")], arrays_of(c=(6, 7, 4))),
    "a constant for each row": ([node("Add", "maps", "c", output="x")], arrays_of(c=(6, 1, 1))),
    "a quotient of two layers": (
        [
            node("Tanh", "maps", output="t"),
            node("Add", "t", "two", output="positive"),
            node("Div", "maps", "positive", output="x"),
        ],
        {"two": np.array([2], np.float32)},
    ),
    "maps scaled by their means": (
        [node("ReduceMean", "maps", output="m", axes=[1, 2], keepdims=1), node("Mul", "maps", "m", output="x")],
        {},
    ),
    "the largest over H and W": ([node("ReduceMax", "maps", output="x", axes=[1, 2], keepdims=0)], {}),
    "the largest of the channels": ([node("ReduceMax", "maps", output="x", axes=[-1], keepdims=1)], {}),
    "a mean over W": ([node("ReduceMean", "maps", output="x", axes=[2], keepdims=1)], {}),
    "channels joined": ([node("Tanh", "maps", output="t"), node("Concat", "maps", "t", output="x", axis=-1)], {}),
    "a softmax of the channels": ([node("Softmax", "maps", output="x", axis=3)], {}),
    "padding": ([node("Pad", "maps", "p", output="x")], {"p": np.array([0, 1, 2, 0, 0, 2, 0, 0])}),
    "a mean over H and W": (
        [
            node("ReduceMean", "maps", output="m", axes=[1, 2], keepdims=1),
            node("Mul", "m", "c", output="scaled"),
            node("MatMul", "scaled", "d", output="x"),
        ],
        arrays_of(c=(4,), d=(4, 5)),
    ),
    "two transposes": (
        [node("Transpose", "maps", output="t", perm=TO_MAPS), node("Transpose", "t", output="x", perm=TO_KERAS)],
        {},
    ),
    "a convolution between transposes": (
        [
            node("Transpose", "maps", output="t", perm=TO_MAPS),
            node("Conv", "t", "k", output="c"),
            node("Transpose", "c", output="u", perm=TO_KERAS),
            node("Sigmoid", "u", output="x"),
        ],
        arrays_of(k=(4, 4, 3, 3)),
    ),
}


@pytest.mark.parametrize("case", INSIDE)
def test_layer_on_channels_last_maps_equals_onnx_runtime(case: str) -> None:
    nodes, arrays = INSIDE[case]
    before = [
        node("Transpose", "image", output="chw", perm=TO_MAPS),
        node("Conv", "chw", "w", output="conv"),
        node("Transpose", "conv", output="maps", perm=TO_KERAS),
    ]
    after = [node("Flatten", "x", output="flat"), node("MatMul", "flat", "dense", output="answer")]
    arrays = {**arrays_of(w=(4, 1, 3, 3)), **arrays}
    probe = network([*before, *nodes, node("Flatten", "x", output="answer")], arrays, ["N", 8, 9, 1])
    features = answers(probe, np.zeros((1, 8, 9, 1), np.float32)).shape[1]
    data = network([*before, *nodes, *after], {**arrays, **arrays_of(dense=(features, 10))}, ["N", 8, 9, 1])
    _, model = imported(data)
    image = np.random.default_rng(2).random((1, 8, 9), np.float32)
    expected = answers(data, image.transpose(1, 2, 0)[None])[0]
    np.testing.assert_allclose(model.predict(image).stages["logits"], expected, atol=1e-4)


@given(st.data())
@settings(max_examples=25, deadline=None, derandomize=True)
def test_random_channels_last_network_equals_onnx_runtime(draw: st.DataObject) -> None:
    channels, height, width = draw.draw(st.sampled_from([(1, 9, 8), (3, 8, 8), (3, 8, 10)]))
    nodes, arrays, now, is_keras, count = [], {}, "image", True, channels
    for number in range(draw.draw(st.integers(1, 6))):
        after, kind = f"x{number}", draw.draw(st.sampled_from(["conv", "relu", "scale", "residual", "both"]))
        if kind == "conv":
            if is_keras:
                nodes.append(node("Transpose", now, output=f"t{number}", perm=TO_MAPS))
                now, is_keras = f"t{number}", draw.draw(st.booleans())
                keeps_maps = not is_keras
            else:
                keeps_maps = True
            out_channels = draw.draw(st.integers(1, 4))
            arrays |= arrays_of(number, **{f"w{number}": (out_channels, count, 3, 3)})
            nodes.append(node("Conv", now, f"w{number}", output=f"c{number}", pads=[1, 1, 1, 1]))
            if keeps_maps:
                nodes.append(node("Identity", f"c{number}", output=after))
                is_keras = False
            else:
                nodes.append(node("Transpose", f"c{number}", output=after, perm=TO_KERAS))
            count = out_channels
        elif kind == "scale":
            shape = (count,) if is_keras else (count, 1, 1)
            arrays |= arrays_of(number, **{f"s{number}": shape})
            nodes.append(node("Mul", now, f"s{number}", output=after))
        elif kind == "residual":
            nodes += [node("Tanh", now, output=f"r{number}"), node("Add", now, f"r{number}", output=after)]
        elif kind == "both":
            axis = 3 if is_keras else 1
            nodes += [
                node("Relu", now, output=f"r{number}"),
                node("Concat", now, f"r{number}", output=after, axis=axis),
            ]
            count *= 2
        else:
            nodes.append(node("Relu", now, output=after))
        now = after
    nodes += [node("Flatten", now, output="flat"), node("Gemm", "flat", "dense", output="answer")]
    arrays |= arrays_of(dense=(count * height * width, 10))
    imported(network(nodes, arrays, ["N", height, width, channels]))


def dense_network(shape: Sequence[Any], kind: int = TensorProto.FLOAT, features: int = 784) -> bytes:
    nodes = [
        node("Cast", "image", output="floats", to=TensorProto.FLOAT),
        node("Flatten", "floats", output="flat"),
        node("Gemm", "flat", "w", output="answer"),
    ]
    return network(nodes, arrays_of(w=(features, 10)), shape, kind)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (("N", 784), (1, 28, 28)),
        ((1, 784), (1, 28, 28)),
        (("N", 1, 784), (1, 28, 28)),
        (("N", 28, 28), (1, 28, 28)),
        (("N", 20, 30), (1, 20, 30)),
        (("N", 28, 28, 1), (1, 28, 28)),
        (("N", 3072), (3, 32, 32)),
        (("N", 32, 32, 3), (3, 32, 32)),
    ],
    ids=str,
)
def test_input_of_another_shape_reads_images(shape: Sequence[Any], expected: tuple[int, int, int]) -> None:
    count = int(np.prod(expected))
    data = dense_network(shape, features=count)
    _, model = imported(data)
    assert model.graph.input.shape == expected
    image = np.random.default_rng(3).random(expected, np.float32)
    theirs = image.transpose(1, 2, 0) if shape[-1] == 3 else image
    sides = [1, *shape[1:]]
    np.testing.assert_allclose(
        model.predict(image).stages["logits"], answers(data, theirs.reshape(sides))[0], atol=1e-4
    )


def test_shape_of_a_vector_that_is_no_square_is_asked_for_and_taken() -> None:
    data = dense_network(("N", 600), features=600)
    with pytest.raises(ToolError, match=r"'image'.*\(N, 600\).*600 numbers and no square image.*--shape C,H,W"):
        source_from_bytes(data, Path("network.onnx"))
    _, model = imported(data, (1, 20, 30))
    assert model.graph.input.shape == (1, 20, 30)
    with pytest.raises(ToolError, match=r"600 numbers.*\(1, 28, 28\)"):
        source_from_bytes(data, Path("network.onnx"), (1, 28, 28))


@pytest.mark.parametrize("shape", [("N", "K"), ("N", "H", "W"), ("N", 1, "H", "W"), ("N", "H", "W", 3)], ids=str)
def test_size_that_is_left_open_is_asked_for(shape: Sequence[Any]) -> None:
    data = dense_network(shape)
    with pytest.raises(ToolError, match=r"'image': its size \(N, .*\?.*\) is left open.*--shape C,H,W"):
        source_from_bytes(data, Path("network.onnx"))
    image = (3, 8, 8) if shape[-1] == 3 else (1, 28, 28)
    assert (
        source_from_bytes(dense_network(shape, features=int(np.prod(image))), Path("n.onnx"), image).draft.shape
        == image
    )


@pytest.mark.parametrize("kind", [TensorProto.UINT8, TensorProto.INT32, TensorProto.INT64], ids=str)
def test_whole_numbers_are_read_as_0_to_255(kind: int) -> None:
    data = dense_network(("N", 28, 28, 1), kind)
    source, model = imported(data)
    assert (model.graph.input.mean, model.graph.input.std) == ((0,), (1 / 255,))
    pixels = np.random.default_rng(4).integers(0, 256, (1, 28, 28, 1))
    expected = answers(data, pixels.astype(helper.tensor_dtype_to_np_dtype(kind)))[0]
    found = model.predict((pixels[0] / 255).astype(np.float32).transpose(2, 0, 1)).stages["logits"]
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-2)
    assert source.draft.shape == (1, 28, 28)


@pytest.mark.parametrize("sides", [[1, -1], [1, 784]], ids=str)
def test_reshape_for_one_image_is_read_though_the_batch_is_open(sides: list[int]) -> None:
    nodes = [node("Reshape", "image", "sides", output="flat"), node("Gemm", "flat", "w", output="answer")]
    data = network(nodes, {**arrays_of(w=(784, 10)), "sides": np.array(sides)}, ("N", 1, 28, 28))
    source, model = imported(data)
    assert source.batch == 1
    image = np.random.default_rng(5).random((1, 28, 28), np.float32)
    np.testing.assert_allclose(model.predict(image).stages["logits"], answers(data, image[None])[0], atol=1e-4)


def test_arithmetic_with_whole_numbers_is_refused() -> None:
    nodes = [
        node("Div", "image", "c", output="fraction"),
        node("Cast", "fraction", output="floats", to=TensorProto.FLOAT),
        node("Flatten", "floats", output="answer"),
    ]
    data = network(nodes, {"c": np.array(255, np.uint8)}, ("N", 1, 8, 8), TensorProto.UINT8)
    with pytest.raises(ToolError, match=r"fraction.*whole numbers; expected a Cast"):
        source_from_bytes(data, Path("network.onnx"))


REFUSED: dict[str, tuple[list[onnx.NodeProto], str]] = {
    "a pooling over (W, C)": (
        [node("MaxPool", "image", output="x", kernel_shape=[2, 2]), node("Flatten", "x", output="answer")],
        "transposed; expected maps",
    ),
    "maps and their transpose added": (
        [
            node("Transpose", "image", output="t", perm=[0, 2, 1, 3]),
            node("Add", "image", "t", output="x"),
            node("Flatten", "x", output="answer"),
        ],
        "different orders",
    ),
    "the batch moved": (
        [node("Transpose", "image", output="x", perm=[1, 0, 2, 3]), node("Flatten", "x", output="answer")],
        "moves the batch",
    ),
    "a transposed answer": ([node("Flatten", "image", output="answer")], "are transposed; expected one number"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_transpose_makes_impossible_is_refused(case: str) -> None:
    nodes, words = REFUSED[case]
    with pytest.raises(ToolError, match=words):
        source_from_bytes(network(nodes, {}, ("N", 8, 8, 3)), Path("network.onnx"))


def with_second_input(is_used: bool) -> bytes:
    """A network of images and of a second input, on which its answer depends or not."""
    nodes = [
        node("Flatten", "image", output="flat"),
        node("MatMul", "flat", "dense", output="z" if is_used else "answer"),
        node("Add", "z", "switch", output="answer") if is_used else node("Neg", "switch", output="loss"),
    ]
    model = onnx.load_from_string(network(nodes, {"dense": np.eye(64, 10, dtype=np.float32)}, ["N", 1, 8, 8]))
    model.graph.input.append(helper.make_tensor_value_info("switch", TensorProto.FLOAT, [1, 10]))
    data: bytes = model.SerializeToString()
    return data


def test_input_that_the_answer_does_not_depend_on_is_left_out() -> None:
    _, model = imported(with_second_input(is_used=False))
    image = np.arange(64, dtype=np.float32).reshape(1, 8, 8) / 64
    np.testing.assert_allclose(model.predict(image).stages["logits"], np.arange(10) / 64)
    with pytest.raises(ToolError, match=r"one input that the output 'answer' depends on, .* found 'image', 'switch'"):
        imported(with_second_input(is_used=True))


@pytest.mark.parametrize(
    ("shape", "expected"),
    [(["N", 1, "h", "w"], (1, 20, 24)), (["N", "h", "w", 3], (3, 20, 24)), (["N", 480], (1, 20, 24))],
    ids=str,
)
def test_size_that_is_left_open_is_asked_for_on_the_page(shape: Sequence[Any], expected: tuple[int, int, int]) -> None:
    nodes = [node("GlobalAveragePool", "image", output="g"), node("Flatten", "g", output="answer")]
    if len(shape) == 2:
        nodes = [node("MatMul", "image", "dense", output="answer")]
    if shape[-1] == 3:
        nodes.insert(0, node("Transpose", "image", output="chw", perm=TO_MAPS))
        nodes[1].input[0] = "chw"
    data = network(nodes, {"dense": np.ones((480, 10), np.float32)} if len(shape) == 2 else {}, shape)
    given = {"name": "open.onnx", "files": [], "samples": []}
    with pytest.raises(OpenSizeError, match=r"open\.onnx: input 'image': it"):
        read(data, json.dumps(given))
    _, file = read(data, json.dumps({**given, "size": [20, 24]}))
    assert load(file).graph.input.shape == expected
