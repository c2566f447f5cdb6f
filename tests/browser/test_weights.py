"""Weights changed by hand: the network follows, and everything comes back to the bit."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Browser, Locator, expect

import glasscnn
from tests.browser.conftest import Host
from tests.browser.support.cells import agrees
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor, focus
from tests.browser.test_accessibility import violations
from tests.browser.test_kernels import open_kernels

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
GAP10 = PROJECT / "weights" / "gap10.npz"


@pytest.fixture
def editing(visitor: Visitor) -> Iterator[Visitor]:
    """The kernels of gap10's first convolution, with a 7 on the pad."""
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    open_kernels(visitor, "conv1")
    expect(weights_of(visitor, 1)).to_be_visible()
    expect(visitor.part("kernels").get_by_role("listbox")).to_have_count(10)  # which move the cards when they arrive
    yield visitor
    assert not visitor.errors
    assert not visitor.violations


def card(visitor: Visitor, number: int) -> Locator:
    return visitor.part("kernels").get_by_role("listitem").nth(number - 1)


def weights_of(visitor: Visitor, number: int) -> Locator:
    """The spin button of a kernel's weights."""
    return card(visitor, number).get_by_test_id("kernel-weights")


def drag(visitor: Visitor, number: int, row: int, column: int, up: float) -> None:
    """Drag a weight of a 3 × 3 kernel, rows and columns from 0, with the mouse."""
    weights = weights_of(visitor, number)
    weights.scroll_into_view_if_needed()
    box = weights.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * (column + 0.5) / 3, box["y"] + box["height"] * (row + 0.5) / 3
    visitor.page.mouse.move(x, y)
    visitor.page.mouse.down()
    visitor.page.mouse.move(x, y - up, steps=5)
    visitor.page.mouse.up()


def changed(visitor: Visitor, sentence: str) -> None:
    expect(visitor.part("change-count")).to_have_text(sentence)


def linked(visitor: Visitor) -> Any:
    return visitor.page.evaluate("glasscnn.getState().weights")


def saved(visitor: Visitor) -> bytes:
    """The file that the bar of changes saves."""
    with visitor.page.expect_download() as download:
        visitor.part("change-save").click()
    assert download.value.suggested_filename == "gap10-changed.npz"
    return Path(download.value.path()).read_bytes()


def values(reply: dict[str, Any], stage: str) -> npt.NDArray[np.float32]:
    shape, data = reply["stages"][stage]["shape"], reply["stages"][stage]["data"]
    return np.reshape(np.array(data, np.float32), shape)


