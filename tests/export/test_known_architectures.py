"""Networks like well-known ones, written by each exporter and opset."""

import io
import warnings
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import version_converter
from torch import Tensor, nn
from torch.nn import functional

from export_tools.conversion.importer import import_model
from export_tools.conversion.sources import source_from_bytes, source_from_module
from glasscnn_import.onnx.reader import NEWEST_OPSET
from glasscnn_import.to_model import ImportOptions, finish


def convolution(in_channels: int, out_channels: int, kernel: int, stride: int = 1, groups: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(out_channels),
        nn.ReLU6(inplace=True),
    )


class Residual(nn.Module):
    """In the manner of ResNet: a shortcut with stride and batch norm, in-place sums and activations."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(convolution(3, 8, 7, 2), nn.MaxPool2d(3, 2, 1))
        self.body = nn.Sequential(convolution(8, 12, 3, 2), nn.Conv2d(12, 12, 3, padding=1), nn.BatchNorm2d(12))
        self.shortcut = nn.Sequential(nn.Conv2d(8, 12, 1, 2, bias=False), nn.BatchNorm2d(12))
        self.pool, self.dense = nn.AdaptiveAvgPool2d((1, 1)), nn.Linear(12, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        y = self.body(x)
        y += self.shortcut(x)
        y = self.pool(functional.relu(y, inplace=True))
        return self.dense(torch.flatten(y, 1))


class Inverted(nn.Module):
    """In the manner of MobileNet: depthwise convolutions, ReLU6, a mean instead of a pooling."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = convolution(3, 6, 3, 2)
        self.block = nn.Sequential(
            convolution(6, 18, 1), convolution(18, 18, 3, groups=18), nn.Conv2d(18, 6, 1, bias=False), nn.BatchNorm2d(6)
        )
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(6, 10))

    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        return self.classifier((x + self.block(x)).mean([2, 3]))


class Squeezing(nn.Module):
    """In the manner of SqueezeNet: concatenations, `ceil_mode`, a convolution as classifier before the average."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, ceil_mode=True))
        self.squeeze, self.expand1 = nn.Conv2d(8, 4, 1), nn.Conv2d(4, 6, 1)
        self.expand3, self.classifier = nn.Conv2d(4, 6, 3, padding=1), nn.Conv2d(12, 10, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = functional.relu(self.squeeze(self.stem(x)))
        x = torch.cat([functional.relu(self.expand1(x)), functional.relu(self.expand3(x))], 1)
        return functional.adaptive_avg_pool2d(self.classifier(x), 1).view(x.size(0), -1)


class AfterTheAverage(nn.Module):
    """Pixels normalised inside, a 1 × 1 convolution on averages, softmax at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.conv, self.pool, self.out = nn.Conv2d(3, 6, 3), nn.AdaptiveAvgPool2d(1), nn.Conv2d(6, 10, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.tanh(self.conv((x - 0.5) / 0.25))
        return torch.softmax(self.out(self.pool(x)).squeeze(-1).squeeze(-1), dim=1)


class SqueezeAndExcite(nn.Module):
    """In the manner of MobileNetV3 and of attention modules: gates for maps and for cells, constants for every cell."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.BatchNorm2d(8), nn.Hardswish())
        self.squeeze, self.excite = nn.Conv2d(8, 4, 1), nn.Conv2d(4, 8, 1)
        self.attention, self.dense = nn.Conv2d(8, 1, 3, padding=1), nn.Linear(8, 10)
        self.channels = nn.Conv2d(2, 1, 3, padding=1)
        self.place = nn.Parameter(torch.randn(1, 1, 17, 16))

    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x) + self.place
        gate = functional.relu(self.squeeze(functional.adaptive_avg_pool2d(x, 1)))
        x = x * functional.hardsigmoid(self.excite(gate))
        x = x * torch.sigmoid(self.attention(x))
        x = x * torch.sigmoid(self.channels(torch.cat([x.mean(1, keepdim=True), x.amax(1, keepdim=True)], 1)))
        x = x - 1 / (2 + functional.relu(x))
        answer: Tensor = self.dense(functional.silu(x.amax((2, 3)) + x.mean(3).sum(2)))
        return answer


NETWORKS = [Residual, Inverted, Squeezing, AfterTheAverage, SqueezeAndExcite]
SHAPE = (3, 33, 31)


def make(network: type[nn.Module]) -> nn.Module:
    torch.manual_seed(0)
    module = network().eval()
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            nn.init.uniform_(part.running_mean, -0.5, 0.5)
            nn.init.uniform_(part.running_var, 0.5, 2)
    return module


def legacy_onnx(module: nn.Module, opset: int, any_batch: bool) -> bytes:
    buffer = io.BytesIO()
    axes = {"image": {0: "batch"}} if any_batch else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            (torch.zeros(2, *SHAPE),),
            buffer,
            dynamo=False,
            opset_version=opset,
            input_names=["image"],
            dynamic_axes=axes,
        )
    return buffer.getvalue()


@pytest.mark.parametrize("network", NETWORKS)
def test_architecture_is_imported_as_a_module(network: type[nn.Module]) -> None:
    _, comparison = import_model(
        source_from_module(make(network), SHAPE, "nn.Module", ImportOptions("x")), ImportOptions("x")
    )
    assert comparison.ok
    assert max(row.difference for row in comparison.rows) <= 1e-4


@pytest.mark.parametrize("any_batch", [True, False], ids=["any batch", "fixed batch"])
@pytest.mark.parametrize("opset", [7, 8, 9, 10, 11, 13, 17, 20])
@pytest.mark.parametrize("network", NETWORKS)
def test_architecture_is_imported_from_onnx(network: type[nn.Module], opset: int, any_batch: bool) -> None:
    source = source_from_bytes(legacy_onnx(make(network), opset, any_batch), Path("network.onnx"))
    _, comparison = import_model(source, ImportOptions("x"))
    assert comparison.ok
    assert max(row.difference for row in comparison.rows) <= 1e-4


@pytest.mark.parametrize("network", NETWORKS)
def test_architecture_is_imported_from_onnx_of_the_newest_opset(network: type[nn.Module]) -> None:
    module = make(network)
    model = version_converter.convert_version(onnx.load_from_string(legacy_onnx(module, 17, True)), NEWEST_OPSET)
    source = source_from_bytes(model.SerializeToString(), Path("network.onnx"))
    ours = finish(source.draft, source.options)
    images = torch.rand(2, *SHAPE)
    result = ours.predict(images.numpy())
    found = result.probabilities if network is AfterTheAverage else result.stages["logits"]
    np.testing.assert_allclose(found, module(images).detach(), atol=1e-5)


@pytest.mark.filterwarnings("ignore")
def test_architecture_is_imported_from_onnx_of_the_torch_export_exporter() -> None:
    program = torch.onnx.export(make(Inverted), (torch.zeros(2, *SHAPE),), dynamo=True, verbose=False)
    assert program is not None
    source = source_from_bytes(program.model_proto.SerializeToString(), Path("network.onnx"))
    _, comparison = import_model(source, ImportOptions("x"))
    assert comparison.ok
