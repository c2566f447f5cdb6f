"""`make sheets`: takes pictures of every state of the page, at six sizes in both themes, into build/states."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.conftest import FLAGS, chromium, hosting
from tests.browser.support.visitor import PATIENCE, Visitor
from tests.browser.test_accessibility import SETTLED
from tests.pictures.states import STATES

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = PROJECT / "build" / "states"
SIZES = ((320, 568), (390, 844), (820, 1180), (1280, 720), (1440, 900), (2560, 1440))
THEMES = ("light", "dark")
HEIGHT = 900  # of a picture on a contact sheet
GAP = 12
MOST_SCREENS = 3  # that a picture shows
MOST_TRIES = 6  # pictures until the page has come to rest; something may move for ever

# The part of the document to be taken, where it is more than the window shows: from its upper edge to the article.
# A picture of more than the window would bring the place of the dock into sight, and the dock back into it.
SHOWN = """(most) => {
  const end = document.querySelector("#article").getBoundingClientRect().top;
  const isMore = end > innerHeight && !document.querySelector(".docked");
  return isMore ? { x: scrollX, y: scrollY, width: innerWidth, height: Math.min(end, most * innerHeight) } : null;
}"""

# What is wrong on every page, whatever it shows.
FAULTS = """() => {
  const isSeen = { visibilityProperty: true, opacityProperty: true };
  const seen = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility(isSeen));
  const nameOf = (element) => element.id || element.dataset?.testid || element.getAttribute("class") || element.tagName;
  const ownText = (element) => [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
    .map(({ textContent }) => textContent.trim()).join(" ").trim();
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) {
    faults.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  }
  for (const element of seen) {
    const text = element.closest("select, option, noscript, .hidden") ? "" : ownText(element);
    const { fontSize, overflowX, textOverflow } = getComputedStyle(element);
    if (text && Number.parseFloat(fontSize) < 12) {
      faults.push(`${fontSize}: ${nameOf(element)} "${text.slice(0, 30)}"`);
    }
    if (text && overflowX !== "visible" && overflowX !== "auto" && element.scrollWidth > element.clientWidth + 1) {
      faults.push(`cut: ${nameOf(element)} "${text.slice(0, 40)}" ${textOverflow}`);
    }
  }
  return [...new Set(faults)];
}"""


def main(names: list[str]) -> None:
    """All states, or those that are named."""
    expect.set_options(timeout=PATIENCE // 4)
    shutil.rmtree(FOLDER, ignore_errors=True)
    with sync_playwright() as playwright, hosting(PROJECT / "dist") as host:
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=FLAGS)
        for size in SIZES:
            for name, theme, fault in visit(browser, host.address, size, names):
                print(f"{size[0]} {theme} {name}: {fault}", flush=True)
        browser.close()
    for state in STATES:
        if not names or state.name in names:
            contact_sheet(state.name).save(FOLDER / f"{state.name}.png")


def visit(browser: Browser, address: str, size: tuple[int, int], names: list[str]) -> Iterator[tuple[str, str, str]]:
    """Take the pictures of one size; yields the faults, each with its state and theme."""
    window = {"width": size[0], "height": size[1]}
    with Visitor.arriving(browser, address, viewport=window, color_scheme="light") as visitor:
        visitor.wait_until_ready()
        for state in STATES:
            if (not names or state.name in names) and size[0] >= state.least_width:
                state.enter(visitor)
                for theme in THEMES:
                    visitor.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                    yield from ((state.name, theme, fault) for fault in take(visitor, path_of(state.name, size, theme)))
                state.leave(visitor)
            elif state.name == "example":
                state.leave(visitor)
        yield from (("console", "", error) for error in visitor.errors)


def path_of(state: str, size: tuple[int, int], theme: str) -> Path:
    return FOLDER / state / f"{size[0]}-{theme}.png"


def take(visitor: Visitor, path: Path) -> list[str]:
    """Take a picture of the page down to the end of what is open, once it has come to rest."""
    page = visitor.page
    visitor.wait_until_still()
    page.evaluate(SETTLED)
    path.parent.mkdir(parents=True, exist_ok=True)
    clip = page.evaluate(SHOWN, MOST_SCREENS)
    png = page.screenshot(full_page=clip is not None, clip=clip)
    for _ in range(MOST_TRIES):
        before, png = png, page.screenshot(full_page=clip is not None, clip=clip)
        if png == before:
            break
    path.write_bytes(png)
    faults: list[str] = page.evaluate(FAULTS)
    return faults


def contact_sheet(state: str) -> Image.Image:
    """All pictures of one state side by side, the themes below each other."""
    rows = [[reduced(path_of(state, size, theme), size) for size in SIZES] for theme in THEMES]
    width = max(sum(one.width + GAP for one in row) for row in rows)
    heights = [max(one.height + GAP for one in row) for row in rows]
    sheet = Image.new("RGB", (width, sum(heights)), "#808080")
    for number, row in enumerate(rows):
        left = 0
        for one in row:
            sheet.paste(one, (left, sum(heights[:number])))
            left += one.width + GAP
    return sheet


def reduced(path: Path, size: tuple[int, int]) -> Image.Image:
    """The picture with each screen HEIGHT pixels high; nothing if there is none of this size."""
    if not path.exists():
        return Image.new("RGB", (1, 1))
    picture, scale = Image.open(path).convert("RGB"), HEIGHT / size[1]
    return picture.resize((round(picture.width * scale), round(picture.height * scale)))


if __name__ == "__main__":
    main(sys.argv[1:])
