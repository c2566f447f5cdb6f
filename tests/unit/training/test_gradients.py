"""Gradients with respect to inputs and weights are those of PyTorch's autograd, for every operator and for graphs."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import glasscnn
from glasscnn.engine import OPERATORS, Graph, Node
from glasscnn.errors import ModelError
from glasscnn.gradients.operators import input_gradients
from glasscnn.model import Model
from glasscnn.model.op_specs import OP_SPECS
from glasscnn.model.shapes import output_shape
from glasscnn.training.checks import check_layers
from glasscnn.training.network import TrainedPart, TrainingImages
from glasscnn.training.weight_gradients import LEARNED, weight_gradients
from tests.support.graphs import Weights, make_node, random_models

torch = pytest.importorskip("torch", reason="PyTorch is the oracle of these tests")

TOLERANCE = 1e-4
"""Of the largest number of a gradient."""


def assert_close(found: np.ndarray, expected: np.ndarray, name: str) -> None:
    assert found.shape == expected.shape, name
    assert found.dtype == np.float32, name
    error = np.abs(found - expected).max()
    assert error <= TOLERANCE * max(float(np.abs(expected).max()), 1e-3), f"{name}: {error}"


def check_node(node: Node, inputs: list[np.ndarray], arrays: Weights, seed: int = 0) -> None:
    """Compare all gradients of one operator on a batch with autograd's."""
    from tests.support.torch_training import run_batch_in_torch

    y = OPERATORS[node.op](*inputs, **arrays, **node.attributes)
    g = np.random.default_rng(seed + 100).standard_normal(y.shape).astype(np.float32)
    leaves = [torch.from_numpy(x.copy()).requires_grad_() for x in inputs]
    learned = {key: torch.from_numpy(array.copy()).requires_grad_(key in LEARNED) for key, array in arrays.items()}
    output = run_batch_in_torch(node, leaves, learned)
    np.testing.assert_allclose(y, output.detach().numpy(), rtol=1e-4, atol=1e-5)
    output.backward(torch.from_numpy(g))

    for number, (found, leaf) in enumerate(zip(input_gradients(node, inputs, y, arrays, g), leaves, strict=True)):
        assert_close(found, leaf.grad.numpy(), f"{node.op}, input {number}")
    found = weight_gradients(node, inputs[0], arrays, g)
    assert found.keys() == arrays.keys() & set(LEARNED)
    for key, gradient in found.items():
        assert_close(gradient, learned[key].grad.numpy(), f"{node.op}, {key}")


