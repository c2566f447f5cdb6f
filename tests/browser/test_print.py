"""Printing: the drawing, the network, the prediction and the open explanation, on white and without controls."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.support.cells import Place, pin
from tests.browser.support.pdf import Sheet, sheets_of
from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser

SEVEN = [[(60.0, 60.0), (220.0, 60.0), (120.0, 240.0)]]
MODELS = {
    "gap10": "GAP-10, 1,120 parameters",
    "deep": "Deep, 19,004 parameters",
    "lenet5": "LeNet-5, 61,706 parameters",
    "resmini": "ResMini, 16,018 parameters",
}
PAPERS = [("A4", False), ("Letter", True)]
A4_WITHOUT_MARGINS = (704, 1032)  # CSS pixels

# What can be operated, and what shows something else than the network: neither is printed.
CONTROLS = """[...document.querySelectorAll("button, input, select, textarea, [role=tab], dialog, #status")]
  .filter((element) => element.checkVisibility() && !element.querySelector("canvas.maps"))
  .map((element) => element.id || element.dataset.testid || element.outerHTML)"""

# The boxes of all pictures and of the parts of the page, and what of it lies beyond the sheet.
LAYOUT = """() => {
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  const boxOf = (element) => element.getBoundingClientRect().toJSON();
  return {
    beyond: seen("main *").filter((element) => boxOf(element).right > innerWidth + 1).map(({ className }) => className),
    maps: seen("#diagram canvas.maps").map(boxOf),
    breaks: seen("#diagram .stage").map((element) => getComputedStyle(element).breakInside),
    parts: ["#pad", "#answer", "#diagram"].map((id) => boxOf(document.querySelector(id))),
    colours: ["body", "#pad", ".digit"].map((name) => getComputedStyle(document.querySelector(name)).backgroundColor),
    ink: getComputedStyle(document.body).color,
  };
}"""


@pytest.fixture
def drawn(visitor: Visitor) -> Iterator[Visitor]:
    """A visitor who has drawn a 7."""
    visitor.draw(SEVEN)
    expect(visitor.part("prediction")).to_have_text("7")
    yield visitor
    visitor.page.emulate_media(media="null", color_scheme="light")
    visitor.resize(1440, 900)


def printed(visitor: Visitor, paper: str, landscape: bool) -> list[Sheet]:
    return sheets_of(visitor.page.pdf(format=paper, landscape=landscape))


def laid_out(visitor: Visitor) -> dict[str, Any]:
    """The page as it is printed on one endless sheet, as wide as A4 without its margins."""
    visitor.page.emulate_media(media="print")
    visitor.resize(*A4_WITHOUT_MARGINS)
    layout: dict[str, Any] = visitor.page.evaluate(LAYOUT)
    return layout


def titles(visitor: Visitor) -> list[str]:
    found: list[str] = visitor.page.locator("#diagram .stage-title").all_inner_texts()
    return found


@pytest.mark.parametrize("model", MODELS)
def test_drawing_network_and_prediction_are_printed_on_one_page(drawn: Visitor, model: str) -> None:
    drawn.use_model(model)
    expect(drawn.part("prediction")).to_have_text("7")
    sure = " ".join(drawn.page.locator("#sure").inner_text().split())
    for paper, landscape in PAPERS:
        (sheet,) = printed(drawn, paper, landscape)
        words = " ".join(sheet.text.split())
        for title in titles(drawn):
            assert title in words, (paper, landscape)
        assert f"Model: {MODELS[model]}" in words
        assert sure in words
        for number in range(10):
            assert drawn.page.locator(f"[data-testid=probability-{number}] .bar-value").inner_text() in words
        for control in ("Undo", "Clear", "Save", "Share", "Pen", "28 × 28 grid", "Colour scale", "Image read in"):
            assert control not in words
        assert len(sheet.pictures) > len(titles(drawn))  # maps, legends, ink


def test_on_paper_nothing_can_be_operated_and_nothing_lies_beyond_the_edge(drawn: Visitor) -> None:
    layout = laid_out(drawn)
    assert drawn.page.evaluate(CONTROLS) == []
    assert layout["beyond"] == []
    assert set(layout["breaks"]) == {"avoid"}
    assert len(layout["maps"]) == len(titles(drawn)) == 12
    assert min(max(box["width"], box["height"]) for box in layout["maps"]) > 70
    pad, answer, diagram = layout["parts"]
    assert pad["right"] < answer["left"]
    assert max(pad["bottom"], answer["bottom"]) < diagram["top"]
    for one, other in zip(layout["maps"], layout["maps"][1:], strict=False):
        assert one["right"] <= other["left"] or one["bottom"] <= other["top"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_themes_are_printed_on_white(drawn: Visitor, scheme: str) -> None:
    drawn.page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    drawn.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", scheme)
    layout = laid_out(drawn)
    drawn.page.evaluate("() => { delete document.documentElement.dataset.theme; }")
    assert layout["colours"][0] == "rgb(255, 255, 255)"
    assert layout["ink"] == "rgb(27, 26, 32)"
    sight = drawn.sight(drawn.part("pad"))
    assert (sight.min(), sight.max()) == (5, 255)  # white ink on black, as the network gets it


@pytest.mark.parametrize(("paper", "landscape"), PAPERS)
def test_the_open_explanation_is_printed_on_a_second_page_and_no_map_is_cut(
    drawn: Visitor, paper: str, landscape: bool
) -> None:
    drawn.use_model("gap10")
    pin(drawn, Place("conv2", 6, 9, 3), (10, 28, 28))
    value = drawn.part("cell-value").inner_text()
    first, second = printed(drawn, paper, landscape)
    words = " ".join(second.text.split())
    assert "Softmax" in first.text
    assert "map 7 of 10, row 10, column 4" in words
    assert value in words
    assert first.pictures.isdisjoint(second.pictures)  # a picture that is cut is drawn on both
    assert len(second.pictures) >= 10
    for control in ("Unpin", "Copy", "Maps", "Why this digit"):
        assert control not in second.text.splitlines()
    for tab, name in (("evidence", "Why this digit"), ("steps", "From ink to image"), ("time", "Timeline")):
        drawn.part(f"tab-{tab}").click()
        expect(drawn.part(f"tab-{tab}")).to_have_attribute("aria-selected", "true")
        first, second = printed(drawn, paper, landscape)
        assert second.text.startswith(name)
        assert tab != "evidence" or "What if these pixels were blank?" in " ".join(second.text.split())
        assert first.pictures.isdisjoint(second.pictures)
    drawn.part("tab-cell").click()
    drawn.page.keyboard.press("Escape")


def test_a_reader_of_the_article_prints_the_article(drawn: Visitor) -> None:
    drawn.part("article").get_by_role("heading", name="Why ReLU").scroll_into_view_if_needed()
    expect(drawn.page.locator("[data-figure=activation] canvas").first).to_be_visible()
    sheets = printed(drawn, "A4", False)
    words = " ".join(" ".join(sheet.text for sheet in sheets).split())
    assert "How a CNN reads a digit" in words
    assert "Where it fails" in words
    assert "Softmax turns logits into percentages" in words
    assert "Model:" not in words
    drawn.page.evaluate("scrollTo(0, 0)")
    (sheet,) = printed(drawn, "A4", False)
    assert "How a CNN reads a digit" not in sheet.text
