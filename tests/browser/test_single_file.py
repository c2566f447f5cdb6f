"""The single file, opened from a disk without a network, from a course system, and in a sandbox."""

import html
import json
from collections.abc import Iterator
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import build
from tests.browser.support.digits import quick_digits
from tests.browser.support.firefox import Firefox, find_firefox
from tests.browser.support.probe import CODE, NETWORK, PROBE, STORES, listening
from tests.browser.support.visitor import PATIENCE, PROJECT, Visitor
from tests.browser.support.webkit import WebKit, find_webkit

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()

# "ready", or what the page complains of.
READY_OR_WHY = """new Promise((resolve) => {
  const page = document.documentElement;
  const tell = () => {
    if (page.dataset.state !== "loading") {
      resolve(page.dataset.state === "ready" ? "ready" : document.getElementById("alert-text").textContent);
    }
  };
  new MutationObserver(tell).observe(page, { attributeFilter: ["data-state"] });
  tell();
})"""


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The single file, alone in a folder."""
    build("single")
    path = tmp_path_factory.mktemp("a stick, été") / "my glasscnn.html"
    path.write_bytes((PROJECT / "dist" / "glasscnn.html").read_bytes())
    return path


@pytest.fixture(scope="module")
def reader(browser: Browser, single: Path) -> Iterator[Visitor]:
    """A visitor without a network who has opened the file."""
    with Visitor.arriving(browser, single.as_uri(), offline=True) as visitor:
        visitor.wait_until_ready()
        yield visitor


def test_from_a_disk_and_without_a_network_it_reads_what_is_drawn(reader: Visitor) -> None:
    reader.draw(SAMPLES[5])
    expect(reader.part("prediction")).to_have_text("5")
    assert reader.read_again()["probabilities"][5] > 0.9
    assert len(single_requests(reader)) == 1


def single_requests(visitor: Visitor) -> list[str]:
    """All requests except that for the worker, which is in the file."""
    return [url for url in visitor.requests if not url.startswith(("blob:", "data:"))]


def test_all_the_site_s_models_and_samples_are_in_it(reader: Visitor) -> None:
    for name in ("gap10", "lenet5", "resmini", "deep"):
        reader.use_model(name)
    reader.part("clear").click()
    reader.part("sample-7").click()
    expect(reader.part("prediction")).to_have_text("7")


def test_python_is_restarted_after_a_crash_with_the_drawing_kept(reader: Visitor) -> None:
    reader.part("clear").click()
    reader.draw(SAMPLES[2])
    drawn = reader.strokes()
    reader.tell_worker({"type": "nonsense"})
    reader.wait_for_worker(2)
    assert reader.strokes() == drawn
    expect(reader.part("prediction")).to_have_text("2")


def test_nothing_of_it_is_stopped_or_goes_wrong(reader: Visitor) -> None:
    assert reader.violations == []
    assert reader.errors == []


def test_its_policy_holds_in_its_worker(reader: Visitor) -> None:
    with listening() as stranger:
        outcomes = reader.page.workers[-1].evaluate(PROBE, stranger.address)
        assert outcomes == dict.fromkeys((*NETWORK, *CODE, *STORES), "stopped")
        assert stranger.visits == []


def test_a_course_system_may_serve_it_in_a_sandbox_under_any_name(browser: Browser, single: Path) -> None:
    frame = f'<iframe width="1300" height="800" sandbox="allow-scripts" srcdoc="{html.escape(single.read_text())}">'
    (single.parent / "course.html").write_text(f'<!doctype html><link rel="icon" href="data:,">{frame}</iframe>')
    handler = partial(QuietHandler, directory=str(single.parent))
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        with Visitor.arriving(browser, f"http://127.0.0.1:{server.server_port}/course.html") as visitor:
            page = visitor.page.frame_locator("iframe")
            expect(page.locator("html[data-state=ready]")).to_be_attached(timeout=PATIENCE)
            page.get_by_test_id("sample-4").click()
            expect(page.get_by_test_id("prediction")).to_have_text("4")
            assert visitor.errors == []
        server.shutdown()


def test_firefox_opens_it_from_a_disk_too(single: Path, tmp_path: Path) -> None:
    path = find_firefox()
    if path is None:
        pytest.skip("there is no Firefox: install one to test with it")
    with Firefox.running(path, tmp_path) as firefox:
        firefox.open(single.as_uri())
        assert firefox.evaluate("glasscnn.ready.then(() => document.documentElement.dataset.state)") == "ready"
        for digit in (2, 5):
            strokes = json.dumps(SAMPLES[digit])
            assert firefox.evaluate(f"glasscnn.setStrokes({strokes}).then((reply) => reply.prediction)") == digit


def test_webkit_opens_it_from_a_disk_too(single: Path, tmp_path: Path) -> None:
    programs = find_webkit()
    if programs is None:
        pytest.skip("there is no WebKit: install webkit2gtk-driver and xvfb to test with it")
    with WebKit.running(programs, tmp_path) as webkit:
        webkit.open(single.as_uri())
        assert webkit.evaluate(READY_OR_WHY) == "ready"
        for digit in (2, 5):
            strokes = json.dumps(SAMPLES[digit])
            assert webkit.evaluate(f"glasscnn.setStrokes({strokes}).then((reply) => reply.prediction)") == digit


# As WebKit does it in a page from a disk: a worker cannot read Blobs.
WITHOUT_BLOBS = """{
  const refuse = `for (const read of ["arrayBuffer", "bytes", "stream", "text"])
    Blob.prototype[read] = () => { throw new DOMException("The I/O read operation failed.", "NotReadableError"); };`;
  const { createObjectURL } = URL;
  URL.createObjectURL = (blob) =>
    createObjectURL(blob.type === "text/javascript" ? new Blob([refuse, blob], { type: blob.type }) : blob);
}"""


def test_its_worker_reads_no_blobs(browser: Browser, single: Path) -> None:
    with Visitor.arriving(browser, "about:blank", offline=True) as visitor:
        visitor.page.add_init_script(WITHOUT_BLOBS)
        visitor.page.goto(single.as_uri())
        visitor.wait_until_ready()
        visitor.draw(SAMPLES[5])
        expect(visitor.part("prediction")).to_have_text("5")


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Do not log."""
