"""Strokes do not leak memory in Python."""

import pytest

from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser

# WebAssembly's memory grows in one way only.
COUNT_GROWTH = """() => {
  globalThis.grown = 0;
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (...given) {
    globalThis.grown += 1;
    return grow.apply(this, given);
  };
}"""

# Windings of a pen, each reading with some more points, then a new drawing.
DRAW = """async (count) => {
  let points = [];
  for (let i = 0; i < count; i++) {
    const [radius, angle] = [20 + (i % 40) * 2.5, i * 0.37];
    points = i % 40 === 0 ? [] : points;
    points.push([140 + radius * Math.cos(angle), 140 + radius * Math.sin(angle)]);
    await glasscnn.setStrokes([points]);
  }
}"""


@pytest.mark.parametrize(("placement", "model"), [("as drawn", "deep"), ("centred", "gap10")])
def test_pythons_memory_does_not_grow_while_somebody_draws(opened: Visitor, placement: str, model: str) -> None:
    opened.use_model(model)
    opened.page.get_by_text(placement).click()
    (worker,) = opened.page.workers
    opened.page.evaluate(DRAW, 80)
    worker.evaluate(COUNT_GROWTH)
    opened.page.evaluate(DRAW, 240)
    assert worker.evaluate("grown") == 0
