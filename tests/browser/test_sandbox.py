"""The sandbox: code of a person reaches nothing but its own Python, and can be stopped at any time."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.conftest import Host, hosting
from tests.browser.support.probe import CODE, NETWORK, PROBE, STORES, listening
from tests.browser.support.sandbox import OPEN, RUN, SandboxUser
from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser

LOOP = "i = 0\nwhile True:\n    i += 1\n"
ENDLESS_CALL = "sum(range(10 ** 10))"
WORKER = "bundle/sandbox-worker.js"

PROBED = """
;try { new WebSocket(%s.replace("http", "ws")); } catch {}
((fetch) => (%s)(%s))(self.fetch.bind(self)).then((outcomes) => {
  let parentOf = "none";
  try { parentOf = String(parent); } catch {}
  const message = JSON.stringify({ outcomes, origin: self.origin, parentOf });
  postMessage({ type: "failure", id: null, name: "Probe", message });
});"""
"""Goes after the worker's script, which replaces `fetch` while it boots: what code can do is reported as a failure."""


@pytest.fixture(scope="module")
def release(site: Path) -> str:
    name: str = json.loads((site / "build.json").read_text())["page"]
    return name


@pytest.fixture(scope="module")
def user(opened: Visitor, release: str) -> Iterator[SandboxUser]:
    yield SandboxUser(opened, release)
    assert opened.errors == []
    assert opened.violations == []


def test_it_fetches_nothing_before_it_is_needed_and_then_only_from_its_own_host(
    opened: Visitor, user: SandboxUser
) -> None:
    assert not [url for url in opened.requests if "sandbox-frame" in url or "sandbox-worker" in url]
    assert user.run("x = 1")["result"]["trouble"] is None
    assert [url for url in opened.requests if url.endswith(WORKER)]
    assert opened.strangers() == []


def test_code_that_runs_too_long_is_stopped_in_its_line_and_python_lives_on(user: SandboxUser) -> None:
    user.run("mark = 1")
    for source, line in (
        (LOOP, 3),
        ("while True: pass", 1),
        ("while True:\n    try:\n        x = 1\n    except Exception:\n        pass", None),
    ):
        answer = user.run(source, seconds=1)
        trouble = answer["result"]["trouble"]
        assert trouble["kind"] == "Overtime", trouble
        assert re.match(r"Stopped after 1 s", trouble["sentence"]), trouble
        assert line is None or trouble["line"] in (line, line - 1)
    assert user.run("x = 1")["result"]["trouble"] is None


def test_its_heartbeat_says_four_times_a_second_how_long_and_in_which_line(user: SandboxUser) -> None:
    user.run("x = 1")
    user.page.evaluate("() => { reports.length = 0; }")
    user.run(LOOP, seconds=1.2)
    beats = user.page.evaluate('reports.filter(({ type }) => type === "beat").map(({ detail }) => detail)')
    assert len(beats) >= 3
    assert all(beat["line"] in (2, 3) for beat in beats[1:])
    assert all(re.search(r"i = [\d,]+", beat["locals"]) for beat in beats[1:])


def test_what_python_cannot_stop_ends_with_its_worker_and_the_next_code_runs(user: SandboxUser) -> None:
    answer = user.run(ENDLESS_CALL, seconds=1)
    assert answer["error"]["kind"] == "overtime"
    assert user.run("x = 1")["result"]["trouble"] is None


@pytest.mark.parametrize("source", ["while True: pass", ENDLESS_CALL])
def test_stop_ends_it_at_once(user: SandboxUser, source: str) -> None:
    user.run("x = 1")
    for _ in range(3):
        user.begin(source)
        assert user.stop()["ended"] < 1000  # the benchmark measures how long it takes
    assert user.run("x = 1")["result"]["trouble"] is None


def test_assert_works_and_memory_ends_at_512_mb(user: SandboxUser) -> None:
    assert user.trouble("assert 1 == 2, 'not equal'")["kind"] == "AssertionError"
    trouble = user.trouble("x = 'a'\nwhile True:\n    x = x + x\n", seconds=20)
    assert trouble["kind"] == "MemoryError"
    assert user.run("x = 1")["result"]["trouble"] is None


