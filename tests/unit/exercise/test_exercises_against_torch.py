"""PyTorch passes the checks of every exercise, so what they expect is right; gradients are those of autograd."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from glasscnn.exercise import bundled_exercises, read_exercise, run_checks

torch = pytest.importorskip("torch", reason="PyTorch is the oracle of these tests")
functional = torch.nn.functional


def tensor(array: Any) -> Any:
    return None if array is None else torch.from_numpy(np.array(array, np.float64))


def conv2d(x: Any, weight: Any, bias: Any = None, stride: int = 1, padding: int = 0) -> Any:
    return functional.conv2d(tensor(x), tensor(weight), tensor(bias), stride, padding).numpy()


def im2col(x: Any, kernel_size: Any, stride: int = 1, padding: int = 0) -> Any:
    return functional.unfold(tensor(x), tuple(kernel_size), stride=stride, padding=padding).numpy()


def max_pool2d(x: Any, kernel_size: int, stride: int | None = None, padding: int = 0) -> Any:
    return functional.max_pool2d(tensor(x), kernel_size, stride, padding).numpy()


def cell(x: Any, weight: Any, bias: float, row: int, column: int) -> Any:
    return functional.conv2d(tensor(x)[None], tensor(weight)[None])[0, 0, row, column].item() + bias


def class_activation_map(maps: Any, weight: Any, label: int) -> Any:
    return torch.einsum("chw,c->hw", tensor(maps), tensor(weight)[label]).numpy()


def cross_entropy_gradient(logits: Any, labels: Any) -> Any:
    x = tensor(logits).requires_grad_()
    functional.cross_entropy(x, torch.from_numpy(labels)).backward()
    return x.grad.numpy()


def backward(forward: Callable[..., Any]) -> Callable[..., Any]:
    """The gradients for x, weight and bias by autograd."""

    def gradients(grad: Any, x: Any, weight: Any, **options: int) -> list[Any]:
        x, weight = tensor(x).requires_grad_(), tensor(weight).requires_grad_()
        bias = torch.zeros(len(weight), dtype=x.dtype, requires_grad=True)
        forward(x, weight, bias, **options).backward(tensor(grad))
        return [x.grad.numpy(), weight.grad.numpy(), bias.grad.numpy()]

    return gradients


FUNCTIONS: dict[str, dict[str, Callable[..., Any]]] = {
    "relu": {"relu": lambda x: functional.relu(tensor(x)).numpy()},
    "window": {"cell": cell},
    "conv2d": {"conv2d": conv2d},
    "im2col": {"conv2d": conv2d, "im2col": im2col},
    "max_pool2d": {"max_pool2d": max_pool2d},
    "average_and_linear": {
        "global_avg_pool2d": lambda x: functional.adaptive_avg_pool2d(tensor(x), 1).flatten(1).numpy(),
        "linear": lambda x, weight, bias=None: functional.linear(tensor(x), tensor(weight), tensor(bias)).numpy(),
    },
    "softmax": {"softmax": lambda x: functional.softmax(tensor(x), dim=1).numpy()},
    "class_activation_map": {"class_activation_map": class_activation_map},
    "cross_entropy": {
        "cross_entropy": lambda logits, labels: functional.cross_entropy(
            tensor(logits), torch.from_numpy(labels)
        ).item(),
        "cross_entropy_gradient": cross_entropy_gradient,
    },
    "linear_backward": {"linear_backward": backward(functional.linear)},
    "conv2d_backward": {"conv2d_backward": backward(functional.conv2d)},
}


def test_only_centring_has_no_operator_in_torch() -> None:
    assert set(bundled_exercises()) - set(FUNCTIONS) == {"centre"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_torch_passes_every_check(name: str) -> None:
    exercise = read_exercise(bundled_exercises()[name].read_text("utf-8"))
    report = run_checks(exercise, FUNCTIONS[name])
    assert report.passed, report


@pytest.mark.parametrize("name", ["cross_entropy", "linear_backward", "conv2d_backward"])
def test_solution_equals_autograd_for_other_numbers(name: str) -> None:
    solution: dict[str, Any] = {}
    exec(read_exercise(bundled_exercises()[name].read_text("utf-8")).solution, solution)
    rng, options = np.random.default_rng(7), {}
    if name == "cross_entropy":
        arguments = [rng.standard_normal((6, 10)) * 9, rng.integers(0, 10, 6)]
    elif name == "linear_backward":
        arguments = [rng.standard_normal(shape) for shape in ((5, 3), (5, 7), (3, 7))]
    else:
        arguments = [rng.standard_normal(shape) for shape in ((3, 4, 8, 7), (3, 2, 8, 7), (4, 2, 3, 3))]
        options = {"padding": 1}
    for function, expected in FUNCTIONS[name].items():
        mine, theirs = solution[function](*arguments, **options), expected(*arguments, **options)
        if not isinstance(theirs, list):
            mine, theirs = [mine], [theirs]
        for found, wanted in zip(mine, theirs, strict=True):
            np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-9)
