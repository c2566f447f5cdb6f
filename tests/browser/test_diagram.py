"""The diagram shows the structure of the network: its connections match what the operators do."""

import base64
import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.support.made_models import every_operator, skipping_stages
from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser

# Which stages mix all maps of the one before; the others work map by map. Written down from the models' descriptions.
MIXING = {
    "gap10": {"conv1", "conv2", "logits", "probabilities"},
    "deep": {"conv1", "conv2", "conv3", "conv4", "conv5", "conv6", "logits", "probabilities"},
    "lenet5": {"conv1", "conv2", "dense1", "dense2", "logits", "probabilities"},
    "resmini": {"conv1", "conv2", "conv3", "conv4", "conv5", "conv6", "logits", "probabilities"},
}
WIDTHS = [(320, 568), (390, 844), (820, 1180), (1024, 768), (1280, 720), (1440, 900), (1920, 1080), (2560, 1440)]

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
    visitor.resize(1440, 900)


def lines_at(visitor: Visitor, width: int, height: int) -> list[dict[str, Any]]:
    """All connections in a window of that size, after they are drawn for it."""
    visitor.resize(width, height)
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


ARCS = """() => {
  const spotOf = (path) => {
    const [length, matrix] = [path.getTotalLength(), path.getScreenCTM()];
    return Array.from({ length: 101 }, (_, step) => {
      const { x, y } = path.getPointAtLength((step * length) / 100).matrixTransform(matrix);
      return [x, y];
    });
  };
  const wordsOf = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  const inside = ([x, y], { left, top, right, bottom }) => x > left && x < right && y > top && y < bottom;
  const all = (selector) => [...document.querySelectorAll(`#diagram ${selector}`)];
  const maps = all("canvas.maps").map((canvas) => canvas.getBoundingClientRect());
  const diagram = document.querySelector("#diagram");
  const { x, top, bottom } = diagram.getBoundingClientRect();
  const left = x - diagram.scrollLeft;
  const room = { left, top, right: left + diagram.scrollWidth, bottom }; // also what can be swiped into sight
  const boxes = [...maps, ...all("figcaption").map(wordsOf)];
  return all(".connections path.arc").map((path) => {
    const spots = spotOf(path);
    const covered = spots.filter((spot) => boxes.some((box) => inside(spot, box)));
    const inRoom = spots.every((spot) => inside(spot, room));
    return { ...path.dataset, covered, inRoom, middle: spots[50], ends: [spots[0], spots[100]] };
  });
}"""

# Which stage feeds which over others: (from, to).
SKIPS = {
    "resmini": {("pool", "add1"), ("conv4", "add2")},
    "skipping": {("conv2", "sum1"), ("conv1", "sum2"), ("conv4", "sum3"), ("sum2", "joined")},
    "operators": {("silu", "gated"), ("gated", "joined"), ("sum", "joined"), ("mean", "joined")},
}
SIGNS = {
    "resmini": {("add1", "add"), ("add2", "add")},
    "skipping": {("sum1", "add"), ("sum2", "add"), ("sum3", "add"), ("joined", "concat")},
    "operators": {("gated", "mul"), ("joined", "concat")},
}


def show(visitor: Visitor, model: str) -> None:
    if model in MIXING:
        visitor.use_model(model)
    else:
        assert visitor.load_model({"skipping": skipping_stages, "operators": every_operator}[model](), model) == model


@pytest.mark.parametrize("model", SKIPS)
@pytest.mark.parametrize(("width", "height"), [(320, 568), (1024, 768), (1920, 1080)])
def test_a_skip_connection_is_an_arc_around_the_maps_that_ends_in_a_symbol(
    resized: Visitor, model: str, width: int, height: int
) -> None:
    show(resized, model)
    lines_at(resized, width, height)
    arcs = resized.page.evaluate(ARCS)
    assert sorted((arc["from"], arc["to"]) for arc in arcs) == sorted(SKIPS[model])
    assert [arc for arc in arcs if arc["covered"]] == []
    assert all(arc["inRoom"] for arc in arcs)
    signs = resized.page.locator("#diagram .connections .sign:not([d=''])").evaluate_all(
        "(signs) => signs.map(({ dataset }) => [dataset.at, dataset.join])"
    )
    assert SIGNS[model] == {(stage, join) for stage, join in signs}
    for one, other in itertools.combinations(arcs, 2):
        first, last = (sorted(end[0] for end in arc["ends"]) for arc in (one, other))
        if first[0] < last[1] - 1 and last[0] < first[1] - 1:
            assert abs(one["middle"][1] - other["middle"][1]) > 5  # one lies around the other


