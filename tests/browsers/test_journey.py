"""`make test-browsers`: one journey through the whole page in each browser, with the same numbers in all of them."""

import base64
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import glasscnn
from tests.browser.conftest import Host, build, hosting
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PAD_SIZE, PROJECT, default_model
from tests.browser.test_own_model import small_onnx
from tests.browsers.driven import BROWSERS, Driven

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
TABS = ("cell", "evidence", "steps", "time", "compare", "test", "code", "train")
UP = """(async () => {
  while (!globalThis.glasscnn) await new Promise((resolve) => setTimeout(resolve, 50));
  await glasscnn.ready;
  return document.documentElement.dataset.state;
})()"""
EDITOR = """[...document.querySelectorAll(".code-editor, .code-editor *")]
  .some(({ shadowRoot }) => shadowRoot?.querySelector(".cm-content"))"""
ALERTS = """(async () => [...document.querySelectorAll("[role=alert]")].filter((alert) => !alert.hidden)
  .map((alert) => alert.textContent.trim()).join(" "))()"""


@pytest.fixture(scope="module")
def site() -> Path:
    build("site")
    build("single")
    return PROJECT / "dist"


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[Host]:
    with hosting(site) as running:
        yield running


@pytest.fixture(scope="module", params=BROWSERS)
def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driven]:
    with BROWSERS[request.param](tmp_path_factory.mktemp("profile")) as running:
        yield running


def until(browser: Driven, condition: str) -> Any:
    """Wait until a JavaScript expression holds; returns its value, or fails with what the page says."""
    value = browser.evaluate(
        f"""(async () => {{
          const end = performance.now() + 50_000;
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


def box(browser: Driven, name: str) -> dict[str, float]:
    """The place of an element in the window, once it is in sight."""
    browser.evaluate(f"(async () => {part(name)}.scrollIntoView({{ block: 'center', behavior: 'instant' }}))()")
    found: dict[str, float] = browser.evaluate(f"(async () => {part(name)}.getBoundingClientRect().toJSON())()")
    return found


def assert_numbers(browser: Driven, model: str, digit: int) -> None:
    """The page reads the digit with the probabilities of NumPy in CPython."""
    reply = browser.evaluate(
        f"glasscnn.setStrokes({json.dumps(SAMPLES[digit])})"
        ".then(({ prediction, probabilities }) => ({ prediction, probabilities: Array.from(probabilities) }))"
    )
    image = glasscnn.ink_to_image(SAMPLES[digit], canvas_size=PAD_SIZE)
    expected = glasscnn.load(PROJECT / "weights" / f"{model}.npz").predict(image)
    assert reply["prediction"] == expected.label
    np.testing.assert_allclose(reply["probabilities"], expected.probabilities, atol=1e-5)


@pytest.mark.parametrize("boot", ["snapshot", "plain"])
def test_it_boots_both_ways_and_reads_with_the_numbers_of_numpy(browser: Driven, host: Host, boot: str) -> None:
    browser.open(f"{host.address}?boot={boot}")
    assert browser.evaluate(UP) == "ready"
    for digit in (2, 7):
        assert_numbers(browser, default_model(), digit)
    assert browser.evaluate(ALERTS) == ""


def test_a_hand_draws_points_and_opens_every_card(browser: Driven, host: Host) -> None:
    browser.open(host.address)
    assert browser.evaluate(UP) == "ready"
    pad = box(browser, "pad")
    scale = pad["width"] / PAD_SIZE
    for stroke in SAMPLES[7]:
        browser.point([(pad["left"] + x * scale, pad["top"] + y * scale) for x, y in stroke], draw=True)
    until(browser, f"{part('prediction')}.textContent === '7'")
    stage = box(browser, "stage-conv1")
    browser.point([(5, 5), (stage["left"] + 12, stage["top"] + 12), (stage["left"] + 14, stage["top"] + 14)])
    assert "=" in until(browser, f"{part('cell-card')}.checkVisibility() && {part('cell-card')}.textContent")
    for tab in TABS:
        browser.evaluate(f"(async () => {part(f'tab-{tab}')}.click())()")
        until(browser, f"{part(f'tab-{tab}')}.getAttribute('aria-selected') === 'true'")
    until(browser, f"{part('training')}?.checkVisibility()")
    until(browser, EDITOR)
    assert browser.evaluate(ALERTS) == ""


def test_an_own_model_reads_with_the_numbers_of_numpy(browser: Driven) -> None:
    for name, data, title in (
        ("resmini.npz", (PROJECT / "weights" / "resmini.npz").read_bytes(), "resmini"),
        ("small.onnx", small_onnx(size=28), "small"),
    ):
        text = base64.b64encode(data).decode()
        bytes_of = f"Uint8Array.from(atob('{text}'), (one) => one.charCodeAt(0))"
        assert browser.evaluate(f"glasscnn.loadModel({bytes_of}, '{name}').then(({{ name }}) => name)") == title
        if name.endswith(".npz"):
            assert_numbers(browser, "resmini", 5)


def test_it_works_without_its_host(browser: Driven, site: Path) -> None:
    with hosting(site) as host:
        browser.open(host.address)
        assert browser.evaluate(UP) == "ready"
        browser.evaluate("navigator.serviceWorker.ready.then(() => null)")
        host.missing = "/"
        host.asked.clear()
        browser.open(host.address)
        assert browser.evaluate(UP) == "ready"
        assert_numbers(browser, default_model(), 5)
        assert [path for path in host.asked if path != "service-worker.js"] == []


@pytest.mark.parametrize("name", BROWSERS)
def test_the_single_file_opens_from_a_disk(name: str, site: Path, tmp_path: Path) -> None:
    """In a browser of its own."""
    file = shutil.copy(site / "glasscnn.html", tmp_path)
    profile = tmp_path / "profile"
    profile.mkdir()
    with BROWSERS[name](profile) as browser:
        browser.open(Path(file).as_uri())
        assert browser.evaluate(UP) == "ready"
        assert_numbers(browser, default_model(), 4)
