"""The built site on a static host: complete, self-contained, and clear about a missing file."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.conftest import SUB_PATH, Host, hosting, launch
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()


def test_the_page_works_under_a_sub_path_and_no_request_leaves_its_origin(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address) as visitor:
        visitor.wait_until_ready()
        visitor.draw(SAMPLES[2])
        expect(visitor.part("prediction")).to_have_text("2")
        loaded = len(visitor.requests)
        visitor.part("stage-conv2").click()
        visitor.draw(SAMPLES[3])
        visitor.read_again()
        assert len(visitor.requests) == loaded, "a reading asks for nothing"
        assert loaded > 15
        own = (host.address, "blob:" + host.address.removesuffix(SUB_PATH))  # a blob's address has its maker's origin
        assert [url for url in visitor.requests if not url.startswith(own)] == []
        assert urlsplit(visitor.page.url).path == SUB_PATH
        assert visitor.violations == []
        assert visitor.errors == []


def test_there_is_no_shared_memory_and_no_header_is_needed(opened: Visitor) -> None:
    assert opened.page.evaluate("crossOriginIsolated") is False


@pytest.mark.parametrize(
    "missing",
    [
        "pyodide.mjs",
        "pyodide.asm.js",
        "pyodide.asm.wasm",
        "stdlib.pack",
        "numpy.pack",
        "umath.wasm",
        "glasscnn.pack",
        ".npz",
    ],
)
def test_a_file_that_python_needs_and_the_host_has_not_is_named(browser: Browser, site: Path, missing: str) -> None:
    with hosting(site, missing) as lacking, Visitor.arriving(browser, f"{lacking.address}?boot=plain") as visitor:
        visitor.draw([[(60, 60), (80, 60)]])
        sentence = visitor.wait_until_failed()
        assert missing in sentence
        assert "404" in sentence
        assert "Traceback" not in sentence
        assert len(visitor.strokes()) == 1
        expect(visitor.page.get_by_role("button", name="Restart Python")).to_be_visible()


@pytest.mark.parametrize("missing", ["pyodide.asm.wasm", ".npz"])
def test_a_file_that_has_come_back_is_found_by_the_button(browser: Browser, site: Path, missing: str) -> None:
    with hosting(site, missing) as lacking, Visitor.arriving(browser, f"{lacking.address}?boot=plain") as visitor:
        visitor.wait_until_failed()
        visitor.draw(SAMPLES[7])
        lacking.missing = None
        visitor.page.get_by_role("button", name="Restart Python").click()
        visitor.wait_until_ready()
        expect(visitor.part("prediction")).to_have_text("7")
        expect(visitor.part("alert")).to_be_hidden()


def test_a_missing_build_json_is_named(browser: Browser, site: Path) -> None:
    with hosting(site, "build.json") as lacking, Visitor.arriving(browser, lacking.address) as visitor:
        sentence = visitor.wait_until_failed()
        assert "build.json could not be fetched (status 404)" in sentence


def test_a_missing_script_of_the_worker_is_reported(browser: Browser, site: Path) -> None:
    with hosting(site, "worker.js") as lacking, Visitor.arriving(browser, lacking.address) as visitor:
        assert "worker/worker.js" in visitor.wait_until_failed()


@pytest.mark.parametrize("missing", ["example.json", "example.webp", "digits.json"])
def test_without_its_examples_the_page_says_so_and_reads_all_the_same(
    browser: Browser, site: Path, missing: str
) -> None:
    late = hosting(site, missing, waiting=".asm.wasm")  # where Python is up first, it reads the example itself
    with late as lacking, Visitor.arriving(browser, lacking.address) as visitor:
        assert f"{missing} could not be fetched (status 404)" in visitor.alert()
        lacking.opened.set()
        visitor.wait_until_ready()
        visitor.draw(SAMPLES[7])
        expect(visitor.part("prediction")).to_have_text("7")


def test_a_model_of_the_site_that_is_missing_leaves_the_one_before_in_force(browser: Browser, site: Path) -> None:
    with hosting(site) as lacking, Visitor.arriving(browser, lacking.address) as visitor:
        visitor.wait_until_ready()
        before = visitor.page.evaluate("glasscnn.getState().model")
        others = visitor.part("model-picker").locator("option").evaluate_all("(all) => all.map(({ value }) => value)")
        other = next(name for name in others if name not in (before, ""))
        lacking.missing = f"{other}.npz"
        visitor.part("model-picker").select_option(other)
        assert f"{other}.npz could not be fetched (status 404)" in visitor.alert()
        assert visitor.page.evaluate("glasscnn.getState().model") == before
        expect(visitor.part("model-picker")).to_have_value(before)


def test_a_browser_without_webassembly_gets_a_sentence(playwright: Playwright, host: Host) -> None:
    browser = launch(playwright, "--js-flags=--jitless")
    with Visitor.arriving(browser, host.address) as visitor:
        assert "no WebAssembly" in visitor.wait_until_failed()
    browser.close()
