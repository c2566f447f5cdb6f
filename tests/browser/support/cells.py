"""Cells on the page: their position on the screen, and their explanation on the card and in the dock."""

import re
from decimal import Decimal
from typing import Any, NamedTuple

from playwright.sync_api import Locator, expect

from tests.browser.support.visitor import Visitor

READ = """(cell) => {
  const seen = (selector, within = cell) =>
    [...within.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  const texts = (elements) => elements.map((element) => element.textContent);
  const grid = (element) => texts(seen("span", element));
  return {
    title: cell.querySelector(".cell-title").textContent,
    value: cell.querySelector(".cell-value").textContent,
    note: cell.querySelector(".cell-note").textContent,
    steps: Object.fromEntries(seen(".item").map((item) =>
      [item.dataset.testid, item.querySelector(".number").textContent])),
    terms: seen(".term").map((term) => {
      const [window, kernel, products] = seen(".numbers", term).map(grid);
      const padding = seen("span", term.querySelector(".numbers")).map((span) => span.className === "padding");
      return { name: term.querySelector(".term-name").textContent, window, kernel, products, padding,
        value: term.querySelector(".term-value").textContent };
    }),
    folded: texts(seen(".folded:not([open]) summary")),
    candidates: seen(".pooling .numbers span").map((span) => [span.textContent, span.className]),
    text: texts(seen(".step-text")).join(" "),
    bars: seen(".bar-row").map((row) => [".bar-term", ".bar-factors", ".term-value"].map(
      (part) => row.querySelector(part).textContent)),
    rows: seen(".softmax tbody tr").map((row) => texts([...row.children]).slice(0, 4)),
    sums: texts(seen(".softmax tfoot td")),
    line: cell.querySelector(".python-line")?.textContent,
    setup: cell.querySelector(".python-setup")?.textContent,
  };
}"""


class Place(NamedTuple):
    """A cell of a stage, counted from 0."""

    stage: str
    channel: int
    row: int = 0
    column: int = 0


IS_FREE = "([x, y]) => document.elementFromPoint(x, y)?.closest('.docked') === null"
"""Whether a point is in the window, and not behind the dock."""


AT_REST = """() => Promise.all([...document.querySelectorAll("#diagram .enlarged .stage-maps")].flatMap((maps) =>
  maps.getAnimations().map(({ finished }) => finished.catch(() => {}))))"""
"""Waits until no stage grows or shrinks."""


def leave_the_maps(visitor: Visitor) -> None:
    """Move the pointer off the stage that it is on, and wait until no stage grows or shrinks."""
    if visitor.page.locator("#diagram .stage-maps:hover").count():
        visitor.page.mouse.move(1, 1)
    visitor.page.evaluate(AT_REST)


def canvas_of(visitor: Visitor, stage: str) -> Locator:
    return visitor.part("image" if stage == "image" else f"stage-{stage}")


def centre(visitor: Visitor, place: Place, shape: tuple[int, ...]) -> tuple[int, int]:
    """The screen position of the centre of a cell, as it is shown now."""
    canvas = canvas_of(visitor, place.stage)
    box = canvas.bounding_box()
    assert box is not None
    width, height = canvas.evaluate("(canvas) => [canvas.width, canvas.height]")
    maps_high, maps_wide = shape[1:] if len(shape) == 3 else (1, 1)
    gap = max(1, maps_wide // 14) if len(shape) == 3 else 0
    columns = (width + gap) // (maps_wide + gap)
    x = place.channel % columns * (maps_wide + gap) + place.column + 0.5
    y = place.channel // columns * (maps_high + gap) + place.row + 0.5
    return round(box["x"] + box["width"] * x / width), round(box["y"] + box["height"] * y / height)


def spot(visitor: Visitor, place: Place, shape: tuple[int, ...]) -> tuple[int, int]:
    """The screen position of the centre of a cell in its usual size, after scrolling it into view."""
    leave_the_maps(visitor)
    canvas_of(visitor, place.stage).scroll_into_view_if_needed()
    across, down = centre(visitor, place, shape)
    if visitor.page.evaluate(IS_FREE, [across, down]):
        return across, down
    visitor.page.evaluate("(y) => scrollBy({ top: y, behavior: 'instant' })", down - 150)
    return spot(visitor, place, shape)


def hover(visitor: Visitor, place: Place, shape: tuple[int, ...]) -> dict[str, Any]:
    """What the card says about the cell under the mouse."""
    visitor.page.mouse.move(*spot(visitor, place, shape))
    return explained(visitor, place, shape, "cell-card")


def pin(visitor: Visitor, place: Place, shape: tuple[int, ...]) -> dict[str, Any]:
    visitor.page.mouse.click(*spot(visitor, place, shape))
    expect(visitor.part("cell-pin")).to_have_attribute("aria-pressed", "true")
    return explained(visitor, place, shape)


def explained(visitor: Visitor, place: Place, shape: tuple[int, ...], where: str = "cell") -> dict[str, Any]:
    """The text of the dock, or of the card, once it explains that cell."""
    name = rf"map {place.channel + 1} of {shape[0]}, row {place.row + 1}, column {place.column + 1}"
    title = visitor.page.locator(f"#diagram [data-stage={place.stage}] .stage-title")
    stage = re.escape(title.get_attribute("title") or title.inner_text())  # where it is short, all of it is a tooltip
    vector = rf"(number {place.channel + 1} of|class {place.channel})"
    wanted = re.compile(rf"^{stage}, {name}$" if len(shape) == 3 else rf"^{stage}, {vector}")
    explanation = visitor.part(where)
    expect(explanation.locator(".cell-title")).to_have_text(wanted)
    found: dict[str, Any] = explanation.evaluate(READ)
    return found


def number(text: str) -> Decimal:
    """A printed number, exactly."""
    return Decimal(text.replace("−", "-").replace("+", "").replace("%", "").strip())


def last_number(text: str) -> Decimal:
    """The number that a sentence ends with."""
    return number(re.findall(r"[−+]?\d+(?:\.\d+)?", text)[-1])


def unit(printed: Decimal) -> Decimal:
    """One unit of the last printed digit."""
    return Decimal(1).scaleb(int(printed.as_tuple().exponent))


def agrees(printed: str, true: float, units: float = 0.5) -> bool:
    """Whether a printed number is correct within a number of units of its last digit."""
    found = number(printed)
    return abs(float(found) - true) <= units * float(unit(found)) + 1e-5 * max(1.0, abs(true))
