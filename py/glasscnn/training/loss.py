"""Cross-entropy: how surprised a network is by the right classes."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]


def cross_entropy(logits: Array, labels: Labels, weights: Array | None = None) -> tuple[float, Array]:
    """−Σ_n weights[n] · log softmax(logits[n])[labels[n]], and its gradient with respect to the logits.

    logits (N, classes), labels (N,); weights (N,), by default 1/N each, which gives the mean. The logarithm of the
    softmax is computed as z − log Σ e^z with z = logits − their largest, which overflows for no finite logits:

        loss = Σ_n weights[n] · (log Σ_k e^z[n, k] − z[n, label]),    gradient = weights · (softmax − one-hot labels)
    """
    count = len(labels)
    shares = np.full(count, 1 / count, np.float32) if weights is None else weights
    z = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(z)
    totals = exponentials.sum(axis=1, keepdims=True)
    surprise = np.log(totals[:, 0]) - z[np.arange(count), labels]
    gradient = exponentials / totals
    gradient[np.arange(count), labels] -= 1
    return float(shares @ surprise), gradient * shares[:, None]
