"""Exports a checkpoint or model file to other formats; all are read back and compared before any is written."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from export_tools.conversion.sources import Source, source_from_bytes, source_from_module
from export_tools.conversion.verify import TOLERANCES, Comparison, verify
from export_tools.errors import ToolError
from export_tools.files import write_atomically
from glasscnn import Model, ModelError, load
from glasscnn.model import write_model
from glasscnn_import.to_model import finish

if TYPE_CHECKING:
    from torch import nn

    from export_tools.zoo import ZooModel

FORMATS = {"npz": ".npz", "onnx": ".onnx", "torchscript": ".torchscript.pt"}


def export_checkpoint(
    path: Path,
    targets: Mapping[str, Path],
    tolerance: float = TOLERANCES["float32"],
    show: Callable[[Comparison], None] | None = None,
) -> list[Comparison]:
    """Write the model in `path` in each format of `targets`, or nothing if a comparison fails; returns all comparisons.

    `show` is called with each comparison; without it, a failed one raises ToolError.
    """
    model, source = load_exportable(path)
    files: list[tuple[Path, bytes]] = []
    comparisons: list[Comparison] = []
    for kind, target in targets.items():
        data, comparison = export_as(model, source, kind, target, tolerance)
        files.append((target, data))
        comparisons.append(comparison)
        if show:
            show(comparison)
    if all(comparison.ok for comparison in comparisons):
        for target, data in files:
            write_atomically(target, data)
    elif show is None:
        raise ToolError(
            f"{path}: the exported model differs from PyTorch by more than {tolerance:g}; nothing was written"
        )
    return comparisons


def load_exportable(path: Path) -> tuple[Model, Source | None]:
    """The model in a checkpoint and its PyTorch module as source, or the model in an `.npz` and None."""
    from export_tools.conversion.torch_io.checkpoint import load_checkpoint_model

    if path.suffix == ".npz":
        try:
            return load(path), None
        except (ModelError, OSError) as error:
            raise ToolError(f"{path}: {error}") from error
    return convert(*load_checkpoint_model(path))


def convert(module: "nn.Module", entry: "ZooModel") -> tuple[Model, Source]:
    """The model of a trained module of the zoo, and the module as source."""
    from export_tools.conversion.torch_io.checkpoint import options_of

    source = source_from_module(module, entry.shape, "checkpoint", options_of(entry))
    return finish(source.draft, source.options), source


def model_bytes(model: Model) -> bytes:
    """The bytes of the model file, in float16 if that is lossless."""
    exact = all(np.array_equal(array, array.astype(np.float16)) for array in model.weights.values())
    return write_model(model.graph, model.weights, half=exact)


def export_as(
    model: Model, source: Source | None, kind: str, target: Path, tolerance: float
) -> tuple[bytes, Comparison]:
    """The bytes in one format, and their comparison: `.npz` with PyTorch, other formats with our engine."""
    if kind == "npz":
        if source is None:
            raise ToolError("the model is already an .npz; export it to onnx or torchscript")
        data = model_bytes(model)
        return data, verify(load(data), source, tolerance=tolerance)
    if kind == "onnx":
        from export_tools.conversion.onnx_io.writer import write_onnx

        data = write_onnx(model)
        written = source_from_bytes(data, target)
        finish(written.draft, written.options)
    else:
        from export_tools.conversion.torch_io.torchscript_writer import source_of_outputs, write_torchscript

        data = write_torchscript(model)
        written = source_of_outputs(model, data)
    return data, verify(model, written, tolerance=tolerance)
