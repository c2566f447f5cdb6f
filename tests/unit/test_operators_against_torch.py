"""Every operator and its loop version equal PyTorch."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from glasscnn import ops

torch = pytest.importorskip("torch", reason="PyTorch is the oracle of these tests")
functional = torch.nn.functional


def random_array(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def as_torch(*arrays: np.ndarray | None) -> list[Any]:
    return [None if array is None else torch.from_numpy(array) for array in arrays]


def assert_same(found: np.ndarray, expected: Any, tolerance: float = 1e-5) -> None:
    expected = expected.numpy() if hasattr(expected, "numpy") else expected
    assert found.shape == expected.shape
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance)


@st.composite
def convolutions(draw: st.DrawFn) -> dict[str, Any]:
    groups = draw(st.sampled_from([1, 1, 2, 3]))
    return {
        "groups": groups,
        "n": draw(st.integers(1, 3)),
        "in_channels": groups * draw(st.integers(1, 3)),
        "out_channels": groups * draw(st.integers(1, 3)),
        "size": (draw(st.integers(1, 9)), draw(st.integers(1, 9))),
        "kernel": (draw(st.integers(1, 4)), draw(st.integers(1, 4))),
        "stride": (draw(st.integers(1, 3)), draw(st.integers(1, 3))),
        "padding": tuple(draw(st.integers(0, 3)) for _ in range(4)),
        "dilation": (draw(st.integers(1, 3)), draw(st.integers(1, 3))),
        "bias": draw(st.booleans()),
        "seed": draw(st.integers(0, 1000)),
    }


@given(convolutions())
@settings(max_examples=150, deadline=None)
def test_conv2d_equals_torch_for_any_kernel_stride_padding_dilation_and_groups(case: dict[str, Any]) -> None:
    top, left, bottom, right = case["padding"]
    height, width = case["size"]
    for axis, side in enumerate((height + top + bottom, width + left + right)):
        assume(case["dilation"][axis] * (case["kernel"][axis] - 1) + 1 <= side)
    x = random_array(case["seed"], case["n"], case["in_channels"], height, width)
    weight = random_array(
        case["seed"] + 1, case["out_channels"], case["in_channels"] // case["groups"], *case["kernel"]
    )
    bias = random_array(case["seed"] + 2, case["out_channels"]) if case["bias"] else None
    options = {"stride": case["stride"], "dilation": case["dilation"], "groups": case["groups"]}

    found = ops.conv2d(x, weight, bias, padding=case["padding"], **options)

    x_torch, weight_torch, bias_torch = as_torch(x, weight, bias)
    padded = functional.pad(x_torch, (left, right, top, bottom))
    assert_same(found, functional.conv2d(padded, weight_torch, bias_torch, **options), 1e-4)
    assert_same(ops.conv2d_loops(x, weight, bias, padding=case["padding"], **options), found, 1e-4)


@st.composite
def poolings(draw: st.DrawFn) -> dict[str, Any]:
    kernel = (draw(st.integers(1, 4)), draw(st.integers(1, 4)))
    return {
        "shape": (draw(st.integers(1, 2)), draw(st.integers(1, 3)), draw(st.integers(4, 10)), draw(st.integers(4, 10))),
        "kernel_size": kernel,
        "stride": draw(st.one_of(st.none(), st.tuples(st.integers(1, 3), st.integers(1, 3)))),
        "padding": (draw(st.integers(0, kernel[0] // 2)), draw(st.integers(0, kernel[1] // 2))),
        "ceil_mode": draw(st.booleans()),
        "seed": draw(st.integers(0, 1000)),
    }


@given(poolings(), st.integers(1, 2))
@settings(max_examples=100, deadline=None)
def test_max_pool2d_equals_torch_with_padding_dilation_and_ceil_mode(case: dict[str, Any], dilation: int) -> None:
    assume(all(dilation * (k - 1) + 1 <= s for k, s in zip(case["kernel_size"], case["shape"][2:], strict=True)))
    x = random_array(case.pop("seed"), *case.pop("shape"))
    found = ops.max_pool2d(x, dilation=dilation, **case)
    assert_same(found, functional.max_pool2d(torch.from_numpy(x), dilation=dilation, **case))
    assert_same(ops.max_pool2d_loops(x, dilation=dilation, **case), found)


@given(poolings(), st.booleans())
@settings(max_examples=100, deadline=None)
def test_avg_pool2d_equals_torch_with_and_without_counting_the_padding(
    case: dict[str, Any], count_include_pad: bool
) -> None:
    x = random_array(case.pop("seed"), *case.pop("shape"))
    found = ops.avg_pool2d(x, count_include_pad=count_include_pad, **case)
    assert_same(found, functional.avg_pool2d(torch.from_numpy(x), count_include_pad=count_include_pad, **case))
    assert_same(ops.avg_pool2d_loops(x, count_include_pad=count_include_pad, **case), found)


@given(st.integers(1, 5), st.integers(1, 9), st.integers(1, 9), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_linear_equals_torch_for_any_batch(n: int, in_features: int, out_features: int, seed: int) -> None:
    x, weight = random_array(seed, n, in_features), random_array(seed + 1, out_features, in_features)
    bias = random_array(seed + 2, out_features)
    assert_same(ops.linear(x, weight, bias), functional.linear(*as_torch(x, weight, bias)))
    assert_same(ops.linear(x, weight), functional.linear(*as_torch(x, weight)))
    assert_same(ops.linear_loops(x, weight, bias), ops.linear(x, weight, bias))


POINTWISE: list[tuple[str, dict[str, Any], Callable[..., Any]]] = [
    ("absolute", {}, torch.abs),
    ("clamp", {"minimum": -1.5, "maximum": 2.0}, lambda x: functional.hardtanh(x, -1.5, 2.0)),
    ("clamp", {"maximum": 2.0}, lambda x: torch.clamp(x, max=2.0)),
    ("elu", {}, functional.elu),
    ("elu", {"alpha": 0.3}, lambda x: functional.elu(x, 0.3)),
    ("erf", {}, torch.erf),
    ("exp", {}, torch.exp),
    ("gelu", {}, functional.gelu),
    ("gelu", {"approximate": "tanh"}, lambda x: functional.gelu(x, approximate="tanh")),
    ("hardsigmoid", {}, functional.hardsigmoid),
    ("hardsigmoid", {"alpha": 0.2}, lambda x: torch.clamp(0.2 * x + 0.5, 0, 1)),
    ("hardswish", {}, functional.hardswish),
    ("leaky_relu", {}, functional.leaky_relu),
    ("mish", {}, functional.mish),
    ("negative", {}, torch.neg),
    ("power", {"exponent": 3.0}, lambda x: torch.pow(x, 3)),
    ("prelu", {"weight": np.array([0.3], np.float32)}, lambda x: functional.prelu(x, torch.tensor([0.3]))),
    ("relu", {}, functional.relu),
    ("selu", {}, functional.selu),
    ("sigmoid", {}, torch.sigmoid),
    ("silu", {}, functional.silu),
    ("softplus", {}, functional.softplus),
    ("softplus", {"beta": 2.5}, lambda x: functional.softplus(x, 2.5)),
    ("tanh", {}, torch.tanh),
]


@pytest.mark.parametrize(("op", "options", "reference"), POINTWISE, ids=[case[0] for case in POINTWISE])
@pytest.mark.parametrize("shape", [(1, 1), (2, 7), (3, 2, 4, 5)])
def test_elementwise_functions_equal_torch_on_any_shape(
    op: str, options: dict[str, Any], reference: Callable[..., Any], shape: tuple[int, ...]
) -> None:
    x = random_array(7, *shape) * 5
    found = getattr(ops, op)(x, **options)
    assert_same(found, reference(torch.from_numpy(x)))
    assert_same(getattr(ops, f"{op}_loops")(x, **options), found)


@pytest.mark.parametrize(
    ("op", "options", "reference"),
    [
        ("log", {}, torch.log),
        ("sqrt", {}, torch.sqrt),
        ("power", {"exponent": -0.5}, torch.rsqrt),
        ("power", {"exponent": 1.7}, lambda x: torch.pow(x, 1.7)),
    ],
)
def test_functions_of_positive_numbers_equal_torch(
    op: str, options: dict[str, Any], reference: Callable[..., Any]
) -> None:
    x = np.abs(random_array(8, 2, 3, 4, 5)) + np.float32(0.01)
    found = getattr(ops, op)(x, **options)
    assert_same(found, reference(torch.from_numpy(x)))
    assert_same(getattr(ops, f"{op}_loops")(x, **options), found)


def test_prelu_has_a_slope_for_every_channel_of_maps_and_of_vectors() -> None:
    weight = random_array(2, 3)
    for shape in ((4, 3), (4, 3, 5, 6)):
        x = random_array(3, *shape)
        assert_same(ops.prelu(x, weight), functional.prelu(*as_torch(x, weight)))
        assert_same(ops.prelu_loops(x, weight), ops.prelu(x, weight))


def test_erf_is_correct_to_five_in_ten_million_everywhere() -> None:
    x = np.linspace(-6, 6, 100_001, dtype=np.float32)[None]
    exact = torch.erf(torch.from_numpy(x).double()).numpy()
    np.testing.assert_allclose(ops.erf(x), exact, rtol=5e-7, atol=0)


@pytest.mark.filterwarnings("error")
def test_activation_functions_do_not_overflow_on_large_numbers() -> None:
    x = np.array([[-1000, 0, 1000]], np.float32)
    for op in ("silu", "mish", "gelu", "softplus", "hardswish"):
        np.testing.assert_allclose(getattr(ops, op)(x)[0, [0, 2]], [0, 1000], err_msg=op)
        np.testing.assert_allclose(getattr(ops, f"{op}_loops")(x)[0, [0, 2]], [0, 1000], err_msg=op)
    for op, lowest in (("elu", -1), ("selu", -1.7580993)):
        np.testing.assert_allclose(getattr(ops, op)(x)[0, 0], lowest, rtol=1e-6)


def test_relu_with_a_maximum_is_relu6() -> None:
    x = np.array([[-3, 0, 2, 6, 9]], np.float32)
    assert_same(ops.relu(x, maximum=6.0), functional.relu6(torch.from_numpy(x)))
    assert_same(ops.relu_loops(x, maximum=6.0), ops.relu(x, maximum=6.0))


def test_leaky_relu_uses_its_slope() -> None:
    x = random_array(3, 4, 5)
    assert_same(ops.leaky_relu(x, 0.3), functional.leaky_relu(torch.from_numpy(x), 0.3))
    assert_same(ops.leaky_relu_loops(x, 0.3), ops.leaky_relu(x, 0.3))


@pytest.mark.filterwarnings("error")
def test_sigmoid_and_softmax_do_not_overflow_on_large_numbers() -> None:
    x = np.array([[-1000, 0, 1000]], np.float32)
    np.testing.assert_array_equal(ops.sigmoid(x), [[0, 0.5, 1]])
    np.testing.assert_array_equal(ops.softmax(x), [[0, 0, 1]])


@pytest.mark.parametrize("shape", [(1, 10), (4, 3), (2, 5, 3, 4)])
def test_softmax_equals_torch_over_the_channels(shape: tuple[int, ...]) -> None:
    x = random_array(5, *shape) * 4
    assert_same(ops.softmax(x), torch.softmax(torch.from_numpy(x), 1))
    assert_same(ops.softmax_loops(x), ops.softmax(x))
    assert_same(ops.log_softmax(x), torch.log_softmax(torch.from_numpy(x), 1))
    assert_same(ops.log_softmax_loops(x), ops.log_softmax(x))


def test_global_avg_pool2d_equals_torch() -> None:
    x = random_array(11, 3, 4, 5, 6)
    assert_same(ops.global_avg_pool2d(x), torch.from_numpy(x).mean((2, 3)))
    assert_same(ops.global_avg_pool2d_loops(x), ops.global_avg_pool2d(x))


def test_global_max_pool2d_equals_torch() -> None:
    x = random_array(11, 3, 4, 5, 6)
    assert_same(ops.global_max_pool2d(x), torch.from_numpy(x).amax((2, 3)))
    assert_same(ops.global_max_pool2d_loops(x), ops.global_max_pool2d(x))


@pytest.mark.parametrize("dim", [1, [2], [3], [1, 2], [1, 2, 3]])
@pytest.mark.parametrize("kind", ["max", "min", "mean", "sum"])
def test_reductions_equal_torch_along_any_axes(kind: str, dim: int | list[int]) -> None:
    x = random_array(11, 3, 4, 5, 6)
    found = getattr(ops, f"reduce_{kind}")(x, dim)
    assert_same(
        found, getattr(torch, {"max": "amax", "min": "amin"}.get(kind, kind))(torch.from_numpy(x), dim, keepdim=True)
    )
    assert_same(getattr(ops, f"reduce_{kind}_loops")(x, dim), found)


def test_batch_norm2d_equals_torch_in_evaluation() -> None:
    x, mean, weight, bias = (random_array(seed, *shape) for seed, shape in enumerate([(2, 3, 4, 5), (3,), (3,), (3,)]))
    variance = np.abs(random_array(9, 3)) + 0.1
    found = ops.batch_norm2d(x, mean, variance, weight, bias, eps=1e-3)
    assert_same(found, functional.batch_norm(*as_torch(x, mean, variance, weight, bias), training=False, eps=1e-3))
    assert_same(ops.batch_norm2d_loops(x, mean, variance, weight, bias, eps=1e-3), found)


def test_flatten_add_and_concat_equal_torch() -> None:
    x, y, z = (random_array(seed, 2, 3, 4, 5) for seed in range(3))
    x_torch, y_torch, z_torch = as_torch(x, y, z)
    assert_same(ops.flatten(x), torch.flatten(x_torch, 1))
    assert_same(ops.add(x, y, z), x_torch + y_torch + z_torch)
    assert_same(ops.concat(x, y, z), torch.cat([x_torch, y_torch, z_torch], 1))
    assert_same(ops.flatten_loops(x), ops.flatten(x))
    assert_same(ops.add_loops(x, y, z), ops.add(x, y, z))
    assert_same(ops.concat_loops(x, y, z), ops.concat(x, y, z))


def test_conv2d_by_hand_is_a_cross_correlation() -> None:
    x = np.arange(9, dtype=np.float32).reshape(1, 1, 3, 3)
    weight = np.array([[[[1, 2], [3, 4]]]], np.float32)
    expected = [[0 * 1 + 1 * 2 + 3 * 3 + 4 * 4 + 10, 1 * 1 + 2 * 2 + 4 * 3 + 5 * 4 + 10],
                [3 * 1 + 4 * 2 + 6 * 3 + 7 * 4 + 10, 4 * 1 + 5 * 2 + 7 * 3 + 8 * 4 + 10]]  # fmt: skip
    np.testing.assert_array_equal(ops.conv2d(x, weight, np.array([10], np.float32)), [[expected]])


@pytest.mark.parametrize("convolve", [ops.conv2d, ops.conv2d_loops])
@pytest.mark.parametrize(
    ("x_shape", "weight_shape", "groups", "sentence"),
    [
        ((1, 3, 5, 5), (4, 2, 3, 3), 1, r"x has 3 channels, but weight \(4, 2, 3, 3\) with groups=1 takes 2"),
        ((1, 4, 5, 5), (3, 2, 3, 3), 2, r"multiple of 2"),
        ((3, 5, 5), (4, 3, 3, 3), 1, r"expected x \(N, C, H, W\).*found \(3, 5, 5\)"),
        ((1, 1, 2, 2), (1, 1, 3, 3), 1, r"a kernel of \(3, 3\) does not fit into maps of \(2, 2\)"),
    ],
)
def test_conv2d_refuses_mismatched_shapes_and_names_both(
    convolve: Callable[..., np.ndarray],
    x_shape: tuple[int, ...],
    weight_shape: tuple[int, ...],
    groups: int,
    sentence: str,
) -> None:
    with pytest.raises(ValueError, match=sentence):
        convolve(np.zeros(x_shape, np.float32), np.zeros(weight_shape, np.float32), groups=groups)


def test_pooling_linear_and_add_refuse_mismatched_shapes() -> None:
    with pytest.raises(ValueError, match=r"window of \(3, 3\) does not fit into maps of \(2, 2\)"):
        ops.max_pool2d(np.zeros((1, 1, 2, 2), np.float32), 3)
    with pytest.raises(ValueError, match=r"x \(1, 3\) does not fit weight \(5, 4\)"):
        ops.linear(np.zeros((1, 3), np.float32), np.zeros((5, 4), np.float32))
    with pytest.raises(ValueError, match=r"one shape, found \(1, 3\) and \(1, 4\)"):
        ops.add(np.zeros((1, 3), np.float32), np.zeros((1, 4), np.float32))


def test_operators_treat_the_images_of_a_batch_separately() -> None:
    x, weight, bias = random_array(1, 5, 3, 8, 8), random_array(2, 4, 3, 3, 3), random_array(3, 4)
    batch = ops.conv2d(x, weight, bias, padding=1)
    for n in range(5):
        assert_same(ops.conv2d(x[n : n + 1], weight, bias, padding=1), batch[n : n + 1], 1e-6)


def test_the_largest_and_the_smallest_number_in_each_place_equal_torch() -> None:
    x, y, gate = (random_array(seed, *shape) for seed, shape in enumerate([(2, 3, 4, 5), (2, 1, 4, 1), (2, 3)]))
    for kind in ("max", "min"):
        found = getattr(ops, f"elementwise_{kind}")(x, y, gate)
        torch_function = getattr(torch, f"{kind}imum")
        expected = torch_function(torch_function(*as_torch(x, y)), torch.from_numpy(gate)[:, :, None, None])
        assert_same(found, expected)
        assert_same(getattr(ops, f"elementwise_{kind}_loops")(x, y, gate), found)


def test_elementwise_power_equals_torch() -> None:
    x, exponent = np.abs(random_array(1, 2, 3, 4, 5)), random_array(2, 3, 1, 5)
    found = ops.elementwise_power(x, exponent)
    assert_same(found, torch.from_numpy(x) ** torch.from_numpy(exponent))
    assert_same(ops.elementwise_power_loops(x, exponent), found)


def test_prelu_with_a_slope_for_each_cell_equals_a_selection_in_torch() -> None:
    x, slopes = random_array(1, 2, 3, 4, 5), random_array(2, 1, 4, 5)
    found = ops.prelu(x, slopes)
    assert_same(found, torch.where(torch.from_numpy(x) > 0, torch.from_numpy(x), torch.from_numpy(x * slopes)))
    assert_same(ops.prelu_loops(x, slopes), found)


@pytest.mark.parametrize("learned", [True, False])
@pytest.mark.parametrize("axes", [1, 2, 3])
def test_layer_norm_and_rms_norm_over_the_last_axes_equal_torch(axes: int, learned: bool) -> None:
    x = random_array(1, 2, 3, 4, 5) * 3 + 2
    shape = x.shape[-axes:]
    weight, bias = (random_array(seed, *shape) if learned else None for seed in (2, 3))
    ours = [None if array is None else array.reshape((1,) * (3 - axes) + shape) for array in (weight, bias)]
    dim = [1, 2, 3][-axes:]
    for found, loops, expected in (
        (
            ops.layer_norm(x, dim, *ours, eps=1e-3),
            ops.layer_norm_loops(x, dim, *ours, eps=1e-3),
            functional.layer_norm(*as_torch(x), shape, *as_torch(weight, bias), eps=1e-3),
        ),
        (
            ops.rms_norm(x, dim, ours[0], eps=1e-3),
            ops.rms_norm_loops(x, dim, ours[0], eps=1e-3),
            functional.rms_norm(*as_torch(x), shape, *as_torch(weight), eps=1e-3),
        ),
    ):
        assert_same(found, expected)
        assert_same(loops, found)


def test_layer_norm_of_every_cell_over_its_channels_equals_torch_with_the_channels_last() -> None:
    x, weight, bias = (random_array(seed, *shape) for seed, shape in enumerate([(2, 6, 4, 5), (6, 1, 1), (6, 1, 1)]))
    found = ops.layer_norm(x, [1], weight, bias)
    last = torch.from_numpy(x).permute(0, 2, 3, 1)
    expected = functional.layer_norm(last, (6,), *(array.flatten() for array in as_torch(weight, bias)))
    assert_same(found, expected.permute(0, 3, 1, 2))


def test_layer_norm_of_maps_is_instance_norm_of_torch() -> None:
    x = random_array(1, 2, 3, 4, 5)
    assert_same(ops.layer_norm(x, [2, 3]), functional.instance_norm(torch.from_numpy(x)))


@pytest.mark.parametrize("shape", [(2, 6, 4, 5), (3, 6)])
@pytest.mark.parametrize("groups", [1, 2, 6])
def test_group_norm_equals_torch(groups: int, shape: tuple[int, ...]) -> None:
    if shape == (3, 6) and groups == 6:
        shape = (3, 12)  # groups of two numbers
    x, weight, bias = random_array(1, *shape), random_array(2, shape[1]), random_array(3, shape[1])
    found = ops.group_norm(x, groups, weight, bias)
    assert_same(found, functional.group_norm(torch.from_numpy(x), groups, *as_torch(weight, bias)))
    assert_same(ops.group_norm_loops(x, groups, weight, bias), found, 1e-4)
    assert_same(ops.group_norm_loops(x, groups), ops.group_norm(x, groups), 1e-4)


@pytest.mark.parametrize("size", [1, 2, 5, 9])
def test_local_response_norm_equals_torch(size: int) -> None:
    x = random_array(1, 2, 6, 4, 5) * 5
    options = {"alpha": 0.3, "beta": 0.6, "k": 1.5}
    found = ops.local_response_norm(x, size, **options)
    assert_same(found, functional.local_response_norm(torch.from_numpy(x), size, **options))
    assert_same(ops.local_response_norm_loops(x, size, **options), found)
