"""Own operators: a person's functions in place of the engine's, called as PyTorch's are, and checked."""

import functools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import glasscnn
from glasscnn import ops
from glasscnn.engine import run_graph
from glasscnn.model.own_operator import OwnOperator
from tests.support.graphs import make_node

Array = npt.NDArray[Any]
SEVEN = [[(60, 60), (220, 60), (120, 240)]]


def conv2d(x: Array, weight: Array, bias: Array, stride: int = 1, padding: int = 0) -> Array:
    """By im2col, as a student would write it: nothing but PyTorch's plain values."""
    n, c, h, w = x.shape
    o, _, kh, kw = weight.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    height, width = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    columns = np.empty((n, c, kh, kw, height, width), x.dtype)
    for u in range(kh):
        for v in range(kw):
            columns[:, :, u, v] = padded[:, :, u : u + stride * height : stride, v : v + stride * width : stride]
    y = weight.reshape(o, -1) @ columns.reshape(n, c * kh * kw, height * width)
    return y.reshape(n, o, height, width) + bias[:, None, None]


def max_pool2d(x: Array, kernel_size: int) -> Array:
    n, c, h, w = x.shape
    k = kernel_size
    return x.reshape(n, c, h // k, k, w // k, k).max(axis=(3, 5))


@pytest.fixture(scope="module")
def image() -> Array:
    return glasscnn.ink_to_image(SEVEN)


def failure(image: Array, op: str, function: Callable[..., Any]) -> glasscnn.OperatorError:
    """What a prediction raises with this function."""
    with pytest.raises(glasscnn.OperatorError) as caught:
        glasscnn.load("gap10", readable={op: function}).predict(image)
    return caught.value


@pytest.mark.parametrize("name", ["gap10", "deep", "lenet5", "resmini"])
def test_own_conv2d_gives_every_number_of_the_engine(image: Array, name: str) -> None:
    expected = glasscnn.load(name).predict(image)
    found = glasscnn.load(name, readable={"conv2d": conv2d}).predict(image)
    assert found.label == expected.label == 7
    for stage, numbers in expected.stages.items():
        np.testing.assert_allclose(found.stages[stage], numbers, atol=2e-5, rtol=0, err_msg=stage)


def test_batches_and_probabilities_and_graphs_run_own_operators_too(image: Array) -> None:
    shapes: list[tuple[int, ...]] = []

    def watched(x: Array, **arguments: Any) -> Array:
        shapes.append(x.shape)
        return ops.conv2d(x, **arguments)

    model = glasscnn.load("gap10", readable={"conv2d": watched})
    images = np.stack([image, image[:, ::-1]])
    expected = glasscnn.load("gap10").predict(images)
    np.testing.assert_allclose(model.predict(images).probabilities, expected.probabilities, atol=1e-5)
    assert shapes[0] == (2, 1, 28, 28)
    shapes.clear()
    np.testing.assert_allclose(model.probabilities(images), expected.probabilities, atol=1e-5)
    assert shapes[0] == (2, 1, 28, 28)
    shapes.clear()
    run_graph(model.graph, model.weights, images, operators=model.readable)
    assert shapes[0] == (2, 1, 28, 28)


def arguments_of(op: str, attributes: dict[str, Any], function: Callable[..., Any]) -> dict[str, Any]:
    """The keyword arguments that a function gets for a node of this op, without weight and bias."""
    seen: dict[str, Any] = {}

    @functools.wraps(function)
    def watched(*inputs: Array, **arguments: Any) -> Array:
        seen.update(arguments)
        return np.zeros((1, 2, 4, 4))

    node = make_node("own", op, "image", **attributes)
    arrays = {"weight": np.ones((2, 2, 3, 3), np.float32)} if op == "conv2d" else {}
    OwnOperator(watched, node, (2, 4, 4))(np.zeros((1, 2, 8, 8), np.float32), **arrays, **node.attributes)
    seen.pop("weight", None)
    return seen


def any_arguments(*inputs: Array, **arguments: Any) -> Array:
    raise NotImplementedError


def named_stride(x: Array, weight: Array, bias: Array | None, stride: int) -> Array:
    raise NotImplementedError


@pytest.mark.parametrize(
    ("op", "attributes", "expected"),
    [
        ("conv2d", {}, {}),
        ("conv2d", {"stride": [2, 2], "padding": [1, 1, 1, 1]}, {"stride": 2, "padding": 1}),
        ("conv2d", {"stride": [2, 1], "padding": [1, 0, 1, 0]}, {"stride": (2, 1), "padding": (1, 0)}),
        ("conv2d", {"padding": [0, 0, 1, 1]}, {"padding": (0, 0, 1, 1)}),
        ("conv2d", {"padding": [1, 0, 0, 1]}, {"padding": (1, 0, 0, 1)}),
        ("conv2d", {"dilation": [2, 2], "groups": 2}, {"dilation": 2, "groups": 2}),
        ("max_pool2d", {"kernel_size": [2, 2], "stride": [2, 2]}, {"kernel_size": 2}),
        ("max_pool2d", {"kernel_size": [3, 3], "stride": [2, 2]}, {"kernel_size": 3, "stride": 2}),
        ("max_pool2d", {"kernel_size": [2, 1], "stride": [2, 1]}, {"kernel_size": (2, 1)}),
        (
            "avg_pool2d",
            {"kernel_size": [3, 3], "stride": [3, 3], "ceil_mode": True},
            {"kernel_size": 3, "ceil_mode": True},
        ),
        ("relu", {"maximum": None}, {}),
        ("relu", {"maximum": 6.0}, {"maximum": 6.0}),
        ("leaky_relu", {"negative_slope": 0.01}, {}),
    ],
)
def test_functions_get_pytorch_s_plain_values_and_no_argument_at_its_default(
    op: str, attributes: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert arguments_of(op, attributes, any_arguments) == expected


def test_an_argument_that_the_function_names_is_given_at_its_default_too() -> None:
    assert arguments_of("conv2d", {}, named_stride) == {"bias": None, "stride": 1}


def test_own_max_pool2d_without_a_stride_is_that_of_the_engine(image: Array) -> None:
    expected = glasscnn.load("gap10").predict(image)
    found = glasscnn.load("gap10", readable={"max_pool2d": max_pool2d, "conv2d": conv2d}).predict(image)
    np.testing.assert_allclose(found.probabilities, expected.probabilities, atol=1e-5)


def test_an_own_relu_is_not_fused_with_the_convolution_before_it(image: Array) -> None:
    doubled = glasscnn.load("gap10", readable={"relu": lambda x: 2 * np.maximum(x, 0)}).predict(image)
    expected = glasscnn.load("gap10").predict(image)
    np.testing.assert_allclose(doubled.stages["conv1"], 2 * expected.stages["conv1"], rtol=1e-5)


def test_what_an_operator_gets_cannot_be_written_to(image: Array) -> None:
    def careless(x: Array) -> Array:
        x -= 1
        return x

    error = failure(image, "relu", careless)
    assert "output array is read-only; what an operator gets belongs to the network: change a copy" in str(error)
    assert error.line == careless.__code__.co_firstlineno + 1
    assert isinstance(error.__cause__, ValueError)


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (None, "it returned None, expected an array of shape (1, 10, 28, 28); is `return` missing?"),
        (np.zeros((1, 10, 26, 26)), "it returned the shape (1, 10, 26, 26), expected (1, 10, 28, 28)"),
        (np.zeros((10, 28, 28)), "it returned the shape (10, 28, 28), expected (1, 10, 28, 28)"),
        (3.0, "it returned the shape (), expected (1, 10, 28, 28)"),
        (np.zeros((1, 10, 28, 28), bool), "it returned an array of bool, expected an array of numbers"),
        ("maps", "it returned str, expected an array of numbers of shape (1, 10, 28, 28)"),
        ([[1], [1, 2]], "it returned list, expected an array of shape (1, 10, 28, 28)"),
        (
            np.full((1, 10, 28, 28), np.nan),
            "it returned nan at [0, 0, 0, 0] (7,840 of 7,840 numbers are NaN or infinity)",
        ),
        (np.full((1, 10, 28, 28), 1e39), "it returned inf at [0, 0, 0, 0]"),
    ],
)
def test_a_wrong_result_names_node_operator_and_line_and_what_was_expected(
    image: Array, result: object, sentence: str
) -> None:
    def own(x: Array, **arguments: Any) -> object:
        return result

    error = failure(image, "conv2d", own)
    line = own.__code__.co_firstlineno
    assert str(error).startswith(f"node 'conv1' (conv2d), line {line}: {sentence}")
    assert (error.node, error.op, error.line) == ("conv1", "conv2d", line)