def test_an_import_of_a_module_that_is_not_there_yet_finds_it(user: SandboxUser) -> None:
    assert user.run("import statistics\nassert statistics.mean([1, 2]) == 1.5")["result"]["trouble"] is None
    assert user.trouble("import requests")["kind"] == "ModuleNotFoundError"


def test_forged_and_huge_messages_change_nothing(user: SandboxUser, opened: Visitor) -> None:
    forged = """
import js
from pyodide.ffi import to_js
def send(**message):
    js.postMessage(to_js(message, dict_converter=js.Object.fromEntries))
send(type="ended", reason="forged")
send(type="ready")
send(type="answer", id=10**6, result="{}", numbers=to_js([1.0]), pictures=None)
send(type="predict", id=1, pixels=to_js([0.0] * 784))
js.postMessage("x" * 10_000_000)
js.postMessage(js.Float32Array.new(30_000_000))
"""
    before = opened.read_again()["prediction"]
    assert user.run(forged)["result"]["trouble"] is None
    assert user.run("x = 1")["result"]["trouble"] is None
    assert opened.read_again()["prediction"] == before


def test_code_that_floods_the_page_with_messages_is_ended(user: SandboxUser) -> None:
    answer = user.run("import js\nfor k in range(5000):\n    js.postMessage(k)\n")
    assert answer["error"]["kind"] == "ended"
    assert "messages in a second" in answer["error"]["message"]
    assert user.run("x = 1")["result"]["trouble"] is None


def test_it_runs_in_an_embed_whose_frame_is_sandboxed_too(
    browser: Browser, host: Host, release: str, tmp_path: Path
) -> None:
    address = f"{host.address}?view=pad"
    (tmp_path / "index.html").write_text(
        f'<!doctype html><iframe sandbox="allow-scripts" src="{address}" width="600" height="600"></iframe>'
    )
    with hosting(tmp_path) as course, Visitor.arriving(browser, course.address) as visitor:
        embedded = visitor.page.frames[1]
        embedded.wait_for_selector("html[data-state=ready]", state="attached")
        embedded.evaluate(OPEN, release)
        answer = embedded.evaluate(RUN, ["run", {"source": "x = 1", "op": "conv2d"}, 10])
        assert answer["result"]["trouble"] is None


def test_without_its_frame_it_says_so_and_the_page_goes_on(browser: Browser, site: Path, release: str) -> None:
    with hosting(site, missing="sandbox-frame.js") as host, Visitor.arriving(browser, host.address) as visitor:
        visitor.wait_until_ready()
        user = SandboxUser(visitor, release)
        answer = user.run("x = 1")
        assert answer["error"] == {
            "kind": "ended",
            "message": "bundle/sandbox-frame.js could not be fetched (status 404).",
            "line": -1,
            "locals": "",
        }
        assert visitor.page.evaluate("sandbox.state") == "failed"
        assert len(visitor.read_again()["probabilities"]) == 10


def probed(script: str, stranger: str) -> str:
    return script + PROBED % (json.dumps(stranger), PROBE, json.dumps(stranger))


def assert_sealed(message: str, visits: list[str]) -> None:
    found = json.loads(message)
    assert found["outcomes"] == dict.fromkeys((*NETWORK, *CODE, *STORES), "stopped")
    assert found["origin"] == "null"
    assert found["parentOf"] in ("none", "undefined")
    assert visits == []


def test_its_code_reaches_no_host_runs_no_text_and_opens_no_store(browser: Browser, host: Host, release: str) -> None:
    with listening() as stranger, Visitor.arriving(browser, "about:blank") as visitor:

        def add_probe(route: Route) -> None:
            response = route.fetch()
            route.fulfill(response=response, body=probed(response.text(), stranger.address))

        visitor.page.route(f"**/{WORKER}", add_probe)
        visitor.page.goto(host.address)
        visitor.wait_until_ready()
        answer = SandboxUser(visitor, release).run("x = 1")
        assert_sealed(answer["error"]["message"], stranger.visits)
