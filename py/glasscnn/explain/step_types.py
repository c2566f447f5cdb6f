"""Data types for the explanation of a cell: steps, and the terms that a step sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class Term(NamedTuple):
    """One summand of a step, and the cell or the map that it comes from.

    A convolution has one term per input channel, with the window's `inputs`, the kernel's `weights` and their
    `products`, row by row; other steps have one per input number, at `row` and `column`.
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
    """The rows and columns of the input map under a window; those of the padding lie outside `height` × `width`."""

    rows: list[int]
    columns: list[int]
    height: int
    width: int


@dataclass(frozen=True)
class Rest:
    """The number and the sum of the terms that were left out."""

    count: int
    value: float


class Source(NamedTuple):
    """The one map that a step reads."""

    node: str
    stage: str | None
    channel: int


@dataclass(frozen=True)
class Step:
    """The computation of one node for a cell; only the fields that apply to its op are set.

    The op of a mask that makes a number 0 is "mute", that of a layer which is left out "identity".
    """

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
    parameters: Mapping[str, Any] | None = None
    operands: tuple[Term, ...] = ()
    factor: float | None = None

    @property
    def summands(self) -> tuple[float, ...]:
        """The numbers that sum to the step's value: terms, their rest and the bias, or the summands of a mean."""
        if self.terms:
            rest = None if self.rest is None else self.rest.value
            return (*(term.value for term in self.terms), *(part for part in (rest, self.bias) if part is not None))
        if self.candidates and self.count is not None:
            return tuple(number / self.count for number in self.candidates if number is not None)
        return (self.value,)
