"""Adam: gradient descent in which every weight has a step of its own (Kingma and Ba, 2015)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Adam:
    """The optimiser and its state: moving averages of each gradient and of its square.

    With t steps done, the next one is

        mean ← β₁ · mean + (1 − β₁) · g,    square ← β₂ · square + (1 − β₂) · g²
        weight ← weight − rate · mean / (1 − β₁ᵗ⁺¹) / (√(square / (1 − β₂ᵗ⁺¹)) + eps)
    """

    rate: float
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8
    steps: int = 0
    mean: Mapping[str, Array] = field(default_factory=dict)
    square: Mapping[str, Array] = field(default_factory=dict)

    def step(self, weights: Mapping[str, Array], gradients: Mapping[str, Array]) -> tuple[dict[str, Array], "Adam"]:
        """The weights after one step, and the optimiser after it; nothing is changed in place."""
        steps, updated = self.steps + 1, dict(weights)
        mean, square = dict(self.mean), dict(self.square)
        mean_share: float = 1 - self.beta1**steps
        square_share: float = 1 - self.beta2**steps
        for name, g in gradients.items():
            mean[name] = moving_average(self.mean.get(name), g, self.beta1)
            square[name] = moving_average(self.square.get(name), g * g, self.beta2)
            size: Array = np.sqrt(square[name] / square_share)
            move: Array = mean[name] / mean_share / (size + self.eps)
            updated[name] = weights[name] - self.rate * move
        return updated, replace(self, steps=steps, mean=mean, square=square)


def moving_average(before: Array | None, value: Array, decay: float) -> Array:
    """decay · before + (1 − decay) · value, from 0 at first."""
    share = (1 - decay) * value
    return share if before is None else decay * before + share
