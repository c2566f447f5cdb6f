"""Each page of examples/, built and opened in a browser: a 7 is drawn on it with a pointer, and read."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.conftest import Host, browser, host, playwright, site  # noqa: F401  fixtures
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PATIENCE
from tests.examples.build import BUILT, EXAMPLES
from tests.hosts.records import record

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
PLACE = "https://glasscnn.example/"
NAMES = {
    "plain": "plain HTML",
    "strict-csp": "host with a strict CSP",
    "sandbox": "sandboxed frame",
    "reveal": "reveal.js 6",
    "mkdocs": "MkDocs Material 9",
    "sphinx": "Sphinx 9 with MyST",
    "quarto": "Quarto (Pandoc)",
    "astro": "Astro 5",
}
WIDTHS = (390, 1280)
EXPLAINED = """() => [...document.querySelectorAll(".cell-title")].some(
  (title) => title.checkVisibility() && title.textContent,
)"""
WATCH_POINTER = """() => addEventListener("pointermove", ({ clientX, clientY }) => {
  globalThis.pointed = [clientX, clientY];
})"""
BOX = "(part) => { const { x, y, width, height } = part.getBoundingClientRect(); return [x, y, width, height]; }"


@contextmanager
def course_site(folder: Path, address: str) -> Iterator[str]:
    """Serve an example, with the site's address in place of the one that stands in it, and with its `_headers`."""
    policy = (folder / "_headers").read_text("utf-8") if (folder / "_headers").exists() else ""
    origin = address.split("/some/", maxsplit=1)[0]

    class Course(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return
            data = path.read_bytes()
            if path.suffix == ".html":
                data = data.replace(PLACE.encode(), address.encode())
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(path))
            self.send_header("Content-Length", str(len(data)))
            for line in policy.splitlines()[1:]:
                name, value = line.strip().split(": ", 1)
                self.send_header(name, value.replace(PLACE.rstrip("/"), origin))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Course, directory=str(folder))) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def frame_from(page: Page, address: str) -> Frame:
    """The frame with the site's page, however deep it lies, once it is ready."""
    for _ in range(PATIENCE // 100):
        for frame in page.frames:
            if frame.url.startswith(f"{address}index.html"):
                frame.wait_for_selector("html[data-state=ready]", state="attached", timeout=PATIENCE)
                return frame
        page.wait_for_event("framenavigated", timeout=PATIENCE)
    raise AssertionError("no frame")


class Place:
    """Where a frame lies in the window: frames are scaled and moved by the pages around them."""

    def __init__(self, frame: Frame) -> None:
        self.left, self.top, self.scale = 0.0, 0.0, 1.0
        while frame.parent_frame is not None:
            element = frame.frame_element()
            left, top, width, _ = element.evaluate(BOX)
            scale = width / element.evaluate("(frame) => frame.offsetWidth")
            self.left, self.top = left + self.left * scale, top + self.top * scale
            self.scale *= scale
            frame = frame.parent_frame

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.left + x * self.scale, self.top + y * self.scale


def draw_seven(page: Page, frame: Frame) -> None:
    pad = frame.get_by_test_id("pad")
    pad.scroll_into_view_if_needed()
    x, y, width, _ = pad.evaluate(BOX)
    place = Place(frame)
    for stroke in SAMPLES[7]:
        points = [place.point(x + at[0] * width / 280, y + at[1] * width / 280) for at in stroke]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point)
        page.mouse.up()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_a_seven_is_drawn_in_the_example_and_read(browser: Browser, host: Host, name: str, width: int) -> None:  # noqa: F811
    with course_site(BUILT / name, host.address) as address:
        page = browser.new_page(viewport={"width": width, "height": 800})
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(address)
        element = page.locator("glass-cnn, iframe").first
        element.scroll_into_view_if_needed()
        frame = frame_from(page, host.address)
        draw_seven(page, frame)
        expect(frame.get_by_test_id("prediction")).to_have_text("7", timeout=PATIENCE)
        if name == "plain":
            expect(page.locator("#reading")).to_have_text("7")
            record(NAMES[name], "reading heard", "works")
        if frame.locator("#diagram").is_visible() and width == WIDTHS[-1]:
            point_at_a_map(page, frame)
            record(NAMES[name], "point", "works")
        assert [text for text in errors if "favicon" not in text and "404" not in text] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=BUILT / f"{name}-{width}.png")
        page.close()
    record(NAMES[name], "opens", "works")
    record(NAMES[name], "draw and read", "works")


def point_at_a_map(page: Page, frame: Frame) -> None:
    """The cell under the pointer, in the middle of a map, is the one that the card explains."""
    stage = frame.locator(".stage-maps canvas").nth(1)
    stage.scroll_into_view_if_needed()
    frame.evaluate(WATCH_POINTER)
    x, y, width, height = stage.evaluate(BOX)
    inside = (x + width / 2, y + height / 20)
    page.mouse.move(*Place(frame).point(*inside), steps=3)
    pointed = frame.evaluate("globalThis.pointed")
    assert pointed == pytest.approx(inside, abs=1.5)
    frame.wait_for_function(EXPLAINED, timeout=PATIENCE)


def test_the_single_file_runs_where_the_host_sandboxes_it(browser: Browser, site: Path) -> None:  # noqa: F811
    """A course system that takes one HTML file, and shows it with `Content-Security-Policy: sandbox`."""
    folder = BUILT / "one-file"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_bytes((site / "glasscnn.html").read_bytes())
    (folder / "_headers").write_text("/*\n  Content-Security-Policy: sandbox allow-scripts allow-popups\n", "utf-8")
    with course_site(folder, "http://127.0.0.1/some/") as address:
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("html[data-state=ready]", state="attached", timeout=PATIENCE)
        draw_seven(page, page.main_frame)
        expect(page.get_by_test_id("prediction")).to_have_text("7", timeout=PATIENCE)
        page.close()
    for feature in ("opens", "draw and read"):
        record("course system, one HTML file", feature, "works")
    record("course system, one HTML file", "offline", "works")


def test_every_example_is_in_the_list_and_has_a_readme_or_is_plain() -> None:
    folders = {path.name for path in EXAMPLES.iterdir() if path.is_dir()}
    assert folders == {*NAMES, "one-file"}
    listed = (EXAMPLES / "README.md").read_text("utf-8")
    for name in folders:
        assert f"[`{name}`]" in listed
        assert name == "plain" or (EXAMPLES / name / "README.md").exists()