def numbers(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


SIMPLE: list[tuple[str, dict[str, Any]]] = [
    ("relu", {}),
    ("relu", {"maximum": 0.75}),
    ("leaky_relu", {"negative_slope": 0.2}),
    ("sigmoid", {}),
    ("tanh", {}),
    ("elu", {"alpha": 0.7}),
    ("selu", {}),
    ("clamp", {"minimum": -0.5, "maximum": 0.75}),
    ("clamp", {"maximum": 0.5}),
    ("hardsigmoid", {"alpha": 0.4}),
    ("hardswish", {}),
    ("silu", {}),
    ("softplus", {"beta": 2.0}),
    ("mish", {}),
    ("gelu", {}),
    ("gelu", {"approximate": "tanh"}),
    ("erf", {}),
    ("exp", {}),
    ("absolute", {}),
    ("negative", {}),
    ("power", {"exponent": 3.0}),
    ("power", {"exponent": 0.0}),
    ("softmax", {}),
    ("log_softmax", {}),
    ("flatten", {}),
    ("global_avg_pool2d", {}),
    ("global_max_pool2d", {}),
    *(
        (op, {"dim": dim})
        for op in ("reduce_max", "reduce_min", "reduce_mean", "reduce_sum")
        for dim in ([1], [3], [2, 3], [1, 2, 3])
    ),
]


@pytest.mark.parametrize(("op", "attributes"), SIMPLE, ids=str)
def test_gradients_of_operators_without_weights_are_autograds(op: str, attributes: dict[str, Any]) -> None:
    x = numbers(1, 4, 3, 5, 6)
    check_node(make_node("node", op, "x", **attributes), [x], {})
    if op.startswith("reduce_"):
        check_node(make_node("node", op, "x", dim=[1]), [numbers(2, 4, 7)], {})
    elif op not in ("flatten", "global_avg_pool2d", "global_max_pool2d"):
        check_node(make_node("node", op, "x", **attributes), [numbers(2, 4, 7)], {})


@pytest.mark.parametrize("op", ["add", "sub", "mul", "div", "elementwise_max", "elementwise_min"])
@pytest.mark.parametrize(
    ("first", "second"),
    [((4, 5, 6), (4, 5, 6)), ((4, 5, 6), (4,)), ((4,), (4, 5, 6)), ((1, 5, 6), (4, 1, 6)), ((7,), (1,))],
)
def test_gradients_of_arithmetic_are_autograds(op: str, first: tuple[int, ...], second: tuple[int, ...]) -> None:
    inputs = [numbers(1, 3, *first), np.abs(numbers(2, 3, *second)) + np.float32(0.5)]
    check_node(make_node("node", op, "x0", "x1"), inputs, {})


@pytest.mark.parametrize(("weight", "bias"), [((3, 4, 5), (3, 4, 5)), ((3, 1, 1), (1, 4, 1)), ((1, 1, 1), (1, 4, 5))])
def test_gradients_of_elementwise_affine_are_autograds(weight: tuple[int, ...], bias: tuple[int, ...]) -> None:
    arrays = {"weight": numbers(1, *weight), "bias": numbers(2, *bias)}
    check_node(make_node("node", "elementwise_affine", "x"), [numbers(3, 2, 3, 4, 5)], arrays)


POSITIVE: list[tuple[str, dict[str, Any]]] = [("log", {}), ("sqrt", {}), ("power", {"exponent": -1.5})]


@pytest.mark.parametrize(("op", "attributes"), POSITIVE, ids=str)
def test_gradients_of_functions_of_positive_numbers_are_autograds(op: str, attributes: dict[str, Any]) -> None:
    check_node(make_node("node", op, "x", **attributes), [np.abs(numbers(1, 4, 3, 5, 6)) + np.float32(0.2)], {})


@pytest.mark.parametrize("slopes", [1, 3])
@pytest.mark.parametrize("shape", [(4, 3, 5, 6), (4, 3)])
def test_gradients_of_prelu_are_autograds(slopes: int, shape: tuple[int, ...]) -> None:
    check_node(make_node("node", "prelu", "x"), [numbers(1, *shape)], {"weight": np.abs(numbers(2, slopes))})


@pytest.mark.parametrize("slopes", [(3, 5, 6), (1, 5, 1)])
def test_gradients_of_prelu_with_slopes_for_cells_are_autograds(slopes: tuple[int, ...]) -> None:
    check_node(make_node("node", "prelu", "x"), [numbers(1, 4, 3, 5, 6)], {"weight": np.abs(numbers(2, *slopes))})


@pytest.mark.parametrize("exponent", [(3, 4, 5), (1, 4, 1)])
def test_gradients_of_elementwise_power_are_autograds(exponent: tuple[int, ...]) -> None:
    x = np.abs(numbers(3, 2, 3, 4, 5)) + np.float32(0.2)
    check_node(make_node("node", "elementwise_power", "x"), [x], {"exponent": numbers(1, *exponent)})


@pytest.mark.parametrize("learned", [("weight", "bias"), ("weight",), ()])
@pytest.mark.parametrize("dim", [[1], [3], [2, 3], [1, 2, 3]])
@pytest.mark.parametrize("op", ["layer_norm", "rms_norm"])
def test_gradients_of_normalisations_along_axes_are_autograds(op: str, dim: list[int], learned: tuple[str]) -> None:
    node = make_node("node", op, "x", dim=dim, eps=1e-2)
    shape = [side if axis in dim else 1 for axis, side in enumerate((4, 5, 6), start=1)]
    check_node(node, [numbers(1, 3, 4, 5, 6)], {key: numbers(2, *shape) for key in learned})
    if dim == [1]:
        check_node(node, [numbers(1, 3, 8)], {key: numbers(2, 8) for key in learned})


@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("shape", [(3, 4, 5, 6), (3, 16)])
def test_gradients_of_group_norm_are_autograds(shape: tuple[int, ...], groups: int) -> None:
    arrays = {key: numbers(seed, shape[1]) for seed, key in enumerate(("weight", "bias"), start=2)}
    check_node(make_node("node", "group_norm", "x", num_groups=groups), [numbers(1, *shape)], arrays)
    check_node(make_node("node", "group_norm", "x", num_groups=groups), [numbers(1, *shape)], {})


@pytest.mark.parametrize("size", [1, 2, 5])
def test_gradients_of_local_response_norm_are_autograds(size: int) -> None:
    node = make_node("node", "local_response_norm", "x", size=size, alpha=0.5, beta=0.6, k=2.0)
    check_node(node, [numbers(1, 3, 4, 5, 6)], {})


@pytest.mark.parametrize("op", ["add", "concat"])
@pytest.mark.parametrize("shape", [(3, 4, 5, 6), (3, 9)])
def test_gradients_of_joins_are_autograds(op: str, shape: tuple[int, ...]) -> None:
    inputs = [numbers(seed, *shape) for seed in range(3)]
    check_node(make_node("node", op, "x0", "x1", "x2"), inputs, {})
    if op == "concat":
        wider = numbers(5, shape[0], shape[1] + 2, *shape[2:])
        check_node(make_node("node", op, "x0", "x1"), [inputs[0], wider], {})


@pytest.mark.parametrize("bias", [True, False])
def test_gradients_of_linear_are_autograds(bias: bool) -> None:
    arrays = {"weight": numbers(1, 4, 6)} | ({"bias": numbers(2, 4)} if bias else {})
    check_node(make_node("node", "linear", "x"), [numbers(3, 5, 6)], arrays)


def test_gradients_of_batch_normalisation_with_running_statistics_are_autograds() -> None:
    arrays = {key: numbers(seed, 3) for seed, key in enumerate(("running_mean", "weight", "bias"))}
    arrays["running_var"] = np.abs(numbers(9, 3)) + np.float32(0.5)
    check_node(make_node("node", "batch_norm2d", "x", eps=1e-3), [numbers(4, 5, 3, 4, 4)], arrays)


@st.composite
def windowed(draw: st.DrawFn) -> tuple[Node, np.ndarray, Weights]:
    """A convolution or pooling with any kernel, stride, padding, dilation, groups and ceil_mode that fit."""
    pair = st.lists(st.integers(1, 3), min_size=2, max_size=2)
    seed, groups = draw(st.integers(0, 1000)), draw(st.sampled_from([1, 1, 2, 3]))
    options = {
        "stride": draw(pair),
        "dilation": draw(pair),
        "padding": draw(st.lists(st.integers(0, 2), min_size=4, max_size=4)),
    }
    x = numbers(
        seed, draw(st.integers(1, 3)), groups * draw(st.integers(1, 2)), *draw(st.tuples(*[st.integers(4, 8)] * 2))
    )
    op = draw(st.sampled_from(["conv2d", "conv2d", "max_pool2d", "avg_pool2d"]))
    if op == "conv2d":
        outputs = groups * draw(st.integers(1, 2))
        arrays = {"weight": numbers(seed + 1, outputs, x.shape[1] // groups, *draw(pair))}
        if draw(st.booleans()):
            arrays["bias"] = numbers(seed + 2, outputs)
        return make_node("node", op, "x", groups=groups, **options), x, arrays
    if op == "avg_pool2d":
        options["count_include_pad"] = draw(st.booleans())
    options |= {"kernel_size": draw(pair), "ceil_mode": draw(st.booleans())}
    return make_node("node", op, "x", **options), x, {}


@given(windowed())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_gradients_of_convolution_and_pooling_are_autograds_with_all_options(
    case: tuple[Node, np.ndarray, Weights],
) -> None:
    node, x, arrays = case
    try:
        output_shape(node, [x.shape[1:]], arrays)
    except ModelError:
        assume(False)  # a window does not fit
    check_node(node, [x], arrays)


MOVING: list[tuple[str, dict[str, Any], Weights]] = [
    *(("pad2d", {"padding": [2, 0, 1, 3], "mode": mode}, {}) for mode in ("reflect", "replicate", "circular")),
    ("pad2d", {"padding": [2, 0, 1, 3], "value": 0.5}, {}),
    ("strided_slice", {"start": [3, 1, 5], "step": [-1, 2, -2], "size": [2, 2, 3]}, {}),
    ("resize2d", {"size": [7, 9], "start": [-0.2, 0.1], "step": [0.6, 0.55]}, {}),
    ("resize2d", {"size": [7, 4], "start": [-0.2, 0.1], "step": [0.6, 1.6], "mode": "bilinear"}, {}),
    ("resize2d", {"size": [7, 3], "start": [-0.2, 0.1], "step": [0.6, 1.9], "mode": "bicubic", "antialias": True}, {}),
    ("depth_to_space", {"block_size": 2}, {}),
    ("depth_to_space", {"block_size": 2, "mode": "CRD"}, {}),
    ("space_to_depth", {"block_size": 2}, {}),
    ("concat", {"dim": 2}, {}),
    ("concat", {"dim": 3}, {}),
    ("conv_transpose2d", {"stride": [2, 3], "padding": [1, 0, 2, 1], "output_padding": [2, 1]},
     {"weight": numbers(5, 4, 2, 3, 2), "bias": numbers(6, 2)}),
    ("conv_transpose2d", {"stride": [1, 2], "dilation": [2, 1], "groups": 2, "output_padding": [1, 3]},
     {"weight": numbers(5, 4, 3, 2, 3), "bias": numbers(6, 6)}),
]  # fmt: skip


@pytest.mark.parametrize(("op", "attributes", "arrays"), MOVING, ids=str)
def test_gradients_of_operators_that_move_cells_are_autograds(
    op: str, attributes: dict[str, Any], arrays: Weights
) -> None:
    x = numbers(1, 3, 4, 4, 6)
    if op == "concat":
        wider = numbers(2, *(side + (axis == attributes["dim"]) for axis, side in enumerate(x.shape)))
        check_node(make_node("node", op, "x0", "x1", **attributes), [x, wider], {})
    else:
        check_node(make_node("node", op, "x", **attributes), [x], arrays)


def test_every_operator_of_the_format_is_compared() -> None:
    compared = {op for op, _ in SIMPLE + POSITIVE} | {"add", "concat", "linear", "batch_norm2d", "prelu"}
    compared |= {op for op, _, _ in MOVING} | {"sub", "mul", "div", "elementwise_affine"}
    compared |= {"sub", "mul", "div", "elementwise_affine", "elementwise_power", "elementwise_max", "elementwise_min"}
    compared |= {"layer_norm", "rms_norm", "group_norm", "local_response_norm"}
    assert compared | {"conv2d", "max_pool2d", "avg_pool2d"} == set(OP_SPECS)


def check_graph(model: Model, images: np.ndarray) -> None:
    from tests.support.torch_training import loss_and_gradients

    labels = np.arange(len(images)) % len(model.graph.classes)
    part = TrainedPart(model, check_layers(model, ()))
    inputs = TrainingImages(part, images).batch(np.arange(len(images)))
    loss, found = part.gradients(inputs, labels, None, model.weights)
    expected_loss, expected = loss_and_gradients(model.graph, model.weights, images, labels)
    assert loss == pytest.approx(expected_loss, rel=1e-5, abs=1e-6)
    assert set(found) == set(expected)
    largest = max(float(np.abs(gradient).max()) for gradient in expected.values())
    for name, gradient in found.items():
        error = float(np.abs(gradient - expected[name]).max())
        # The terms of a gradient may cancel, as those of a bias, or behind a normalisation; what float32 rounds off is
        # then relative to them, not to their sum.
        scale = max(float(np.abs(expected[name]).max()), largest / 10, 1e-3)
        assert error <= TOLERANCE * scale, f"{name}: {error}"


@given(random_models())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_gradients_of_random_graphs_are_autograds_for_a_batch(case: tuple[Graph, Weights]) -> None:
    model = Model(*case)
    check_graph(model, np.random.default_rng(0).random((3, *model.graph.input.shape), dtype=np.float32))


@pytest.mark.parametrize("name", ["gap10", "deep", "lenet5", "resmini"])
def test_gradients_of_the_bundled_models_are_autograds(name: str) -> None:
    check_graph(glasscnn.load(name), np.random.default_rng(1).random((4, 1, 28, 28), dtype=np.float32))
