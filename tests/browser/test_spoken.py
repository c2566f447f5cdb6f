"""What a screen reader speaks on the way from a drawing by keyboard to the reason for a number, in both languages."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Browser, CDPSession, Error

from tests.browser.conftest import Host
from tests.browser.support.visitor import Visitor, focus

pytestmark = pytest.mark.browser

LISTEN = """() => {
  globalThis.spoken = [];
  const regions = "[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], output:not([aria-live=off])";
  new MutationObserver((changes) => {
    const changed = new Set(changes.map(({ target }) =>
      (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest(regions)));
    for (const region of changed) {
      if (region?.textContent.trim() && region.checkVisibility()) spoken.push(region.textContent.trim());
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""
"""Records what live regions are changed to."""


class Listener:
    """Hears what the browser tells assistive technology: the focused element with its value, and the live regions."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.tree: CDPSession = visitor.page.context.new_cdp_session(visitor.page)
        visitor.page.evaluate(LISTEN)

    def focused(self) -> tuple[str, str, str]:
        """The role and the name of the focused element in the accessibility tree, and its value in words.

        Chromium's protocol gives the value as a number only.
        """
        value = self.visitor.page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
        for node in self.tree.send("Accessibility.getFullAXTree")["nodes"]:
            focused = {found["name"] for found in node.get("properties", []) if found["value"].get("value") is True}
            if "focused" in focused and node["role"]["value"] != "RootWebArea":
                return node["role"]["value"], node["name"]["value"], value
        raise AssertionError("nothing has the focus")

    def hear(self, pattern: str) -> re.Match[str]:
        """Listen until what was said matches, in one sentence or in several; what was said before is forgotten."""
        heard = ""
        while not (found := re.search(pattern, heard)):
            try:
                self.visitor.page.wait_for_function("() => spoken.length > 0")
            except Error as error:
                raise AssertionError(f"{pattern} was not heard, but {heard}") from error
            heard = " ".join([heard, *self.visitor.page.evaluate("spoken.splice(0)")])
        return found

    def press(self, *keys: str) -> None:
        for key in keys:
            self.visitor.page.keyboard.press(key)


ENGLISH = (
    r"^Drawing pad\.",
    (
        "row 15, column 15, pen up",
        "row 5, column 15, pen up",
        "row 5, column 15, pen down",
        "row 25, column 15, pen down",
    ),
    r"The network reads 1, \d\d\.\d % sure; the runner-up is \d\.",
    r"Conv 1 \+ ReLU, map 1 of 10, row 15, column 16: [\d.]+\. Press Enter to pin\.",
    r"Pinned: Conv 1 \+ ReLU, map 1 of 10, row 15, column 16: ([\d.]+)\. Press Escape to unpin\. "
    r"(−?[\d.]+) sum over 1 map ([+−]) ([\d.]+) bias = (−?[\d.]+) convolution → \1 ReLU\. ",
    r"Unpinned\.",
)
INDONESIAN = (
    r"^Bidang gambar\.",
    (
        "baris 15, kolom 15, pena terangkat",
        "baris 5, kolom 15, pena terangkat",
        "baris 5, kolom 15, pena turun",
        "baris 25, kolom 15, pena turun",
    ),
    r"Jaringan membaca 1, .*\d\d,\d\s?%",
    r"peta 1 dari 10, baris 15, kolom 16: [\d,]+\.",
    r"peta 1 dari 10, baris 15, kolom 16: ([\d,]+)\. Tekan Escape untuk melepaskannya\. "
    r"(−?[\d,]+) .*? ([+−]) ([\d,]+) bias = (−?[\d,]+) \w+ → \1 ReLU",
    r"Dilepaskan\.",
)


def walk(visitor: Visitor, listener: Listener, sentences: tuple[str, Sequence[str], str, str, str, str]) -> None:
    """Draw a 1, hear how it is read, walk to a cell of the first convolution, and hear how its value is computed."""
    name, places, reading, pointed, pinned, released = sentences
    focus(visitor.part("pad"))
    role, label, value = listener.focused()
    assert role == "slider"
    assert re.search(name, label)
    heard = [value]
    for keys in (["Shift+ArrowUp"] * 5, ["Space"], ["Shift+ArrowDown"] * 10):
        listener.press(*keys)
        heard.append(listener.focused()[2])
    assert heard == list(places)
    listener.press("Space")
    listener.hear(reading)
    focus(visitor.page.locator("[data-stage=conv1] button").first)
    listener.press("ArrowRight", "ArrowRight")
    listener.hear(pointed)
    listener.press("Enter")
    value, total, sign, bias, convolution = listener.hear(pinned).groups()
    number = [float(text.replace("−", "-").replace(",", ".")) for text in (total, sign + bias, convolution)]
    assert number[0] + number[1] == pytest.approx(number[2])
    assert float(value.replace(",", ".")) == max(number[2], 0)
    listener.press("Escape")
    listener.hear(released)


def test_a_blind_person_draws_hears_the_reading_and_hears_why(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, f"{host.address}?model=gap10") as visitor:
        visitor.wait_until_ready()
        listener = Listener(visitor)
        walk(visitor, listener, ENGLISH)
        visitor.in_header("language").select_option("id")
        visitor.page.wait_for_function("() => document.documentElement.lang === 'id'")
        visitor.page.evaluate("glasscnn.setStrokes([])")
        focus(visitor.part("pad"))
        listener.press(*["Shift+ArrowUp"] * 5)  # back to the middle
        walk(visitor, listener, INDONESIAN)
        assert visitor.errors == []
