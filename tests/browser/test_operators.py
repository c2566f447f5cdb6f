"""Operators that no bundled model has: the view shows correct numbers that add up, and its Python gives them."""

import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

import glasscnn
from tests.browser.conftest import Host
from tests.browser.support.cells import Place, agrees, number, pin, spot
from tests.browser.support.digits import quick_digits
from tests.browser.support.made_models import every_operator, many_maps, moving_cells
from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
FILE = every_operator()
MODEL = glasscnn.load(FILE)

SIZES = """() => {
  const [page, diagram, cell] = [document.documentElement, "#diagram", "#cell"].map(
    (part) => typeof part === "string" ? document.querySelector(part) : part);
  return [page, diagram, cell].map((element) => element.scrollWidth - element.clientWidth);
}"""
"""By how much page, diagram and cell are broader than their places."""


@pytest.fixture(scope="module")
def reading(opened: Visitor) -> Iterator[tuple[Visitor, glasscnn.Result]]:
    """The model with every operator, a drawn seven, and CPython's result for it."""
    opened.start_over()
    assert opened.load_model(FILE, "operators.npz") == "operators"
    opened.draw(SAMPLES[7])
    opened.read_again()
    strokes = [[point[:2] for point in stroke] for stroke in opened.strokes()]
    yield opened, MODEL.predict(glasscnn.ink_to_image(strokes, 280))
    opened.start_over()


def cell(reading: tuple[Visitor, glasscnn.Result], place: Place) -> dict[str, Any]:
    """The inspector's text for a cell, after its value and its Python were compared with CPython."""
    visitor, result = reading
    maps = result.stages[place.stage]
    found = pin(visitor, place, maps.shape)
    true = float(maps[place.channel, place.row, place.column])
    assert agrees(found["value"], true)
    names: dict[str, Any] = {"model": MODEL, "result": result}
    exec(found["setup"], names)
    assert math.isclose(eval(found["line"], names), true, rel_tol=1e-5, abs_tol=1e-6)
    assert visitor.page.evaluate(SIZES) == [0, 0, 0]
    return found


def numbers_in(sentence: str) -> list[float]:
    """All numbers in a displayed formula, with their signs."""
    words = sentence.replace("√(", " ").replace("(", " ").replace(")", " ").replace("− ", "−").replace("+ ", "+")
    found = (word.strip(".,:") for word in words.split())
    return [float(word.replace("−", "-")) for word in found if word.strip("−+.").replace(".", "").isdigit()]


def test_batch_norm_says_its_formula_with_the_numbers_of_its_map(reading: tuple[Visitor, glasscnn.Result]) -> None:
    for channel in range(6):
        found = cell(reading, Place("norm", channel, 12, 14))
        before, less_mean, variance, eps, factor, shift, gave = numbers_in(found["text"].split("÷ √")[0]) + numbers_in(
            found["text"].split("÷ √")[1].replace("=", " ").replace("×", " ")
        )
        assert agrees(found["steps"]["step-conv2d"], before, 1)
        computed = (before + less_mean) / math.sqrt(variance + eps) * factor + shift
        assert computed == pytest.approx(gave, abs=0.01)
        assert "+ −" not in found["text"]
        assert "− −" not in found["text"]


def test_leaky_relu_sigmoid_and_tanh_say_what_they_were_given_and_what_they_gave(
    reading: tuple[Visitor, glasscnn.Result],
) -> None:
    _, result = reading
    low = np.unravel_index(int(result.stages["leaky"].argmin()), result.stages["leaky"].shape)
    high = np.unravel_index(int(result.stages["leaky"].argmax()), result.stages["leaky"].shape)
    below = cell(reading, Place("leaky", *(int(index) for index in low)))
    assert "× 0.100 = " in below["text"]
    above = cell(reading, Place("leaky", *(int(index) for index in high)))
    assert "keeps" in above["text"]
    for stage, function in (("sigmoid", lambda x: 1 / (1 + math.exp(-x))), ("tanh", math.tanh)):
        found = cell(reading, Place(stage, 3, 6, 7))
        given = float(number(found["steps"]["step-conv2d"]))
        assert agrees(found["steps"][f"step-{stage}"], function(given), 1)
        assert found["value"] == found["steps"][f"step-{stage}"]
        total = number(found["steps"]["step-sum"]) + number(found["steps"]["step-bias"]) * sign_of_bias(stage, 3)
        assert total == number(found["steps"]["step-conv2d"])


