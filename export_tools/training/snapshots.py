"""Snapshots: the weights of a network at some steps of its training."""

from dataclasses import dataclass

import numpy as np
from torch import Tensor

SNAPSHOTS = 24
"""The number of snapshots of a training."""

FIRST_CHANGE = 200
"""The first step after step 0 that is kept: the exported weights are averages over many steps and hardly move yet."""


@dataclass(frozen=True)
class Snapshot:
    """The weights that would be exported after `step` steps, which are `epoch` epochs; step 0 is before the first."""

    step: int
    epoch: float
    state_dict: dict[str, Tensor]


def snapshot_steps(total: int, count: int) -> tuple[int, ...]:
    """0 and `count` − 1 steps up to `total` in a geometric series, since a network changes most at the start.

    Fewer for a training of few steps, in which some of them would be the same.
    """
    if count < 2:
        return ()
    steps = np.geomspace(min(FIRST_CHANGE, total), total, count - 1)
    return tuple(dict.fromkeys((0, *(round(float(step)) for step in steps))))
