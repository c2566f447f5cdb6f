"""The single file, opened from a disk without a network, from a course system, in a sandbox; and made by the page."""

import hashlib
import html
import json
import re
from collections.abc import Iterator
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host, build
from tests.browser.support.digits import quick_digits
from tests.browser.support.made_models import names_like_words
from tests.browser.support.probe import CODE, NETWORK, PROBE, STORES, listening
from tests.browser.support.visitor import PATIENCE, PROJECT, Visitor, sample_digits

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()


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


def test_a_person_s_code_runs_in_it(reader: Visitor) -> None:
    reader.use_model("gap10")
    reader.part("tab-code").click()
    reader.part("code-exercise").select_option("relu")
    expect(reader.part("exercise")).to_be_visible(timeout=PATIENCE)
    reader.part("code-run").click()
    expect(reader.part("checks-summary")).to_contain_text("checks pass", timeout=PATIENCE)


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
            page.get_by_test_id("tab-train").click()
            page.get_by_test_id("tray-was-4").click()
            expect(page.get_by_test_id("tray-kept")).to_have_text("1 digit, until this page is closed.")
            page.get_by_test_id("tray-test").click()
            expect(page.get_by_test_id("tray-test-result")).to_contain_text("1 of 1 digit correctly", timeout=PATIENCE)
            assert visitor.errors == []
        server.shutdown()


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


def save_file(visitor: Visitor, folder: Path) -> Path:
    """The file of what the page shows, as the dialog for sharing downloads it."""
    visitor.in_header("share").click()
    visitor.part("tab-file").click()
    with visitor.page.expect_download(timeout=PATIENCE) as download:
        visitor.part("file-make").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    expect(visitor.part("file-result")).to_contain_text(f"{path.stat().st_size / 1e6:.1f} MB")
    visitor.part("share-close").click()
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def state_of(visitor: Visitor) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(visitor.page.evaluate("JSON.stringify(glasscnn.getState())"))
    return state


def test_a_file_made_by_the_site_at_the_second_try_opens_offline_with_exactly_what_was_shown(
    browser: Browser, host: Host, tmp_path: Path
) -> None:
    with Visitor.arriving(browser, f"{host.address}?lang=en&theme=dark") as visitor:
        visitor.wait_until_ready()
        read = visitor.part("prediction").inner_text()
        assert visitor.strokes() == []
        visitor.page.route("**/resmini.npz", lambda route: route.abort())
        visitor.in_header("share").click()
        visitor.part("tab-file").click()
        visitor.part("file-make").click()
        expect(visitor.part("file-result")).to_contain_text("resmini.npz could not be fetched", timeout=PATIENCE)
        visitor.page.unroute("**/resmini.npz")
        visitor.part("share-close").click()
        untouched = save_file(visitor, tmp_path / "untouched")
        visitor.use_model("gap10")
        visitor.draw(SAMPLES[4])
        visitor.part("brush").fill("30")
        visitor.part("stage-conv1").click()
        visitor.part("tab-time").click()
        visitor.page.locator("#language").select_option("id")
        expect(visitor.part("share")).to_have_text("Bagikan")
        visitor.page.locator("#language").select_option("en")
        expect(visitor.part("share")).to_have_text("Share")
        shown = state_of(visitor)
        path = save_file(visitor, tmp_path)
        assert visitor.violations == []
        assert [error for error in visitor.errors if "resmini" not in error and "ERR_FAILED" not in error] == []
    assert path.name == "glasscnn-gap10.html"
    assert path.stat().st_size > 5_000_000
    with Visitor.arriving(browser, path.as_uri(), offline=True, locale="id-ID") as visitor:
        visitor.wait_until_ready()
        expect(visitor.part("prediction")).to_have_text("4")
        visitor.page.wait_for_function("(stage) => glasscnn.getState().stage === stage", arg="conv1")
        expect(visitor.part("tab-time")).to_have_attribute("aria-selected", "true")
        assert state_of(visitor) == shown
        expect(visitor.part("share")).to_have_text("Share")
        assert visitor.page.evaluate("document.documentElement.dataset.theme") == "dark"
        again = save_file(visitor, tmp_path / "again")
        assert visitor.violations == []
        assert not visitor.errors
        assert digest(again) == digest(path)
        visitor.page.goto(untouched.as_uri())
        visitor.wait_until_ready()
        expect(visitor.part("prediction")).to_have_text(read)
        assert [[point[:2] for point in stroke] for stroke in visitor.strokes()] == [
            [list(point) for point in stroke] for stroke in sample_digits()[int(read)]
        ]


def test_a_file_holds_a_model_of_one_s_own(browser: Browser, host: Host, tmp_path: Path) -> None:
    with Visitor.arriving(browser, f"{host.address}?lang=en") as visitor:
        visitor.wait_until_ready()
        name = visitor.load_model(names_like_words(), "words.npz")
        visitor.draw(SAMPLES[3])
        shown = visitor.read_again()
        path = save_file(visitor, tmp_path)
    with Visitor.arriving(browser, path.as_uri(), offline=True) as visitor:
        visitor.wait_until_ready()
        visitor.page.wait_for_function("(name) => glasscnn.getState().model === name", arg=name)
        visitor.page.wait_for_function("() => glasscnn.getState().strokes.length > 0")
        expect(visitor.part("alert")).to_be_hidden()
        assert visitor.read_again()["probabilities"] == shown["probabilities"]
        again = save_file(visitor, tmp_path / "again")
        assert digest(again) == digest(path)
        visitor.use_model("gap10")
        assert "own-model.npz" not in re.findall(r'id="file:([^"]+)"', save_file(visitor, tmp_path).read_text("ascii"))


def test_a_page_from_a_disk_offers_the_file_first_and_no_link(reader: Visitor) -> None:
    reader.in_header("share").click()
    expect(reader.part("file-make")).to_be_visible()
    expect(reader.part("tab-embed")).to_have_count(0)
    reader.part("tab-link").click()
    expect(reader.part("share-dialog")).to_contain_text("This page was opened from a file")
    expect(reader.part("share-link")).to_be_hidden()
    reader.part("share-close").click()


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("worker-src 'none'", "forbids workers: its Content-Security-Policy must allow “worker-src blob:”"),
        ("script-src 'unsafe-inline'; worker-src blob:", "forbids WebAssembly: its Content-Security-Policy must allow"),
    ],
)
def test_a_host_that_forbids_what_it_needs_is_named(browser: Browser, single: Path, policy: str, said: str) -> None:
    class Strict(QuietHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

    with HTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(single.parent))) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/{quote(single.name)}?lang=en"
        with Visitor.arriving(browser, address) as visitor:
            assert said in visitor.wait_until_failed()
        server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Do not log."""
