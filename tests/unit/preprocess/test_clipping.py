"""Exactly the visible ink is read."""

import json
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glasscnn
from glasscnn.bridge import Session
from glasscnn.preprocess import Stroke, check_strokes, ink_steps, join_strokes, rasterise, visible_strokes

PROJECT = Path(__file__).resolve().parents[3]
PAD = 280
SAMPLES = {
    digit["label"]: [[(x, y) for x, y, _ in stroke] for stroke in digit["strokes"]]
    for digit in json.loads((PROJECT / "web" / "samples" / "digits.json").read_text())["digits"]
}
DIRECTIONS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}

Strokes = list[list[tuple[float, float]]]

anywhere = st.one_of(st.floats(-150, 430, width=32), st.sampled_from([-12.0, 0.0, 280.0, 292.0]))
some_strokes = st.lists(st.lists(st.tuples(anywhere, anywhere), min_size=1, max_size=6), min_size=1, max_size=3)
radii = st.floats(0.5, 30)


def from_pad(x: float, y: float) -> float:
    """The distance of a point from the pad."""
    return math.hypot(max(-x, 0, x - PAD), max(-y, 0, y - PAD))


def visible_length(strokes: list[Stroke], radius: float) -> float:
    """The visible length by another method: the sum of short pieces that the pen paints on the pad."""
    length = 0.0
    for stroke in strokes:
        for (x0, y0), (x1, y1) in pairwise(stroke.tolist()):
            pieces = 1000
            for piece in range(pieces):
                share = (piece + 0.5) / pieces
                if from_pad(x0 + share * (x1 - x0), y0 + share * (y1 - y0)) <= radius:
                    length += math.hypot(x1 - x0, y1 - y0) / pieces
    return length


def length_of(strokes: list[Stroke]) -> float:
    return sum(math.dist(a, b) for stroke in strokes for a, b in pairwise(stroke.tolist()))


def flung(label: int, direction: str, far: float) -> tuple[Strokes, Strokes]:
    """A sample digit whose last stroke ends `far` units outside the pad, and the same with its end on the edge."""
    *others, last = SAMPLES[label]
    right, down = DIRECTIONS[direction]
    ends = []
    for distance in (far, 0):
        edge = -distance if right + down < 0 else PAD + distance
        x, y = last[-1]
        ends.append((edge, y) if right else (x, edge))
    beyond, on_edge = ends
    return [*others, [*last, beyond]], [*others, [*last, on_edge]]


@given(some_strokes, radii)
@settings(max_examples=30, deadline=None)
def test_visible_parts_have_the_length_of_the_pieces_on_the_pad(strokes: Strokes, radius: float) -> None:
    checked = check_strokes(strokes)
    found = visible_strokes(checked, PAD, radius)
    assert length_of(found) == pytest.approx(visible_length(checked, radius), abs=2 * sum(map(len, strokes)))
    assert all(from_pad(x, y) <= radius + 1e-3 for stroke in found for x, y in stroke.tolist())


@given(some_strokes, radii)
@settings(max_examples=80, deadline=None)
def test_visible_parts_paint_the_same_pad_as_all_ink_on_a_larger_pad(strokes: Strokes, radius: float) -> None:
    """Drawn at half a pixel a unit with a margin of 100 pixels, which is then cropped."""
    checked = check_strokes(strokes)
    starts, ends = join_strokes([stroke / 2 + 100 for stroke in checked])
    larger = rasterise(starts, ends, radius / 2, 340, 340)[100:240, 100:240]
    starts, ends = join_strokes([stroke / 2 for stroke in visible_strokes(checked, PAD, radius)])
    np.testing.assert_allclose(rasterise(starts, ends, radius / 2, 140, 140), larger, atol=1e-3)


def test_a_stroke_that_leaves_and_returns_becomes_two() -> None:
    out_and_back = np.array([[140, 140], [140, -100], [200, -100], [200, 140]], np.float32)
    first, second = visible_strokes([out_and_back], PAD, 12)
    np.testing.assert_allclose(first, [[140, 140], [140, -12]])
    np.testing.assert_allclose(second, [[200, -12], [200, 140]])