def test_an_exception_in_a_function_is_chained_and_names_its_line(image: Array) -> None:
    def helper(x: Array) -> Array:
        return x[0, 40]

    def own(x: Array, weight: Array, **arguments: Any) -> Array:
        return helper(x)

    error = failure(image, "conv2d", own)
    assert error.line == helper.__code__.co_firstlineno + 1
    assert str(error).endswith("IndexError: index 40 is out of bounds for axis 1 with size 1")
    assert isinstance(error.__cause__, IndexError)


def test_a_function_with_other_arguments_is_told_how_it_is_called(image: Array) -> None:
    def own(x: Array, kernels: Array, bias: Array) -> Array:
        return x

    error = failure(image, "conv2d", own)
    assert (
        "it is called as conv2d(array (1, 1, 28, 28), weight=array (10, 1, 3, 3), bias=array (10,), padding=1)"
        in str(error)
    )


def test_what_is_no_error_passes_through(image: Array) -> None:
    class Stop(BaseException):
        pass

    def own(x: Array) -> Array:
        raise Stop

    with pytest.raises(Stop):
        glasscnn.load("gap10", readable={"relu": own}).predict(image)


def test_partly_applied_functions_and_callable_objects_are_operators(image: Array) -> None:
    class Relu:
        def __call__(self, x: Array) -> Array:
            raise RuntimeError(x.shape)

    assert failure(image, "relu", Relu()).line == Relu.__call__.__code__.co_firstlineno + 1
    partly = functools.partial(conv2d, stride=1)
    glasscnn.load("gap10", readable={"conv2d": partly}).predict(image)


def test_an_unknown_op_and_what_is_no_function_are_refused() -> None:
    with pytest.raises(glasscnn.ModelError, match="there is no op 'conv3d'; known are absolute, add, avg_pool2d"):
        glasscnn.load("gap10", readable={"conv3d": conv2d})
    with pytest.raises(glasscnn.ModelError, match="expected a function for relu, found int"):
        glasscnn.load("gap10", readable={"relu": 3})  # type: ignore[dict-item]


def test_a_model_without_own_operators_does_not_import_what_runs_them() -> None:
    code = "import sys, glasscnn; glasscnn.load('gap10'); assert 'glasscnn.model.own_operator' not in sys.modules"
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={"PYTHONPATH": str(Path(glasscnn.__file__).parents[1])}
    )
