"""Activation functions that are written as several operators are read as one function, and only those that are one."""

import io
import math
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from export_tools.conversion.importer import import_model
from export_tools.conversion.sources import Source, source_from_bytes, source_from_module
from glasscnn_import.to_model import ImportOptions, finish

FORMS: dict[str, tuple[str, Callable[[Tensor], Tensor]]] = {
    "x · sigmoid(x)": ("silu", lambda x: x * torch.sigmoid(x)),
    "x / (1 + e^−x)": ("silu", lambda x: x / (1 + torch.exp(-x))),
    "x · relu6(x + 3) / 6": ("hardswish", lambda x: x * functional.relu6(x + 3) / 6),
    "x · (clamp(x + 3) · 1/6)": ("hardswish", lambda x: x * (torch.clamp(x + 3, 0, 6) * (1 / 6))),
    "relu6(x + 3) / 6": ("hardsigmoid", lambda x: functional.relu6(x + 3) / 6),
    "x / 2 · (1 + erf(x / √2))": ("gelu", lambda x: x / 2 * (1 + torch.erf(x / math.sqrt(2)))),
    "x · ((erf(x · √½) + 1) / 2)": ("gelu", lambda x: x * ((torch.erf(x * math.sqrt(0.5)) + 1) * 0.5)),
    "clamp(x / 6 + ½)": ("hardsigmoid", lambda x: torch.clamp(x / 6 + 0.5, 0, 1)),
    "gelu with tanh": (
        "gelu",
        lambda x: 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * torch.pow(x, 3)))),
    ),
    "x · tanh(softplus(x))": ("mish", lambda x: x * torch.tanh(functional.softplus(x))),
    "log(1 + e^x)": ("softplus", lambda x: torch.log(1 + torch.exp(x))),
    "softplus(3 x) / 3": ("softplus", lambda x: functional.softplus(3 * x) / 3),
}


class Written(nn.Module):
    """A convolution, a function, and a dense layer."""

    def __init__(self, function: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.conv, self.dense, self.function = nn.Conv2d(1, 4, 3), nn.Linear(4, 10), function

    def forward(self, x: Tensor) -> Tensor:
        answer: Tensor = self.dense(self.function(self.conv(x)).mean((2, 3)))
        return answer


def onnx_of(module: nn.Module) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, (torch.zeros(1, 1, 8, 8),), buffer, dynamo=False, opset_version=13)
    return buffer.getvalue()


def sources(module: nn.Module) -> list[Source]:
    return [
        source_from_bytes(onnx_of(module), Path("written.onnx")),
        source_from_module(module, (1, 8, 8), "nn.Module", ImportOptions("written")),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_function_of_several_operators_is_read_as_one(form: str) -> None:
    op, function = FORMS[form]
    torch.manual_seed(0)
    for source in sources(Written(function).eval()):
        data, comparison = import_model(source, source.options)
        assert [layer.op for layer in source.draft.layers.values()] == [
            *("conv2d", op, "global_avg_pool2d", "linear", "softmax")
        ]
        assert comparison.ok
        assert max(row.difference for row in comparison.rows) < 1e-5
        assert data


def test_what_is_no_known_function_stays_as_it_is_written() -> None:
    torch.manual_seed(0)
    limited = Written(lambda x: x * torch.sigmoid(torch.clamp(x, -9, 9))).eval()
    for source in sources(limited):
        finish(source.draft, source.options)
        assert "silu" not in [layer.op for layer in source.draft.layers.values()]
    module = Written(lambda x: x * torch.sigmoid(1.702 * x)).eval()
    for source in sources(module):
        model = finish(source.draft, source.options)
        assert [node.op for node in model.graph.nodes][:4] == ["conv2d", "conv2d", "sigmoid", "mul"]
        image = torch.rand(1, 8, 8)
        found = model.predict(image.numpy()).stages["logits"]
        np.testing.assert_allclose(found, module(image[None])[0].detach(), atol=1e-5)


def test_a_gate_that_is_computed_from_another_layer_is_no_silu() -> None:
    class Gated(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.second, self.dense = nn.Conv2d(1, 4, 3), nn.Conv2d(1, 4, 3), nn.Linear(4, 10)

        def forward(self, x: Tensor) -> Tensor:
            answer: Tensor = self.dense((self.first(x) * torch.sigmoid(self.second(x))).mean((2, 3)))
            return answer

    source = source_from_bytes(onnx_of(Gated().eval()), Path("gated.onnx"))
    finish(source.draft, source.options)
    assert [layer.op for layer in source.draft.layers.values()][:4] == ["conv2d", "conv2d", "sigmoid", "mul"]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (lambda x: torch.exp(torch.log_softmax(x, 1)), "softmax"),
        (lambda x: torch.log(torch.softmax(x, 1)), "log_softmax"),
    ],
)
def test_a_head_of_exp_and_log_is_the_softmax_that_it_is(head: Callable[[Tensor], Tensor], kind: str) -> None:
    class Headed(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.dense = nn.Linear(64, 10)

        def forward(self, x: Tensor) -> Tensor:
            return head(self.dense(torch.flatten(x, 1)))

    module = Headed().eval()
    source = source_from_bytes(onnx_of(module), Path("headed.onnx"))
    model = finish(source.draft, source.options)
    assert source.draft.output_kind == kind
    image = torch.rand(1, 8, 8)
    expected = module(image[None])[0].detach()
    expected = expected if kind == "softmax" else torch.exp(expected)
    np.testing.assert_allclose(model.predict(image.numpy()).probabilities, expected, atol=1e-6)


REDUCTIONS: dict[str, tuple[str, Callable[[Tensor], Tensor]]] = {
    "adaptive_max_pool2d": ("global_max_pool2d", lambda x: functional.adaptive_max_pool2d(x, 1).flatten(1)),
    "max over H and W": ("global_max_pool2d", lambda x: x.amax((2, 3))),
    "max over all cells in a row": ("global_max_pool2d", lambda x: x.flatten(2).max(2).values),
    "mean over columns": ("reduce_mean", lambda x: x.mean(3).flatten(1)),
    "sum over channels": ("reduce_sum", lambda x: x.sum(1, keepdim=True).flatten(1)),
    "max over channels": ("reduce_max", lambda x: x.max(dim=1)[0].flatten(1)),
}


@pytest.mark.parametrize("form", REDUCTIONS)
def test_a_reduction_of_pytorch_is_read_as_ours(form: str) -> None:
    class Reduced(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv, self.dense = nn.Conv2d(1, 4, 3), nn.LazyLinear(10)

        def forward(self, x: Tensor) -> Tensor:
            answer: Tensor = self.dense(function(self.conv(x)))
            return answer

    op, function = REDUCTIONS[form]
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # lazy layers are new to PyTorch
        module = Reduced().eval()
        module(torch.zeros(1, 1, 8, 8))
    for source in sources(module):
        _, comparison = import_model(source, source.options)
        assert comparison.ok
        _, found, *_ = source.draft.layers.values()
        assert found.op == op or (found.op == "max_pool2d" and found.shape[1:] == (1, 1))
