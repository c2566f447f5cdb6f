"""Reads the zoo's checkpoints for export."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from torch import nn

from export_tools.errors import ToolError
from export_tools.evaluation.temperature import divide_logits
from export_tools.zoo import ZooModel, find_model
from export_tools.zoo.lesson import Lesson
from export_tools.zoo.provenance import provenance
from export_tools.zoo.torch_file import TorchFileError, read_torch_file
from export_tools.zoo.with_lesson import with_lesson
from glasscnn import __version__
from glasscnn_import.to_model import ImportOptions


def load_state(path: Path) -> dict[str, Any]:
    """The contents of a file written by `torch.save`, as plain data: no code in it runs."""
    try:
        document = read_torch_file(path)
    except OSError as error:
        raise ToolError(f"{path}: cannot be opened ({error.strerror})") from error
    except TorchFileError as error:
        raise ToolError(f"{path}: not readable as a checkpoint or a state_dict ({str(error)[:160]})") from error
    if not isinstance(document, dict):
        raise ToolError(f"{path}: expected a dictionary of tensors, found {type(document).__name__}")
    return document


def load_weights(module: nn.Module, state: dict[str, Any], origin: str) -> nn.Module:
    """The module with the weights of a state_dict; raises ToolError unless these match exactly."""
    try:
        module.load_state_dict(state)
    except (RuntimeError, TypeError, AttributeError, KeyError) as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        reason = " ".join(lines[1:3] or lines)[:240]
        raise ToolError(
            f"{origin}: the weights are of another architecture than {type(module).__name__} ({reason})"
        ) from error
    return module.eval()


def load_checkpoint_model(path: Path) -> tuple[nn.Module, ZooModel]:
    """The trained module in a checkpoint file and its entry in the zoo."""
    return module_of(load_state(path), path)


def module_of(document: dict[str, Any], path: Path) -> tuple[nn.Module, ZooModel]:
    """The trained module in the document of a checkpoint, and its entry in the zoo; `path` is for error messages."""
    if not isinstance(document.get("architecture"), str) or not isinstance(document.get("state_dict"), dict):
        raise ToolError(
            f"{path}: expected a checkpoint with 'architecture' and 'state_dict', found"
            f" {', '.join(map(str, list(document)[:5]))};"
            " import other weights with: import module:factory --state-dict FILE"
        )
    entry = find_model(document["architecture"])
    lesson = lesson_of(document, path)
    entry = with_lesson(entry, lesson) if lesson else entry
    entry = replace(entry, card=provenance(entry, document))
    module = load_weights(entry.build(), document["state_dict"], str(path))
    temperature = temperature_of(document, path)
    return load_weights(module, divide_logits(module.state_dict(), "logits", temperature), str(path)), entry


def lesson_of(document: dict[str, Any], path: Path) -> Lesson | None:
    """The lesson of a network that was trained on collected digits; None for another one."""
    fields = document.get("lesson")
    if fields is None:
        return None
    try:
        return Lesson(**fields)
    except TypeError as error:
        raise ToolError(f"{path}: not readable as a training on collected digits ({error})") from error


def temperature_of(document: dict[str, Any], path: Path) -> float:
    """The temperature, which the logits are divided by; 1 if the checkpoint has none."""
    temperature = document.get("temperature", 1.0)
    if not isinstance(temperature, float) or not 0 < temperature < math.inf:
        raise ToolError(f"{path}: expected a temperature above 0, found {temperature!r}"[:200])
    return temperature


def options_of(entry: ZooModel) -> ImportOptions:
    """The zoo's metadata of a model."""
    return ImportOptions(
        entry.lesson.name if entry.lesson else entry.name,
        entry.title,
        entry.description,
        [(name, node, title) for name, node, title in entry.stages],
        entry.classes,
        entry.mean,
        entry.std,
        {**entry.card, "version": __version__},
    )
