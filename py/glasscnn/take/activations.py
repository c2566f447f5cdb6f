"""All numbers of a reading as one `.npz`."""

import io
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt


def activations(stages: Mapping[str, npt.NDArray[np.float32]]) -> bytes:
    """The bytes of a `.npz` with one array for each stage, under its name; the image and the probabilities are two."""
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **stages)
    return file.getvalue()
