"""A recording shows each picture as long as it was told to, and the pointer where it was."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.pictures.recording import Frame, Shot, developed, merged, write


def plain(level: int) -> Image.Image:
    return Image.new("RGB", (32, 20), (level, level, level))


def test_equal_frames_in_a_row_become_one_and_no_time_is_lost() -> None:
    frames = [Frame(plain(0), 80), Frame(plain(0), 1600), Frame(plain(9), 80), Frame(plain(0), 40)]
    assert [frame.milliseconds for frame in merged(frames)] == [1680, 80, 40]


def test_the_file_repeats_and_plays_as_long_as_its_frames(tmp_path: Path) -> None:
    path = tmp_path / "visit.webp"
    write([Frame(plain(level), 100 + level) for level in (0, 120, 240)], path, quality=60)
    with Image.open(path) as recording:
        assert recording.n_frames == 3  # type: ignore[attr-defined]
        assert recording.info["loop"] == 0
        lengths = []
        for number in range(3):
            recording.seek(number)
            recording.load()
            lengths.append(recording.info["duration"])
    assert lengths == [100, 220, 340]


@pytest.mark.parametrize("pointer", [(30.0, 40.0), (150.0, 60.0)])
def test_the_pointer_is_drawn_where_the_mouse_is(pointer: tuple[float, float]) -> None:
    png = io.BytesIO()
    Image.new("RGB", (200, 100), "#808080").save(png, "PNG")
    picture = np.asarray(developed(Shot(png.getvalue(), pointer), 200)).astype(int)
    rows, columns = np.nonzero(abs(picture - 128).max(axis=2) > 60)
    assert (columns.min(), rows.min()) == pytest.approx(pointer, abs=1)
    assert (columns.max() - columns.min(), rows.max() - rows.min()) == pytest.approx((12, 20), abs=2)
    assert developed(Shot(png.getvalue(), pointer), 100).size == (100, 50)
