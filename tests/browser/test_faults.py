"""A sample of `make test-faults`: each kind of file and each fault, all different; none ends without a word."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.support.visitor import Visitor
from tests.faults import faulty_host
from tests.faults.faulty_host import FAULTS, FaultyHost
from tests.faults.visit import Cell, look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(os.environ.get("GLASSCNN_BOOT") == "plain", reason="the visits choose how they boot"),
]

SAMPLE = [
    (r"bundle/early-start\.js", "begin", "404", "said"),
    (r"bundle/main\.js", "begin", "wrong bytes", "said"),
    (r"bundle/page\.css", "begin", "truncated", "said"),
    (r"bundle/panels-.*\.js", "begin", "500", "said"),
    (r"page-\w+/build\.json", "begin", "wrong type", "said"),
    (r"^index\.html", "begin", "cut", "said"),  # of whose document the browser never says that no more comes
    (r"snapshot\.wasm", "begin", "truncated", "works"),  # Python starts from its packages
    (r"glasscnn\.pack", "see the evidence", "wrong type", "said"),
    (r"gap10\.npz", "choose gap10", "late", "works"),
    (r"article/id\.html", "change the language", "truncated", "said"),
]


@pytest.fixture(scope="module")
def faulty(site: Path) -> Iterator[FaultyHost]:
    with faulty_host.faulty_host(site) as host:
        yield host


def test_the_sample_has_every_fault() -> None:
    assert {fault for _, _, fault, _ in SAMPLE} == set(FAULTS)


@pytest.mark.parametrize(("pattern", "step", "fault", "end"), SAMPLE)
def test_a_faulty_file_is_named_or_not_missed_and_the_page_recovers(
    browser: Browser,
    faulty: FaultyHost,
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    pattern: str,
    step: str,
    fault: str,
    end: str,
) -> None:
    monkeypatch.setattr(faulty_host, "LATE", 2)
    paths = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    (file,) = (path for path in paths if re.search(rf"(^|/){pattern}$", path))
    outcome = look(browser, faulty, Cell(file, step, fault))
    assert outcome.end == end, outcome
    assert outcome.after in ("goes on", "reload"), outcome


# What a host sends once, and the browser may keep for a year: it is fetched again, so that a reload is enough.
@pytest.mark.parametrize("pattern", [r"bundle/main\.js", r"pyodide\.asm\.wasm"])
def test_a_damaged_file_in_the_browser_s_cache_is_replaced(
    browser: Browser, faulty: FaultyHost, site: Path, pattern: str
) -> None:
    paths = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    (file,) = (path for path in paths if re.search(rf"/{pattern}$", path))
    context = browser.new_context(service_workers="block")
    try:
        visitor = Visitor(context.new_page())
        faulty.break_file(file, "wrong bytes")
        faulty.keeps_faults, faulty.times = True, 1
        visitor.page.goto(faulty.address)
        if "main" in pattern:
            visitor.page.wait_for_selector("[data-testid=unloaded]", state="visible")
            visitor.page.wait_for_load_state("networkidle")
            visitor.page.reload()
        visitor.wait_until_ready()
    finally:
        faulty.mend()
        context.close()
