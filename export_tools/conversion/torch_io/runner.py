"""Runs a program with PyTorch: its own forward for the output, its operators one by one for other tensors."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from export_tools.conversion.torch_io.exported import quiet
from export_tools.conversion.torch_io.program import Program
from glasscnn_import.draft import OUTPUT, Array


class TorchRunner:
    """Runs a program; `forward` is the module itself or the one loaded from the file."""

    def __init__(self, program: Program, forward: Callable[..., Any]) -> None:
        self.program, self.forward = program, forward

    def __call__(self, images: Array, tensors: Iterable[str]) -> dict[str, Array]:
        """The named tensors, and OUTPUT, for normalised images."""
        batch = torch.from_numpy(np.ascontiguousarray(images))
        with torch.no_grad(), quiet():
            values = self.program.run(batch)
            output = self.forward(batch)
        while not isinstance(output, Tensor):
            output = next(iter(output.values())) if isinstance(output, dict) else output[0]
        found = {name: values[name] for name in tensors}
        firsts = {name: value if isinstance(value, Tensor) else value[0] for name, value in found.items()}
        return {name: value.float().numpy() for name, value in {**firsts, OUTPUT: output}.items()}
