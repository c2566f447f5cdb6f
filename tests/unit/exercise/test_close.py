"""`close` compares shapes before numbers, names the first place, and names a cause only if it explains everything."""

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasscnn.exercise import Different, close, numbers
from glasscnn.exercise.numbers import numbers_loops

MAPS = numbers((2, 3, 5, 5), seed=4)
SQUARE = numbers((4, 4), seed=5)


def refused(actual: Any, expected: Any, **options: Any) -> Different:
    with pytest.raises(Different) as caught:
        close(actual, expected, **options)
    return caught.value


def test_equal_numbers_pass_whatever_holds_them() -> None:
    close(np.float32(0.1), 0.1)
    close([[1, 2], [3, 4]], np.array([[1.0, 2.0], [3.0, 4.0]]))
    close(MAPS.astype(np.float64), MAPS)
    close([np.inf, np.nan, -np.inf], [np.inf, np.nan, -np.inf])
    close(np.zeros((0, 3)), np.zeros((0, 3)))


def test_tolerance_grows_with_the_expected_number() -> None:
    close([1000.0], [1000.09])
    assert "found 1000" in str(refused([1000.0], [1000.2]))
    close([1000.0], [1000.2], rtol=1e-3)
    close([0.0], [0.9e-5])
    refused([0.0], [1.1e-5])


@pytest.mark.parametrize("shape", [(1,), (3,), (1, 3), (2, 1), ()])
def test_shapes_are_never_broadcast(shape: tuple[int, ...]) -> None:
    assert np.allclose(np.ones(shape), np.ones((2, 3)))
    error = refused(np.ones(shape), np.ones((2, 3)))
    assert str(error).startswith(f"Expected the shape (2, 3), found {shape}.")
    assert error.cell is None


@pytest.mark.parametrize(
    ("found", "wanted", "cause"),
    [
        ((3, 2), (2, 3), "The last two axes are exchanged."),
        (
            (1, 4, 26, 26),
            (1, 4, 28, 28),
            "The maps are 2 cells smaller: is the padding missing, or is the stride another?",
        ),
        (
            (1, 4, 9, 9),
            (1, 4, 8, 8),
            "The maps are 1 cell larger: is there too much padding, or is the stride another?",
        ),
        ((4, 28, 28), (1, 4, 28, 28), "The first axis, that of the images, is missing."),
        ((2, 10, 1, 1), (2, 10), "There is an axis of length 1 too many."),
        ((2, 10), (2, 10, 1), "An axis of length 1 is missing."),
        ((6,), (2, 3), "The number of numbers is right: a reshape is missing, or is the wrong one."),
        ((2, 7), (2, 3), None),
    ],
)
def test_cause_of_a_wrong_shape(found: tuple[int, ...], wanted: tuple[int, ...], cause: str | None) -> None:
    sentence = str(refused(np.zeros(found), np.ones(wanted)))
    assert sentence == f"Expected the shape {wanted}, found {found}." + (f" {cause}" if cause else "")


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (None, "Expected numbers, found None. Does the function end without a return?"),
        ("seven", "Expected numbers, found a str."),
        ([[1], [2, 3]], "Expected an array, found a list whose rows have different lengths."),
        ([True, False], "Expected numbers, found True and False."),
        ([1j, 2], "Expected numbers, found complex numbers."),
        ([print, len], "Expected numbers, found a list."),
    ],
)
def test_what_is_no_array_of_numbers_is_named(found: Any, sentence: str) -> None:
    assert str(refused(found, [1.0, 2.0])) == sentence


def test_numbers_that_are_not_finite_come_before_those_that_differ() -> None:
    error = refused([[5.0, np.nan], [np.inf, 1.0]], [[1.0, 2.0], [3.0, 1.0]])
    assert str(error) == "2 of 4 numbers are not finite; the first at [0, 1]: expected 2, found nan."
    assert error.cell == (0, 1)
    assert str(refused(np.inf, 3)) == "The number is not finite: expected 3, found inf."


def test_first_place_and_both_numbers_are_named() -> None:
    found = MAPS.copy()
    found[1, 2, 3, 4] = 9
    found[1, 2, 4, 0] = 9
    error = refused(found, MAPS, hint="look there")
    value = f"{MAPS[1, 2, 3, 4]:.4g}"
    assert str(error) == (
        f"2 of 150 numbers are different; the first at [1, 2, 3, 4]: expected {value}, found 9. look there."
    )
    assert error.cell == (1, 2, 3, 4)
    assert str(refused(2, 3)) == "The number is different: expected 3, found 2."
    assert str(refused([1, 2], [1, 7])).startswith("1 of 2 numbers is different; the first at [1]: ")


def test_numbers_are_shown_with_as_many_digits_as_tell_them_apart() -> None:
    assert "expected 1.000004, found 1.000001" in str(refused(1.000001, 1.000004, rtol=0, atol=1e-9))
    assert "expected 1.0002, found 1" in str(refused(1.0, 1.0002))


