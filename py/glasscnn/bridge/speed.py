"""How long a reading by a model takes on this device, before it has run: its work divided by a measured speed."""

from time import perf_counter

import numpy as np

from glasscnn.model import Model

QUICK = 200_000_000
"""Multiply-adds that even a phone does in two seconds, so that nothing need be measured."""

PATIENCE = 3.0
"""Seconds that a reading may take without a question whether the model is wanted."""

ROUNDS = 3


def seconds_of(model: Model) -> float:
    """About how long a reading takes; 0 for a model that is quick everywhere."""
    return 0.0 if model.multiply_adds <= QUICK else model.multiply_adds / multiply_adds_per_second()


def multiply_adds_per_second() -> float:
    """The speed of a product of matrices as a convolution has them; the best of some, since the first one is slow."""
    weights, cells = np.ones((64, 288), np.float32), np.ones((288, 784), np.float32)
    times = []
    for _ in range(ROUNDS):
        started = perf_counter()
        np.matmul(weights, cells)
        times.append(perf_counter() - started)
    return weights.size * cells.shape[1] / max(min(times), 1e-6)