def sign_of_bias(stage: str, channel: int) -> int:
    node = {"sigmoid": "conv2", "tanh": "conv3"}[stage]
    return -1 if MODEL.weights[f"{node}.bias"][channel] < 0 else 1


def test_average_pooling_shows_its_window_whose_printed_mean_is_the_printed_value(
    reading: tuple[Visitor, glasscnn.Result],
) -> None:
    _, result = reading
    found = cell(reading, Place("mean", 2, 6, 7))
    window = result.stages["leaky"][2, 12:14, 14:16].reshape(-1)
    printed = [number(text) for text, _ in found["candidates"]]
    assert all(agrees(text, float(true), 1) for (text, _), true in zip(found["candidates"], window, strict=True))
    assert float(sum(printed)) / 4 == pytest.approx(float(number(found["value"])), rel=0.01)


def test_a_sum_is_the_sum_of_its_bars_and_a_join_is_the_one_map_that_it_came_from(
    reading: tuple[Visitor, glasscnn.Result],
) -> None:
    found = cell(reading, Place("sum", 4, 6, 7))
    assert [name for name, _, _ in found["bars"]] == [
        "Conv 2 + sigmoid, map 5, row 7, column 8",
        "Conv 3 + tanh, map 5, row 7, column 8",
    ] or len(found["bars"]) == 2
    assert sum(number(value) for _, _, value in found["bars"]) == number(found["value"])
    first = cell(reading, Place("joined", 4, 6, 7))
    assert [name for name, _, _ in first["bars"]] == ["Sum, map 5, row 7, column 8"]
    second = cell(reading, Place("joined", 8, 6, 7))
    assert [name for name, _, _ in second["bars"]] == ["Average pooling, map 3, row 7, column 8"]
    assert not reading[0].errors


def test_a_function_a_product_and_a_reduction_show_the_numbers_that_they_are_made_of(
    reading: tuple[Visitor, glasscnn.Result],
) -> None:
    visitor, result = reading
    silu = cell(reading, Place("silu", 4, 6, 7))
    given = float(result.stages["sum"][4, 6, 7])
    assert "SiLU: x ÷ (1 + e^−x) = " in silu["text"]
    assert agrees(silu["text"].rpartition("x = ")[2].rstrip("."), given, 1)
    gated = cell(reading, Place("gated", 4, 6, 7))
    assert "(SiLU, map 5, row 7, column 8) × " in gated["text"]
    assert "(Excitation, number 5) = " in gated["text"]
    largest = int(result.stages["gated"][:, 6, 7].argmax())
    brightest = cell(reading, Place("brightest", 0, 6, 7))
    assert [name for name, _, _ in brightest["bars"]] == [f"Gated, map {largest + 1}, row 7, column 8"]
    assert not visitor.errors


