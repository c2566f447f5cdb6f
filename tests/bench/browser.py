"""The headless Chromium of all measurements."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed_chromium() -> str | None:
    """The path of a Chromium on this machine; None means Playwright's own."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[BrowserContext]:
    """A browser with its own profile on disk, so that caches work as for a user."""
    sandbox = [] if os.name == "nt" or os.getuid() != 0 else ["--no-sandbox"]
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=installed_chromium(),
            headless=True,
            viewport={"width": 1280, "height": 800},
            args=[*sandbox, "--disable-background-networking"],
        )
        try:
            yield context
        finally:
            context.close()


def throttle(page: Page, times: float) -> None:
    """Make the page's main thread that many times slower, as Chromium's developer tools do.

    Chromium does not slow workers down, and refuses to when asked.
    """
    if times != 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


def version(context: BrowserContext) -> str:
    """The browser's name and version."""
    if context.browser is not None:
        return f"Chromium {context.browser.version}"
    page = context.new_page()
    try:
        agent: str = page.evaluate("navigator.userAgent")
        return "Chromium " + agent.partition("Chrome/")[2].partition(" ")[0]
    finally:
        page.close()
