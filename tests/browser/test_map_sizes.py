"""The maps of the diagram are as large as the window allows, in both themes, and no text is too small."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser

WINDOWS = {
    320: (320, 568),
    390: (390, 844),
    820: (820, 1180),
    1024: (1024, 768),
    1280: (1280, 720),
    1440: (1440, 900),
    1920: (1920, 1080),
    2560: (2560, 1440),
}
# The smallest map of each model, in CSS pixels, that is asked for at each width; on phones each stage fills the screen.
LEAST = {
    "deep": {320: 30, 390: 39, 820: 24, 1024: 31, 1280: 27, 1440: 36, 1920: 56, 2560: 78},
    "gap10": {320: 50, 390: 70, 820: 78, 1024: 72, 1280: 82, 1440: 98, 1920: 130, 2560: 190},
    "lenet5": {320: 40, 390: 54, 820: 60, 1024: 48, 1280: 50, 1440: 70, 1920: 92, 2560: 130},
    "resmini": {320: 30, 390: 39, 820: 24, 1024: 28, 1280: 28, 1440: 43, 1920: 56, 2560: 78},
}
MEASURE = """async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (let count = 0; count < 4; count += 1) {
    await frame();
  }
  const { stages } = await glasscnn.predict(Array.from({ length: 28 }, () => Array(28).fill(0)));
  const boxOf = (selector) => document.querySelector(selector).getBoundingClientRect();
  const maps = Object.entries(stages).filter(([, { shape }]) => shape.length === 3);
  const sizes = maps.map(([name, { shape: [, height, width] }]) => {
    const canvas = document.querySelector(`#diagram [data-stage=${name}] canvas.maps`);
    return [name, Math.max(width, height) * canvas.getBoundingClientRect().width / canvas.width];
  });
  const [diagram, pad, answer] = [boxOf("#diagram"), boxOf("#pad"), boxOf("#answer")];
  return { sizes: Object.fromEntries(sizes), diagram: [diagram.left, diagram.right, diagram.bottom],
    padRight: pad.right, answerLeft: answer.left,
    page: [innerWidth, innerHeight, document.documentElement.scrollWidth] };
}"""
# The size of every text that is visible, with what it says.
TEXT_SIZES = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (text && parent.checkVisibility({ visibilityProperty: true }) && !parent.closest(".hidden, select, noscript")) {
      found.push([Number.parseFloat(getComputedStyle(parent).fontSize), text.slice(0, 40)]);
    }
  }
  return found;
}"""


@pytest.fixture
def resized(visitor: Visitor) -> Iterator[Visitor]:
    yield visitor
    visitor.resize(1440, 900)


@pytest.mark.parametrize("model", LEAST)
def test_the_smallest_map_is_as_large_as_the_window_allows(resized: Visitor, model: str) -> None:
    resized.use_model(model)
    for width, least in LEAST[model].items():
        resized.resize(*WINDOWS[width])
        for scheme in ("light", "dark"):
            resized.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found: dict[str, Any] = resized.page.evaluate(MEASURE)
            smallest = min(found["sizes"].values())
            assert smallest >= least, (width, found["sizes"])
            assert width < 700 or max(found["sizes"].values()) <= 3.1 * smallest
            assert found["page"][2] == width  # nothing is wider than the window
    resized.page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("width", [1280, 1440, 1920, 2560])
def test_the_network_fills_the_first_screen_between_pad_and_prediction(resized: Visitor, width: int) -> None:
    resized.resize(*WINDOWS[width])
    for model in LEAST:
        resized.use_model(model)
        found = resized.page.evaluate(MEASURE)
        left, right, bottom = found["diagram"]
        height = found["page"][1]
        assert left - found["padRight"] <= 0.02 * width
        assert found["answerLeft"] - right <= 0.02 * width
        assert right - left > 0.6 * width
        assert 0.85 * height < bottom < 0.96 * height  # the row of tabs begins below it


@pytest.mark.parametrize("width", WINDOWS)
def test_no_text_is_smaller_than_12_pixels(resized: Visitor, width: int) -> None:
    resized.resize(*WINDOWS[width])
    resized.part("stage-conv1").hover(position={"x": 10, "y": 10})
    texts = resized.page.evaluate(TEXT_SIZES)
    assert len(texts) > 100
    assert [text for text in texts if text[0] < 12] == []