def test_sixty_four_maps_fit_the_screen_and_each_can_be_pointed_at(visitor: Visitor) -> None:
    assert visitor.load_model(many_maps(), "broad.npz") == "broad"
    visitor.draw(SAMPLES[3])
    reply = visitor.read_again()
    assert visitor.page.evaluate(SIZES) == [0, 0, 0]
    visitor.page.mouse.click(*spot(visitor, Place("relu2", 20, 14, 14), (64, 28, 28)))
    maps = visitor.part("inspector").locator("canvas.map")
    expect(maps).to_have_count(64)
    maps.nth(63).scroll_into_view_if_needed()
    visitor.wait_until_still()
    box = maps.nth(63).bounding_box()
    assert box is not None
    maps.nth(63).click(position={"x": box["width"] * 15.5 / 28, "y": box["height"] * 12.5 / 28})
    expect(visitor.part("cell-title")).to_have_text("Conv 2 + ReLU, map 64 of 64, row 13, column 16")
    true = np.reshape(reply["stages"]["relu2"]["data"], (64, 28, 28))[63, 12, 15]
    assert agrees(visitor.part("cell-value").inner_text(), float(true))
    assert not visitor.errors


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_sites_models_fit_a_laptop_without_scrolling_sideways(browser: Browser, host: Host, language: str) -> None:
    with Visitor.arriving(browser, f"{host.address}?lang={language}") as visitor:
        visitor.wait_until_ready()
        for width in (1280, 1440, 1920):
            visitor.resize(width, 800)
            for model in ("deep", "gap10", "lenet5", "resmini"):
                visitor.use_model(model)
                assert visitor.page.evaluate(SIZES) == [0, 0, 0], (width, model)
            tops = visitor.page.evaluate(
                "[...document.querySelectorAll('.actions button')].filter((one) => one.checkVisibility())"
                ".map((one) => one.getBoundingClientRect().top)"
            )
            assert len(set(tops)) == 1, width  # the buttons above the pad stand in one line


def test_a_stage_has_one_name_wherever_it_is_named(visitor: Visitor) -> None:
    visitor.use_model("deep")
    expect(visitor.page.locator("#diagram [data-stage=conv3] .stage-title")).to_have_text("Conv 3 + ReLU")
    visitor.part("stage-conv3").click(position={"x": 5, "y": 5})
    expect(visitor.page.locator("#inspector-title")).to_have_text(re.compile(r"^Conv 3 \+ ReLU · "))
    expect(visitor.part("cell-title")).to_have_text(re.compile(r"^Conv 3 \+ ReLU, map "))
    visitor.use_model("gap10")
    expect(visitor.page.locator("#diagram [data-stage=conv1] .stage-title")).to_have_text("Conv 1 + ReLU")


def test_maps_that_are_padded_split_enlarged_and_resized_are_shown_explained_changed_and_trained(
    opened: Visitor,
) -> None:
    data = moving_cells()
    model = glasscnn.load(data)
    opened.start_over()
    assert opened.load_model(data, "moving.npz") == "moving"
    opened.draw(SAMPLES[3])
    found = opened.read_again()["stages"]
    image = np.reshape(found["image"]["data"], (1, 28, 28)).astype(np.float32)
    result = model.predict(image)
    for name, numbers in result.stages.items():
        np.testing.assert_allclose(np.reshape(found[name]["data"], numbers.shape), numbers, rtol=1e-3, atol=1e-4)

    bars = {}
    for place in (Place("padded", 0, 1, 1), Place("second", 1, 9, 3), Place("up", 1, 9, 8), Place("smooth", 1, 6, 5),
                  Place("near", 0, 6, 5), Place("joined", 3, 6, 5)):  # fmt: skip
        shown = pin(opened, place, result.stages[place.stage].shape)
        true = float(result.stages[place.stage][place.channel, place.row, place.column])
        assert agrees(shown["value"], true), place
        names: dict[str, Any] = {"model": model, "result": result}
        exec(shown["setup"], names)
        assert math.isclose(eval(shown["line"], names), true, rel_tol=1e-4, abs_tol=1e-5), place
        bars[place.stage] = [name for name, _, _ in shown["bars"]]
        assert opened.page.evaluate(SIZES) == [0, 0, 0]
    assert bars["padded"] == ["Image, row 2, column 2"] or len(bars["padded"]) == 1
    assert bars["second"] == ["Relu1, map 4, row 10, column 29"]
    assert bars["joined"] == ["Near, map 2, row 7, column 6"]
    assert set(bars["smooth"]) == {"Up, map 2, row 15, column 12", "Up, map 2, row 15, column 13"}  # at (14, 11.75)
    pin(opened, Place("up", 1, 9, 8), result.stages["up"].shape)
    expect(opened.part("inspector")).to_contain_text("A convolution in reverse")

    opened.part("tab-evidence").click()
    expect(opened.part("evidence-sum-0")).to_contain_text("logit")
    assert not opened.errors
    opened.start_over()
