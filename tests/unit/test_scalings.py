"""What a network reads with other scalings of its pixels, for a person who must say which one is right."""

import json
from dataclasses import replace

import numpy as np
import pytest

import glasscnn
from glasscnn.bridge import Bridge
from glasscnn.errors import QuestionError
from glasscnn.model import Model, write_model

SEVEN = [[(60, 60), (220, 60), (120, 240)], [(100, 150), (190, 150)]]
SCALINGS = [{"mean": [0.1307], "std": [0.3081]}, {"mean": [0], "std": [1]}, {"mean": [1], "std": [-1]}]


@pytest.fixture
def bridge() -> Bridge:
    bridge = Bridge()
    gap10 = glasscnn.load("gap10")
    bridge.load_model(write_model(gap10.graph, gap10.weights), "gap10.npz")
    bridge.image[:] = glasscnn.ink_to_image(SEVEN).reshape(-1)
    bridge.read_image()
    return bridge


def with_scaling(model: Model, mean: list[float], std: list[float]) -> Model:
    scaled = replace(model.graph.input, mean=tuple(mean), std=tuple(std))
    return Model(replace(model.graph, input=scaled), model.weights)


def test_readings_with_other_scalings_are_those_of_models_with_these_and_the_screen_stays(bridge: Bridge) -> None:
    values, image = bridge.values.copy(), glasscnn.ink_to_image(SEVEN)
    found = json.loads(bridge.work("scalings", json.dumps({"scalings": SCALINGS}), b""))["result"]
    for reading, scaling in zip(found, SCALINGS, strict=True):
        expected = with_scaling(bridge.model, **scaling).predict(image)
        assert reading["label"] == expected.label
        assert reading["probability"] == pytest.approx(float(expected.probabilities.max()), abs=1e-5)
    assert len({reading["probability"] for reading in found}) == 3
    np.testing.assert_array_equal(bridge.values, values)


@pytest.mark.parametrize(
    ("scaling", "sentence"),
    [
        ({"mean": [0, 0, 0], "std": [1, 1, 1]}, "expected 1 finite numbers"),
        ({"mean": ["0"], "std": [1]}, "expected 1 finite numbers"),
        ({"mean": [0], "std": [0]}, "std other than 0"),
    ],
)
def test_scaling_that_does_not_fit_is_refused(bridge: Bridge, scaling: object, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        bridge.work("scalings", json.dumps({"scalings": [scaling]}), b"")
