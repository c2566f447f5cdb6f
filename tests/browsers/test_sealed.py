"""What foreign code can do in the workers of each browser: the probes of tests/browser, in place of our scripts."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Host, hosting
from tests.browser.support.probe import CODE, NETWORK, PROBE, Stranger, listening
from tests.browser.support.sandbox import OPEN, RUN
from tests.browser.test_sandbox import LOOP, WORKER, assert_sealed, probed
from tests.browsers.driven import Driven
from tests.browsers.test_journey import UP

pytestmark = pytest.mark.browser


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    with listening() as running:
        yield running


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """A copy of the site whose scripts may be changed."""
    return shutil.copytree(site, tmp_path / "dist", ignore=shutil.ignore_patterns("*.br", "*.gz", "glasscnn.html"))


@pytest.fixture
def release(copy: Path) -> str:
    name: str = json.loads((copy / "build.json").read_text())["page"]
    return name


def run(browser: Driven, release: str, source: str, seconds: int) -> dict[str, Any]:
    """Run code in a sandbox of the page that is open."""
    assert browser.evaluate(UP) == "ready"
    browser.evaluate(f"({OPEN})({json.dumps(release)})")
    answer: dict[str, Any] = browser.evaluate(
        f"({RUN})({json.dumps(['run', {'source': source, 'op': 'conv2d'}, seconds])})"
    )
    return answer


def test_the_policy_holds_in_the_worker(browser: Driven, stranger: Stranger, copy: Path, release: str) -> None:
    """The probe reports its findings to the page."""
    told = f"""({PROBE})("{stranger.address}").then((outcomes) => {{
      const channel = new BroadcastChannel("probe");
      setInterval(() => channel.postMessage(outcomes), 100);
    }});"""
    (copy / release / "bundle" / "worker" / "worker.js").write_text(told)
    with hosting(copy) as host:
        browser.open(host.address)
        outcomes = browser.evaluate(
            'new Promise((resolve) => { new BroadcastChannel("probe").onmessage = ({ data }) => resolve(data); })'
        )
    assert {name: outcomes[name] for name in (*NETWORK, *CODE)} == dict.fromkeys((*NETWORK, *CODE), "stopped")
    assert stranger.visits == []


def test_code_in_the_sandbox_is_stopped_when_it_takes_too_long(browser: Driven, host: Host, release: str) -> None:
    browser.open(host.address)
    assert run(browser, release, LOOP, 1)["result"]["trouble"]["kind"] == "Overtime"


def test_code_in_the_sandbox_reaches_nothing(browser: Driven, stranger: Stranger, copy: Path, release: str) -> None:
    script = copy / release / WORKER
    script.write_text(probed(script.read_text(), stranger.address))
    with hosting(copy) as host:
        browser.open(host.address)
        assert_sealed(run(browser, release, "x = 1", 10)["error"]["message"], stranger.visits)
