"""Browsers that falsify the pixels read from a canvas: noise is neither read nor saved as a picture."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host, hosting
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor, starting
from tests.browser.test_own_image import choose, photo
from tests.browser.test_save_menu import open_box, take

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()

FALSIFY = """
for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
  const { getImageData } = prototype;
  prototype.getImageData = function (...given) {
    const image = getImageData.apply(this, given);
    image.data.forEach((level, at) => { image.data[at] = FALSE; });
    return image;
  };
}
"""
HAS_INK = """() => {
  const pad = document.querySelector("#pad-canvas");
  const blank = Object.assign(document.createElement("canvas"), { width: pad.width, height: pad.height });
  return pad.toDataURL() !== blank.toDataURL();
}"""
NOISE = "256 * Math.random()"
SLIGHT_NOISE = "level + Math.round(2 * Math.random() - 1)"


@contextmanager
def visiting(browser: Browser, address: str, false_level: str) -> Iterator[Visitor]:
    """A visitor whose browser replaces each pixel level by `false_level`."""
    with Visitor.arriving(browser, "about:blank") as visitor:
        visitor.page.add_init_script(FALSIFY.replace("FALSE", false_level))
        visitor.page.goto(starting(address))
        yield visitor


def test_a_photo_is_refused_in_a_sentence_and_drawing_goes_on(browser: Browser, host: Host) -> None:
    with visiting(browser, host.address, NOISE) as visitor:
        visitor.wait_until_ready()
        visitor.draw(SAMPLES[2])
        choose(visitor, photo(7))
        assert re.search("browser falsifies the pixels.*Allow this page to use canvas data.*or draw", visitor.alert())
        expect(visitor.part("picture")).to_be_hidden()
        expect(visitor.part("prediction")).to_have_text("2")
        visitor.part("clear").click()
        visitor.draw(SAMPLES[7])
        expect(visitor.part("prediction")).to_have_text("7")
        assert not visitor.errors


def test_no_picture_of_noise_is_saved(browser: Browser, host: Host, tmp_path: Path) -> None:
    with visiting(browser, host.address, NOISE) as visitor:
        visitor.wait_until_ready()
        visitor.draw(SAMPLES[3])
        expect(visitor.part("prediction")).to_have_text("3")
        for choice in ("stage", "network", "diagram"):
            open_box(visitor)
            visitor.part(f"take-{choice}").click()
            assert "falsifies the pixels" in visitor.alert()
            visitor.part("alert").get_by_role("button", name="Dismiss").click()
        assert json.loads(take(visitor, "prediction", tmp_path).read_text())["class"] == "3"


def test_slight_noise_does_not_affect_a_photo(browser: Browser, host: Host) -> None:
    with visiting(browser, host.address, SLIGHT_NOISE) as visitor:
        visitor.wait_until_ready()
        choose(visitor, photo(4))
        expect(visitor.part("picture")).to_be_visible()
        expect(visitor.part("prediction")).to_have_text("4")


def test_frames_of_noise_are_not_shown_before_python_is_there(browser: Browser, site: Path) -> None:
    with (
        hosting(site, waiting=".asm.wasm") as slow_host,
        visiting(browser, slow_host.address, NOISE) as visitor,
    ):
        visitor.page.wait_for_function(HAS_INK)
        expect(visitor.part("prediction")).to_have_text("–")
        slow_host.opened.set()
        visitor.wait_until_ready()
        digit = visitor.page.evaluate("fetch('build.json').then((file) => file.json()).then((it) => it.example.digit)")
        expect(visitor.part("prediction")).to_have_text(str(digit))
        assert not any("example.webp" in url for url in visitor.requests)
        assert not visitor.errors