def test_a_stroke_across_the_pad_is_cut_at_both_ends() -> None:
    (across,) = visible_strokes([np.array([[-500, 100], [900, 100]], np.float32)], PAD, 12)
    np.testing.assert_allclose(across, [[-12, 100], [292, 100]], atol=1e-4)


@pytest.mark.parametrize(
    ("point", "is_seen"),
    [
        ((-8, -8), True),
        ((-9, -9), False),
        ((-11, 140), True),
        ((-13, 140), False),
        ((140, 291), True),
        ((280, 280), True),
    ],
)
def test_dot_is_visible_if_its_disc_reaches_the_pad(point: tuple[float, float], is_seen: bool) -> None:
    assert bool(visible_strokes(check_strokes([[point]]), PAD, 12)) == is_seen
    assert glasscnn.ink_to_image([[point]]).any() == is_seen
    assert glasscnn.ink_to_image([[point]], clip=False).any()


def test_ink_inside_the_pad_is_not_copied() -> None:
    strokes = check_strokes(SAMPLES[4])
    for stroke, visible in zip(strokes, visible_strokes(strokes, PAD, 12), strict=True):
        assert visible is stroke


def test_distance_of_a_stroke_beyond_the_pad_makes_no_difference() -> None:
    near, far = (glasscnn.ink_to_image(flung(4, "down", far)[0]) for far in (150, 400))
    np.testing.assert_allclose(near, far, atol=1e-4)
    assert np.abs(near - glasscnn.ink_to_image(flung(4, "down", 150)[0], clip=False)).max() > 0.5


def test_digits_are_read_correctly_if_their_last_stroke_leaves_the_pad() -> None:
    model = glasscnn.load(PROJECT / "weights" / "deep.npz")
    right = 0
    for label in SAMPLES:
        for direction in DIRECTIONS:
            for far in (150, 400):
                images = [glasscnn.ink_to_image(ink) for ink in flung(label, direction, far)]
                np.testing.assert_array_equal(*images)  # what is seen is the same
                beyond, on_edge = map(model.predict, images)
                right += on_edge.label == label
                assert beyond.label == label or on_edge.label != label, f"{label} {direction} {far}"
    assert right >= 60  # the others are no digits any more where the stroke ends on the edge


@pytest.mark.parametrize("centre", [True, False])
def test_session_reads_visible_ink_while_the_pen_moves(centre: bool) -> None:
    session = Session()
    session.load_model((PROJECT / "weights" / "gap10.npz").read_bytes(), "gap10")
    beyond, _ = flung(4, "right", 400)
    points = np.concatenate(check_strokes(beyond))
    for count in (20, len(points) - 1, len(points)):
        first = min(count, len(beyond[0]))
        lengths = [first, count - first] if count > first else [first]
        session.ink[:count] = points[:count]
        session.stroke_lengths[: len(lengths)] = lengths
        session.read_ink(len(lengths), PAD, 24, centre)
        grown = np.split(points[:count], np.cumsum(lengths)[:-1])
        np.testing.assert_array_equal(session.image, glasscnn.ink_to_image(grown, centre=centre).ravel())
    answer = json.loads(session.ask("inkSteps", "{}"))["result"]["steps"]
    assert answer[1]["facts"]["right"] == PAD
    np.testing.assert_array_equal(ink_steps(beyond, PAD, 24, 28)[-1].image, glasscnn.ink_to_image(beyond)[0])
    assert all(point.max() < 45 for point in session.placed_strokes)  # 400 units beyond the pad would be far more


def test_invisible_ink_is_ignored() -> None:
    session = Session()
    session.load_model((PROJECT / "weights" / "gap10.npz").read_bytes(), "gap10")
    session.ink[:2] = [[-100, -100], [-100, 300]]
    session.stroke_lengths[0] = 2
    session.read_ink(1, PAD, 24, True)
    assert not session.image.any()
    assert session.placement is None
    assert ink_steps([[(-100, -100), (-100, 300)]], PAD, 24, 28) == []
    assert json.loads(session.ask("summaries", "{}"))["result"]["stages"]