def test_an_arc_can_be_seen(resized: Visitor) -> None:
    for scheme in ("light", "dark"):
        resized.page.emulate_media(color_scheme=scheme)
        resized.use_model("resmini")
        lines_at(resized, 1440, 900)
        sight = resized.sight(resized.page.locator("body")).astype(int)
        arcs = resized.page.evaluate(ARCS)
        assert len(arcs) == 2
        for arc in arcs:
            x, y = (round(part) for part in arc["middle"])
            across = sight[y - 4 : y + 5, x].sum(axis=1)
            assert across.max() - across.min() > 3 * 60
    resized.page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("width", [390, 1440])
def test_space_for_arcs_is_reserved_and_nothing_moves_when_they_are_drawn(resized: Visitor, width: int) -> None:
    resized.resize(width, 900)
    before, after = resized.page.evaluate(
        """async (data) => {
          const look = () => [...document.querySelectorAll("#diagram canvas.maps")].map((canvas) => {
            const { x, y, width, height } = canvas.getBoundingClientRect();
            return [x, y, width, height];
          });
          const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
          await glasscnn.loadModel(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)), "skipping");
          const before = look();
          for (let count = 0; count < 10; count += 1) {
            await frame();
          }
          return [before, look()];
        }""",
        base64.b64encode(skipping_stages()).decode(),
    )
    assert len(before) == 15
    assert before == after


@pytest.mark.parametrize("model", MIXING)
def test_every_connection_shows_whether_maps_are_mixed(resized: Visitor, model: str) -> None:
    resized.use_model(model)
    for width, height in WIDTHS:
        lines = lines_at(resized, width, height)
        found = {line["to"] for line in lines if line["kind"] == "mixes"}
        assert found == MIXING[model], width
        assert {line["to"] for line in lines if line["kind"] == "each"}.isdisjoint(found)
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


# The words that are broken because their column is too narrow, once the diagram has been laid out; whether the diagram
# is wider than its place; and whether a part of it is faded.
TOO_WIDE = """(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const look = () => {
    const diagram = document.querySelector("#diagram");
    const broken = [...diagram.querySelectorAll(".stage-title")].flatMap((title) =>
      [...title.textContent.matchAll(/\\S+/g)].filter(({ index, 0: word }) => {
        const range = document.createRange();
        range.setStart(title.firstChild, index);
        range.setEnd(title.firstChild, index + word.length);
        return range.getClientRects().length > 1;
      }).map(([word]) => word));
    const beyond = diagram.scrollWidth > diagram.clientWidth ? ["diagram"] : [];
    const faded = diagram.dataset.more || getComputedStyle(diagram).maskImage !== "none" ? ["faded"] : [];
    return [...broken, ...beyond, ...faded];
  };
  for (let count = 0; count < 6; count += 1) {
    await frame();
  }
  return look();
})()"""
LAPTOPS = [(1280, 720), (1366, 768), (1440, 900), (1536, 864), (1920, 1080)]


@pytest.mark.parametrize(("model", "language"), list(zip(MIXING, ("en", "id") * 2, strict=True)))
def test_no_word_of_a_title_is_broken_and_the_diagram_fits(resized: Visitor, model: str, language: str) -> None:
    resized.part("language").select_option(language)
    resized.use_model(model)
    resized.draw([[(60.0, 60.0), (220.0, 60.0), (120.0, 240.0)]])
    found = {}
    for width, height in LAPTOPS:
        resized.resize(width, height)
        found[width] = resized.page.evaluate(TOO_WIDE)
    resized.part("language").select_option("en")
    assert {width: parts for width, parts in found.items() if parts} == {}
