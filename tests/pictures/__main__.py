"""`make pictures`: makes the README's picture and recording again, from the built page in a real Chromium."""

from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from export_tools.site.page.link_preview import PICTURE as PREVIEW
from export_tools.site.page.link_preview import PICTURE_SIZE
from tests.browser.conftest import FLAGS, chromium, hosting
from tests.browser.support.visitor import PATIENCE, Visitor
from tests.pictures.recording import write
from tests.pictures.scenes import PICTURE, SCREEN, record_visit, take_picture, take_preview

PROJECT = Path(__file__).resolve().parents[2]
DOCS = PROJECT / "docs"
QUALITY = 45
MOST_BYTES = 3_000_000


def main() -> None:
    expect.set_options(timeout=PATIENCE // 4)
    with sync_playwright() as playwright, hosting(PROJECT / "dist") as host:
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=FLAGS)
        make_pictures(browser, host.address)
        browser.close()


def make_pictures(browser: Browser, address: str) -> None:
    with arriving(browser, address, PICTURE) as visitor:
        visitor.wait_until_ready()
        take_picture(visitor, DOCS / "page.png")
    with arriving(browser, f"{address}?fit=box&model=gap10", PICTURE_SIZE) as visitor:
        visitor.wait_until_ready()
        take_preview(visitor, DOCS / PREVIEW)
    with arriving(browser, address, SCREEN) as visitor:
        visitor.wait_until_ready()
        frames = record_visit(visitor).frames
    recording = DOCS / "visit.webp"
    write(frames, recording, QUALITY)
    seconds, size = sum(frame.milliseconds for frame in frames) / 1000, recording.stat().st_size
    print(f"{recording.name}: {len(frames)} frames, {seconds:.1f} s, {size / 1e6:.2f} MB")
    if size > MOST_BYTES:
        raise SystemExit(f"{recording.name}: expected at most {MOST_BYTES / 1e6} MB, found {size / 1e6:.2f} MB")


def arriving(browser: Browser, address: str, size: tuple[int, int]) -> AbstractContextManager[Visitor]:
    return Visitor.arriving(
        browser, address, viewport={"width": size[0], "height": size[1]}, color_scheme="light", locale="en-GB"
    )


if __name__ == "__main__":
    main()
