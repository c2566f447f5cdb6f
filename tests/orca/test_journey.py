"""What Orca says in Firefox, on the way from the pad to the reason for a number, by keys alone."""

from pathlib import Path

import pytest

from export_tools.errors import ToolError
from tests.browser.conftest import build, hosting
from tests.browser.support.visitor import PROJECT
from tests.orca.desktop import Desktop, reading_aloud, sentences

TRANSCRIPT = Path(__file__).resolve().parent / "transcript.txt"
MOST_TABS = 30  # to the pad


def go_to(desktop: Desktop, pattern: str) -> None:
    """Press Tab until something is said."""
    for _ in range(MOST_TABS):
        desktop.press("Tab")
        if desktop.hears_soon(pattern):
            return
    raise AssertionError(f"{pattern} was not reached: {desktop.transcript}")


def test_orca_says_where_the_pen_is_what_is_read_and_why(tmp_path: Path) -> None:
    build("site")
    with hosting(PROJECT / "dist") as host:
        try:
            with reading_aloud(f"{host.address}?model=gap10&lang=en", tmp_path) as desktop:
                go_to(desktop, r"^Drawing pad\..* slider row 15, column 15, pen up")
                desktop.hear("Focus mode")  # so arrow keys are for the pad
                desktop.press(*["shift+Up"] * 5)
                desktop.hear(r"row 5, column 15, pen up")
                desktop.press("space")
                desktop.hear(r"row 5, column 15, pen down")
                desktop.press(*["shift+Down"] * 10)
                desktop.hear(r"row 25, column 15, pen down")
                desktop.press("space")
                desktop.hear(r"The network reads 1, \d\d\.\d % sure")
                go_to(desktop, r"^Conv 1")
                desktop.press("Right", "Right")
                desktop.hear(r"Conv 1 \+ ReLU, map 1 of 10, row 15, column 16: [\d.]+\. Press Enter to pin")
                desktop.press("Return")
                desktop.hear(r"sum over 1 map .* bias = .* convolution")
                desktop.press("Escape")
                desktop.hear(r"Unpinned")
                TRANSCRIPT.write_text(sentences(desktop.transcript))
        except ToolError as error:
            pytest.skip(str(error))
