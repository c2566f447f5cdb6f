"""Reads files written by `torch.save`."""

import pickle
from pathlib import Path
from typing import Any

import torch


class TorchFileError(ValueError):
    """A file that `torch.load` cannot read; the message is the first line of the reason."""


def read_torch_file(path: Path) -> Any:
    """The contents of a file written by `torch.save`, as plain data and tensors; no code in it runs.

    Raises OSError if the file cannot be opened, TorchFileError if it cannot be read.
    """
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, pickle.UnpicklingError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TorchFileError(first_line(error)) from error


def first_line(error: Exception) -> str:
    """The first line of an error's message, or its type's name if it has none."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
