"""All values of a reading as one `.npz`."""

import io
import zipfile
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from glasscnn.names import distinct


def activations(stages: Mapping[str, npt.NDArray[np.float32]]) -> bytes:
    """The bytes of a `.npz` with one array for each stage, including the image and the probabilities."""
    file = io.BytesIO()
    with zipfile.ZipFile(
        file, "w"
    ) as archive:  # numpy.savez takes names as keyword arguments, some of which are its own
        for name, array in zip(distinct(stages), stages.values(), strict=True):
            with archive.open(f"{name}.npy", "w", force_zip64=True) as entry:
                np.lib.format.write_array(entry, array, allow_pickle=False)
    return file.getvalue()
