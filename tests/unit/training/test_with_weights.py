"""Weights in place of those of a model: checked as a file's, and the model stays as it is."""

from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn import Model, ModelError
from glasscnn.model import read_model, write_model
from tests.support.graphs import small_model


@pytest.fixture
def model() -> Model:
    return Model(*small_model())


def test_the_given_arrays_are_used_and_the_others_stay(model: Model) -> None:
    image = np.random.default_rng(0).random((1, 8, 8), dtype=np.float32)
    before = model.predict(image).stages["logits"]
    other = model.with_weights({"logits.bias": [1.0, 2, 3]})
    after = other.predict(image).stages["logits"]
    np.testing.assert_allclose(after - before, np.array([1, 2, 3]) - model.weights["logits.bias"], rtol=1e-5, atol=1e-6)
    assert other.weights["logits.bias"].dtype == np.float32
    assert (model.predict(image).stages["logits"] == before).all()
    assert other.graph == model.graph


def test_the_arrays_are_copies(model: Model) -> None:
    bias = np.zeros(3, np.float32)
    other = model.with_weights({"logits.bias": bias})
    bias[:] = 7
    assert (other.weights["logits.bias"] == 0).all()


def test_own_operators_stay_in_place(model: Model) -> None:
    readable = Model(model.graph, model.weights, readable={"relu": lambda x: np.minimum(x, 0)})
    assert readable.with_weights({}).predict(np.ones((1, 8, 8))).stages["relu"].max() == 0


def test_card_and_familiarity_belong_to_the_weights_and_are_left_out(model: Model) -> None:
    gap10 = glasscnn.load("gap10")
    other = gap10.with_weights({"logits.bias": np.zeros(10)})
    assert other.graph.card == {}
    assert other.graph.familiarity is None
    assert gap10.graph.card
    graph, weights = read_model(write_model(other.graph, other.weights))
    assert graph == other.graph
    assert (weights["logits.bias"] == 0).all()


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ({"logits.bais": [0.0, 0, 0]}, "the array 'logits.bais' belongs to no node of the graph"),
        ({"logits.bias": [0.0, 0]}, "node 'logits': expected bias of shape"),
        ({"conv.weight": np.zeros((4, 2, 3, 3))}, "node 'conv': weight .* does not fit its input"),
        ({"logits.bias": [0.0, np.nan, 0]}, "the array 'logits.bias' contains NaN or infinity"),
        ({"logits.bias": [0.0, 1e300, 0]}, "the array 'logits.bias' contains NaN or infinity"),
        ({"logits.bias": ["a", "b", "c"]}, "the array 'logits.bias': expected numbers, found something else"),
        ({"logits.bias": [[0.0], [1, 2], [3]]}, "the array 'logits.bias': expected numbers"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_arrays_that_do_not_fit_are_refused(model: Model, weights: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        model.with_weights(weights)
