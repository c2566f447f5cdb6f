"""Matrix products as in the browser, where a part of a product has the bits of the same part of the whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np


def matmul_in_order(left: np.ndarray, right: np.ndarray, out: np.ndarray) -> None:
    """`np.matmul` that adds its products one after the other. BLAS has other orders for other shapes."""
    if left.ndim == 1:
        right, out, left = right[None], out[None, None], left[None, None]
    out[...] = 0
    with np.errstate(all="ignore"):  # matmul does not warn of infinities
        for k in range(left.shape[-1]):
            out += left[..., k : k + 1] * right[..., k : k + 1, :]


@contextmanager
def products_as_in_the_browser() -> Iterator[None]:
    """Within this context the engine multiplies with `matmul_in_order`."""
    with patch("glasscnn.engine.convolution.np.matmul", matmul_in_order):
        yield
