"""Running a program with PyTorch: its own forward for the answer, its operators one by one for what lies between."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from export_tools.conversion.torch_io.exported import quiet
from export_tools.conversion.torch_io.program import Program
from glasscnn_import.draft import OUTPUT, Array


class TorchRunner:
    """`forward` is the module itself, or what was loaded from the file."""

    def __init__(self, program: Program, forward: Callable[..., Any]) -> None:
        self.program, self.forward = program, forward

    def __call__(self, images: Array, tensors: Iterable[str]) -> dict[str, Array]:
        """What PyTorch computes for normalised images."""
        batch = torch.from_numpy(np.ascontiguousarray(images))
        with torch.no_grad(), quiet():
            values = self.program.run(batch)
            answer = self.forward(batch)
        while not isinstance(answer, Tensor):
            answer = next(iter(answer.values())) if isinstance(answer, dict) else answer[0]
        found = {name: values[name] for name in tensors}
        firsts = {name: value if isinstance(value, Tensor) else value[0] for name, value in found.items()}
        return {name: value.float().numpy() for name, value in {**firsts, OUTPUT: answer}.items()}
