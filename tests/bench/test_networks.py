"""The networks with random weights: their sizes, and that the same weights are drawn each time."""

import numpy as np
import pytest

from tests.bench.networks import NETWORKS, Network, model_of, multiply_adds

SIZES = {"tiny_vgg": 5.6e6, "photo": 166e6, "wide": 44e6}


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.key)
def test_networks_take_the_documented_number_of_multiplications(network: Network) -> None:
    assert multiply_adds(model_of(network)) == pytest.approx(SIZES[network.key], rel=0.01)


def test_multiplications_are_counted_once_for_each_output_cell_and_weight() -> None:
    model = model_of(Network("small", "small", (2, 6, 5), (3, "flatten")))
    assert multiply_adds(model) == 6 * 5 * 3 * 2 * 9 + 10 * 3 * 6 * 5


def test_tiny_vgg_has_the_shapes_of_cnn_explainer() -> None:
    model = model_of(NETWORKS[0])
    shapes = [model.shapes[stage.node] for stage in model.graph.stages]
    assert shapes == [
        (10, 62, 62),
        (10, 60, 60),
        (10, 30, 30),
        (10, 28, 28),
        (10, 26, 26),
        (10, 13, 13),
        (10,),
    ]


def test_weights_are_the_same_each_time() -> None:
    first, second = (model_of(NETWORKS[0]).weights for _ in range(2))
    assert first.keys() == second.keys()
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_no_stage_fades_or_grows_beyond_bounds() -> None:
    model = model_of(NETWORKS[0])
    image = np.random.default_rng(0).random(model.graph.input.shape, np.float32)
    largest = [np.abs(stage).max() for stage in model.predict(image).stages.values()]
    assert all(0.05 < value < 100 for value in largest), largest
