"""The page's Content-Security-Policy applies in the worker, probed from inside as foreign code would."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Worker

from tests.browser.conftest import Host, hosting
from tests.browser.support.probe import CODE, NETWORK, PROBE, STORES, listening
from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser
ALL = (*NETWORK, *CODE, *STORES)


def probe(worker: Worker) -> tuple[dict[str, str], list[str]]:
    """The outcome of each attempt, and the requests that the foreign host has received."""
    with listening() as stranger:
        outcomes: dict[str, str] = worker.evaluate(PROBE, stranger.address)
        return outcomes, stranger.visits


def test_in_a_worker_without_a_policy_every_attempt_succeeds(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><script>new Worker('worker.js')</script>")
    (tmp_path / "worker.js").write_text("")
    with hosting(tmp_path) as host, Visitor.arriving(browser, host.address) as visitor:
        visitor.page.wait_for_function("() => watched.workers.length === 1")
        outcomes, visits = probe(visitor.page.workers[0])
    assert outcomes == dict.fromkeys(ALL, "done")
    assert sorted(visits) == ["/fetch", "/import.js", "/request", "/scripts.js"]


@pytest.mark.parametrize("boot", ["snapshot", "plain"])
def test_the_worker_reaches_no_other_origin_runs_no_text_and_opens_no_store(
    browser: Browser, host: Host, boot: str
) -> None:
    with Visitor.arriving(browser, f"{host.address}?boot={boot}") as visitor:
        visitor.wait_until_ready()
        (worker,) = visitor.page.workers
        assert visitor.errors == []
        outcomes, visits = probe(worker)
    assert outcomes == dict.fromkeys(ALL, "stopped")
    assert visits == []


def test_the_same_holds_in_an_embed(browser: Browser, host: Host, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(f'<!doctype html><iframe src="{host.address}?view=pad"></iframe>')
    with hosting(tmp_path) as course, Visitor.arriving(browser, course.address) as visitor:
        embedded = visitor.page.frames[1]
        embedded.wait_for_selector("html[data-state=ready]", state="attached")
        (worker,) = visitor.page.workers
        outcomes, visits = probe(worker)
    assert outcomes == dict.fromkeys(ALL, "stopped")
    assert visits == []
