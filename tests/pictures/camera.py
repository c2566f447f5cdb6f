"""A visitor's screen: moves the pointer, and takes a picture once the page has come to rest."""

from collections.abc import Sequence

from playwright.sync_api import Locator, Page

from tests.browser.support.visitor import Point, Visitor
from tests.pictures.recording import Frame, Shot, developed

FRAME = 80  # milliseconds between two pictures of a movement
MOST_TRIES = 6  # pictures until the page has come to rest; something may move for ever
BETWEEN_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Camera:
    def __init__(self, visitor: Visitor, width: int) -> None:
        self.visitor = visitor
        self.width = width
        self.frames: list[Frame] = []
        size = self.page.viewport_size
        assert size is not None
        self.pointer: Point = (size["width"] * 0.5, size["height"] * 0.6)

    @property
    def page(self) -> Page:
        return self.visitor.page

    def take(self, milliseconds: int = FRAME) -> None:
        """A picture of the page at rest, to be shown that long."""
        png = self.page.screenshot()
        for _ in range(MOST_TRIES):
            self.page.evaluate(BETWEEN_FRAMES)
            before, png = png, self.page.screenshot()
            if png == before:
                break
        self.frames.append(Frame(developed(Shot(png, self.pointer), self.width), milliseconds))

    def move(self, x: float, y: float, steps: int) -> None:
        """Move the pointer along a line, slowly at both ends."""
        start = self.pointer
        for step in range(1, steps + 1):
            share = step / steps
            eased = share * share * (3 - 2 * share)
            self.pointer = (start[0] + eased * (x - start[0]), start[1] + eased * (y - start[1]))
            self.page.mouse.move(*self.pointer)
            self.take()

    def move_to(self, element: Locator, share: Point = (0.5, 0.5), steps: int = 8) -> None:
        """Move the pointer to a place of an element: 0 … 1 of its width and height."""
        box = element.bounding_box()
        assert box is not None
        self.move(box["x"] + share[0] * box["width"], box["y"] + share[1] * box["height"], steps)

    def click(self) -> None:
        self.page.mouse.down()
        self.page.mouse.up()
        self.take()

    def draw(self, strokes: Sequence[Sequence[Point]], every: int) -> None:
        """Draw with the mouse; a picture after some points, and after each stroke."""
        for stroke in strokes:
            self.visitor.move_along(stroke[:1])
            self.page.mouse.down()
            for start in range(1, len(stroke), every):
                self.visitor.move_along(stroke[start : start + every])
                box, (x, y) = self.visitor.pad_box(), stroke[min(start + every, len(stroke)) - 1]
                self.pointer = (box["x"] + x * box["width"] / 280, box["y"] + y * box["height"] / 280)
                self.take()
            self.page.mouse.up()

    def scroll_to(self, element: Locator, top: float, steps: int = 8) -> None:
        """Scroll until an element is at that height of the window, or the page has no more."""
        box = element.bounding_box()
        assert box is not None
        start: float = self.page.evaluate("scrollY")
        for step in range(1, steps + 1):
            self.page.evaluate("(y) => scrollTo(0, y)", start + (box["y"] - top) * step / steps)
            self.take()
