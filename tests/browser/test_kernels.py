"""The kernels of a stage: their weights, how often they fire on this drawing, and the links to their maps."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.support.cells import Place, agrees, explained
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor, focus

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()


def open_kernels(visitor: Visitor, stage: str) -> None:
    focus(visitor.page.locator(f"[data-stage={stage}] button"))
    visitor.page.keyboard.press("Enter")
    visitor.choose("view-kernels")


def open_patches(visitor: Visitor, stage: str) -> None:
    """Open the kernels of a stage and wait for the patches, which move the cards below them when they arrive."""
    open_kernels(visitor, stage)
    expect(visitor.part("kernels").get_by_role("listbox").first).to_be_visible()


def test_each_kernel_shows_its_weights_and_how_much_of_its_map_it_fires_on(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    maps = visitor.read_again()["stages"]["conv1"]["data"]
    open_kernels(visitor, "conv1")
    cards = visitor.part("kernels").locator(".kernel:visible")
    expect(cards).to_have_count(10)
    with np.load(PROJECT / "weights" / "gap10.npz") as file:
        weights, biases = file["conv1.weight"], file["conv1.bias"]
    shares = (np.reshape(maps, (10, -1)) > 0).mean(axis=1)
    for channel in range(10):
        card = cards.nth(channel)
        printed = card.locator(".kernel-values span").all_inner_texts()
        assert all(agrees(text, float(w)) for text, w in zip(printed, weights[channel].reshape(-1), strict=True))
        fires = card.locator(".kernel-fact").first.inner_text()
        assert agrees(fires.removesuffix(" above 0"), 100 * float(shares[channel]))
        assert agrees(card.get_by_test_id("bias-number").input_value(), float(biases[channel]))


def test_the_name_of_a_kernel_shows_its_map_and_the_cell_where_it_fires_most(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    maps = np.reshape(visitor.read_again()["stages"]["conv2"]["data"], (10, 28, 28))
    open_patches(visitor, "conv2")
    visitor.part("kernels").get_by_role("button", name="map 7", exact=True).click()
    row, column = np.unravel_index(int(maps[6].argmax()), (28, 28))
    explained(visitor, Place("conv2", 6, int(row), int(column)), (10, 28, 28))
    expect(visitor.part("inspector").locator("canvas.map").nth(6)).to_be_in_viewport(ratio=0)
    expect(visitor.part("kernels")).to_be_hidden()


def test_of_a_kernel_with_many_input_maps_each_weight_is_said_by_pointer_and_by_keys(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    open_patches(visitor, "conv2")
    with np.load(PROJECT / "weights" / "gap10.npz") as file:
        weights = file["conv2.weight"]
    card = visitor.part("kernels").locator(".kernel").nth(6)
    said, picture = card.locator(".weight-line"), card.get_by_test_id("kernel-weights")
    width, height = card.locator("canvas").evaluate("(canvas) => [canvas.width, canvas.height]")
    assert (width, height) == (15, 11)  # four kernels beside each other and three below, a cell between them
    card.scroll_into_view_if_needed()
    box = card.locator("canvas").bounding_box()
    assert box is not None

    def expect_weight(map_number: int, row: int, column: int) -> None:
        place = f"map {map_number}, row {row}, column {column}:"
        true = float(weights[6, map_number - 1, row - 1, column - 1])
        expect(said).to_contain_text(place)
        typed = card.get_by_test_id("weight-number")
        assert agrees(typed.input_value() if typed.is_visible() else said.inner_text().split(": ")[1], true)

    visitor.page.mouse.move(box["x"] + box["width"] * 5.5 / 15, box["y"] + box["height"] * 8.5 / 11)
    expect_weight(10, 1, 2)
    visitor.page.mouse.move(box["x"] - 20, box["y"])
    focus(picture)
    for _ in range(9 * 9 + 1):
        visitor.page.keyboard.press("ArrowRight")
    expect_weight(10, 1, 2)
    visitor.page.keyboard.press("Alt+ArrowUp")
    expect_weight(6, 3, 2)
    visitor.page.keyboard.press("Alt+ArrowRight")
    expect_weight(6, 3, 3)
    visitor.page.keyboard.press("Alt+ArrowRight")
    expect_weight(7, 3, 1)
    expect(picture).to_have_attribute("aria-valuetext", re.compile("^map 7, row 3, column 1: "))
    assert not visitor.errors


def test_a_stage_without_kernels_says_so(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    open_kernels(visitor, "pool")
    expect(visitor.part("kernels")).to_contain_text("This stage has no kernels")
