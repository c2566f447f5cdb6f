"""Checkpoints, written after every epoch: enough to export the model and to resume training."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from export_tools.errors import ToolError
from export_tools.files import write_atomically
from export_tools.training.snapshots import Snapshot
from export_tools.zoo.torch_file import first_line, read_torch_file


@dataclass(frozen=True)
class EpochRecord:
    """One point of the learning curve: the mean loss, and the accuracy on MNIST's test split.

    `strokes` is the accuracy on drawn digits that are not trained on; None for a model that is trained on MNIST only.
    """

    epoch: int
    loss: float
    mnist: float
    strokes: float | None
    seconds: float


@dataclass(frozen=True)
class Checkpoint:
    """`state_dict` holds the averaged weights, which are the model; `resume` holds the state of training.

    The logits are divided by `temperature` on export; it is 1 until training has ended. `lesson` is the Lesson of a
    network that is trained on collected digits, as plain values. `made_with` names PyTorch's version and the processor.
    """

    architecture: str
    state_dict: dict[str, Tensor]
    seed: int
    history: tuple[EpochRecord, ...]
    resume: dict[str, Any]
    temperature: float = 1.0
    snapshots: tuple[Snapshot, ...] = ()
    lesson: dict[str, Any] | None = None
    made_with: str = ""


def save_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write the file atomically."""
    buffer = io.BytesIO()
    records, snapshots = map(vars, checkpoint.history), map(vars, checkpoint.snapshots)
    torch.save({**vars(checkpoint), "history": list(records), "snapshots": list(snapshots)}, buffer)
    write_atomically(path, buffer.getvalue())


def load_checkpoint(path: Path, architecture: str) -> Checkpoint:
    """The checkpoint in a file, without running code; raises ToolError if it is damaged or of another architecture."""
    try:
        document = read_torch_file(path)
        checkpoint = Checkpoint(
            document["architecture"],
            document["state_dict"],
            document["seed"],
            tuple(EpochRecord(**record) for record in document["history"]),
            document["resume"],
            float(document.get("temperature", 1.0)),
            tuple(Snapshot(**snapshot) for snapshot in document.get("snapshots", ())),
            document.get("lesson"),
            str(document.get("made_with", "")),
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ToolError(
            f"{path}: not a checkpoint that can be resumed ({first_line(error)}); start again with --fresh"
        ) from error
    if checkpoint.architecture != architecture:
        raise ToolError(f"{path}: expected a checkpoint of {architecture}, found one of {checkpoint.architecture}")
    return checkpoint
