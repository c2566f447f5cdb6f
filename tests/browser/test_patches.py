"""What each map looks for: the nine image patches that excite it most, beside its kernel."""

import re
from functools import cache
from itertools import product
from typing import Literal

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

import glasscnn
from glasscnn.explain import Excitation, ForwardPass, PatchSearch
from glasscnn.model import write_model
from glasscnn.preprocess.digit_versions import DigitVersions
from tests.browser.support.cells import agrees
from tests.browser.support.digits import quick_digits
from tests.browser.support.large_models import large_model
from tests.browser.support.visitor import PATIENCE, PROJECT, Visitor, focus, sample_digits
from tests.browser.test_accessibility import violations
from tests.browser.test_evaluation import ORDER

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@cache
def found_in_python(name: str, stage: str) -> list[list[Excitation]]:
    """What CPython finds in the same digits."""
    model = glasscnn.load(PROJECT / "weights" / f"{name}.npz")
    node = ForwardPass(model, model.predict(np.zeros(model.graph.input.shape)).stages).node_of(stage)
    digits = [[np.float32(stroke) for stroke in strokes] for strokes in sample_digits().values()]
    versions = DigitVersions(digits, 280, model.graph.input.shape)
    search = PatchSearch(model, {stage: node}, len(versions), versions.draw)
    search.run(np.inf)
    return search.strongest(stage)


def printed(value: float) -> str:
    """As the page prints a single number."""
    return f"{value:.3f}" if value < 1 else f"{value:.2f}"


def open_kernels(visitor: Visitor, title: str) -> None:
    """By the pointer: the stage, then its kernels."""
    visitor.page.get_by_role("button", name=re.compile(f"^Open {title}")).click(position={"x": 30, "y": 30})
    visitor.page.locator("label", has=visitor.part("view-kernels")).click()


def patches(visitor: Visitor, number: int) -> Locator:
    """The list of the patches of a map, once it is there."""
    found = visitor.page.get_by_role("listbox", name=f"What map {number} looks for", exact=True)
    expect(found).to_be_attached(timeout=PATIENCE)
    return found


@pytest.mark.parametrize(("stage", "title", "maps", "side"), [("conv1", "Conv 1", 10, 3),
                                                              ("conv6", "Conv 6", 32, 32)])  # fmt: skip
def test_nine_patches_of_each_map_appear_with_the_values_that_python_finds(
    visitor: Visitor, stage: str, title: str, maps: int, side: int
) -> None:
    open_kernels(visitor, title)
    expected = found_in_python("deep", stage)
    expect(visitor.part("kernels").get_by_role("listbox")).to_have_count(maps, timeout=PATIENCE)
    for number, of_map in enumerate(expected, start=1):
        options = patches(visitor, number).get_by_role("option")
        expect(options).to_have_count(9)
        names = options.evaluate_all("(options) => options.map((option) => option.getAttribute('aria-label'))")
        assert all(agrees(name.split(",")[0], one.value) for name, one in zip(names, of_map, strict=True))
    first = patches(visitor, 4).get_by_role("option").first
    digit = list(sample_digits())[expected[3][0].image % 10]
    article = "an" if digit == 8 else "a"
    expect(first).to_have_attribute("aria-label", f"{printed(expected[3][0].value)}, in {article} {digit}")
    assert first.evaluate("(canvas) => [canvas.width, canvas.height]") == [side, side]
    expect(visitor.part("kernels")).to_contain_text(f"{side} × {side} pixels")
    assert not visitor.errors


def test_a_patch_says_its_value_under_the_pointer_and_by_arrow_keys(visitor: Visitor) -> None:
    open_kernels(visitor, "Conv 2")
    of_map = found_in_python("deep", "conv2")[1]
    options = patches(visitor, 2).get_by_role("option")
    card = visitor.part("kernels").get_by_role("listitem").nth(1)
    expect(card).to_contain_text(f"up to {printed(of_map[0].value)}")
    options.nth(4).hover()
    expect(card).to_contain_text(f"{printed(of_map[4].value)}, in a")
    expect(options.nth(4)).to_have_attribute("aria-selected", "true")
    visitor.part("pad").hover()
    expect(card).to_contain_text(f"up to {printed(of_map[0].value)}")
    focus(patches(visitor, 2))
    for key, number in [("ArrowDown", 3), ("ArrowRight", 4), ("ArrowUp", 1), ("ArrowUp", 1), ("ArrowLeft", 0)]:
        visitor.page.keyboard.press(key)
        expect(options.nth(number)).to_have_attribute("aria-selected", "true")
        expect(card).to_contain_text(f"{printed(of_map[number].value)}, in a")


