"""The npm package `glasscnn` in a page of somebody else's: bundled by esbuild, the element draws and reads."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from export_tools.site.npm_package import gather_element
from tests.browser.conftest import build, hosting
from tests.browser.support.visitor import PATIENCE, PROJECT, Visitor

pytestmark = pytest.mark.browser

COURSE = """<!doctype html><meta charset="utf-8"><title>A course</title>
<script type="module" src="course.js"></script>
<glass-cnn model="gap10" view="pad,bars" digit="3" lang="id"></glass-cnn>
<glass-cnn src="javascript:document.title = 'taken over'"></glass-cnn>"""
SCRIPT = """
import { GlassCnn } from "glasscnn";
const [element, hostile] = document.querySelectorAll("glass-cnn");
try {
  hostile.open();
} catch (error) {
  document.body.dataset.refused = error.message;
}
await element.ready;
const { prediction, stages } = await element.setStrokes([[[60, 60], [220, 60], [120, 240]]]);
document.body.dataset.answer = `${element instanceof GlassCnn} ${prediction} ${stages.conv1.shape}`;
"""


def test_the_element_of_the_package_shows_its_own_page_and_answers(browser: Browser, tmp_path: Path) -> None:
    build("single")
    package = gather_element(PROJECT / "dist" / "glasscnn.html", tmp_path / "node_modules" / "glasscnn")
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "course.mjs").write_text(SCRIPT)
    (site / "index.html").write_text(COURSE)
    (package / "glasscnn.html").rename(site / "glasscnn.html")  # bundlers copy it beside the bundle
    esbuild = [str(PROJECT / "node_modules" / ".bin" / "esbuild"), "course.mjs", "--bundle", "--format=esm"]
    subprocess.run([*esbuild, "--log-level=error", "--outfile=site/course.js"], cwd=tmp_path, check=True)
    with hosting(site) as host, Visitor.arriving(browser, host.address) as visitor:
        page = visitor.page
        expect(page.locator("body[data-answer]")).to_have_attribute("data-answer", "true 7 10,28,28", timeout=PATIENCE)
        frame = page.frame_locator("glass-cnn iframe")
        expect(frame.get_by_test_id("prediction")).to_have_text("7")
        assert frame.locator("html").get_attribute("lang") == "id"
        assert "src must be the address of a page" in (page.locator("body").get_attribute("data-refused") or "")
        frame.get_by_test_id("clear").click()
        pad = frame.get_by_test_id("pad").bounding_box()
        assert pad is not None
        page.mouse.move(pad["x"] + pad["width"] / 2, pad["y"] + pad["height"] / 5)
        page.mouse.down()
        page.mouse.move(pad["x"] + pad["width"] / 2, pad["y"] + pad["height"] * 0.8, steps=10)
        page.mouse.up()
        expect(frame.get_by_test_id("prediction")).to_have_text("1")
        assert page.title() == "A course"
        assert {path.partition("?")[0] for path in host.asked} <= {"", "course.js", "glasscnn.html", "/favicon.ico"}