def test_a_dragged_weight_changes_maps_and_bars_as_numpy_does_with_it_and_undo_restores_every_bit(
    editing: Visitor,
) -> None:
    before, painted = editing.read_again(), editing.pixels("stage-conv2")
    drag(editing, 3, 0, 1, up=40)
    changed(editing, "1 weight changed")
    after = editing.read_again()
    assert editing.pixels("stage-conv2") != painted
    expect(editing.part("changed-3")).to_be_visible()
    expect(editing.part("changed-stage-conv1")).to_be_visible()

    model, given = glasscnn.load(io.BytesIO(saved(editing))), glasscnn.load(GAP10)
    moved = {name: np.argwhere(array != given.weights[name]) for name, array in model.weights.items()}
    assert [moved["conv1.weight"].tolist(), sum(map(len, moved.values()))] == [[[2, 0, 0, 1]], 1]
    value = model.weights["conv1.weight"][2, 0, 0, 1]
    assert value > given.weights["conv1.weight"][2, 0, 0, 1]
    expect(weights_of(editing, 3)).to_have_attribute("aria-valuenow", re.compile(r"^-?\d"))
    assert agrees(card(editing, 3).get_by_test_id("weight-number").input_value(), float(value))
    result = model.predict(values(after, "image"))
    for stage in ("conv1", "conv2", "logits"):
        np.testing.assert_allclose(values(after, stage), result.stages[stage], rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(after["probabilities"], result.probabilities, atol=1e-5)

    editing.part("change-undo").click()
    changed(editing, "No weight is changed by hand")
    assert editing.read_again()["stages"] == before["stages"]
    assert editing.pixels("stage-conv2") == painted
    editing.part("change-redo").click()
    changed(editing, "1 weight changed")
    assert editing.read_again()["stages"] == after["stages"]


def test_by_keys_alone_weights_are_chosen_stepped_typed_muted_and_undone(editing: Visitor) -> None:
    page, weights = editing.page, weights_of(editing, 2)
    given = glasscnn.load(GAP10).weights["conv1.weight"]
    before = editing.read_again()
    focus(weights)
    page.keyboard.press("End")
    page.keyboard.press("Alt+ArrowUp")
    expect(weights).to_have_attribute("aria-valuetext", re.compile("^row 2, column 3: "))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    name, index, value = linked(editing)["numbers"][0]
    step = 0.05  # a round thirtieth of the kernel's largest weight, 1.94
    assert (name, index) == ("conv1.weight", 14)
    assert value == pytest.approx(float(given[1, 0, 1, 2]) + 11 * step, abs=1e-6)

    page.keyboard.press("Enter")
    number = card(editing, 2).get_by_test_id("weight-number")
    expect(number).to_be_focused()
    page.keyboard.type("1.2.3")
    page.keyboard.press("Enter")
    expect(card(editing, 2).get_by_role("alert").first).to_contain_text("“1.2.3” is not a number")
    expect(number).to_have_value("1.2.3")
    assert linked(editing)["numbers"][0][2] == value
    page.keyboard.press("Escape")
    expect(weights).to_be_focused()
    page.keyboard.press("-")
    page.keyboard.type("0,75")
    page.keyboard.press("Enter")
    expect(weights).to_be_focused()
    assert linked(editing)["numbers"] == [["conv1.weight", 14, -0.75]]

    focus(card(editing, 2).get_by_test_id("mute"))
    page.keyboard.press("Space")
    changed(editing, "1 weight changed, 1 map muted")
    assert not values(editing.read_again(), "conv1")[1].any()
    for _ in range(4):
        page.keyboard.press("Control+z")
    changed(editing, "No weight is changed by hand")
    assert editing.read_again()["stages"] == before["stages"]
    for _ in range(4):
        page.keyboard.press("Control+Shift+Z")
    changed(editing, "1 weight changed, 1 map muted")
    page.keyboard.press("Space")
    assert linked(editing) == {"numbers": [["conv1.weight", 14, -0.75]], "muted": []}


def test_presets_keep_the_norm_and_more_than_20_changes_are_for_a_file(editing: Visitor) -> None:
    given = glasscnn.load(GAP10).weights["conv1.weight"]
    for number, preset in ((1, "sobelVertical"), (2, "blur"), (3, "random")):
        card(editing, number).get_by_test_id("preset").select_option(f"all {preset}")
    changed(editing, "27 weights changed")
    assert linked(editing) == {"numbers": [], "muted": [], "tooMany": 27}
    model = glasscnn.load(io.BytesIO(saved(editing)))
    found = model.weights["conv1.weight"]
    for channel in range(3):
        np.testing.assert_allclose(np.linalg.norm(found[channel]), np.linalg.norm(given[channel]), rtol=1e-5)
    sobel = found[0, 0] / np.abs(found[0, 0]).max()
    np.testing.assert_allclose(sobel, [[0.5, 0, -0.5], [1, 0, -1], [0.5, 0, -0.5]], atol=1e-6)
    editing.part("change-link").click()
    expect(editing.part("change-note")).to_contain_text("A link holds up to 20 changes, and there are 27.")
    card(editing, 3).get_by_test_id("reset-kernel").click()
    changed(editing, "18 weights changed")
    editing.part("change-reset").click()
    changed(editing, "No weight is changed by hand")
    assert linked(editing) is None


def test_a_link_has_the_changed_weights_and_so_has_a_reload(editing: Visitor, browser: Browser) -> None:
    drag(editing, 5, 2, 2, up=-30)
    card(editing, 4).get_by_test_id("mute").check()
    changed(editing, "1 weight changed, 1 map muted")
    weights, read = linked(editing), editing.read_again()["probabilities"]
    with Visitor.arriving(browser, editing.page.evaluate("glasscnn.link()")) as guest:
        guest.wait_until_ready()
        changed(guest, "1 weight changed, 1 map muted")
        assert linked(guest) == weights
        read_there = "(strokes) => glasscnn.setStrokes(strokes).then(({ probabilities }) => Array.from(probabilities))"
        assert guest.page.evaluate(read_there, editing.strokes()) == read  # a link rounds the points
        guest.page.reload()
        guest.wait_until_ready()
        changed(guest, "1 weight changed, 1 map muted")
        assert linked(guest) == weights

        for bad, sentence in (
            ({"numbers": [["conv9.weight", 0, 1]], "muted": []}, "conv9.weight 0, which this network does not have"),
            ({"numbers": [["conv1.bias", 10, 1]], "muted": []}, "conv1.bias 10, which this network does not have"),
            ({"numbers": [], "muted": [], "tooMany": 99}, "99 changed weights, more than a link holds"),
        ):
            guest.page.evaluate("(weights) => glasscnn.setState({ ...glasscnn.getState(), weights })", bad)
            assert sentence in guest.alert()
            assert linked(guest) == weights
        wrong = {"model": "a stranger", "weights": {"numbers": [["conv1.bias", 0, 1]], "muted": []}}
        guest.page.evaluate("(wrong) => glasscnn.setState({ ...glasscnn.getState(), ...wrong })", wrong)
        assert "weights of a stranger, but the network here is gap10" in guest.alert()
        assert linked(guest) == weights


def test_the_network_before_the_changes_reads_the_same_ink_beside_the_changed_one(editing: Visitor) -> None:
    before = editing.read_again()
    drag(editing, 7, 1, 1, up=80)
    changed(editing, "1 weight changed")
    after = editing.read_again()
    assert after["probabilities"] != before["probabilities"]
    editing.part("change-compare").click()
    expect(editing.part("other-picker")).to_have_value("original")
    expect(editing.part("compare").get_by_role("columnheader", name="before the changes")).to_be_visible()
    shown = editing.part("compare").locator("table td").all_inner_texts()
    for reply in (before, after):
        largest = max(reply["probabilities"])
        assert any(agrees(text.removesuffix(" %"), min(100 * largest, 99.9)) for text in shown if text.endswith(" %"))


def test_a_finger_first_scrolls_or_selects_and_then_drags_the_weight(browser: Browser, host: Host) -> None:
    window = {"width": 390, "height": 844}
    with Visitor.arriving(browser, f"{host.address}?model=gap10&digit=7", viewport=window, has_touch=True) as phone:
        phone.wait_until_ready()
        open_kernels(phone, "conv1")
        expect(phone.part("kernels").get_by_role("listbox")).to_have_count(10)
        weights_of(phone, 1).scroll_into_view_if_needed()
        box = weights_of(phone, 1).bounding_box()
        assert box is not None
        touch = phone.page.context.new_cdp_session(phone.page)
        x, y = box["x"] + box["width"] / 6, box["y"] + box["height"] / 6

        def swipe(up: float) -> None:
            touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
            for step in range(1, 9):
                points = [{"x": x, "y": y - up * step / 8}]
                touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

        top = "() => document.querySelector('.kernels, .inspector.open').closest('.inspector').scrollTop"
        before = phone.page.evaluate(top)
        swipe(0)
        expect(weights_of(phone, 1)).to_be_focused()
        assert linked(phone) is None
        swipe(40)
        changed(phone, "1 weight changed")
        assert linked(phone)["numbers"][0][:2] == ["conv1.weight", 0]
        assert phone.page.evaluate(top) == before
        assert violations(phone.page) == []
