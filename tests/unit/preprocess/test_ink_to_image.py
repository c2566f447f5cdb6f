"""Ink is converted to an MNIST-like image: the raster is exact, and centring follows MNIST."""

import gzip
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glasscnn
from glasscnn.preprocess import (
    DEFAULT_BRUSH,
    InkReader,
    join_strokes,
    place_as_drawn,
    place_centred,
    rasterise,
    rasterise_loops,
)
from glasscnn.preprocess.ink_reader import SPACING, shift
from glasscnn.preprocess.placement import centre_of_mass_shift
from glasscnn.preprocess.strokes import check_strokes, thin_stroke

coordinates = st.floats(0, 280, width=32)
some_strokes = st.lists(st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=12), min_size=1, max_size=4)
beyond = st.floats(-200, 480, width=32)
strokes_off_the_pad = st.lists(st.lists(st.tuples(beyond, beyond), min_size=1, max_size=12), min_size=1, max_size=4)

SEVEN = [[(60.0, 60.0), (220.0, 60.0), (120.0, 240.0)]]


def spiral(points: int) -> list[list[tuple[float, float]]]:
    turns = np.linspace(0, 6 * np.pi, points)
    radius = np.linspace(5, 110, points)
    return [[(140 + r * math.cos(t), 140 + r * math.sin(t)) for r, t in zip(radius, turns, strict=True)]]


def centre_of_mass(image: np.ndarray) -> tuple[float, float]:
    rows, columns = np.indices(image.shape)
    return float((image * rows).sum() / image.sum()), float((image * columns).sum() / image.sum())


# The raster


@given(some_strokes, st.floats(0.3, 4))
@settings(max_examples=60, deadline=None)
def test_raster_equals_its_loop_version(strokes: list[list[tuple[float, float]]], radius: float) -> None:
    starts, ends = join_strokes([stroke / 20 for stroke in check_strokes(strokes)])
    np.testing.assert_allclose(
        rasterise(starts, ends, radius, 14, 11), rasterise_loops(starts, ends, radius, 14, 11), atol=2e-5
    )


def test_horizontal_line_has_the_values_of_the_distance_formula() -> None:
    image = rasterise(np.array([[-5, 3.25]], np.float32), np.array([[20, 3.25]], np.float32), 1.0, 7, 6)
    distances = [abs(row + 0.5 - 3.25) for row in range(7)]  # 2.75, 1.75, 0.75, 0.25, 1.25, 2.25, 3.25
    expected = [min(max(1.0 + 0.5 - distance, 0), 1) for distance in distances]  # 0, 0, 0.75, 1, 0.25, 0, 0
    np.testing.assert_allclose(image, np.repeat(np.array(expected)[:, None], 6, axis=1), atol=1e-6)


def test_a_dot_covers_its_area() -> None:
    dot = np.array([[14, 14]], np.float32)
    for radius in (1.2, 3.0, 6.0):
        volume = math.pi * (radius**2 + 1 / 12)  # of a disc with a ramp from radius − ½ to radius + ½
        assert rasterise(dot, dot, radius, 28, 28).sum() == pytest.approx(volume, rel=0.04)


def test_as_drawn_equals_an_averaged_high_resolution_drawing() -> None:
    starts, ends = join_strokes(check_strokes(SEVEN))
    fine = rasterise(starts, ends, DEFAULT_BRUSH / 2, 280, 280)
    averaged = fine.reshape(28, 10, 28, 10).mean(axis=(1, 3))
    image = glasscnn.ink_to_image(SEVEN, centre=False)[0]
    assert np.abs(image - averaged).max() < 0.2  # at a corner the ramp is not the true share of the pixel's square
    assert np.abs(image - averaged).mean() < 0.01
    assert image.sum() == pytest.approx(averaged.sum(), rel=0.01)


def test_segments_outside_the_image_leave_it_black() -> None:
    far = np.array([[100, 100]], np.float32)
    assert not rasterise(far, far, 3, 28, 28).any()


# Centring


def test_mnist_has_the_centre_of_mass_that_centring_uses(mnist_test_images: np.ndarray) -> None:
    for image in mnist_test_images[:500] / np.float32(255):
        assert centre_of_mass_shift(image) == (0, 0)


def test_default_ink_is_as_thick_as_mnists(mnist_test_images: np.ndarray, pendigits: list[tuple[int, Any]]) -> None:
    mnist = np.median(mnist_test_images.sum(axis=(1, 2)) / 255)
    ours = np.median([glasscnn.ink_to_image(strokes).sum() for _, strokes in pendigits[::25]])
    assert ours == pytest.approx(mnist, rel=0.1)


