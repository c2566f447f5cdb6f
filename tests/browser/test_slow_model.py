"""A model that reads slowly is a question, and a file with the name of a model of the site is not taken for it."""

from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import expect

import glasscnn
from glasscnn.engine import Graph, Stage
from glasscnn.model import write_model
from tests.browser.support.digits import quick_digits
from tests.browser.support.large_models import as_many_classes_as_the_page_shows
from tests.browser.support.made_models import DIGITS, IMAGE, Maker
from tests.browser.support.visitor import PROJECT, Visitor, default_model

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()


def slow_by_arithmetic() -> bytes:
    """Eight average poolings with windows almost as large as the maps: 20 billion additions, if each window is added
    up by itself. The engine adds up rows first, so the test need not wait for them.
    """
    side, maps = 112, 16
    make = Maker()
    make.convolution("conv1", "image", 1, maps)
    source = "conv1"
    for number in range(8):
        window = {"kernel_size": [side - 1] * 2, "padding": [side // 2 - 1] * 4, "stride": [1, 1], "dilation": [1, 1]}
        source = make.add(f"pool{number}", "avg_pool2d", source, **window, ceil_mode=False, count_include_pad=True)
    make.answer(source, maps)
    stages = (Stage("logits", "logits", "Linear"),)
    image = replace(IMAGE, shape=(1, side, side))
    return write_model(Graph("slow", "Slow", "", image, tuple(make.nodes), "logits", DIGITS, stages, {}), make.weights)


def state_of(visitor: Visitor) -> str:
    """The name of the current model."""
    name: str = visitor.page.evaluate("glasscnn.getState().model")
    return name


def test_a_slow_model_is_asked_about_and_cancel_keeps_the_model_before(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[7])
    file = slow_by_arithmetic()
    question, use, cancel = (visitor.part(f"slow-model{part}") for part in ("", "-use", "-cancel"))
    for answer in ("cancel", "Escape"):
        visitor.choose_file(file, "slow.npz")
        expect(question).to_contain_text("“Slow” is a large network: on this device, each reading takes about")
        expect(cancel).to_be_focused()
        if answer == "cancel":
            cancel.click()
        else:
            visitor.page.keyboard.press("Escape")
        expect(question).to_have_count(0)
        assert state_of(visitor) == default_model()
        expect(visitor.part("model-picker")).to_have_value(default_model())
        expect(visitor.part("alert")).to_be_hidden()
        expect(visitor.part("prediction")).to_have_text("7")
    visitor.choose_file(file, "slow.npz")
    use.click()
    expect(visitor.part("model-picker")).to_have_value("slow")
    expect(visitor.part("own-model")).to_be_visible()
    assert state_of(visitor) == "slow"
    assert visitor.workers() == 1
    assert visitor.errors == []


def test_a_thousand_classes_with_long_names_stay_within_the_page(visitor: Visitor) -> None:
    visitor.load_model(as_many_classes_as_the_page_shows(), "classes")
    visitor.draw(SAMPLES[7])
    expect(visitor.part("prediction")).to_contain_text("long name")
    expect(visitor.page.locator("#bars li")).to_have_count(1000)
    sizes = """() => {
      const word = document.getElementById("prediction").getBoundingClientRect();
      return [document.documentElement.scrollWidth - innerWidth, word.right - innerWidth, word.height];
    }"""
    for width in (390, 1440):
        visitor.resize(width, 900)
        beyond, right, height = visitor.page.evaluate(sizes)
        assert (beyond <= 0, right <= 0, height < 80) == (True, True, True), width
    visitor.resize(1280, 800)


def test_a_file_with_the_name_of_a_model_of_the_site_is_not_taken_for_it(visitor: Visitor) -> None:
    visitor.load_model((PROJECT / "weights" / "lenet5.npz").read_bytes(), "lenet5.npz")
    assert state_of(visitor) == "lenet5"  # it is that very file
    model = glasscnn.load("lenet5")
    weights = {name: np.zeros_like(array) for name, array in model.weights.items()}
    visitor.load_model(write_model(model.graph, weights), "lenet5.npz")
    assert state_of(visitor) == "lenet5-own"
    picker = visitor.part("model-picker")
    expect(picker).to_have_value("lenet5-own")
    assert picker.locator("option:checked").inner_text() == f"{model.graph.title} · lenet5-own"
    visitor.use_model("lenet5")
    assert state_of(visitor) == "lenet5"
    visitor.draw(SAMPLES[4])
    expect(visitor.part("prediction")).to_have_text("4")  # by the site's weights
