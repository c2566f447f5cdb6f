"""The colours of stages: the current colour tables, and the ranges of values that they span."""

from collections.abc import Iterable

import numpy as np

from glasscnn.bridge.stage_views import View
from glasscnn.colormap import (
    ON_WHITE,
    SEQUENTIAL_PATHS,
    Bound,
    Colours,
    Table,
    diverging,
    grey,
    map_ranges,
    packed,
    sequential,
)
from glasscnn.colormap import value_range as range_of
from glasscnn.errors import QuestionError

SCOPES = ("map", "stage", "network")
Range = tuple[Bound, Bound]


class Palette:
    """The colour tables by use, and the scope: each map, each stage or the whole network has its own range.

    The image and the probabilities always span 0 … 1. A vector has one range in every scope, since a range for a single
    number would be meaningless.
    """

    def __init__(self, scope: str = "stage", colormap: str = "ember") -> None:
        """Raises QuestionError for an unknown scope or colormap."""
        if scope not in SCOPES:
            raise QuestionError(f"there is no scope {scope!r}; there are {', '.join(SCOPES)}")
        if colormap not in SEQUENTIAL_PATHS:
            raise QuestionError(f"there is no colormap {colormap!r}; there are {', '.join(SEQUENTIAL_PATHS)}")
        self.scope = scope
        self.tables: dict[str, Table] = {
            "sequential": sequential(colormap),
            "diverging": diverging(on_white=colormap in ON_WHITE),
            "grey": grey(),
        }
        self.colours: dict[str, Colours] = {name: packed(table) for name, table in self.tables.items()}

    def plain_tables(self) -> dict[str, list[int]]:
        """The tables as flat lists."""
        return {name: table.reshape(-1).tolist() for name, table in self.tables.items()}

    def largest_of_all(self, views: Iterable[View]) -> float:
        """The largest magnitude in all stages: the range of the whole network."""
        return max((range_of(view.values, signed=True)[1] for view in views if not view.is_fixed), default=1.0)

    def range_of(self, view: View, largest_of_all: float) -> Range:
        """The range that the colours of a stage span: two numbers, or two for each map."""
        signed = view.colormap == "diverging"
        if view.is_fixed:
            return 0.0, 1.0
        if self.scope == "network":
            return (-largest_of_all if signed else 0.0), largest_of_all
        if self.scope == "map" and view.values.ndim == 3:
            return map_ranges(view.values, signed)
        return range_of(view.values, signed)


def same_range(one: Range | None, other: Range) -> bool:
    """Whether two ranges are equal."""
    if one is None:
        return False
    if isinstance(other[1], float):
        return one == other
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
