"""A picture that is dropped on the page: read in every browser, refused in one that falsifies pixels."""

import json
from pathlib import Path

import pytest

from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.firefox import Firefox, find_firefox
from tests.browser.test_own_image import photo
from tests.browsers.driven import ByWebDriver, Driven
from tests.browsers.test_journey import UP, drop, part, text_of, until

pytestmark = pytest.mark.browser


def test_a_photo_is_read(browser: Driven, host: Host) -> None:
    browser.open(host.address)
    assert browser.evaluate(UP) == "ready"
    drop(browser, {"photo.png": photo(4)})
    until(browser, f"{part('picture')}.checkVisibility() && {part('prediction')}.textContent === '4'")


def test_firefox_that_resists_fingerprinting_refuses_a_photo_and_reads_what_is_drawn(
    host: Host, tmp_path: Path
) -> None:
    path = find_firefox()
    if path is None:
        pytest.skip("there is no Firefox: install one to test with it")
    with Firefox.running(path, tmp_path, 'user_pref("privacy.resistFingerprinting", true);') as firefox:
        browser = ByWebDriver(firefox)
        browser.open(host.address)
        assert browser.evaluate(UP) == "ready"
        drop(browser, {"photo.png": photo(7)})
        assert "falsifies the pixels" in text_of(browser, "alert", ".")
        strokes = json.dumps(quick_digits()[7])
        assert browser.evaluate(f"glasscnn.setStrokes({strokes}).then((reply) => reply.prediction)") == 7
