"""Training with one or several processes: those started by `torchrun` split every batch and write one file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import distributed


@dataclass(frozen=True)
class Team:
    """The processes that train together: their number, the rank of this one, and its device."""

    size: int
    rank: int
    device: torch.device

    @property
    def leads(self) -> bool:
        """Whether this process writes files and reports."""
        return self.rank == 0

    @property
    def processor(self) -> str:
        """PyTorch's version and what it runs on: with others, rounding leads to slightly other weights."""
        on_gpu = self.device.type == "cuda"
        return f"PyTorch {torch.__version__} on {torch.cuda.get_device_name(self.device) if on_gpu else 'a CPU'}"

    def wait(self) -> None:
        """Block until all processes have called this."""
        if self.size > 1:
            distributed.barrier()


@contextmanager
def team(device: str = "auto") -> Iterator[Team]:
    """The processes that `torchrun` describes in the environment (WORLD_SIZE, RANK, LOCAL_RANK), or this one alone.

    `device` is "cpu", "cuda" or "auto": a GPU if there is one. Gradients are exchanged with NCCL between GPUs,
    otherwise with Gloo.
    """
    on_gpu = device == "cuda" or (device == "auto" and torch.cuda.is_available())
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        yield Team(1, 0, torch.device("cuda" if on_gpu else "cpu"))
        return
    local = torch.device("cuda", int(os.environ["LOCAL_RANK"])) if on_gpu else torch.device("cpu")
    if on_gpu:
        torch.cuda.set_device(local)
    distributed.init_process_group("nccl" if on_gpu else "gloo")
    try:
        yield Team(size, distributed.get_rank(), local)
    finally:
        distributed.destroy_process_group()
