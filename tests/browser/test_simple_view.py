"""The simple view: blocks of layers as one stage each, with larger maps."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host
from tests.browser.support.cells import Place, spot
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor
from tests.browser.test_accessibility import AXE
from tests.browser.test_map_sizes import WINDOWS

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()

BLOCKS = {
    "gap10": ["Image", "Conv 1–2 + Max pooling", "Global average", "Linear", "Softmax"],
    "deep": [
        "Image",
        "Conv 1–2 + Max pooling",
        "Conv 3–4 + Max pooling",
        "Conv 5–6",
        "Global average",
        "Linear",
        "Softmax",
    ],
    "resmini": [
        "Image",
        "Conv 1 + Max pooling",
        "Conv 2–3 + Sum",
        "Conv 4–6 + Sum",
        "Global average",
        "Linear",
        "Softmax",
    ],
}
LEAST = {"deep": {1280: 45, 1440: 68, 2560: 100}, "resmini": {1280: 45, 1440: 60, 2560: 100}}
"""The smallest map of each model, in CSS pixels, that is asked for at each width."""

LINES = """() => [...document.querySelectorAll("#diagram .connections path:not(.sign)")].map((path) =>
  [path.dataset.from, path.dataset.to, path.dataset.kind, path.getAttribute("d").length > 5])"""

SIZES = """(shapes) => [...document.querySelectorAll("#diagram .stage")].map(({ dataset }) => dataset.stage)
  .filter((name) => shapes[name].length === 3).map((name) => {
    const canvas = document.querySelector(`#diagram [data-stage=${name}] canvas.maps`);
    return Math.max(...shapes[name].slice(1)) * canvas.getBoundingClientRect().width / canvas.width;
  })"""
"""The size of the maps of each stage that the diagram shows, in CSS pixels."""

COVERED = """() => {
  const boxes = (selector) => [...document.querySelectorAll(selector)].map((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return [element.textContent, range.getBoundingClientRect()];
  });
  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const switches = [".layers-switch", ".depth-switch"].map((name) => document.querySelector(name));
  const isReached = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  };
  return [
    ...boxes("#diagram .stage-title").filter(([, box]) =>
      switches.some((element) => overlap(box, element.getBoundingClientRect()))).map(([title]) => title),
    ...switches.filter((element) => !isReached(element)).map(({ className }) => className),
  ];
}"""
"""The titles that a switch covers, and the switches that something covers."""


@pytest.fixture
def reader(visitor: Visitor) -> Iterator[Visitor]:
    """The page with deep and a drawing; every layer again afterwards."""
    visitor.use_model("deep")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    yield visitor
    visitor.resize(1440, 900)
    visitor.page.mouse.move(2, 2)
    visitor.choose("layers-all")
    visitor.page.evaluate("localStorage.removeItem('glasscnn-layers')")
    assert not visitor.errors


def choose(visitor: Visitor, name: str) -> None:
    """Click the switch, as a hand would: on its words."""
    visitor.part(f"layers-{name}").locator("xpath=..").click()
    expect(visitor.part(f"layers-{name}")).to_be_checked()


def titles(visitor: Visitor) -> list[str]:
    return visitor.page.locator("#diagram .stage-title").all_inner_texts()


@pytest.mark.parametrize("model", BLOCKS)
def test_each_block_has_one_column_that_says_what_is_in_it(reader: Visitor, model: str) -> None:
    reader.use_model(model)
    every = titles(reader)
    choose(reader, "simple")
    expect(reader.page.locator("#diagram .column")).to_have_count(len(BLOCKS[model]))
    assert titles(reader) == BLOCKS[model]
    choose(reader, "all")
    assert titles(reader) == every


@pytest.mark.parametrize("model", LEAST)
def test_the_freed_width_makes_every_map_larger(reader: Visitor, model: str) -> None:
    reader.use_model(model)
    shapes = {name: stage["shape"] for name, stage in reader.read_again()["stages"].items()}
    choose(reader, "simple")
    for width, least in LEAST[model].items():
        reader.resize(*WINDOWS[width])
        sizes = reader.page.evaluate(SIZES, shapes)
        assert min(sizes) >= least, (width, sizes)


def test_blocks_are_connected_with_the_blocks_before_them_and_no_arc_is_left(reader: Visitor) -> None:
    reader.use_model("resmini")
    choose(reader, "simple")
    expect(reader.page.locator("#diagram .connections path[data-to=add2]")).to_have_attribute("d", re.compile("M"))
    assert reader.page.evaluate(LINES) == [
        ["image", "pool", "mixes", True],
        ["pool", "add1", "mixes", True],
        ["add1", "add2", "mixes", True],
        ["add2", "gap", "each", True],
        ["gap", "logits", "mixes", True],
        ["logits", "probabilities", "mixes", True],
    ]
    expect(reader.page.locator("#diagram .connections .sign")).to_have_count(0)


def test_cells_of_a_block_are_those_of_its_last_stage(reader: Visitor) -> None:
    choose(reader, "simple")
    place = Place("pool2", 3, 2, 4)
    reader.page.mouse.move(*spot(reader, place, (16, 7, 7)))
    expect(reader.part("card-title")).to_have_text("Max pooling, map 4 of 16, row 3, column 5")
    reader.page.mouse.down()
    reader.page.mouse.up()
    assert reader.page.evaluate("glasscnn.getState().pin") == place._asdict()
    assert reader.page.evaluate("glasscnn.getState().simple") is True


def test_drawing_goes_on_in_the_stages_that_are_folded_away(reader: Visitor) -> None:
    choose(reader, "simple")
    reader.draw(SAMPLES[1])
    reader.read_again()
    choose(reader, "all")
    before = reader.pixels("stage-conv1")
    reader.read_again()
    assert reader.pixels("stage-conv1") == before  # it was painted while it was folded away


def test_opening_a_stage_that_is_folded_away_shows_every_layer_again(reader: Visitor) -> None:
    choose(reader, "simple")
    reader.part("stage-list").get_by_role("button", name="Conv 3 + ReLU").click()
    expect(reader.part("layers-all")).to_be_checked()
    expect(reader.page.locator("#diagram [data-stage=conv3]")).to_have_class(re.compile("open"))
    expect(reader.part("inspector")).to_contain_text("Conv 3")
    assert reader.page.evaluate("localStorage.getItem('glasscnn-layers')") == "simple"  # that is what was chosen


def test_a_link_keeps_the_view_and_the_open_stage_and_an_older_one_opens_as_before(reader: Visitor) -> None:
    choose(reader, "simple")
    state = reader.page.evaluate("glasscnn.getState()")
    assert state["simple"] is True
    choose(reader, "all")
    reader.page.evaluate("(state) => glasscnn.setState(state)", {**state, "stage": "conv3"})
    expect(reader.part("layers-simple")).to_be_checked()
    assert reader.page.evaluate("glasscnn.getState().stage") == "conv3"
    older = {key: value for key, value in state.items() if key != "simple"}
    reader.page.evaluate("(state) => glasscnn.setState(state)", {**older, "stage": "conv5"})
    expect(reader.part("layers-all")).to_be_checked()
    expect(reader.page.locator("#diagram [data-stage=conv5]")).to_be_visible()


def test_the_tour_shows_every_layer(reader: Visitor) -> None:
    choose(reader, "simple")
    reader.page.evaluate("localStorage.removeItem('glasscnn-tour')")
    reader.part("tour-start").click()
    expect(reader.page.locator("#tour")).to_be_visible()
    reader.page.locator("#tour-next").click()
    reader.page.locator("#tour-next").click()
    expect(reader.part("layers-all")).to_be_checked()
    expect(reader.page.locator("#diagram [data-stage=conv1]")).to_be_visible()
    reader.page.locator("#tour-leave").click()


def test_in_depth_the_blocks_are_panes_too(reader: Visitor) -> None:
    choose(reader, "simple")
    reader.part("depth").click()
    expect(reader.part("depth")).to_have_text("Flat")
    expect(reader.page.locator("#diagram .stage-maps")).to_have_count(len(BLOCKS["deep"]))
    choose(reader, "all")
    expect(reader.page.locator("#diagram .stage-maps")).to_have_count(12)
    panes = reader.page.locator("#diagram .stage-maps").evaluate_all(
        "(panes) => panes.map((pane) => getComputedStyle(pane).transform)"
    )
    assert len(set(panes)) == 12
    choose(reader, "simple")
    reader.part("depth").click()
    expect(reader.part("depth")).to_have_text("In depth")
    assert titles(reader) == BLOCKS["deep"]


@pytest.mark.parametrize("width", [820, 1280, 1440])
def test_the_switches_cover_no_title_and_can_be_reached(reader: Visitor, width: int) -> None:
    reader.resize(width, 900)
    for model in ("deep", "resmini"):
        reader.use_model(model)
        for view in ("simple", "all"):
            choose(reader, view)
            assert reader.page.evaluate(COVERED) == []


def test_on_phones_every_layer_is_swiped_whatever_was_chosen(reader: Visitor) -> None:
    choose(reader, "simple")
    layers = len(BLOCKS["deep"])
    reader.resize(390, 844)
    expect(reader.page.locator("#diagram .stage:visible")).to_have_count(12)
    expect(reader.page.locator(".layers-switch")).to_be_hidden()
    reader.resize(1440, 900)
    expect(reader.page.locator("#diagram .stage:visible")).to_have_count(layers)


def test_the_choice_is_remembered(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address) as visitor:
        visitor.wait_until_ready()
        expect(visitor.part("layers-all")).to_be_checked()
        choose(visitor, "simple")
        visitor.page.reload()
        visitor.wait_until_ready()
        expect(visitor.part("layers-simple")).to_be_checked()
        assert titles(visitor) == BLOCKS["deep"]
        visitor.page.locator("#language").select_option("id")
        expect(visitor.part("layers-simple").locator("xpath=..")).to_have_text("Sederhana")
        assert titles(visitor)[1] == "Konv 1–2 + Pool maks"


def test_axe_finds_nothing_in_the_simple_view(reader: Visitor) -> None:
    choose(reader, "simple")
    reader.page.evaluate(AXE.read_text())
    found = reader.page.evaluate("axe.run('#diagram').then(({ violations }) => violations.map(({ id }) => id))")
    assert found == []
