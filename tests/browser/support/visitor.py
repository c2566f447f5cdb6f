"""A visitor of the page: draws with a real pointer, reads the screen, and records errors."""

import base64
import io
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import numpy as np
import numpy.typing as npt
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.browser.support.windows import new_page

PROJECT = Path(__file__).resolve().parents[3]
PAD_SIZE = 280
PATIENCE = 120_000  # milliseconds; a busy machine takes a minute to start Python

BLOCKED = "Service Worker registration blocked by Playwright"

READ_STATUS = re.compile(r"Reading (your drawing|your picture|an example|empty paper)|A reading takes \d+\.\d+ s")
"""The status after a reading: on a slow machine, how long readings take."""

Point = tuple[float, float]

# Keeps hold of every worker, counts what it is sent, its reports of booting and its errors, and notes what the
# Content-Security-Policy stops.
WATCH = """
globalThis.watched = { workers: [], sent: [], reports: 0, failures: 0, violations: [] };
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  watched.violations.push(violatedDirective + " " + blockedURI));
globalThis.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    watched.workers.push(this);
    this.addEventListener("error", () => { watched.failures += 1; });
    this.addEventListener("message", ({ data }) => { watched.reports += data.type === "progress"; });
  }
  postMessage(message, ...others) { watched.sent.push(message.type); super.postMessage(message, ...others); }
};
"""

LAID_OUT = """async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const places = () => JSON.stringify([innerWidth, innerHeight, document.documentElement.scrollHeight,
    ...[...document.querySelectorAll("#diagram canvas, #pad, #answer")].map((element) =>
      element.getBoundingClientRect())]);
  for (let before = "", still = 0; still < 3; ) {
    await frame();
    const now = places();
    still = now === before ? still + 1 : 0;
    before = now;
  }
}"""
"""Ends when the places of the diagram have been the same for three frames."""


def sample_digits() -> dict[int, list[list[Point]]]:
    """The site's own sample digits: label → strokes."""
    digits = json.loads((PROJECT / "web" / "samples" / "digits.json").read_text())["digits"]
    return {digit["label"]: [[(x, y) for x, y, _ in stroke] for stroke in digit["strokes"]] for digit in digits}


def default_model() -> str:
    """The name of the default model."""
    build = json.loads((PROJECT / "dist" / "build.json").read_text())
    return str(build["defaultModel"])


def starting(address: str) -> str:
    """The address, with `?boot=` if GLASSCNN_BOOT is set (`make test-plain`)."""
    parts, way = urlsplit(address), os.environ.get("GLASSCNN_BOOT")
    if not way or parts.scheme != "http" or "boot=" in parts.query:
        return address
    return urlunsplit(parts._replace(query=f"{parts.query}&boot={way}".lstrip("&")))


def focus(element: Locator) -> None:
    """Focus an element once it is visible; `Locator.focus` silently does nothing on a hidden one."""
    expect(element).to_be_visible()
    element.focus()
    expect(element).to_be_focused()


