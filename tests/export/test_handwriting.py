"""Rare ways of writing a digit: each changes what it should, and nothing else."""

import math

import numpy as np
import pytest

from export_tools.data import PenDigit
from export_tools.data.pendigits import Stroke, bounds
from export_tools.training.handwriting import one, seven, six, write_otherwise, zero
from export_tools.training.strokes import written

TURN = np.linspace(0, 2 * math.pi, 60)
OVAL = np.stack([140 + 60 * np.sin(TURN), 140 - 90 * np.cos(TURN)], axis=1).astype(np.float32)
TAIL = np.stack([np.linspace(200, 90, 61), np.linspace(20, 200, 61)], axis=1).astype(np.float32)
LOOP = np.stack([140 - 50 * np.cos(TURN), 200 + 60 * np.sin(TURN)], axis=1).astype(np.float32)
SIX = np.concatenate([TAIL, LOOP[1:]])  # the loop's top is at y = 140, the tail's at 20
SEVEN = np.array([[60, 40], [140, 42], [220, 40], [190, 100], [160, 160], [130, 240]], np.float32)


def generators() -> list[np.random.Generator]:
    return [np.random.default_rng(seed) for seed in range(40)]


def test_a_zero_keeps_its_oval_and_gets_a_stroke_through_its_middle() -> None:
    reaches = []
    for generator in generators():
        oval, slash = zero([OVAL], generator)
        assert oval is OVAL
        np.testing.assert_allclose(slash.mean(axis=0), [140, 140], atol=0.5)
        run, rise = slash[1] - slash[0]
        assert run >= 0
        assert rise < 0 or run == 0  # a slash rises to the right; a dot or a short bar is upright
        reaches.append(float(np.hypot(run / 2 / 60, rise / 2 / 90)))
    assert min(reaches) < 0.3  # a dot
    assert any(0.4 < reach < 0.95 for reach in reaches)  # a slash inside
    assert max(reaches) > 1.2  # and one that reaches beyond the oval


def test_a_one_is_a_line_with_flags_and_feet_turned_by_up_to_15_degrees() -> None:
    flags, feet = 0, 0
    for generator in generators():
        strokes = one([], generator)
        line = strokes[0][-2:]
        turn = angle(line[1] - line[0]) - 90
        assert abs(turn) <= 15.01
        assert float(np.linalg.norm(line[1] - line[0])) == pytest.approx(200, abs=0.1)
        if len(strokes[0]) == 3:
            flags += 1
            assert 20 <= angle(strokes[0][0] - strokes[0][1]) - angle(line[1] - line[0]) <= 55.01
        if len(strokes) == 2:
            feet += 1
            assert angle(strokes[1][1] - strokes[1][0]) == pytest.approx(turn, abs=0.01)
    assert 28 <= flags < 40
    assert 5 <= feet < 20


def angle(direction: Stroke) -> float:
    """In degrees, from x to y, which points down."""
    return math.degrees(math.atan2(float(direction[1]), float(direction[0])))


def test_a_six_loses_a_part_of_its_tail_and_nothing_of_its_loop() -> None:
    heights = []
    for generator in generators():
        (shortened,) = six([SIX], generator)
        np.testing.assert_array_equal(shortened, SIX[-len(shortened) :])
        assert len(shortened) > len(LOOP)
        heights.append((140 - float(shortened[0, 1])) / 120)
    assert 0.27 < min(heights) < 0.4
    assert 0.65 < max(heights) <= 0.75


@pytest.mark.parametrize("strokes", [[OVAL, OVAL], [LOOP], [SIX[::-1]]], ids=["two strokes", "no tail", "tail last"])
def test_a_six_that_is_written_in_another_way_stays(strokes: list[Stroke]) -> None:
    for generator in generators():
        assert six(strokes, generator) is strokes


def test_a_seven_gets_a_bar_or_a_serif_or_both_instead_of_its_second_stroke() -> None:
    kinds = set()
    bar = np.array([[120, 150], [200, 150]], np.float32)
    for generator in generators():
        stroke, *added = seven([SEVEN, bar], generator)
        assert stroke is SEVEN
        assert all(not np.array_equal(other, bar) for other in added)
        for other in added:
            is_serif = bool((other[0] == SEVEN[0]).all())
            assert is_serif or np.abs(other.mean(axis=0) - SEVEN).sum(axis=1).min() < 1  # through a point of the leg
            assert not is_serif or other[1, 1] > other[0, 1]
        kinds.add(tuple(bool((other[0] == SEVEN[0]).all()) for other in added))
    assert kinds == {(False,), (True,), (False, True)}


def test_other_digits_stay_and_a_share_of_those_is_written_otherwise() -> None:
    strokes = (OVAL,)
    generator = np.random.default_rng(0)
    for label in (2, 3, 4, 5, 8, 9):
        assert write_otherwise(label, strokes, generator) is strokes
    zeros = [written(PenDigit(0, 1, strokes), 0.3, generator) for _ in range(1000)]
    assert 250 < sum(len(drawn) == 2 for drawn in zeros) < 350
    state = generator.bit_generator.state
    assert written(PenDigit(0, 1, strokes), 0.0, generator) is strokes
    assert generator.bit_generator.state == state  # recipes without a share draw the same images as ever


def test_bounds_are_those_of_all_strokes() -> None:
    low, high = bounds([SEVEN, np.array([[10, 300]], np.float32)])
    assert (low.tolist(), high.tolist()) == ([10, 40], [220, 300])
