"""Temperature scaling: logits divided by one number T, so that probabilities match accuracy.

Source: Guo et al., "On calibration of modern neural networks", 2017. A network trained with label smoothing is more
accurate than its probabilities suggest, which T < 1 corrects. The largest logit stays the largest, so no prediction
changes. Because logits = weight · x + bias, dividing weight and bias by T divides the logits.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Array = TypeVar("Array", bound=Any)

LOWEST, HIGHEST = 0.05, 20.0
BISECTIONS = 60


def fit_temperature(logits: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> float:
    """The T that minimises the negative log-likelihood of `labels` (N,) under softmax(`logits` / T), (N, classes).

    With β = 1/T, NLL(β) = mean(log Σ exp(β · logits) − β · logits[label]) is convex, so its slope changes sign once,
    which bisection finds. T lies in LOWEST … HIGHEST: if every label has the largest logit, the best T is LOWEST.
    """
    exact = logits.astype(np.float64)
    low, high = 1 / HIGHEST, 1 / LOWEST
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if nll_slope(exact, labels, middle) < 0:
            low = middle
        else:
            high = middle
    return 2 / (low + high)


def nll_slope(logits: npt.NDArray[np.float64], labels: npt.NDArray[np.int64], beta: float) -> float:
    """dNLL/dβ = mean(Σ softmax(β · logits) · logits − logits[label])."""
    powers = np.exp(beta * (logits - logits.max(axis=1, keepdims=True)))
    expected = (powers * logits).sum(axis=1) / powers.sum(axis=1)
    return float((expected - logits[np.arange(len(labels)), labels]).mean())


def divide_logits(weights: Mapping[str, Array], layer: str, temperature: float) -> dict[str, Array]:
    """The arrays or tensors, with weight and bias of the linear layer that computes the logits divided by T.

    The quotients are float32: a model whose weights were exact in float16 is written as float32 afterwards.
    """
    scaled = (f"{layer}.weight", f"{layer}.bias")
    return {name: value / temperature if name in scaled else value for name, value in weights.items()}
