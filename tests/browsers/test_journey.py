"""`make test-browsers`: one journey through the whole page in each browser, with the same numbers in all of them."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn_import.in_browser import onnx_to_npz
from tests.browser.conftest import Host, hosting
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PAD_SIZE, PROJECT, default_model
from tests.browser.test_evaluation import IMAGES, LABELS, expected, mnist_files
from tests.browser.test_exercises import RELU
from tests.browser.test_own_model import small_onnx
from tests.browsers.driven import Driven

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
UP = """(async () => {
  while (!globalThis.glasscnn) await new Promise((resolve) => setTimeout(resolve, 50));
  await glasscnn.ready;
  return document.documentElement.dataset.state;
})()"""
KEPT = """(async () => {
  const { active } = await navigator.serviceWorker.ready;
  while (active.state !== "activated") await new Promise((resolve) => setTimeout(resolve, 50));
})()"""
"""Waits until the service worker is in force; in WebKit it may be `ready` before that."""

ALERTS = """(async () => [...document.querySelectorAll("[role=alert]")].filter((alert) => !alert.hidden)
  .map((alert) => alert.textContent.trim()).join(" "))()"""

READ_IT = "[...document.querySelectorAll('.code button')].find(({ textContent }) => /have read it/.test(textContent))"


@pytest.fixture(scope="module", params=["from its host", "from a disk"])
def page(request: pytest.FixtureRequest, browser: Driven, host: Host, single_file: str) -> Iterator[Driven]:
    """The site, and the single file without any host."""
    browser.open(host.address if request.param == "from its host" else single_file)
    assert browser.evaluate(UP) == "ready"
    yield browser
    assert browser.evaluate(ALERTS) == ""


def until(browser: Driven, condition: str) -> Any:
    """Wait until a JavaScript expression holds; returns its value, or fails with what the page says."""
    value = browser.evaluate(
        f"""(async () => {{
          const end = performance.now() + 120_000;
          while (performance.now() < end) {{
            const value = {condition};
            if (value) return value;
            await new Promise((resolve) => setTimeout(resolve, 50));
          }}
          return null;
        }})()"""
    )
    assert value, f"{condition} does not hold; alerts: {browser.evaluate(ALERTS)}"
    return value


def part(name: str) -> str:
    return f"document.querySelector('[data-testid={name}]')"


def text_of(browser: Driven, name: str, pattern: str) -> str:
    """The visible text of an element, once it contains the pattern."""
    seen = f"({part(name)}?.checkVisibility() && {part(name)}.textContent)"
    text: str = until(browser, f"/{pattern}/.test({seen} || '') && {seen}")
    return text


def box(browser: Driven, name: str) -> dict[str, float]:
    """The place of an element in the window, once it is in sight and has not moved for three frames."""
    until(browser, f"{part(name)}?.checkVisibility()")
    found: dict[str, float] = browser.evaluate(
        f"""(async () => {{
          {part(name)}.scrollIntoView({{ block: "center", behavior: "instant" }});
          const place = () => JSON.stringify({part(name)}.getBoundingClientRect());
          for (let before = "", still = 0; still < 3; ) {{
            await new Promise((resolve) => requestAnimationFrame(resolve));
            still = place() === before ? still + 1 : 0;
            before = place();
          }}
          return JSON.parse(place());
        }})()"""
    )
    return found


def click(browser: Driven, name: str) -> None:
    """Click in the middle of an element, with the mouse."""
    place = box(browser, name)
    middle = (place["left"] + place["width"] / 2, place["top"] + place["height"] / 2)
    browser.point([middle, middle], draw=True)


def draw(browser: Driven, digit: int) -> None:
    click(browser, "clear")
    pad = box(browser, "pad")
    scale = pad["width"] / PAD_SIZE
    for stroke in SAMPLES[digit]:
        browser.point([(pad["left"] + x * scale, pad["top"] + y * scale) for x, y in stroke], draw=True)
    until(browser, f"{part('prediction')}.textContent === '{digit}'")


def transfer_of(files: dict[str, bytes]) -> str:
    """JavaScript that makes a `DataTransfer` with files in it."""
    contents = {name: base64.b64encode(data).decode() for name, data in files.items()}
    return f"""Object.entries({json.dumps(contents)}).reduce((transfer, [name, text]) => {{
      transfer.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], name));
      return transfer;
    }}, new DataTransfer())"""


def drop(browser: Driven, files: dict[str, bytes]) -> None:
    event = f"new DragEvent('drop', {{ bubbles: true, cancelable: true, dataTransfer: {transfer_of(files)} }})"
    browser.evaluate(f"(async () => {{ document.body.dispatchEvent({event}); }})()")


def choose(browser: Driven, name: str, files: dict[str, bytes]) -> None:
    """Choose files in a file input."""
    browser.evaluate(
        f"""(async () => {{
          {part(name)}.files = ({transfer_of(files)}).files;
          {part(name)}.dispatchEvent(new Event("change"));
        }})()"""
    )


def drawn_image(browser: Driven) -> np.ndarray:
    """The image of what is on the pad, computed by CPython."""
    strokes = json.loads(browser.evaluate("(async () => JSON.stringify(glasscnn.getState().strokes))()"))
    return glasscnn.ink_to_image([[point[:2] for point in stroke] for stroke in strokes], canvas_size=PAD_SIZE)


def assert_numbers(browser: Driven, model: glasscnn.Model, digit: int) -> None:
    """The page reads the digit with the probabilities of NumPy in CPython."""
    reply = browser.evaluate(
        f"glasscnn.setStrokes({json.dumps(SAMPLES[digit])})"
        ".then(({ prediction, probabilities }) => ({ prediction, probabilities: Array.from(probabilities) }))"
    )
    answer = model.predict(glasscnn.ink_to_image(SAMPLES[digit], canvas_size=PAD_SIZE))
    assert reply["prediction"] == answer.label
    np.testing.assert_allclose(reply["probabilities"], answer.probabilities, atol=1e-5)


def weights(name: str) -> glasscnn.Model:
    return glasscnn.load(PROJECT / "weights" / f"{name}.npz")


@pytest.mark.shows("opens")
@pytest.mark.parametrize("boot", ["snapshot", "plain"])
def test_it_boots_both_ways_and_reads_with_the_numbers_of_numpy(browser: Driven, host: Host, boot: str) -> None:
    browser.open(f"{host.address}?boot={boot}")
    assert browser.evaluate(UP) == "ready"
    for digit in (2, 7):
        assert_numbers(browser, weights(default_model()), digit)
    assert browser.evaluate(ALERTS) == ""


@pytest.mark.shows("offline")
def test_it_works_without_its_host(browser: Driven, site: Path) -> None:
    with hosting(site) as host:
        browser.open(host.address)
        assert browser.evaluate(UP) == "ready"
        browser.evaluate(KEPT)
        host.missing = "/"
        host.asked.clear()
        browser.open(host.address)
        assert browser.evaluate(UP) == "ready"
        assert_numbers(browser, weights(default_model()), 5)
        assert [path for path in host.asked if path != "service-worker.js"] == []


@pytest.mark.shows("opens", "draw and read", "point")
def test_a_cell_that_a_mouse_points_at_is_explained_with_its_number(page: Driven) -> None:
    draw(page, 7)
    stage = box(page, "stage-conv1")
    middle = stage["left"] + stage["width"] / 4, stage["top"] + stage["height"] / 10  # in the first map
    page.point([(5, 5), middle, (middle[0] + 1, middle[1])])
    title = text_of(page, "card-title", "row")
    channel, _, row, column = (int(number) - 1 for number in re.findall(r"\d+", title)[-4:])
    result = weights(default_model()).predict(drawn_image(page))
    value = float(text_of(page, "card-value", r"\d").replace("−", "-").split()[-1])
    assert value == pytest.approx(result.stages["conv1"][channel, row, column], abs=1e-3)


def test_the_cards_of_one_reading_show_its_numbers(page: Driven) -> None:
    draw(page, 7)
    click(page, "tab-evidence")
    assert "the logit of 7" in text_of(page, "evidence-sum-0", "logit of")
    click(page, "tab-steps")
    assert text_of(page, "steps-sentence", "reads").startswith("The network reads 7 either way")
    click(page, "tab-time")
    assert text_of(page, "time-story", "as 7").startswith("Read as")
    click(page, "tab-compare")
    text_of(page, "agreement", "^Both read|^They disagree")
    other = until(page, f"{part('other-picker')}.value")
    rows = f"[...{part('both-bars')}.querySelectorAll('tbody td')].map((cell) => cell.textContent)"
    shown = [float(re.sub(r"[^\d.]", "", text)) for text in until(page, rows)]
    for column, name in enumerate((default_model(), other)):
        shares = np.minimum(100 * weights(name).predict(drawn_image(page)).probabilities, 99.9)
        np.testing.assert_allclose(shown[column::2], shares, atol=0.051)


def test_the_card_of_test_sets_measures_as_cpython_does(page: Driven) -> None:
    click(page, "tab-test")
    choose(page, "test-files", {file["name"]: file["buffer"] for file in mnist_files(IMAGES[:200], LABELS[:200])})
    accuracy = expected(IMAGES[:200], LABELS[:200]).accuracy
    assert f"reads {100 * accuracy:.2f} % of 200 images" in text_of(page, "test-note", "images correctly")


def test_the_card_of_code_runs_it_in_its_sandbox(page: Driven) -> None:
    """An exercise whose starter is its solution, dropped on the page."""
    text = (PROJECT / "exercises" / "relu.md").read_text(encoding="utf-8")
    solved = text.replace(RELU.starter.strip(), RELU.solution.strip()).replace("name: relu", "name: mine")
    drop(page, {"mine.md": solved.encode()})
    until(page, f"{READ_IT}?.checkVisibility()")
    page.evaluate(f"(async () => {READ_IT}.click())()")
    assert text_of(page, "checks-summary", "checks pass") == f"All {len(RELU.titles)} checks pass."


def test_the_card_of_training_collects_a_digit_and_tests_it(page: Driven) -> None:
    draw(page, 4)
    click(page, "tab-train")
    click(page, "tray-was-4")
    click(page, "tray-test")
    assert "1 of 1 digit correctly" in text_of(page, "tray-test-result", "correctly")


@pytest.mark.shows("own model")
def test_an_own_model_reads_with_the_numbers_of_numpy(page: Driven) -> None:
    small = glasscnn.load(onnx_to_npz(small_onnx(size=28), "small.onnx"))
    drop(page, {"small.onnx": small_onnx(size=28)})
    until(page, "glasscnn.getState().model === 'small'")
    assert_numbers(page, small, 5)
    drop(page, {"mine.npz": (PROJECT / "weights" / "resmini.npz").read_bytes()})
    until(page, "glasscnn.getState().model === 'resmini'")
    assert_numbers(page, weights("resmini"), 5)