class Visitor:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.set_default_timeout(PATIENCE // 4)
        page.add_init_script(WATCH)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note)

    @classmethod
    @contextmanager
    def arriving(cls, browser: Browser, address: str, **context: Any) -> Iterator["Visitor"]:
        """A first-time visitor, in a browser that blocks service workers."""
        with new_page(browser, context) as page:
            visitor = cls(page)
            page.goto(starting(address))
            yield visitor

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and message.text != BLOCKED:
            self.errors.append(message.text)

    @property
    def violations(self) -> list[str]:
        """The violations of the Content-Security-Policy."""
        stopped: list[str] = self.page.evaluate("watched.violations")
        return stopped

    def part(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def choose(self, name: str) -> None:
        """Choose a radio button whose input is hidden, as a hand would: by clicking its label once that is still."""
        button = self.part(name)
        self.page.locator("label", has=button).click()
        expect(button).to_be_checked()

    def resize(self, width: int, height: int) -> None:
        """Resize the window, and wait until the page has been laid out for it: nothing moves for three frames."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.wait_until_still()

    def wait_until_still(self) -> None:
        """Wait until the page is laid out."""
        self.page.evaluate(LAID_OUT)

    def in_header(self, name: str) -> Locator:
        """A control of the header, in its menu where there is no place for it."""
        control = self.part(name)
        if self.part("more").is_visible() and not control.is_visible():
            self.part("more").click()
        return control

    def wait_until_ready(self) -> None:
        self.page.wait_for_selector("html[data-state=ready]", state="attached", timeout=PATIENCE)

    def wait_until_failed(self) -> str:
        """The error message of a page that does not work."""
        self.page.wait_for_selector("html[data-state=error]", state="attached", timeout=PATIENCE)
        return self.alert()

    def alert(self) -> str:
        """The text of the alert, once it is visible."""
        expect(self.part("alert")).to_be_visible(timeout=PATIENCE)
        return self.part("alert").inner_text()

    def start_over(self) -> None:
        self.page.mouse.up()
        if self.part("alert").is_visible():
            self.part("alert").get_by_role("button", name="Dismiss").click()
        self.part("grid").uncheck()
        self.page.evaluate(
            """async (model) => {
              const settings = { version: 1, model, brush: 24, centre: true, stage: null };
              await glasscnn.setState({ ...settings, strokes: [] });
              scrollTo(0, 0);
            }""",
            default_model(),
        )

    def use_model(self, name: str) -> None:
        """Choose a bundled model in the picker."""
        self.part("model-picker").select_option(name)
        self.page.wait_for_function("(name) => glasscnn.getState().model === name", arg=name)

    def load_model(self, data: bytes, name: str) -> str:
        """Call `window.glasscnn.loadModel`; returns the name of the current model, or the reason of a refusal."""
        answer: str = self.page.evaluate(
            """([data, name]) => glasscnn.loadModel(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)), name)
              .then((model) => model.name, (error) => error.message)""",
            [base64.b64encode(data).decode(), name],
        )
        return answer

    def choose_file(self, data: bytes, name: str) -> None:
        """Choose a file in the file dialogue."""
        self.page.locator("#model-file").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        )

    def draw(self, strokes: Sequence[Sequence[Point]], lift: bool = True) -> None:
        """Draw with the mouse; `lift=False` leaves the pen of the last stroke down."""
        for number, stroke in enumerate(strokes):
            self.move_along(stroke[:1])
            self.page.mouse.down()
            self.move_along(stroke[1:])
            if lift or number < len(strokes) - 1:
                self.page.mouse.up()

    def move_along(self, points: Sequence[Point]) -> None:
        """Move the mouse without changing the state of the pen."""
        box = self.pad_box()
        scale = box["width"] / PAD_SIZE
        for x, y in points:
            self.page.mouse.move(box["x"] + x * scale, box["y"] + y * scale)

    def pad_box(self) -> dict[str, float]:
        box = self.part("pad").bounding_box()
        assert box is not None
        return dict(box)

    def strokes(self) -> list[list[list[float]]]:
        strokes: list[list[list[float]]] = json.loads(self.page.evaluate("JSON.stringify(glasscnn.getState().strokes)"))
        return strokes

    def read_again(self) -> dict[str, Any]:
        """The page's reply for the current strokes."""
        reply: dict[str, Any] = json.loads(
            self.page.evaluate(
                """async () => {
                  const reply = await glasscnn.setStrokes(glasscnn.getState().strokes);
                  const stages = Object.entries(reply.stages);
                  return JSON.stringify({ ...reply, stages: Object.fromEntries(stages.map(([name, { shape, data }]) =>
                    [name, { shape, data: Array.from(data) }])) });
                }"""  # as one text: a message takes long over many numbers
            )
        )
        return reply

    def pixels(self, canvas: str) -> str:
        """All pixels of a canvas as text, to detect changes."""
        picture: str = self.part(canvas).evaluate("(canvas) => canvas.toDataURL()")
        return picture

    def sight(self, element: Locator) -> npt.NDArray[np.uint8]:
        """A screenshot of an element's area, (height, width, 3), including overlays."""
        return np.asarray(Image.open(io.BytesIO(element.screenshot())).convert("RGB"))

    def wait_for_change(self, canvas: str, before: str) -> str:
        self.page.wait_for_function(
            "([name, before]) => document.querySelector(`[data-testid=${name}]`).toDataURL() !== before",
            arg=[canvas, before],
        )
        return self.pixels(canvas)

    def tell_worker(self, message: object) -> None:
        self.page.evaluate("(message) => watched.workers.at(-1).postMessage(message)", message)

    def silence_worker(self) -> None:
        """End the worker as a browser does that is short of memory: without an event."""
        self.page.evaluate("watched.workers.at(-1).terminate()")

    def workers(self) -> int:
        """The number of workers started so far."""
        return int(self.page.evaluate("watched.workers.length"))

    def wait_for_worker(self, number: int) -> None:
        """Wait until that worker is up and has read the drawing."""
        self.page.wait_for_function("(number) => watched.workers.length === number", arg=number)
        expect(self.part("status")).to_have_text(READ_STATUS, timeout=PATIENCE)

    def strangers(self) -> list[str]:
        """Requests to other origins."""
        home = urlsplit(self.page.url).netloc
        return [url for url in self.requests if urlsplit(url).netloc not in ("", home)]
