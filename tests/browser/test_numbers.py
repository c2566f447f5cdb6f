"""The page shows the values that CPython computes from the same strokes."""

import json
from typing import Any

import numpy as np
import pytest

import glasscnn
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
TOLERANCE = 1e-5  # of the largest value in a stage, where that is above 1


@pytest.fixture(scope="module")
def model() -> glasscnn.Model:
    return glasscnn.load(PROJECT / "weights" / "gap10.npz")


@pytest.fixture(autouse=True)
def gap10(visitor: Visitor) -> None:
    visitor.use_model("gap10")


def same(found: list[float], expected: np.ndarray, name: str) -> None:
    largest = max(1.0, float(np.abs(expected).max()))
    np.testing.assert_allclose(found, np.ravel(expected), rtol=0, atol=TOLERANCE * largest, err_msg=name)


def check(reply: dict[str, Any], model: glasscnn.Model, image: np.ndarray) -> None:
    """Compare all values of a reply with CPython's result for the image."""
    result = model.predict(image)
    assert reply["prediction"] == result.label
    same(reply["probabilities"], result.probabilities, "probabilities")
    for name, expected in result.stages.items():
        found = reply["stages"][name]
        assert found["shape"] == list(expected.shape)
        same(found["data"], expected, name)


@pytest.mark.parametrize("label", SAMPLES)
def test_the_image_the_thirty_maps_and_the_probabilities_of_a_drawn_digit_equal_cpythons(
    visitor: Visitor, model: glasscnn.Model, label: int
) -> None:
    visitor.draw(SAMPLES[label])
    reply = visitor.read_again()
    strokes = [[point[:2] for point in stroke] for stroke in visitor.strokes()]
    image = glasscnn.ink_to_image(strokes, 280)
    same(reply["stages"]["image"]["data"], image, "image")
    assert sum(reply["stages"][name]["shape"][0] for name in ("conv1", "conv2", "pool")) == 30
    check(reply, model, image)


def test_as_drawn_equals_cpythons(visitor: Visitor, model: glasscnn.Model) -> None:
    visitor.page.get_by_text("as drawn").click()
    visitor.draw(SAMPLES[4])
    strokes = [[point[:2] for point in stroke] for stroke in visitor.strokes()]
    check(visitor.read_again(), model, glasscnn.ink_to_image(strokes, 280, centre=False))


def test_an_empty_pad_equals_a_black_image(visitor: Visitor, model: glasscnn.Model) -> None:
    check(visitor.read_again(), model, np.zeros((1, 28, 28), np.float32))


def test_each_model_of_the_site_equals_cpythons(visitor: Visitor) -> None:
    """All stages of all bundled models except gap10."""
    for entry in json.loads((PROJECT / "dist" / "build.json").read_text())["models"]:
        visitor.use_model(entry["name"])
        visitor.draw(SAMPLES[8])
        strokes = [[point[:2] for point in stroke] for stroke in visitor.strokes()]
        check(visitor.read_again(), glasscnn.load(PROJECT / "dist" / entry["url"]), glasscnn.ink_to_image(strokes, 280))
        visitor.part("clear").click()
