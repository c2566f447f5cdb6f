"""The inspector's explanation of a cell matches the values computed from the model's weights and the stage before."""

import io
import math
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import expect

import glasscnn
from tests.browser.support.cells import Place, agrees, explained, last_number, number, pin, spot
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
Array = npt.NDArray[np.float64]

# Stage → what computes it from the one before, with the weights of the same name: written down from the two models'
# descriptions.
GAP10 = {
    "conv1": "conv",
    "conv2": "conv",
    "pool": "max",
    "gap": "mean",
    "logits": "linear",
    "probabilities": "softmax",
}
DEEP = {
    "conv1": "conv",
    "conv2": "conv",
    "pool": "max",
    "conv3": "conv",
    "conv4": "conv",
    "pool2": "max",
    "conv5": "conv",
    "conv6": "conv",
    "gap": "mean",
    "logits": "linear",
    "probabilities": "softmax",
}


def before(stage: str, stages: dict[str, str]) -> str:
    """The source of a stage."""
    order = ["image", *stages]
    return order[order.index(stage) - 1]


def weights_of(name: str) -> dict[str, Array]:
    with np.load(PROJECT / "weights" / f"{name}.npz") as file:
        return {key: file[key].astype(np.float64) for key in file.files if key != "graph"}


def brightest(maps: npt.NDArray[np.float32], name: str) -> Place:
    """The largest cell of a stage, which has a non-trivial explanation."""
    index = np.unravel_index(int(maps.argmax()), maps.shape)
    return Place(name, *(int(number) for number in index))


def drawn(visitor: Visitor, model: str, digit: int) -> glasscnn.Result:
    """A sample digit on the pad, and CPython's result for the same strokes."""
    visitor.use_model(model)
    visitor.draw(SAMPLES[digit])
    visitor.read_again()
    strokes = [[point[:2] for point in stroke] for stroke in visitor.strokes()]
    return glasscnn.load(PROJECT / "weights" / f"{model}.npz").predict(glasscnn.ink_to_image(strokes, 280))


def seen_by(source: Array, row: int, column: int) -> tuple[Array, npt.NDArray[np.bool_]]:
    """The 3 × 3 window around a cell with zero padding, and a mask of the padding."""
    padded = np.pad(source, ((0, 0), (1, 1), (1, 1)))
    inside = np.pad(np.ones(source.shape[1:], bool), 1)
    return padded[:, row : row + 3, column : column + 3], ~inside[row : row + 3, column : column + 3]


def source_of(result: glasscnn.Result, name: str) -> Array:
    stage = result.stages[name].astype(np.float64)
    return (stage - 0.1307) / 0.3081 if name == "image" else stage


def check_convolution(
    found: dict[str, Any], result: glasscnn.Result, place: Place, source: Array, w: Array, b: Array
) -> None:
    window, padding = seen_by(source, place.row, place.column)
    kernel, bias = w[place.channel], b[place.channel]
    sums = (window * kernel).sum(axis=(1, 2))
    assert agrees(found["steps"]["step-sum"], float(sums.sum()), 1)
    assert agrees(found["steps"]["step-bias"], abs(float(bias)))
    assert agrees(found["steps"]["step-conv2d"], float(sums.sum() + bias))
    assert agrees(found["steps"]["step-relu"], max(0.0, float(sums.sum() + bias)))
    order = sorted(range(len(sums)), key=lambda channel: -abs(sums[channel]))
    for term in found["terms"]:
        channel = 0 if len(sums) == 1 else int(term["name"].removeprefix("map ")) - 1
        assert abs(sums[channel]) >= abs(sums[order[min(3, len(order)) - 1]]) - 0.01
        assert agrees(term["value"], float(sums[channel]), 1)
        assert term["padding"] == padding.reshape(-1).tolist()
        for name, true in (("window", window), ("kernel", kernel), ("products", window * kernel)):
            flat = true[channel].reshape(-1).tolist()
            assert all(agrees(text, value, 1) for text, value in zip(term[name], flat, strict=True)), name
        assert sum(map(number, term["products"])) == number(term["value"])
    rest = [last_number(text) for text in found["folded"]]
    assert len(rest) == (len(sums) > 3)
    total = sum((number(term["value"]) for term in found["terms"]), sum(rest))
    assert total == number(found["steps"]["step-sum"])