@given(some_strokes)
@settings(max_examples=80, deadline=None)
def test_centred_ink_lies_in_the_image_with_its_mass_in_the_middle(strokes: list[list[tuple[float, float]]]) -> None:
    image = glasscnn.ink_to_image(strokes)[0]
    row, column = centre_of_mass(image)
    inked_rows, inked_columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    for centre, inked in ((row, inked_rows), (column, inked_columns)):
        touches_edge = inked[0] == 0 or inked[-1] == 27
        assert abs(centre - 14) <= 0.5 + 1e-4 or touches_edge
        assert len(inked) <= 22  # 20 pixels and half a pixel of ramp on either side


@given(some_strokes, st.floats(-200, 200), st.floats(-200, 200))
@settings(max_examples=60, deadline=None)
def test_centred_image_does_not_depend_on_the_position_of_the_ink(
    strokes: list[list[tuple[float, float]]], right: float, down: float
) -> None:
    """On a pad that is large enough for all of it."""
    here, there = (
        glasscnn.ink_to_image([[(x + 200 + a, y + 200 + b) for x, y in stroke] for stroke in strokes], 680)[0]
        for a, b in ((0, 0), (right, down))
    )
    if not np.allclose(here, there, atol=2e-3):  # a centre of mass on the edge between two pixels may round either way
        centres = [centre_of_mass(image) for image in (here, there)]
        assert max(abs(a - b) for a, b in zip(*centres, strict=True)) <= 1.01
        assert np.abs(np.sort(here.ravel()) - np.sort(there.ravel())).max() < 2e-3


def test_centred_image_does_not_depend_on_the_size_of_the_ink() -> None:
    small = [[(x / 4 + 100, y / 4 + 30) for x, y in stroke] for stroke in SEVEN]
    np.testing.assert_allclose(glasscnn.ink_to_image(small), glasscnn.ink_to_image(SEVEN), atol=0.05)


def test_the_bounding_box_is_scaled_to_twenty_pixels_with_its_aspect_ratio_kept() -> None:
    placement = place_centred(check_strokes(SEVEN), 280, DEFAULT_BRUSH, 28)
    placed = placement.apply(np.array(SEVEN[0], np.float32))
    extent = placed.max(axis=0) - placed.min(axis=0)
    assert extent[1] + 2 * placement.radius == pytest.approx(20)
    assert extent[0] / extent[1] == pytest.approx(160 / 180)
    np.testing.assert_allclose((placed.max(axis=0) + placed.min(axis=0)) / 2, [14, 14], atol=1e-4)


def test_thicker_brush_makes_more_ink_centred_and_as_drawn() -> None:
    for centre in (True, False):
        sums = [glasscnn.ink_to_image(SEVEN, brush=brush, centre=centre).sum() for brush in (12, 24, 40)]
        assert sums[0] < sums[1] < sums[2]


def test_a_pad_of_another_size_gives_the_same_image() -> None:
    twice = [[(2 * x, 2 * y) for x, y in stroke] for stroke in SEVEN]
    for centre in (True, False):
        np.testing.assert_allclose(
            glasscnn.ink_to_image(twice, 560, centre=centre), glasscnn.ink_to_image(SEVEN, centre=centre), atol=1e-5
        )


@pytest.mark.parametrize(("down", "right"), [(0, 0), (3, 0), (-3, 0), (0, 2), (0, -2), (2, -1), (40, 0)])
def test_shift_moves_by_whole_pixels_and_fills_with_black(down: int, right: int) -> None:
    image = np.arange(1, 57, dtype=np.float32).reshape(8, 7)
    moved = shift(image, down, right)
    for row in range(8):
        for column in range(7):
            inside = 0 <= row - down < 8 and 0 <= column - right < 7
            assert moved[row, column] == (image[row - down, column - right] if inside else 0)


# Ink at its limits


@pytest.mark.parametrize("centre", [True, False])
@pytest.mark.parametrize("strokes", [[], [[]], [np.zeros((0, 2))], [[], []]])
def test_no_ink_is_a_black_image(strokes: Any, centre: bool) -> None:
    image = glasscnn.ink_to_image(strokes, centre=centre)
    assert image.shape == (1, 28, 28)
    assert image.dtype == np.float32
    assert not image.any()


def test_a_single_dot_stays_a_dot_in_the_middle() -> None:
    image = glasscnn.ink_to_image([[(17, 250)]])[0]
    assert image.sum() == pytest.approx(math.pi * 1.2**2, rel=0.1)
    assert centre_of_mass(image) == pytest.approx((14, 14), abs=0.51)


def test_a_dot_as_drawn_stays_where_it_is() -> None:
    image = glasscnn.ink_to_image([[(25, 255)]], centre=False)[0]
    assert centre_of_mass(image) == pytest.approx((25, 2), abs=1e-3)


@pytest.mark.parametrize("corner", [(0, 0), (280, 0), (0, 280), (280, 280)])
def test_ink_at_the_edge_is_clipped_as_drawn_and_complete_when_centred(corner: tuple[float, float]) -> None:
    as_drawn = glasscnn.ink_to_image([[corner]], centre=False)
    assert as_drawn.sum() == pytest.approx(math.pi * 1.2**2 / 4, rel=0.25)
    assert glasscnn.ink_to_image([[corner]]).sum() == pytest.approx(math.pi * 1.2**2, rel=0.1)


