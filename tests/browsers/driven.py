"""One way to drive each browser: Chromium and what Playwright brings by Playwright, others by their own WebDriver."""

import base64
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, ViewportSize, sync_playwright

from tests.browser.conftest import FLAGS, chromium
from tests.browser.support.firefox import Firefox, find_firefox
from tests.browser.support.visitor import LAID_OUT
from tests.browser.support.webkit import WebKit, find_webkit

PATIENCE = 300_000  # milliseconds; its compiler is slow at first, and slower on a busy machine

Point = tuple[float, float]


class Driven:
    """A browser with one window: `evaluate` gives the value of a JavaScript promise, or the text of its rejection."""

    def open(self, address: str) -> None:
        raise NotImplementedError

    def evaluate(self, promise: str) -> Any:
        raise NotImplementedError

    def point(self, points: Sequence[Point], draw: bool = False) -> None:
        """Move the mouse along the points, with its button down to draw."""
        raise NotImplementedError

    def resize(self, width: int, height: int) -> None:
        """Give the page this size, and wait until it has been laid out."""
        raise NotImplementedError

    def picture(self) -> bytes:
        """What is in the window, as PNG."""
        raise NotImplementedError


class ByPlaywright(Driven):
    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> None:
        self.page.goto(address)

    def evaluate(self, promise: str) -> Any:
        return self.page.evaluate(f"() => ({promise}).catch(String)")

    def point(self, points: Sequence[Point], draw: bool = False) -> None:
        self.page.mouse.move(*points[0])
        if draw:
            self.page.mouse.down()
        for place in points[1:]:
            self.page.mouse.move(*place)
        if draw:
            self.page.mouse.up()

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(LAID_OUT)

    def picture(self) -> bytes:
        return self.page.screenshot()


class ByWebDriver(Driven):
    def __init__(self, browser: Firefox | WebKit) -> None:
        self.browser = browser

    def open(self, address: str) -> None:
        self.browser.open(address)

    def evaluate(self, promise: str) -> Any:
        return self.browser.evaluate(promise)

    def point(self, points: Sequence[Point], draw: bool = False) -> None:
        moves = [{"type": "pointerMove", "duration": 10, "x": round(x), "y": round(y)} for x, y in points]
        button = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        actions = [moves[0], button[0], *moves[1:], button[1]] if draw else moves
        self.browser.perform(
            [{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions}]
        )

    def resize(self, width: int, height: int) -> None:
        self.browser.resize_window(width, height)
        beyond = self.evaluate("(async () => [outerWidth - innerWidth, outerHeight - innerHeight])()")
        self.browser.resize_window(width + beyond[0], height + beyond[1])
        self.evaluate(
            f"""(async () => {{
              while (innerWidth !== {width} || innerHeight !== {height}) {{
                await new Promise((resolve) => setTimeout(resolve, 50));
              }}
            }})()"""
        )
        self.evaluate(f"({LAID_OUT})()")

    def picture(self) -> bytes:
        return base64.b64decode(self.browser.take_screenshot())


@contextmanager
def playwrights(kind: str, profile: Path) -> Iterator[Driven]:
    with sync_playwright() as playwright:
        browser: BrowserType = getattr(playwright, kind)
        path = chromium(playwright) if kind == "chromium" else None
        if path is None and not Path(browser.executable_path).exists():
            pytest.skip(f"Playwright's own {kind} is not installed: `playwright install {kind}`")
        window = ViewportSize(width=1440, height=900)
        flags = FLAGS if kind == "chromium" else []
        context = browser.launch_persistent_context(profile, executable_path=path, args=flags, viewport=window)
        try:
            yield ByPlaywright(context.new_page())
        finally:
            context.close()


def started(browser: Firefox | WebKit) -> Driven:
    driven = ByWebDriver(browser)
    driven.resize(1440, 900)
    return driven


@contextmanager
def installed_firefox(profile: Path) -> Iterator[Driven]:
    path = find_firefox()
    if path is None:
        pytest.skip("there is no Firefox: install one (Debian: firefox-esr)")
    with Firefox.running(path, profile) as firefox:
        yield started(firefox)


@contextmanager
def installed_webkit(profile: Path) -> Iterator[Driven]:
    programs = find_webkit()
    if programs is None:
        pytest.skip("there is no WebKit: install one (Debian: webkit2gtk-driver and xvfb)")
    with WebKit.running(programs, profile) as webkit:
        webkit.tell("/timeouts", {"script": PATIENCE, "pageLoad": PATIENCE})
        yield started(webkit)


BROWSERS: dict[str, Callable[[Path], AbstractContextManager[Driven]]] = {
    "chromium": lambda profile: playwrights("chromium", profile),
    "firefox": installed_firefox,
    "webkit": installed_webkit,
    "playwright-firefox": lambda profile: playwrights("firefox", profile),
    "playwright-webkit": lambda profile: playwrights("webkit", profile),
}