def check_cell(
    visitor: Visitor, result: glasscnn.Result, place: Place, stages: dict[str, str], w: dict[str, Array]
) -> None:
    node, kind = place.stage, stages[place.stage]
    maps = result.stages[place.stage]
    found = pin(visitor, place, maps.shape)
    value = float(maps[place.channel, place.row, place.column] if maps.ndim == 3 else maps[place.channel])
    assert agrees(found["value"], value)
    source = source_of(result, before(node, stages))
    if kind == "conv":
        check_convolution(found, result, place, source, w[f"{node}.weight"], w[f"{node}.bias"])
    elif kind == "max":
        window = source[place.channel, 2 * place.row : 2 * place.row + 2, 2 * place.column : 2 * place.column + 2]
        assert all(agrees(text, true) for (text, _), true in zip(found["candidates"], window.reshape(-1), strict=True))
        assert [name == "winner" for _, name in found["candidates"]] == (np.arange(4) == window.argmax()).tolist()
    elif kind == "mean":
        total, count = source[place.channel].sum(), source[place.channel].size
        assert f"The {count} numbers" in found["text"]
        assert agrees(found["text"].split("add up to ")[1].split(";")[0], float(total))
        assert agrees(found["value"], float(total / count))
    elif kind == "linear":
        products = source * w[f"{node}.weight"][place.channel]
        printed = {int(name.removeprefix("number ")) - 1: value for name, _, value in found["bars"]}
        assert all(agrees(text, float(products[index]), 1) for index, text in printed.items())
        sizes = [abs(number(text)) for text in printed.values()]
        assert sizes == sorted(sizes, reverse=True)
        rest = [last_number(text) for text in found["folded"]]
        assert sum(map(number, printed.values()), sum(rest)) == number(found["steps"]["step-sum"])
        bias = float(w[f"{node}.bias"][place.channel])
        sign = -1 if bias < 0 else 1
        printed_bias = sign * number(found["steps"]["step-bias"])
        assert number(found["steps"]["step-sum"]) + printed_bias == number(found["value"])
    else:
        powers = np.exp(source - source.max())
        for index, (label, logit, power, share) in enumerate(found["rows"]):
            assert label == str(index)
            assert agrees(logit, source[index])
            assert agrees(power, powers[index], 1)
            assert agrees(share, 100 * powers[index] / powers.sum(), 1)
        assert sum(number(row[2]) for row in found["rows"]) == number(found["sums"][2])
        assert sum(number(row[3]) for row in found["rows"]) == 100


@pytest.mark.parametrize(("name", "digit", "stages"), [("gap10", 7, GAP10), ("deep", 3, DEEP)])
def test_in_each_stage_the_numbers_of_the_brightest_cell_are_those_computed_by_hand_and_add_up(
    visitor: Visitor, name: str, digit: int, stages: dict[str, str]
) -> None:
    result = drawn(visitor, name, digit)
    weights = weights_of(name)
    for stage in stages:
        check_cell(visitor, result, brightest(result.stages[stage], stage), stages, weights)
    assert not visitor.errors


@pytest.mark.parametrize("place", [Place("conv2", 3, 0, 0), Place("conv1", 1, 5, 27)])
def test_at_the_border_the_padding_is_shown_as_padding_with_its_zeros(visitor: Visitor, place: Place) -> None:
    result = drawn(visitor, "gap10", 7)
    check_cell(visitor, result, place, GAP10, weights_of("gap10"))
    found = explained(visitor, place, result.stages[place.stage].shape)
    for term in found["terms"]:
        assert any(term["padding"])
        assert {text for text, is_padding in zip(term["window"], term["padding"], strict=True) if is_padding} == {"0"}


def test_the_folded_maps_unfold_and_all_ten_add_up(visitor: Visitor) -> None:
    result = drawn(visitor, "gap10", 7)
    place = brightest(result.stages["conv2"], "conv2")
    pin(visitor, place, (10, 28, 28))
    visitor.part("cell").get_by_text("7 more maps").click()
    expect(visitor.part("cell").locator(".term:visible")).to_have_count(10)
    found = explained(visitor, place, (10, 28, 28))
    assert sum(number(term["value"]) for term in found["terms"]) == number(found["steps"]["step-sum"])


def test_the_line_of_python_gives_the_same_number_when_what_is_copied_is_pasted(visitor: Visitor) -> None:
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    result = drawn(visitor, "gap10", 4)
    model = glasscnn.load(PROJECT / "weights" / "gap10.npz")
    for stage in ("conv2", "pool", "logits", "probabilities"):
        place = brightest(result.stages[stage], stage)
        pin(visitor, place, result.stages[stage].shape)
        visitor.part("cell").get_by_role("button", name="Copy").click()
        expect(visitor.part("look-live")).to_have_text("Copied with its setup lines.")
        *setup, line = visitor.page.evaluate("navigator.clipboard.readText()").strip().splitlines()
        names: dict[str, Any] = {"model": model, "result": result}
        exec("\n".join(setup), names)
        assert math.isclose(eval(line, names), float(result.stages[stage].max()), rel_tol=1e-5)
        visitor.page.keyboard.press("Escape")