def test_ink_beyond_the_pad_is_defined() -> None:
    outside = [[(-500.0, 100.0), (900.0, 120.0)]]
    assert np.isfinite(glasscnn.ink_to_image(outside)).all()
    assert np.isfinite(glasscnn.ink_to_image(outside, centre=False)).all()


def test_number_of_points_of_a_stroke_makes_little_difference() -> None:
    for centre in (True, False):
        many, few = (glasscnn.ink_to_image(spiral(points), centre=centre) for points in (1000, 200))
        assert np.abs(many - few).max() < 0.12


@given(st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=60), st.floats(0.1, 20))
@settings(max_examples=80, deadline=None)
def test_thinning_keeps_both_ends_and_every_part_within_the_spacing(points: Any, spacing: float) -> None:
    stroke = np.array(points, np.float32)
    thinned = thin_stroke(stroke, spacing)
    np.testing.assert_array_equal(thinned[[0, -1]], stroke[[0, -1]])
    starts, ends = join_strokes([thinned])
    for x, y in stroke.tolist():
        nearest = min(_distance(x, y, *start, *end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True))
        assert nearest <= spacing + 1e-3


def _distance(x: float, y: float, x0: float, y0: float, x1: float, y1: float) -> float:
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2
    t = 0.0 if length == 0 else min(max(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length, 0), 1)
    return math.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0))


def test_thinning_a_growing_stroke_keeps_earlier_points() -> None:
    stroke = np.array(spiral(300)[0], np.float32) / 10
    for count in (50, 120, 299):
        shorter = thin_stroke(stroke[:count], SPACING)[:-1]
        np.testing.assert_array_equal(thin_stroke(stroke, SPACING)[: len(shorter)], shorter)


@given(st.data(), st.one_of(some_strokes, strokes_off_the_pad), st.booleans())
@settings(max_examples=60, deadline=None)
def test_incremental_images_are_bit_identical_to_fresh_ones(
    data: st.DataObject, strokes: list[list[tuple[float, float]]], centre: bool
) -> None:
    reader = InkReader()
    for step in range(4):
        count = data.draw(st.integers(1, len(strokes)))
        points = data.draw(st.integers(1, len(strokes[count - 1])))
        grown = [*strokes[: count - 1], strokes[count - 1][:points]]
        brush = 24 if step < 3 else 30
        found = reader.read(grown, 280, brush=brush, centre=centre, size=28)
        np.testing.assert_array_equal(found, glasscnn.ink_to_image(grown, brush=brush, centre=centre))


# What is refused


@pytest.mark.parametrize(
    ("strokes", "sentence"),
    [
        ([[(1, 2, 3)]], r"stroke 1: expected points of shape \(n, 2\), found \(1, 3\)"),
        ([SEVEN[0], [5, 6]], r"stroke 2: expected points of shape \(n, 2\), found \(2,\)"),
        ([[(1, float("nan"))]], "stroke 1: expected finite coordinates"),
        ([[(1, float("inf"))]], "stroke 1: expected finite coordinates"),
        (["abc"], "stroke 1: expected a list of"),
        ([[(1, 2), (3,)]], "stroke 1: expected a list of"),
    ],
)
def test_invalid_strokes_are_refused_with_their_number(strokes: Any, sentence: str) -> None:
    with pytest.raises(glasscnn.InkError, match=sentence):
        glasscnn.ink_to_image(strokes)


@pytest.mark.parametrize("sizes", [{"canvas_size": 0}, {"brush": -1}, {"size": 0}, {"canvas_size": float("nan")}])
def test_sizes_that_are_not_positive_are_refused(sizes: dict[str, float]) -> None:
    with pytest.raises(glasscnn.InkError, match="larger than 0"):
        glasscnn.ink_to_image(SEVEN, **sizes)  # type: ignore[arg-type]


def test_other_image_sizes_show_the_same_drawing() -> None:
    coarse, fine = glasscnn.ink_to_image(SEVEN)[0], glasscnn.ink_to_image(SEVEN, size=56)[0]
    averaged = fine.reshape(28, 2, 28, 2).mean(axis=(1, 3))
    assert np.abs(coarse - averaged).mean() < 0.05


def test_placement_as_drawn_only_scales() -> None:
    placement = place_as_drawn(280, 24, 28)
    np.testing.assert_allclose(placement.apply(np.array([[280, 140]], np.float32)), [[28, 14]])
    assert placement.radius == pytest.approx(1.2)


@pytest.fixture(scope="module")
def mnist_test_images(mnist_folder: Path) -> np.ndarray:
    data = gzip.decompress((mnist_folder / "t10k-images-idx3-ubyte.gz").read_bytes())
    return np.frombuffer(data, np.uint8, offset=16).reshape(-1, 28, 28)
