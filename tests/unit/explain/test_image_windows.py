"""The window on the image that a cell is computed from: the bounds of its exact receptive field."""

from pathlib import Path

import numpy as np
import pytest

import glasscnn
from glasscnn import explain
from glasscnn.explain import Place

ZOO = Path(__file__).resolve().parents[3] / "weights"


@pytest.mark.parametrize("name", ["gap10", "deep", "lenet5", "resmini"])
def test_a_cells_window_within_the_image_is_its_receptive_field(name: str) -> None:
    """Of every cell of every stage's first map, by the masks of the receptive field; cut off at the image's border."""
    model = glasscnn.load(ZOO / f"{name}.npz")
    result = model.predict(np.zeros((1, 28, 28)))
    reading = explain.ForwardPass(model, result.stages)
    for stage in model.graph.stages:
        shape = model.shapes[stage.node]
        window = explain.image_window(reading, stage.node)
        for row, column in np.ndindex(*(shape[1:] if len(shape) == 3 else (1, 1))):
            mask = explain.receptive_field(model, result, stage.name, 0, row, column).back["image"].mask
            rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
            down, across = window.at(Place(0, row, column))
            assert (max(down.start, 0), min(down.stop, 28)) == (rows[0], rows[-1] + 1)
            assert (max(across.start, 0), min(across.stop, 28)) == (columns[0], columns[-1] + 1)


def test_gap10s_windows_have_the_sizes_that_its_layers_give() -> None:
    """3 for one 3 × 3 convolution, 5 for two, 6 with the pooling behind; the averages see everything."""
    model = glasscnn.load(ZOO / "gap10.npz")
    reading = explain.ForwardPass(model, model.predict(np.zeros((1, 28, 28))).stages)
    sizes = {stage.name: explain.image_window(reading, stage.node).rows.length for stage in model.graph.stages}
    assert sizes == {"conv1": 3, "conv2": 5, "pool": 6, "gap": 28, "logits": 28, "probabilities": 28}