def test_where_the_clipboard_is_blocked_the_line_is_selected_and_that_is_said(visitor: Visitor) -> None:
    result = drawn(visitor, "gap10", 4)
    found = pin(visitor, Place("pool", 2, 5, 5), result.stages["pool"].shape)
    visitor.page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('blocked')))")
    visitor.part("cell").get_by_role("button", name="Copy").click()
    expect(visitor.part("look-live")).to_contain_text("The line is selected")
    assert visitor.page.evaluate("getSelection().toString()") == found["line"]
    visitor.page.evaluate("delete navigator.clipboard.writeText")


def test_with_nothing_drawn_a_sentence_says_so_and_the_numbers_are_those_of_a_black_image(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.read_again()
    found = pin(visitor, Place("conv1", 0, 9, 9), (10, 28, 28))
    assert "Nothing is drawn" in found["note"]
    assert agrees(found["terms"][0]["window"][4], -0.1307 / 0.3081)


def overflowing(path: Path) -> bytes:
    """A model that overflows float32: every weight of its convolutions is 1e30."""
    with np.load(path) as file:
        arrays = {key: file[key] for key in file.files}
    for key in ("conv1.weight", "conv2.weight"):
        arrays[key] = np.full_like(arrays[key], 1e30)
    written = io.BytesIO()
    np.savez(written, **arrays)  # type: ignore[arg-type]  # the stub takes the first for `allow_pickle`
    return written.getvalue()


def test_a_cell_that_is_no_finite_number_is_explained_by_a_sentence(visitor: Visitor) -> None:
    result = drawn(visitor, "gap10", 7)
    visitor.load_model(overflowing(PROJECT / "weights" / "gap10.npz"), "overflowing.npz")
    visitor.read_again()
    place = brightest(result.stages["conv1"], "conv1")
    visitor.page.mouse.click(*spot(visitor, place._replace(stage="conv2"), (10, 28, 28)))
    expect(visitor.part("cell-note")).to_contain_text("exceed the range of float32")
    expect(visitor.part("cell").locator(".cell-parts")).to_be_hidden()


def test_axe_finds_nothing_in_any_view_of_a_pinned_cell(visitor: Visitor) -> None:
    result = drawn(visitor, "gap10", 7)
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for stage, scheme in zip(("conv2", "gap", "logits", "probabilities"), schemes * 2, strict=True):
        visitor.page.emulate_media(color_scheme=scheme)
        pin(visitor, brightest(result.stages[stage], stage), result.stages[stage].shape)
        assert violations(visitor.page) == [], stage
    pin(visitor, Place("conv1", 2, 0, 3), (10, 28, 28))
    for view in ("sliding", "kernels"):
        visitor.choose(f"view-{view}")
        expect(visitor.part(view)).to_be_visible()
        assert violations(visitor.page) == [], view


@pytest.mark.parametrize(("model", "place"), [("deep", Place("conv2", 1, 9, 14)), ("lenet5", Place("conv2", 3, 4, 5))])
def test_products_and_sums_are_in_sight_on_every_screen_without_scrolling_sideways(
    visitor: Visitor, model: str, place: Place
) -> None:
    """Three grids of 3 × 3 and of 5 × 5: side by side if there is space, else stacked."""
    visitor.use_model(model)
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    visitor.page.evaluate(
        "(place) => glasscnn.setState({ ...glasscnn.getState(), stage: place.stage, pin: place })", place._asdict()
    )
    cell = visitor.part("cell")
    expect(cell.locator(".term:visible").first).to_be_visible()
    cut = []
    for width, height in ((320, 568), (390, 844), (820, 1180), (1024, 768), (1280, 720)):
        visitor.resize(width, height)
        beyond = cell.evaluate(
            """(cell) => {
              const all = [...cell.querySelectorAll(".numbers, .term-value")];
              const parts = all.filter((part) => part.checkVisibility());
              const ends = parts.map((part) => part.getBoundingClientRect().right);
              return Math.max(...ends) - cell.getBoundingClientRect().left - cell.clientLeft - cell.clientWidth;
            }"""
        )
        if beyond > 0:
            cut.append((width, beyond))
    visitor.resize(1440, 900)
    assert cut == []
