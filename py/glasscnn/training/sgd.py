"""Stochastic gradient descent with momentum (Polyak, 1964)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Sgd:
    """The optimiser and its state, the velocity of each weight. Its step is

    velocity ← momentum · velocity + g,    weight ← weight − rate · velocity
    """

    rate: float
    momentum: float = 0.9
    velocity: Mapping[str, Array] = field(default_factory=dict)

    def step(self, weights: Mapping[str, Array], gradients: Mapping[str, Array]) -> tuple[dict[str, Array], "Sgd"]:
        """The weights after one step, and the optimiser after it; nothing is changed in place."""
        updated, velocity = dict(weights), dict(self.velocity)
        for name, g in gradients.items():
            velocity[name] = self.momentum * velocity[name] + g if name in velocity else g
            updated[name] = weights[name] - self.rate * velocity[name]
        return updated, replace(self, velocity=velocity)
