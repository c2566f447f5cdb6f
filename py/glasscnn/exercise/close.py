"""Compares a result with what is expected, and says in one sentence what differs, where, and often why."""

import numpy as np
import numpy.typing as npt

from glasscnn.exercise.causes import cause_of, cause_of_shape
from glasscnn.names import one_line

Cell = tuple[int, ...]


class Different(AssertionError):  # noqa: N818 (a finding of a check, not a fault)
    """A result that is not what was expected; `cell` is the index of the first number that differs, if one does."""

    def __init__(self, sentence: str, cell: Cell | None = None) -> None:
        super().__init__(one_line(sentence))
        self.cell = cell


def close(
    actual: npt.ArrayLike, expected: npt.ArrayLike, rtol: float = 1e-4, atol: float = 1e-5, hint: str = ""
) -> None:
    """Raise `Different` unless |actual − expected| ≤ atol + rtol · |expected| for every number.

    Shapes are compared first and are never broadcast, then the kind of numbers, then whether they are finite. `hint` is
    added to the sentence.
    """
    wanted = np.asarray(expected)
    found = as_numbers(actual, wanted, hint)
    if found.shape != wanted.shape:
        sentence = f"expected the shape {wanted.shape}, found {found.shape}"
        raise Different(joined(sentence, cause_of_shape(found.shape, wanted.shape), hint))
    x, y = found.astype(np.float64), wanted.astype(np.float64)
    differs = ~np.isclose(x, y, rtol, atol, equal_nan=True)
    broken = differs & ~np.isfinite(x)
    if broken.any():
        sentence = f"{count(broken)} not finite{first_place(broken, x, y)}"
        raise Different(joined(sentence, "", hint), first(broken))
    if differs.any():
        sentence = f"{count(differs)} different{first_place(differs, x, y)}"
        raise Different(joined(sentence, cause_of(x, y, rtol, atol), hint), first(differs))


def as_numbers(actual: npt.ArrayLike, expected: npt.NDArray[np.generic], hint: str) -> npt.NDArray[np.generic]:
    """The result as an array of numbers; raises `Different` if it is not one."""
    if actual is None:
        raise Different(joined("expected numbers, found None", "Does the function end without a return?", hint))
    try:
        found = np.asarray(actual)
    except ValueError:
        sentence = f"expected an array, found a {type(actual).__name__} whose rows have different lengths"
        raise Different(joined(sentence, "", hint)) from None
    if found.dtype.kind not in {*"iuf", expected.dtype.kind}:
        kind = {"b": "True and False", "c": "complex numbers"}.get(found.dtype.kind, f"a {type(actual).__name__}")
        raise Different(joined(f"expected numbers, found {kind}", "", hint))
    return found


def count(cells: npt.NDArray[np.bool_]) -> str:
    """How many of the numbers are meant: “3 of 10 numbers are”."""
    number = int(cells.sum())
    if cells.size == 1:
        return "the number is"
    return f"{number:,} of {cells.size:,} numbers {'is' if number == 1 else 'are'}"


def first(cells: npt.NDArray[np.bool_]) -> Cell:
    """The index of the first true cell."""
    return tuple(int(index) for index in np.unravel_index(int(cells.argmax()), cells.shape))


def first_place(cells: npt.NDArray[np.bool_], found: npt.NDArray[np.float64], wanted: npt.NDArray[np.float64]) -> str:
    """The first place that is meant, with both numbers."""
    place = first(cells)
    numbers = f"expected {show(wanted[place], found[place])}, found {show(found[place], wanted[place])}"
    return f"; the first at {list(place)}: {numbers}" if cells.size > 1 else f": {numbers}"


def show(value: float, other: float) -> str:
    """A number with so many digits that it does not look like the other one."""
    return next((text for digits in (4, 6, 9) if (text := f"{value:.{digits}g}") != f"{other:.{digits}g}"), repr(value))


def joined(sentence: str, cause: str, hint: str) -> str:
    """The sentence, followed by the likely cause and the hint."""
    parts = [f"{sentence[0].upper()}{sentence[1:]}", cause, hint]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)
