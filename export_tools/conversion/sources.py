"""The sources of `import` and `verify`: ONNX, also in an archive, Keras, `.pt2`, TorchScript, zoo checkpoints,
`module:factory` with a state_dict.

A source has a draft, which is converted to a model, and a runner in its own framework, which the model is compared
with.
"""

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from export_tools.conversion.archive import kind_of, onnx_in_archive
from export_tools.conversion.keras_io import onnx_of_keras
from export_tools.errors import ToolError
from glasscnn_import.draft import Array, Draft
from glasscnn_import.errors import ConversionError
from glasscnn_import.metadata import parse_metadata
from glasscnn_import.onnx.image_input import square_shape
from glasscnn_import.onnx.proto import LARGEST_FILE, External
from glasscnn_import.to_model import ImportOptions

if TYPE_CHECKING:
    from torch import nn

    from export_tools.conversion.torch_io.program import Program

Shape = tuple[int, int, int]


class Runner(Protocol):
    """Runs the framework: normalised images (N, C, H, W) → {name: array} of the named tensors and OUTPUT."""

    def __call__(self, images: Array, tensors: Iterable[str]) -> dict[str, Array]: ...


@dataclass
class Source:
    """A network in a framework.

    kind       a readable name of the file format
    framework  the name and version of the framework that runs it
    batch      the number of images that it takes at once, 0 if any
    options    the metadata of the network
    """

    name: str
    kind: str
    framework: str
    draft: Draft
    run: Runner
    batch: int
    options: ImportOptions


