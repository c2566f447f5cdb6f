"""The diagram says how the network hangs together: what its lines claim is what the operators do."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

# Which stages mix all maps of the one before; the others work map by map. Written down from the models' descriptions.
MIXING = {
    "gap10": {"conv1", "conv2", "logits", "probabilities"},
    "deep": {"conv1", "conv2", "conv3", "conv4", "conv5", "conv6", "logits", "probabilities"},
    "lenet5": {"conv1", "conv2", "dense1", "dense2", "logits", "probabilities"},
    "resmini": {"conv1", "conv2", "conv3", "conv4", "conv5", "conv6", "logits", "probabilities"},
}
WIDTHS = [(390, 844), (820, 1180), (1024, 768), (1280, 720), (1440, 900), (1920, 1080), (2560, 1440)]

LINES = """() => {
  const boxOf = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  };
  const maps = (name) => boxOf(document.querySelector(`#diagram [data-stage=${name}] canvas.maps`));
  return [...document.querySelectorAll("#diagram .connections path[data-kind]")].map((path) => {
    const lines = [...path.getAttribute("d").matchAll(/M\\S+ (\\S+)C.*? (\\S+)(?=M|$)/g)];
    return { ...path.dataset, isSurface: path.classList.contains("surface"), box: boxOf(path), lines: lines.length,
      starts: new Set(lines.map(([, y]) => y)).size, ends: new Set(lines.map(([, , y]) => y)).size,
      source: maps(path.dataset.from), target: maps(path.dataset.to) };
  });
}"""


@pytest.fixture
def resized(visitor: Visitor) -> Iterator[Visitor]:
    yield visitor
    visitor.page.set_viewport_size({"width": 1440, "height": 900})


def lines_at(visitor: Visitor, width: int, height: int) -> list[dict[str, Any]]:
    """All connections in a window of that size, once they are drawn for it."""
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.evaluate(
        """async () => {
          const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
          const look = () => document.querySelector("#diagram .connections").outerHTML;
          for (let [rest, before] = [0, ""]; rest < 5; await frame()) {
            [rest, before] = look() === before ? [rest + 1, before] : [0, look()];
          }
        }"""
    )
    found: list[dict[str, Any]] = visitor.page.evaluate(LINES)
    return found


@pytest.mark.parametrize("model", MIXING)
def test_every_line_says_whether_maps_are_mixed_or_each_is_made_of_its_own(resized: Visitor, model: str) -> None:
    resized.use_model(model)
    for width, height in WIDTHS:
        lines = lines_at(resized, width, height)
        found = {line["to"] for line in lines if line["kind"] == "mixes"}
        assert found == MIXING[model], width
        assert {line["to"] for line in lines if line["kind"] == "each"}.isdisjoint(found)
        if width < 700:
            assert {line["to"] for line in lines if line["isSurface"]} == found
            continue
        for line in lines:
            if line["isSurface"]:  # a wedge, from all maps to all maps
                tops, bottoms = ([line[end][side] for end in ("source", "target")] for side in ("top", "bottom"))
                assert line["kind"] == "mixes"
                assert line["box"]["top"] == pytest.approx(min(tops), abs=1)
                assert line["box"]["bottom"] == pytest.approx(max(bottoms), abs=1)
            elif line["kind"] == "mixes":  # a fan, from every row to every row
                assert line["lines"] == line["starts"] * line["ends"] > 1
            else:  # lines beside each other
                assert line["lines"] == line["starts"] == line["ends"]