def test_what_lies_outside_the_image_is_left_to_the_hatching(visitor: Visitor) -> None:
    """conv6's window is 32 × 32 on an image of 28 × 28."""
    open_kernels(visitor, "Conv 6")
    first = patches(visitor, 1).get_by_role("option").first
    opaque = first.evaluate(
        """(canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
          .filter((_, index) => index % 4 === 3).reduce((sum, alpha) => sum + alpha / 255, 0)"""
    )
    place = found_in_python("deep", "conv6")[0][0].place
    tops = [-14 + 4 * place.row, -14 + 4 * place.column]
    assert opaque == np.prod([min(top + 32, 28) - max(top, 0) for top in tops]) < 32 * 32
    assert "repeating-linear-gradient" in first.evaluate("(canvas) => getComputedStyle(canvas).backgroundImage")


def test_a_map_that_nothing_excites_is_silent_and_one_that_likes_paper_says_so(visitor: Visitor) -> None:
    visitor.use_model("resmini")
    open_kernels(visitor, "Conv 1")
    cards = visitor.part("kernels").get_by_role("listitem")
    expect(cards.nth(3)).to_contain_text("blank paper excites it most: 0.352", timeout=PATIENCE)
    model = glasscnn.load(PROJECT / "weights" / "gap10.npz")
    bias = model.weights["conv1.bias"].copy()
    bias[2] = -1000
    assert (
        visitor.load_model(write_model(model.graph, {**model.weights, "conv1.bias": bias}), "mine.npz") == "gap10-own"
    )
    open_kernels(visitor, "Conv 1")
    expect(cards.nth(2)).to_contain_text("silent on these digits", timeout=PATIENCE)
    expect(cards.nth(2).get_by_role("listbox")).to_be_hidden()
    expect(cards.nth(1).get_by_role("listbox").get_by_role("option")).to_have_count(9)


def test_another_model_has_patches_of_its_own(visitor: Visitor) -> None:
    open_kernels(visitor, "Conv 1")
    expect(patches(visitor, 4).get_by_role("option")).to_have_count(9)
    visitor.use_model("gap10")
    open_kernels(visitor, "Conv 2")
    option = patches(visitor, 4).get_by_role("option").first
    strongest = printed(found_in_python("gap10", "conv2")[3][0].value)
    expect(option).to_have_attribute("aria-label", f"{strongest}, in a 5")
    assert not visitor.errors


def test_a_drawing_is_read_between_two_slices_of_the_search(visitor: Visitor) -> None:
    visitor.load_model(large_model(), "large")
    visitor.page.evaluate(ORDER)
    visitor.page.locator("[data-stage=relu1] button").click(position={"x": 30, "y": 30})
    visitor.page.locator("label", has=visitor.part("view-kernels")).click()
    expect(visitor.part("kernels")).to_contain_text(re.compile(r"image \d+ of 60 …"))
    visitor.part("pad").scroll_into_view_if_needed()
    visitor.draw(SAMPLES[7])
    expect(visitor.part("prediction")).to_have_text(re.compile(r"\d"))
    visitor.page.wait_for_function("() => order.lastIndexOf('patchesSlice') > order.lastIndexOf('readInk')")
    order = visitor.page.evaluate("order")
    assert "patchesOf" not in order
    assert "patchesSlice" in order[: order.index("readInk")]
    visitor.page.locator("label", has=visitor.part("view-maps")).click()  # the search stops
    expect(visitor.part("kernels")).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "id"])
def test_axe_finds_nothing_in_the_kernels_with_their_patches(visitor: Visitor, language: str) -> None:
    open_kernels(visitor, "Conv 4")
    expect(patches(visitor, 16).get_by_role("option")).to_have_count(9)
    visitor.part("language").select_option(language)
    expected = {"en": "What map 16 looks for", "id": "Yang dicari peta 16"}[language]
    try:
        for width, scheme in product((390, 1440), SCHEMES):
            visitor.page.emulate_media(color_scheme=scheme)
            visitor.resize(width, 844)
            expect(visitor.page.get_by_role("listbox", name=expected)).to_be_attached()
            assert violations(visitor.page) == [], (width, scheme)
    finally:
        visitor.resize(1440, 900)
        visitor.part("language").select_option("en")
        visitor.page.emulate_media(color_scheme="dark")


def test_on_a_phone_a_patch_is_large_enough_for_a_finger(visitor: Visitor) -> None:
    for width in (320, 390):
        visitor.resize(width, 844)
        try:
            open_kernels(visitor, "Conv 1")
            box = patches(visitor, 1).get_by_role("option").first.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 40
        finally:
            visitor.resize(1440, 900)
            visitor.start_over()