def open_source(
    spec: str, state_dict: Path | None = None, shape: Shape | None = None, output: str | None = None
) -> Source:
    """The source that a command's argument names; raises ToolError if it is none.

    output  the name of the output to read, of an ONNX file with several
    """
    if re.fullmatch(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*", spec) and not Path(spec).exists():
        return _from_factory(spec, state_dict, shape)
    path = Path(spec)
    if state_dict is not None:
        raise ToolError(f"--state-dict goes with module:factory; {spec} is a file that contains its weights")
    return source_from_bytes(read_file(path), path, shape, output)


def source_from_bytes(data: bytes, path: Path, shape: Shape | None = None, output: str | None = None) -> Source:
    """The source in the bytes of the file at `path`."""
    try:
        match kind_of(data):
            case "onnx":
                return _from_onnx(data, path.stem, shape, output, path.parent)
            case "onnx archive":
                name, network, files = onnx_in_archive(data)
                return _from_onnx(network, Path(name).stem, shape, output, files)
            case "keras":
                return _from_onnx(onnx_of_keras(path), path.stem, shape, output, None)
            case "pt2":
                return _from_pt2(data, path)
            case "torchscript":
                return _from_torchscript(data, path, shape)
            case _:
                return _from_checkpoint(path)
    except (ToolError, ConversionError) as error:
        text = str(error)
        raise ToolError(text if text.startswith(str(path)) else f"{path}: {text}") from error


def read_file(path: Path) -> bytes:
    """The bytes of a file; raises ToolError if it cannot be opened or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise ToolError(f"{path}: cannot be opened ({error.strerror})") from error
    if len(data) > LARGEST_FILE:
        raise ToolError(f"{path}: larger than {LARGEST_FILE:,} bytes, which no small network is")
    return data


def _from_onnx(data: bytes, name: str, shape: Shape | None, output: str | None, external: External) -> Source:
    from export_tools.conversion.onnx_io.runner import OnnxRunner, framework
    from glasscnn_import.onnx.proto import parse_model
    from glasscnn_import.onnx.reader import Reader

    model = parse_model(data)
    reader = Reader(model, shape, external, output)
    draft = reader.read()
    batch = int(draft.is_single) if reader.image.is_open else reader.image.batch
    runner = OnnxRunner(model, reader.image, draft.tensor, external)
    kind, options = f"ONNX, opset {reader.opset}", ImportOptions(_slug(name))
    return Source(name, kind, framework(), draft, runner, batch, options)


def _from_pt2(data: bytes, path: Path) -> Source:
    from export_tools.conversion.torch_io.exported import load_pt2, read_exported

    exported = load_pt2(data)
    program = read_exported(exported)
    if program.shape is None or len(program.shape) != 4 or min(program.shape[1:]) < 1:
        raise ToolError(f"expected images (N, C, H, W) of one size as input, found {program.shape}")
    _, channels, height, width = program.shape
    module = exported.module(check_guards=False)
    return _torch_source(program, (channels, height, width), module, "torch.export", ImportOptions(_slug(path.stem)))


def _from_torchscript(data: bytes, path: Path, shape: Shape | None) -> Source:
    from export_tools.conversion.torch_io.torchscript_reader import (
        first_weight_shape,
        frozen_graph,
        load_torchscript,
        read_torchscript,
    )

    module, extra = load_torchscript(data)
    graph = frozen_graph(module)
    shape = shape or guess_shape(first_weight_shape(graph))
    program = read_torchscript(graph, shape)
    source = _torch_source(
        program, shape, module, "TorchScript", ImportOptions(_slug(path.stem.removesuffix(".torchscript")))
    )
    for text in extra.values():
        if text:
            source.draft.metadata = parse_metadata(text.decode(errors="replace") if isinstance(text, bytes) else text)
    return source


def _from_checkpoint(path: Path) -> Source:
    from export_tools.conversion.torch_io.checkpoint import load_checkpoint_model, options_of

    module, entry = load_checkpoint_model(path)
    return source_from_module(module, entry.shape, "checkpoint", options_of(entry))


def _from_factory(spec: str, state_dict: Path | None, shape: Shape | None) -> Source:
    """Run the user's own code: `factory()` must return the module."""
    from torch import nn

    from export_tools.conversion.torch_io.checkpoint import load_state, load_weights

    module_name, _, factory = spec.partition(":")
    sys.path.insert(0, "")
    try:
        found: Any = import_module(module_name)
        for part in factory.split("."):
            found = getattr(found, part)
        module = found()
    except Exception as error:  # the user's code may raise anything
        raise ToolError(f"{spec}: cannot be called ({type(error).__name__}: {error})") from error
    finally:
        sys.path.remove("")
    if not isinstance(module, nn.Module):
        raise ToolError(f"{spec}: expected an nn.Module, found {type(module).__name__}")
    if state_dict is not None:
        state = load_state(state_dict)
        state = state["state_dict"] if isinstance(state.get("state_dict"), dict) else state
        module = load_weights(module, state, str(state_dict))
    name = _slug(factory.rpartition(".")[2]).lower()
    return source_from_module(module, shape or _module_shape(module), "nn.Module", ImportOptions(name))


def source_from_module(module: "nn.Module", shape: Shape, kind: str, options: ImportOptions) -> Source:
    """The source for a module, exported with torch.export."""
    from export_tools.conversion.torch_io.exported import export_module, read_exported

    return _torch_source(read_exported(export_module(module, shape)), shape, module, kind, options)


def _torch_source(
    program: "Program", shape: Shape, module: Callable[..., Any], kind: str, options: ImportOptions
) -> Source:
    import torch

    from export_tools.conversion.torch_io.aten import lower
    from export_tools.conversion.torch_io.runner import TorchRunner

    batch = (program.shape or (0,))[0]
    draft = lower(program, shape)
    return Source(
        options.name, kind, f"PyTorch {torch.__version__}", draft, TorchRunner(program, module), batch, options
    )


def guess_shape(weight: tuple[int, ...] | None) -> Shape:
    """A guess of the image's shape from the first weight: (C, 28, 28) for a convolution, a square for a dense layer."""
    if weight is None:
        return (1, 28, 28)
    return (weight[1], 28, 28) if len(weight) == 4 else square_shape(weight[1]) or (1, 28, 28)


def _module_shape(module: "nn.Module") -> Shape:
    from torch import nn

    layers = (part for part in module.modules() if isinstance(part, nn.Conv2d | nn.Linear))
    first = next(layers, None)
    if isinstance(first, nn.Conv2d):
        return (first.in_channels, 28, 28)
    return guess_shape(None if first is None else tuple(first.weight.shape))


def _slug(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "model"
