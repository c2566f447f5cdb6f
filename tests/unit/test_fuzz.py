"""Model files that are changed at random are refused in a sentence, or can be used; `make fuzz` tries more of them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SECONDS = 10


@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory and processor time are POSIX's")
def test_changed_model_files_are_refused_in_a_sentence_or_can_be_used_and_exported() -> None:
    arguments = ["--seed", "0", "--count", "20000", "--seconds", str(SECONDS)]
    tried = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.fuzz", *arguments],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert tried.returncode == 0, tried.stdout + tried.stderr
    counts = re.fullmatch(r"seeds from 0: (\d+) files, .*\brefused\b.*\bexported\b.*\n", tried.stdout)
    assert counts, tried.stdout
    assert int(counts[1]) > 20
