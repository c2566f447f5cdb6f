"""One process or several: what `torchrun` started shares every batch out and writes one file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import distributed


@dataclass(frozen=True)
class Team:
    """The processes that train together: how many, which of them this is, and what it computes on."""

    size: int
    rank: int
    device: torch.device

    @property
    def leads(self) -> bool:
        """Whether this process is the one that writes and reports."""
        return self.rank == 0

    def wait(self) -> None:
        """Until all have come this far."""
        if self.size > 1:
            distributed.barrier()


@contextmanager
def team(device: str = "auto") -> Iterator[Team]:
    """The team that `torchrun` set up in the environment (WORLD_SIZE, RANK, LOCAL_RANK), or a team of one.

    `device` is "cpu", "cuda" or "auto": a GPU where there is one. Gradients travel by nccl between GPUs, else by gloo.
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
