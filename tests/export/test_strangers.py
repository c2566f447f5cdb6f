"""The strangers' digits of the page: ten of each class, by people whom no recipe has trained on."""

import json
from pathlib import Path

import numpy as np

import glasscnn
from export_tools.data import HELD_OUT_WRITERS, PenDigit
from export_tools.data.strangers import choose, strangers_tray
from glasscnn.training import read_tray

FILE = Path(__file__).resolve().parents[2] / "web" / "samples" / "strangers.json"
LINE = np.array([(0.4, 0.4), (10.2, 10), (10, 10.4), (20, 10)], np.float32)


def test_ten_digits_of_each_class_are_chosen_from_the_held_out_writers_in_turn() -> None:
    digits = [PenDigit(label, writer, (LINE,)) for label in range(10) for writer in range(1, 31) for _ in range(3)]
    chosen = list(choose(digits))
    assert [digit.label for digit in chosen] == [label for label in range(10) for _ in range(10)]
    assert [digit.writer for digit in chosen[:7]] == [25, 26, 27, 28, 29, 30, 25]
    assert {digit.writer for digit in chosen} == HELD_OUT_WRITERS


def test_points_are_rounded_and_repeated_ones_left_out() -> None:
    [digit] = json.loads(strangers_tray([PenDigit(7, 25, (LINE,))]))["digits"]
    assert digit == {"label": "7", "strokes": [[[0, 0], [5, 5], [10, 5]]], "canvas": 140, "brush": 24}


def test_the_file_of_the_page_is_a_small_tray_that_deep_reads() -> None:
    data = FILE.read_bytes()
    assert len(data) <= 40_000
    tray = read_tray(data)
    assert tray.labels == tuple(str(label) for label in range(10) for _ in range(10))
    right = glasscnn.load("deep").probabilities(tray.images((1, 28, 28))).argmax(axis=1) == np.repeat(range(10), 10)
    assert right.mean() >= 0.97
