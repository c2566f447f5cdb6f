"""The camera: it is asked for by a click, refused in a sentence, and off again whenever its dialog is closed."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Playwright, expect

from tests.browser.conftest import COMPILED_ONCE, Host, launch
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor
from tests.browser.test_accessibility import violations_in_both_themes

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
WIDTH, HEIGHT = 640, 480

# Keeps the tracks of every stream.
WATCH_TRACKS = """() => {
  window.tracks = [];
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (...wanted) => {
    const stream = await open(...wanted);
    tracks.push(...stream.getTracks());
    return stream;
  };
}"""


def film_of(digit: int, path: Path) -> Path:
    """A film (YUV4MPEG2) of a digit in dark pen on paper, for Chromium's fake camera."""
    paper = Image.new("L", (WIDTH, HEIGHT), 215)
    pen = ImageDraw.Draw(paper)
    for stroke in SAMPLES[digit]:
        pen.line([(180 + x, 100 + y) for x, y in stroke], fill=50, width=18, joint="curve")
    luma = np.asarray(paper.filter(ImageFilter.GaussianBlur(1))).tobytes()
    frame = b"FRAME\n" + luma + bytes([128]) * (WIDTH * HEIGHT // 2)
    path.write_bytes(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (WIDTH, HEIGHT) + frame * 10)
    return path


def test_a_picture_is_taken_read_and_the_camera_is_off_again(
    playwright: Playwright, host: Host, tmp_path: Path
) -> None:
    film = film_of(4, tmp_path / "four.y4m")
    camera = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")
    browser = launch(playwright, COMPILED_ONCE, *camera)
    with Visitor.arriving(browser, host.address, permissions=[]) as visitor:
        visitor.wait_until_ready()
        visitor.draw(SAMPLES[7])
        visitor.page.evaluate(WATCH_TRACKS)
        visitor.part("photograph").click()
        assert "the page may not use the camera" in visitor.alert()
        visitor.part("alert").get_by_role("button", name="Dismiss").click()

        visitor.page.context.grant_permissions(["camera"])
        dialog = visitor.part("camera-dialog")
        visitor.part("photograph").click()
        expect(dialog).to_contain_text("It is not sent and not stored")
        expect(visitor.part("camera-take")).to_be_focused()
        assert violations_in_both_themes(visitor.page) == []
        visitor.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        assert visitor.page.evaluate("tracks.map(({ readyState }) => readyState)") == ["ended"]
        assert len(visitor.strokes()) == len(SAMPLES[7])

        visitor.part("photograph").click()
        visitor.part("camera-take").click()
        expect(visitor.part("prediction")).to_have_text("4")
        expect(visitor.part("picture-centre")).to_be_visible()
        assert visitor.page.evaluate("tracks.map(({ readyState }) => readyState)") == ["ended", "ended"]
        assert visitor.errors == []
        assert visitor.violations == []
    browser.close()
