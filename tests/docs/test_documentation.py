"""`make test-docs`: the built documentation works from a disk, without a network, on a phone and in both themes."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.conftest import launch
from tests.browser.test_accessibility import violations

PROJECT = Path(__file__).resolve().parents[2]
BUILT = PROJECT / "build" / "docs"
PAGES = sorted(BUILT.rglob("*.html"))
LOADED = re.compile(r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"([^\"]*)\"|<link\b[^>]*\bhref=\"([^\"]*)\"")
IN_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")

WITH_AXE = ("index", "tutorials/student", "reference/python", "reference/element", "conformance", "design")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield launch(playwright)


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody with a phone and without a network."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
    yield context
    context.close()


def test_it_is_built() -> None:
    assert len(PAGES) > 20, "`make docs` builds it"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(BUILT).as_posix())
def test_no_page_loads_anything_from_another_host(page: Path) -> None:
    text = page.read_text("utf-8")
    addresses = [html.unescape(script or link) for script, link in LOADED.findall(text)]
    assert len(addresses) > 3
    assert [address for address in addresses if re.match(r"(\w+:)?//", address)] == []


def test_no_style_sheet_loads_a_font_or_anything_else_from_another_host() -> None:
    sheets = list(BUILT.rglob("*.css"))
    assert len(sheets) > 2
    addresses = [one or other for sheet in sheets for one, other in IN_STYLE.findall(sheet.read_text("utf-8"))]
    assert [address for address in addresses if not address.startswith("data:") and "//" in address] == []


def test_every_page_opens_from_a_disk_and_is_as_wide_as_a_phone(reader: BrowserContext) -> None:
    page = reader.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: troubles.append(f"{page.url}: {request.url}"))
    for path in PAGES:
        page.goto(path.as_uri())
        expect(page).to_have_title(re.compile("glasscnn"))
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            troubles.append(f"{path.name} is too wide")
    assert troubles == []


def test_the_search_finds_a_word_of_a_docstring_from_a_disk(reader: BrowserContext) -> None:
    page = reader.new_page()
    page.goto((BUILT / "search.html").as_uri() + "?q=receptive")
    expect(page.locator("#search-results li a").first).to_be_visible()
    found = page.locator("#search-results li a").evaluate_all("(links) => links.map(({ href }) => href)")
    assert any("reference/python.html" in link for link in found)


def test_words_that_are_searched_for_are_shown_as_text(reader: BrowserContext) -> None:
    page = reader.new_page()
    page.goto((BUILT / "search.html").as_uri() + "?q=" + quote('receptive <img src="x" onerror="document.title = 1">'))
    expect(page.locator("#search-results")).to_contain_text("Search")
    assert page.locator('img[src="x"]').count() == 0
    assert "glasscnn" in page.title()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", WITH_AXE)
def test_axe_finds_nothing(browser: Browser, name: str, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto((BUILT / f"{name}.html").as_uri())
    assert violations(page) == []
    context.close()
