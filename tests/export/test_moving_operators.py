"""Operators that move or resample cells, imported from all of PyTorch's files and written to all of ours."""

import io
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from export_tools.conversion.exporter import export_as
from export_tools.conversion.importer import import_model
from export_tools.conversion.sources import Source, source_from_bytes, source_from_module
from export_tools.errors import ToolError
from glasscnn import load
from glasscnn.model import Model
from glasscnn_import.to_model import ImportOptions
from tests.support.graphs import make_graph, make_node

SHAPE = (1, 9, 10)

MOVES: dict[str, tuple[str, Callable[[Tensor], Tensor]]] = {
    "constant": ("pad2d", lambda x: functional.pad(x, (1, 0, 2, 3), value=0.5)),
    "crop": ("strided_slice", lambda x: functional.pad(x, (-1, 0, -2, -3))),
    "reflect": ("pad2d", lambda x: functional.pad(x, (1, 0, 2, 3), "reflect")),
    "replicate": ("pad2d", lambda x: functional.pad(x, (1, 0, 2, 3), "replicate")),
    "slice": ("strided_slice", lambda x: x[:, 1:4, ::2, -3:]),
    "select": ("strided_slice", lambda x: x[:, :, 2]),
    "flip": ("strided_slice", lambda x: torch.flip(x, (2, 3))),
    "split": ("strided_slice", lambda x: torch.cat(torch.split(x, (1, 3), 1)[::-1], 1)),
    "chunk": ("strided_slice", lambda x: torch.cat([part + 1 for part in torch.chunk(x, 3, 2)], 2)),
    "cat": ("concat", lambda x: torch.cat([x, x * 2], 3)),
    "nearest": ("resize2d", lambda x: functional.interpolate(x, scale_factor=2.0)),
    "nearest-exact": ("resize2d", lambda x: functional.interpolate(x, (5, 13), mode="nearest-exact")),
    "bilinear": ("resize2d", lambda x: functional.interpolate(x, (5, 13), mode="bilinear")),
    "bilinear, aligned": (
        "resize2d",
        lambda x: functional.interpolate(x, (5, 13), mode="bilinear", align_corners=True),
    ),
    "bicubic": ("resize2d", lambda x: functional.interpolate(x, scale_factor=1.6, mode="bicubic")),
    "antialias": ("resize2d", lambda x: functional.interpolate(x, (4, 13), mode="bilinear", antialias=True)),
    "shuffle": ("depth_to_space", lambda x: functional.pixel_shuffle(x, 2)),
    "unshuffle": ("space_to_depth", lambda x: functional.pixel_unshuffle(functional.pad(x, (0, 0, 1, 0)), 2)),
}


class Moving(nn.Module):
    """A convolution, a move, and a dense layer."""

    def __init__(self, move: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.conv, self.move = nn.Conv2d(1, 4, 3, padding=1), move
        count = move(torch.zeros(1, 4, *SHAPE[1:])).flatten(1).shape[1]
        self.dense = nn.Linear(count, 10)

    def forward(self, x: Tensor) -> Tensor:
        answer: Tensor = self.dense(self.move(self.conv(x)).flatten(1))
        return answer


NOT_IN_ONNX = ("antialias", "nearest-exact", "flip")
"""What PyTorch does not write in the opset of these tests."""


def files_of(module: nn.Module, with_onnx: bool = True) -> list[tuple[str, bytes]]:
    """The module as TorchScript, as a program of torch.export, and as ONNX."""
    image = torch.zeros(2, *SHAPE)
    traced, program, exported = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.save(torch.jit.trace(module, image), traced)
        torch.export.save(torch.export.export(module, (image,)), program)
        files = [("moving.pt", traced.getvalue()), ("moving.pt2", program.getvalue())]
        if not with_onnx:
            return files
        torch.onnx.export(module, (image,), exported, dynamo=False, opset_version=17)
    return [*files, ("moving.onnx", exported.getvalue())]


def imported(source: Source) -> bytes:
    data, comparison = import_model(source, source.options)
    assert comparison.ok, "\n".join(str(row) for row in comparison.rows if not row.ok)
    return data


@pytest.mark.parametrize("name", MOVES)
def test_moves_are_read_from_every_file_and_written_to_every_file(name: str) -> None:
    op, move = MOVES[name]
    module = Moving(move).eval()
    source = source_from_module(module, SHAPE, "nn.Module", ImportOptions("moving"))
    model = load(imported(source))
    assert op in {node.op for node in model.graph.nodes}
    for file, data in files_of(module, name not in NOT_IN_ONNX):
        imported(source_from_bytes(data, Path(file), SHAPE))
    for kind in ("onnx", "torchscript"):
        _, comparison = export_as(model, source, kind, Path(f"moving.{kind}"), 1e-4)
        assert comparison.ok, kind


@pytest.mark.parametrize("groups", [1, 2])
def test_transposed_convolution_is_read_from_every_file_and_written_to_every_file(groups: int) -> None:
    layer = nn.ConvTranspose2d(4, 6, (3, 2), stride=2, padding=1, output_padding=1, groups=groups, dilation=(2, 1))
    module = Moving(layer).eval()
    source = source_from_module(module, SHAPE, "nn.Module", ImportOptions("moving"))
    model = load(imported(source))
    assert "conv_transpose2d" in {node.op for node in model.graph.nodes}
    for file, data in files_of(module):
        imported(source_from_bytes(data, Path(file), SHAPE))
    for kind in ("onnx", "torchscript"):
        _, comparison = export_as(model, source, kind, Path(f"moving.{kind}"), 1e-4)
        assert comparison.ok, kind


def exported_to_onnx(**attributes: object) -> None:
    from export_tools.conversion.onnx_io.writer import write_onnx

    nodes = [
        make_node("resized", "resize2d", "image", **attributes),
        make_node("logits", "global_avg_pool2d", "resized"),
    ]
    model = Model(make_graph(nodes, "logits", 1), {})
    source = source_from_bytes(write_onnx(model), Path("resized.onnx"))
    again = load(imported(source))
    image = np.random.default_rng(0).random((1, 8, 8), dtype=np.float32)
    np.testing.assert_allclose(again.predict(image).stages["logits"], model.predict(image).stages["logits"], rtol=1e-5)


def test_any_positions_within_the_maps_are_written_as_onnx_and_no_others() -> None:
    exported_to_onnx(size=[3, 4], start=[1.5, 0.25], step=[1.25, 1.0], mode="bilinear")
    exported_to_onnx(size=[3, 4], start=[1.5, 0.25], step=[1.25, 1.0], rounding="ceil")
    with pytest.raises(
        ToolError, match="node 'resized': resize2d with start -2 and step 1 on 8 cells cannot be written"
    ):
        exported_to_onnx(size=[3, 4], start=[-2, 0], step=[1, 1])
