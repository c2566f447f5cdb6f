"""The windows that visits take place in: each visit is a tab of its own, which a window that is open shows soonest."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

IDLE = "about:blank#idle"
"""What a window shows that nobody uses."""

FIRST_VISIT: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "service_workers": "block"}
STORED = "cookies,local_storage,indexeddb,cache_storage"
MEDIA = {"color_scheme", "reduced_motion", "forced_colors"}
OF_A_TAB = {"viewport", *MEDIA}
"""Settings of a browser's context that a tab can have for itself."""


@contextmanager
def new_page(browser: Browser, settings: dict[str, Any]) -> Iterator[Page]:
    """An empty page with these settings of a browser's context; most of them need a window of its own."""
    if settings.keys() <= OF_A_TAB:
        with new_tab(browser) as page:
            page.set_viewport_size(settings.get("viewport", FIRST_VISIT["viewport"]))
            page.emulate_media(**{name: value for name, value in settings.items() if name in MEDIA})
            yield page
        return
    window = browser.new_context(**FIRST_VISIT | settings)
    try:
        yield window.new_page()
    finally:
        window.close()


@contextmanager
def new_tab(browser: Browser) -> Iterator[Page]:
    """A tab in an idle window. What its pages store, and what they are allowed, is forgotten with it.

    The cache stays, so a file with a hash in its address is fetched once from a host.
    """
    window = idle_window(browser) or open_window(browser)
    page = window.new_page()
    addresses: list[str] = []
    page.on("framenavigated", lambda frame: addresses.append(frame.url))
    try:
        yield page
    finally:
        page.close()
        forget(window, {origin_of(address) for address in addresses if address.startswith("http")})


def idle_window(browser: Browser) -> BrowserContext | None:
    """One whose only tab is idle."""
    return next((window for window in browser.contexts if [page.url for page in window.pages] == [IDLE]), None)


def open_window(browser: Browser) -> BrowserContext:
    """Takes a second of processor time, most of it for Chromium's own controls."""
    window = browser.new_context(**FIRST_VISIT)
    window.new_page().goto(IDLE)
    return window


def origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def forget(window: BrowserContext, origins: set[str]) -> None:
    """Leave the window as it was opened."""
    window.clear_permissions()
    window.unroute_all(behavior="ignoreErrors")
    session = window.new_cdp_session(window.pages[0])
    for origin in origins:
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": STORED})
    session.detach()
