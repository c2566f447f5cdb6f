"""Normalisations of PyTorch: from a module, and from the ONNX files of both of its exporters."""

import io
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from export_tools.conversion.importer import import_model
from export_tools.conversion.sources import Source, source_from_bytes, source_from_module
from glasscnn import load
from glasscnn_import.to_model import ImportOptions


class OverChannels(nn.Module):
    """In the manner of ConvNeXt: the channels last, and back."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(6)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Extremes(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.maximum(torch.minimum(x, x.tanh()), x.amin(1, keepdim=True))


NORMS = {
    "layer_norm": lambda: nn.LayerNorm((6, 8, 8)),
    "layer_norm of rows": lambda: nn.LayerNorm(8),
    "layer_norm of channels": OverChannels,
    "group_norm": lambda: nn.GroupNorm(3, 6),
    "instance_norm": lambda: nn.InstanceNorm2d(6, affine=True, eps=1e-2),
    "rms_norm": lambda: nn.RMSNorm((6, 8, 8)),
    "elementwise_max": Extremes,
    "local_response_norm": lambda: nn.LocalResponseNorm(3, 0.5, 0.75, 2.0),
    "local_response_norm of an even number": lambda: nn.LocalResponseNorm(4, 0.5),
}


def network(name: str) -> nn.Module:
    torch.manual_seed(0)
    middle = NORMS[name]()
    for parameter in middle.parameters():
        nn.init.normal_(parameter)
    head = [nn.ReLU(), nn.Flatten(), nn.Linear(384, 10), nn.LayerNorm(10)]
    return nn.Sequential(nn.Conv2d(1, 6, 3, padding=1), middle, *head).eval()


def exported(module: nn.Module, dynamo: bool) -> Source:
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, (torch.zeros(1, 1, 8, 8),), file, dynamo=dynamo, verbose=False)
    return source_from_bytes(file.getvalue(), Path("network.onnx"))


def assert_read(source: Source, op: str) -> None:
    """The network is verified node by node, and has a layer of that op between convolution and ReLU."""
    data, comparison = import_model(source, source.options)
    assert comparison.ok, comparison.rows
    ops = [node.op for node in load(data).graph.nodes]
    assert ops[0] == "conv2d"
    assert op in ops[1 : ops.index("relu")]
    assert ops[-2:] == ["layer_norm", "softmax"]


@pytest.mark.parametrize("name", NORMS)
def test_a_module_with_a_normalisation_is_read(name: str) -> None:
    options = ImportOptions("network")
    source = source_from_module(network(name), (1, 8, 8), "nn.Module", options)
    assert_read(source, name.partition(" ")[0].replace("instance", "layer"))


@pytest.mark.parametrize("name", ["layer_norm of channels", "group_norm", "instance_norm"])
def test_an_onnx_file_of_pytorch_with_a_normalisation_is_read(name: str) -> None:
    assert_read(exported(network(name), dynamo=False), name.partition(" ")[0].replace("instance", "layer"))


def test_the_same_network_gives_the_same_numbers_by_both_ways() -> None:
    module = network("group_norm")
    images = np.random.default_rng(0).random((3, 1, 8, 8), np.float32)
    for source in (exported(module, dynamo=False), source_from_module(module, (1, 8, 8), "", ImportOptions("a"))):
        data, _ = import_model(source, source.options)
        with torch.no_grad():
            expected = module(torch.from_numpy(images)).softmax(1).numpy()
        np.testing.assert_allclose(load(data).probabilities(images), expected, atol=1e-5)
