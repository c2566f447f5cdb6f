"""Ink features at a point: turn, end, line, edge, paper."""

from itertools import pairwise

import numpy as np
import pytest

from glasscnn.preprocess import image_feature_at, ink_feature_at

RADIUS = 1.2
SEVEN = [(5.0, 5.0), (21.0, 5.0), (11.0, 24.0)]
CIRCLE = [(14 + 8 * np.cos(t), 14 + 8 * np.sin(t)) for t in np.linspace(0, 2 * np.pi, 60)]
ACROSS, STEM = [(4.0, 10.0), (24.0, 10.0)], [(14.0, 10.0), (14.0, 25.0)]


def does(strokes: list[list[tuple[float, float]]], x: float, y: float, reach: float = 0.5) -> str:
    return ink_feature_at([np.array(stroke, np.float32) for stroke in strokes], RADIUS, x, y, reach)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (21, 5, "turn"),
        (20.5, 6, "turn"),
        (5, 5, "end"),
        (11, 24, "end"),
        (13, 5, "line"),
        (16, 14.5, "line"),
        (13, 6.2, "edge"),
        (13, 3.8, "edge"),
        (8, 14, "paper"),
        (27, 27, "paper"),
    ],
)
def test_seven_has_two_ends_one_turn_and_lines_between(x: float, y: float, expected: str) -> None:
    assert does([SEVEN], x, y) == expected


def test_closed_curve_has_no_ends_and_no_turns() -> None:
    found = {does([CIRCLE], x, y) for x, y in CIRCLE}
    assert found == {"line"}


def test_end_on_another_stroke_is_not_free() -> None:
    assert does([ACROSS, STEM], 14, 10) == "line"
    assert does([ACROSS, STEM], 14, 25) == "end"
    assert does([ACROSS, STEM], 4, 10) == "end"


def test_wider_reach_finds_farther_features() -> None:
    assert does([SEVEN], 24, 5, reach=0.5) == "paper"
    assert does([SEVEN], 24, 5, reach=2) == "turn"


def test_turn_is_found_with_few_many_and_uneven_points() -> None:
    sparse = [SEVEN[0], SEVEN[1], SEVEN[2]]
    pairs = pairwise(np.array(SEVEN))
    dense = [tuple(a + (b - a) * t**2) for a, b in pairs for t in np.linspace(0, 1, 99)]
    assert does([sparse], 21, 5) == does([dense], 21, 5) == "turn"


def test_a_dot_is_an_end_and_no_ink_is_paper() -> None:
    assert does([[(10.0, 10.0)]], 10, 10) == "end"
    assert does([[(10.0, 10.0)] * 3], 10, 10) == "end"
    assert does([], 10, 10) == "paper"


def test_image_features_are_line_edge_and_paper() -> None:
    image = np.zeros((10, 12), np.float32)
    image[3:7] = 1
    assert image_feature_at(image, 5.5, 5.0, 0.5) == "line"
    assert image_feature_at(image, 5.5, 3.0, 0.6) == "edge"
    assert image_feature_at(image, 5.5, 0.5, 0.5) == "paper"
    assert image_feature_at(image, -3.0, 50.0, 2) == "paper"
