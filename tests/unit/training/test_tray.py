"""A tray of labelled digits: what the page saves is read, and everything else is refused with a sentence."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glasscnn.errors import TrainingError
from glasscnn.preprocess import ink_to_image
from glasscnn.training import read_tray

STROKES = [[[60, 60], [200, 60], [120, 230]], [[90, 150], [180, 150]]]
DRAWN = {"label": "7", "strokes": STROKES, "canvas": 280, "brush": 24}
LEVELS = (np.arange(28 * 28) % 256).astype(np.uint8)
PICTURED = {"label": "★", "image": base64.b64encode(LEVELS.tobytes()).decode(), "width": 28, "height": 28}


def tray(*digits: Any, **changes: Any) -> bytes:
    return json.dumps({"format": "glasscnn-digits", "version": 1, "digits": list(digits), **changes}).encode()


def test_strokes_become_the_image_that_the_page_makes_of_them() -> None:
    found = read_tray(tray(DRAWN))
    assert found.labels == ("7",)
    expected = ink_to_image([np.array(stroke, np.float32) for stroke in STROKES], 280, brush=24, size=28)
    assert np.array_equal(found.images((1, 28, 28))[0], expected)


def test_times_of_points_are_left_out() -> None:
    timed = [[[x, y, 8 * number] for number, (x, y) in enumerate(stroke)] for stroke in STROKES]
    plain, stripped = (
        read_tray(tray(DRAWN | {"strokes": strokes})).images((1, 28, 28)) for strokes in (STROKES, timed)
    )
    assert np.array_equal(plain, stripped)


def test_levels_become_numbers_from_0_to_1_in_the_middle_of_a_larger_image() -> None:
    images = read_tray(tray(PICTURED)).images((3, 32, 30))
    assert images.shape == (1, 3, 32, 30)
    assert np.array_equal(images[0, 2, 2:30, 1:29] * np.float32(255), LEVELS.reshape(28, 28))
    assert images[:, :, :2].sum() == images[:, :, :, 29:].sum() == 0


REFUSED = json.loads(Path(__file__).with_name("refused_trays.json").read_text())
"""What the page refuses, too (tests/js/tray-file.test.js), each with the words of both."""

SMALL = {"label": "7", "image": base64.b64encode(bytes(4)).decode(), "width": 2, "height": 2}


def content(case: dict[str, Any]) -> bytes:
    """The file of a case: as text, or with digits that differ from a good one in some fields."""
    if "file" in case:
        return str(case["file"]).encode()
    digits = [DRAWN] * case.get("repeat", 0)
    for base, name in ((DRAWN, "digits"), (SMALL, "images")):
        digits += [base | change if isinstance(change, dict) else change for change in case.get(name, [])]
    return tray(*digits, **case.get("changes", {}))


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["page"])
def test_what_is_no_tray_is_refused_with_the_place_and_what_was_expected(case: dict[str, Any]) -> None:
    with pytest.raises(TrainingError) as error:
        read_tray(content(case))
    assert case["python"] in str(error.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe{", "a file of JSON"),
        (b"[" * 100_000, "a file of JSON"),
        (tray(DRAWN | {"brush": float("inf")}), "digit 1: brush"),
        (tray(DRAWN | {"strokes": [[[1, 1e400]]]}), "digit 1: stroke 1: expected finite"),
    ],
)
def test_what_json_alone_cannot_say_is_refused_too(data: bytes, words: str) -> None:
    with pytest.raises(TrainingError) as error:
        read_tray(data)
    assert words in str(error.value)


def test_a_digit_without_ink_or_too_large_for_the_network_is_named() -> None:
    with pytest.raises(TrainingError, match="digit 2, labelled '7', has no ink"):
        read_tray(tray(DRAWN, DRAWN | {"strokes": []})).images((1, 28, 28))
    with pytest.raises(TrainingError, match="digit 1: an image of 28x28 pixels is too large; expected at most 20x28"):
        read_tray(tray(PICTURED)).images((1, 20, 28))
