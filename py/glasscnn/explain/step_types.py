"""What is told of a cell: its steps, and the terms that a step adds up."""

from dataclasses import dataclass
from typing import Any, NamedTuple


class Term(NamedTuple):
    """One number that a step adds up, and the cell or the map that it comes from.

    A convolution has one term for each input channel, with the window's `inputs`, the kernel's `weights` and their
    `products`, row by row; all others have one for each input number, at `row` and `column`.
    """

    node: str
    stage: str | None
    channel: int
    value: float
    row: int | None = None
    column: int | None = None
    input: float | None = None
    weight: float | None = None
    inputs: list[float] | None = None
    weights: list[float] | None = None
    products: list[float] | None = None


class Window(NamedTuple):
    """The rows and columns of the input map that a window covers; the padding's lie outside of `height` × `width`."""

    rows: list[int]
    columns: list[int]
    height: int
    width: int


@dataclass(frozen=True)
class Rest:
    """The terms that were left out: how many, and their sum."""

    count: int
    value: float


class Source(NamedTuple):
    """The one map that a step reads."""

    node: str
    stage: str | None
    channel: int


@dataclass(frozen=True)
class Step:
    """What one node does on the way to a cell; only the fields of its op are set."""

    op: str
    node: str
    value: float
    before: float | None = None
    bias: float | None = None
    terms: tuple[Term, ...] = ()
    rest: Rest | None = None
    window: Window | None = None
    source: Source | None = None
    candidates: list[float | None] | None = None
    winner: tuple[int, int] | None = None
    count: int | None = None
    norm: dict[str, float] | None = None
    softmax: dict[str, Any] | None = None
    maximum: float | None = None
    slope: float | None = None

    @property
    def summands(self) -> tuple[float, ...]:
        """What adds up to the step's value: its terms, the rest of them and the bias, or a mean's shares."""
        if self.terms:
            rest = None if self.rest is None else self.rest.value
            return (*(term.value for term in self.terms), *(part for part in (rest, self.bias) if part is not None))
        if self.candidates and self.count is not None:
            return tuple(number / self.count for number in self.candidates if number is not None)
        return (self.value,)
