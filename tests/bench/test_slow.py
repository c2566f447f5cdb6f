"""What is measured on slow processors and lines, and that both are as slow as they should be."""

import io
import time
from pathlib import Path

import pytest

from export_tools.errors import ToolError
from tests.bench.line import Line
from tests.bench.slow import error_of_remaining_time, seconds_left
from tests.bench.slow_processor import find_controller, settings


def test_a_line_needs_the_time_that_its_bytes_take() -> None:
    line, stream = Line(megabits=4, delay=0.02), io.BytesIO()
    start = time.monotonic()
    line.send(stream, bytes(100_000))
    taken = time.monotonic() - start
    assert stream.getvalue() == bytes(100_000)
    assert taken >= 0.02 + 0.2 - Line.BURST
    assert line.seconds_for(100_000) == pytest.approx(0.2)


@pytest.mark.parametrize("is_new", [False, True])
def test_a_group_gets_its_share_of_a_core(is_new: bool) -> None:
    written = settings(1 / 3, is_new)
    if is_new:
        assert written == {"cpu.max": "6667 20000", "cpu.weight": "10000"}
    else:
        assert written == {"cpu.cfs_period_us": "20000", "cpu.cfs_quota_us": "6667", "cpu.shares": "262144"}


def test_both_versions_of_control_groups_are_found_and_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="root"):
        find_controller(tmp_path)
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cgroup.procs").touch()
    assert find_controller(tmp_path) == (tmp_path / "cpu", False)
    (tmp_path / "cgroup.controllers").touch()
    (tmp_path / "cgroup.procs").touch()
    assert find_controller(tmp_path) == (tmp_path, True)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Loading Python and NumPy: 1.2 of 4.7 MB, about 25 s left", 25),
        ("Loading Python and NumPy: 1.2 of 4.7 MB, about 2 min left", 120),
        ("Loading Python and NumPy: 1.2 of 4.7 MB", None),
        ("Restoring Python …", None),
    ],
)
def test_the_time_that_the_page_says_is_left(status: str, expected: float | None) -> None:
    assert seconds_left(status) == expected


def test_the_error_is_the_median_of_what_was_wrong() -> None:
    said = [(1000, "about 10 s left"), (3000, "about 9 s left"), (6000, "about 5 s left"), (9000, "Ready.")]
    assert error_of_remaining_time({"ready": 10_000, "statuses": said}) == 1
    assert error_of_remaining_time({"ready": 10_000, "statuses": said[-1:]}) == 0
