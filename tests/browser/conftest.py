"""The page in a real Chromium: the built site, served by a static host under a sub-path."""

import fcntl
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from export_tools.site.server import SiteHandler
from tests.browser.support.visitor import PATIENCE, Visitor

PROJECT = Path(__file__).resolve().parents[2]
COMPILED_ONCE = "--js-flags=--liftoff-only"
"""V8 optimises WebAssembly while it runs: 2 s of processor time, which the few seconds of a visit do not win back."""

SUB_PATH = "/some/course/glasscnn/"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Host(ThreadingHTTPServer):
    """A static host that can lack some files and delay others."""

    daemon_threads = True

    def __init__(self, handler: Callable[..., SiteHandler], missing: str | None, waiting: str | None) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.missing = missing
        self.waiting = waiting
        self.opened = threading.Event()
        self.asked: list[str] = []

    def wait_for(self, waiting: str) -> Callable[[], None]:
        """Delay another file from now on; the returned function answers the requests delayed until now."""
        before, self.waiting, self.opened = self.opened, waiting, threading.Event()
        return before.set

    def handle_error(self, request: object, client_address: object) -> None:
        """A closed page aborts its requests."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}{SUB_PATH}"


class Handler(SiteHandler):
    def send_head(self):  # type: ignore[no-untyped-def]  # the base class has no types
        host = self.server
        assert isinstance(host, Host)
        host.asked.append(self.path.removeprefix(SUB_PATH))
        if host.missing and host.missing in self.path:
            self.send_error(404)
            return None
        if host.waiting and host.waiting in self.path:
            host.opened.wait(60)
        return super().send_head()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Requests for missing files are part of the tests."""


@contextmanager
def hosting(folder: Path, missing: str | None = None, waiting: str | None = None) -> Iterator[Host]:
    """Serve a folder; a path with `missing` in it is not there, one with `waiting` is answered when it is `opened`."""
    with Host(partial(Handler, directory=str(folder), prefix=SUB_PATH), missing, waiting) as host:
        thread = threading.Thread(target=host.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield host
        finally:
            host.opened.set()
            host.shutdown()
            thread.join()


def build(target: str) -> None:
    """Let `make` build a target if a source is newer; of several test processes only one builds at a time."""
    with (PROJECT / "Makefile").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run(["make", "--silent", target], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site, up to date."""
    build("site")
    return PROJECT / "dist"


@pytest.fixture(scope="session")
def host(site: Path) -> Iterator[Host]:
    with hosting(site) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE // 4)
    with sync_playwright() as running:
        yield running


def launch(playwright: Playwright, *flags: str) -> Browser:
    """The system's Chromium, or Playwright's own; without either the test is skipped."""
    return playwright.chromium.launch(executable_path=chromium(playwright), args=[*FLAGS, *flags])


def launch_for_good(playwright: Playwright, profile: Path) -> BrowserContext:
    """The same with a persistent profile on disk."""
    window = {"width": 1440, "height": 900}
    path = chromium(playwright)
    return playwright.chromium.launch_persistent_context(profile, executable_path=path, args=FLAGS, viewport=window)


def chromium(playwright: Playwright) -> str | None:
    """The path of the system's Chromium; None for Playwright's own."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None and not Path(playwright.chromium.executable_path).exists():
        pytest.skip("there is no Chromium: `make chromium` installs one")
    return path


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    running = launch(playwright, COMPILED_ONCE)
    yield running
    running.close()


@pytest.fixture(scope="session")
def optimising_browser(playwright: Playwright) -> Iterator[Browser]:
    """As people have it, for what measures time."""
    running = launch(playwright)
    yield running
    running.close()


@pytest.fixture(scope="module")
def opened(browser: Browser, host: Host) -> Iterator[Visitor]:
    """One page for all tests of a file."""
    with Visitor.arriving(browser, host.address) as visitor:
        visitor.wait_until_ready()
        yield visitor


@pytest.fixture
def visitor(opened: Visitor) -> Visitor:
    """The page of the test file in its initial state: the default model, an empty pad, nothing open, no alert."""
    opened.start_over()
    return opened