CAUSES = {
    "zeros": (np.zeros_like(MAPS), MAPS, "All numbers are 0."),
    "negated": (-MAPS, MAPS, "Every sign is the opposite."),
    "negated number": (np.array(-3.0), np.array(3.0), "The sign is the opposite."),
    "without signs": (np.abs(MAPS), MAPS, "Every negative number has lost its sign."),
    "transposed": (SQUARE.T, SQUARE, "Rows and columns are exchanged: is something transposed, or are i and j?"),
    "transposed maps": (MAPS.swapaxes(2, 3), MAPS, "Rows and columns are exchanged: "),
    "flipped kernel": (MAPS[..., ::-1, ::-1], MAPS, "The result is turned by 180°: is the kernel flipped?"),
    "mirrored": (MAPS[..., ::-1], MAPS, "Left and right are exchanged."),
    "upside down": (MAPS[..., ::-1, :], MAPS, "Top and bottom are exchanged."),
    "reversed": (SQUARE[0, ::-1], SQUARE[0], "The numbers are in the reverse order."),
    "sum for mean": (MAPS * 9, MAPS, "Every number is 9 times too large."),
    "mean for sum": (MAPS / 4, MAPS, "Every number is 4 times too small."),
    "negative factor": (MAPS * -2, MAPS, "Every number is -2 times the expected one."),
    "constant added": (MAPS + 0.5, MAPS, "Every number is 0.5 too large."),
    "constant missing": (MAPS - 0.25, MAPS, "Every number is 0.25 too small."),
    "no bias": (
        MAPS - np.arange(1, 4).reshape(3, 1, 1),
        MAPS,
        "The difference is the same all over each channel: is the bias missing, or not the right one?",
    ),
    "no bias of a linear layer": (
        SQUARE - np.arange(1, 5),
        SQUARE,
        "The difference is the same all over each channel: ",
    ),
    "right": (np.roll(MAPS, 1, axis=3), MAPS, "Everything is moved one cell right."),
    "left": (np.roll(MAPS, -1, axis=3), MAPS, "Everything is moved one cell left."),
    "down": (np.roll(MAPS, 1, axis=2), MAPS, "Everything is moved one cell down."),
    "up": (np.roll(MAPS, -1, axis=2), MAPS, "Everything is moved one cell up."),
    "list moved": (np.roll(SQUARE[0], 1), SQUARE[0], "Everything is moved one place to the right."),
    "integers": (
        (MAPS * 9).astype(int),
        MAPS * 9,
        "The decimals are lost: are the results stored in an array of integers?",
    ),
    "rounded": (np.round(MAPS, 2), MAPS, "The numbers are rounded."),
    "half": (MAPS.astype(np.float16), MAPS, "The numbers are rounded to float16."),
    "reshaped": (
        np.moveaxis(MAPS, 1, -1).reshape(MAPS.shape),
        MAPS,
        "These are the right numbers in another order: does a reshape need a transpose before it?",
    ),
}


@pytest.mark.parametrize(("found", "wanted", "cause"), CAUSES.values(), ids=CAUSES)
def test_cause_is_recognised(found: np.ndarray, wanted: np.ndarray, cause: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sentence = str(refused(found, wanted))
    assert cause in sentence


@pytest.mark.parametrize("name", [name for name in CAUSES if name != "negated number"])
def test_cause_is_not_named_if_one_number_is_not_explained(name: str) -> None:
    found, wanted, cause = CAUSES[name]
    found = found.astype(np.float64)
    found[tuple(side // 2 for side in found.shape)] += 77.7
    assert cause not in str(refused(found, wanted))


def test_unrelated_numbers_have_no_cause() -> None:
    sentence = str(refused(numbers((2, 3, 4, 4)), numbers((2, 3, 4, 4), seed=1)))
    assert sentence.count(". ") == 0


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0, np.inf, np.nan]), min_size=1, max_size=8), st.data())
@settings(max_examples=100, deadline=None)
def test_any_two_arrays_are_equal_or_refused_with_the_place(found: list[float], data: st.DataObject) -> None:
    wanted = data.draw(st.permutations(found))
    same = np.array_equal(found, wanted, equal_nan=True)
    if same:
        close(found, wanted)
    else:
        assert refused(found, wanted).cell is not None


@pytest.mark.parametrize(("shape", "seed"), [(7, 0), ((), 3), ((0,), 1), ((2, 3, 4), 2), ((5, 5), 12345), ((3,), -1)])
def test_numbers_equal_their_loops(shape: int | tuple[int, ...], seed: int) -> None:
    found = numbers(shape, seed)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, numbers_loops(shape, seed))


def test_numbers_are_spread_evenly_and_differ_from_seed_to_seed() -> None:
    found = numbers(20_000)
    assert found.min() >= -1
    assert found.max() < 1
    counts = np.histogram(found, bins=10, range=(-1, 1))[0]
    assert counts.min() > 1850
    assert counts.max() < 2150
    assert abs(np.corrcoef(found[:-1], found[1:])[0, 1]) < 0.03
    for seed in (1, 2, 3):
        assert abs(np.corrcoef(found, numbers(20_000, seed))[0, 1]) < 0.03
    assert len(np.unique(found)) > 19_900
