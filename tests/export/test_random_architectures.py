"""Random networks, exported by PyTorch and compared with it and onnxruntime."""

import io
import warnings
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, Phase, assume, given, settings
from torch import nn

from export_tools.conversion.exporter import export_as
from export_tools.conversion.importer import import_model
from export_tools.conversion.sources import source_from_bytes, source_from_module
from export_tools.conversion.verify import Comparison
from glasscnn import load
from glasscnn_import.to_model import ImportOptions, finish
from tests.support.architectures import networks

pytestmark = pytest.mark.filterwarnings("ignore:Using padding='same'")  # PyTorch is slower there, no more

Drawn = tuple[torch.nn.Module, tuple[int, int, int]]

few = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # a failing network is small enough as it is drawn
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def assert_all_same(comparison: Comparison) -> None:
    assert comparison.ok, "\n".join(str(row) for row in comparison.rows if not row.ok)
    assert all(row.difference <= 1e-4 for row in comparison.rows)


@given(networks())
@few
def test_random_module_is_imported_and_exported_with_the_same_values(drawn: Drawn) -> None:
    module, shape = drawn
    source = source_from_module(module, shape, "nn.Module", ImportOptions("random", mean=(0.2,), std=(0.6,)))
    data, comparison = import_model(source, source.options)
    assert_all_same(comparison)
    assert len(comparison.rows) >= 3

    model = load(data)
    for kind in ("onnx", "torchscript"):
        _, comparison = export_as(model, source, kind, Path(f"random.{kind}"), 1e-4)
        assert_all_same(comparison)
        if kind == "onnx":
            assert set(comparison.not_compared) <= {"probabilities"}


@given(networks())
@few
def test_random_onnx_file_of_pytorch_is_imported_with_the_same_values(drawn: Drawn) -> None:
    module, shape = drawn
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, (torch.zeros(2, *shape),), buffer, dynamo=False, opset_version=17)
    source = source_from_bytes(buffer.getvalue(), Path("random.onnx"))
    _, comparison = import_model(source, source.options)
    assert_all_same(comparison)


@given(networks())
@settings(few, max_examples=8)
def test_scripted_and_traced_modules_are_imported_with_the_same_values(drawn: Drawn) -> None:
    module, shape = drawn
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for scripted in (torch.jit.script(module), torch.jit.trace(module, torch.zeros(2, *shape))):
            buffer = io.BytesIO()
            torch.jit.save(scripted, buffer)
            source = source_from_bytes(buffer.getvalue(), Path("random.pt"), shape)
            _, comparison = import_model(source, source.options)
            assert_all_same(comparison)


@given(networks())
@settings(few, max_examples=4)
def test_pt2_file_and_its_decomposition_are_imported_with_the_same_values(drawn: Drawn) -> None:
    module, shape = drawn
    assume(not any(isinstance(part, nn.PReLU | nn.Mish | nn.Softplus) for part in module.modules()))  # become `where`
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exported = torch.export.export(module, (torch.zeros(2, *shape),))
        for program in (exported, exported.run_decompositions()):
            buffer = io.BytesIO()
            torch.export.save(program, buffer)
            source = source_from_bytes(buffer.getvalue(), Path("random.pt2"))
            _, comparison = import_model(source, source.options)
            assert_all_same(comparison)


def test_imported_network_equals_pytorch_on_normalised_pixels() -> None:
    torch.manual_seed(0)
    module = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(144, 5))
    source = source_from_module(module.eval(), (3, 8, 8), "nn.Module", ImportOptions("x"))
    model = finish(source.draft, ImportOptions("x", mean=(0.1, 0.2, 0.3), std=(0.5, 0.6, 0.7)))
    image = torch.rand(3, 8, 8)
    mean, std = torch.tensor([0.1, 0.2, 0.3])[:, None, None], torch.tensor([0.5, 0.6, 0.7])[:, None, None]
    expected = module(((image - mean) / std)[None])[0].detach()
    torch.testing.assert_close(torch.from_numpy(model.predict(image.numpy()).stages["logits"]), expected)
