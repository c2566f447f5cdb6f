"""The SIMD loops are installed after every boot; without SIMD, NumPy uses its own, and nothing is fetched in vain."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.conftest import Host, build, hosting, launch
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor

pytestmark = pytest.mark.browser
SEVEN = quick_digits()[7]

WITHOUT_SIMD = "--js-flags=--no-enable-sse4-1 --no-enable-avx"
# A function that returns i8x16.splat(0), from the specification of the binary format.
SIMD_IS_THERE = """WebAssembly.validate(new Uint8Array(
  [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11]))"""


def loaded_libraries(visitor: Visitor) -> set[str]:
    """The libraries that Python has loaded, by file name, as the worker has recorded them."""
    (worker,) = visitor.page.workers
    paths: list[str] = worker.evaluate("performance.getEntriesByName('python')[0].detail.libraries")
    return {path.rsplit("/", 1)[-1] for path in paths}


def check_reading(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    expect(visitor.part("prediction")).to_have_text("7")


@pytest.mark.parametrize("boot", ["snapshot", "plain"])
def test_the_loops_are_installed_in_both_boot_modes(browser: Browser, host: Host, boot: str) -> None:
    with Visitor.arriving(browser, f"{host.address}?boot={boot}") as visitor:
        visitor.wait_until_ready()
        assert "fast_loops.so" in loaded_libraries(visitor)
        has_snapshot = any("/snapshot-" in address for address in visitor.requests)
        assert has_snapshot == (boot == "snapshot")
        check_reading(visitor)


def test_the_loops_are_installed_in_the_single_file(browser: Browser) -> None:
    build("single")
    with Visitor.arriving(browser, (PROJECT / "dist" / "glasscnn.html").as_uri(), offline=True) as visitor:
        visitor.wait_until_ready()
        assert "fast_loops.so" in loaded_libraries(visitor)


@pytest.fixture
def without_simd(playwright: Playwright) -> Iterator[Browser]:
    running = launch(playwright, WITHOUT_SIMD)
    yield running
    running.close()


def check_that_numpy_uses_its_own_loops(visitor: Visitor, asked: list[str]) -> None:
    visitor.wait_until_ready()
    libraries = loaded_libraries(visitor)
    assert any(name.startswith("_multiarray_umath") for name in libraries)
    assert "fast_loops.so" not in libraries
    check_reading(visitor)
    names = [urlsplit(address).path for address in asked]
    assert any("numpy.pack" in name for name in names)
    assert not [name for name in names if "fast_loops" in name or "snapshot.wasm" in name]
    assert visitor.errors == []


def test_without_simd_numpy_uses_its_own_loops_and_nothing_unneeded_is_fetched(
    without_simd: Browser, site: Path
) -> None:
    with hosting(site) as host, Visitor.arriving(without_simd, host.address) as visitor:
        assert visitor.page.evaluate(SIMD_IS_THERE) is False
        check_that_numpy_uses_its_own_loops(visitor, host.asked)


def test_the_url_can_ask_for_numpys_own_loops(browser: Browser, site: Path) -> None:
    with hosting(site) as host, Visitor.arriving(browser, f"{host.address}?loops=numpy") as visitor:
        assert visitor.page.evaluate(SIMD_IS_THERE) is True
        check_that_numpy_uses_its_own_loops(visitor, host.asked)
