"""The kernels of a stage: their values, how often they fire on this drawing, and the way to their maps."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.cells import Place, agrees, explained
from tests.browser.visitor import PROJECT, Visitor, sample_digits

pytestmark = pytest.mark.browser
SAMPLES = sample_digits()


def open_kernels(visitor: Visitor, stage: str) -> None:
    visitor.page.locator(f"[data-stage={stage}] button").focus()
    visitor.page.keyboard.press("Enter")
    visitor.part("view-kernels").check(force=True)


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
        fires, bias = card.locator(".kernel-fact").all_inner_texts()
        assert agrees(fires.removeprefix("fires on "), 100 * float(shares[channel]))
        assert agrees(bias.removeprefix("bias "), float(biases[channel]))


def test_a_click_on_a_kernel_shows_its_map_and_the_cell_where_it_fires_most(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    maps = np.reshape(visitor.read_again()["stages"]["conv2"]["data"], (10, 28, 28))
    open_kernels(visitor, "conv2")
    visitor.part("kernels").locator(".kernel").nth(6).click()
    row, column = np.unravel_index(int(maps[6].argmax()), (28, 28))
    explained(visitor, Place("conv2", 6, int(row), int(column)), (10, 28, 28))
    expect(visitor.part("inspector").locator("canvas.map").nth(6)).to_be_in_viewport(ratio=0)
    expect(visitor.part("kernels")).to_be_hidden()


def test_a_stage_without_kernels_says_so(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    open_kernels(visitor, "pool")
    expect(visitor.part("kernels")).to_contain_text("This stage has no kernels")
