"""How stages are coloured: which tables are in force, and what their colours span."""

from collections.abc import Iterable

import numpy as np

from glasscnn.bridge.stage_views import View
from glasscnn.colormap import SEQUENTIAL_PATHS, Bound, Colours, Table, diverging, grey, map_ranges, packed, sequential
from glasscnn.colormap import value_range as range_of
from glasscnn.errors import QuestionError

SCOPES = ("map", "stage", "network")
Range = tuple[Bound, Bound]


class Palette:
    """The tables by their use, and the scope: every map, every stage or the whole network has a range of its own.

    The image and the probabilities always span 0 … 1. Vectors have one range in every scope: a range for a single
    number would say nothing.
    """

    def __init__(self, scope: str = "stage", colormap: str = "ember") -> None:
        """Raises QuestionError for another scope or colormap than there are."""
        if scope not in SCOPES:
            raise QuestionError(f"there is no scope {scope!r}; there are {', '.join(SCOPES)}")
        if colormap not in SEQUENTIAL_PATHS:
            raise QuestionError(f"there is no colormap {colormap!r}; there are {', '.join(SEQUENTIAL_PATHS)}")
        self.scope = scope
        self.tables: dict[str, Table] = {
            "sequential": sequential(colormap),
            "diverging": diverging(),
            "grey": grey(),
        }
        self.colours: dict[str, Colours] = {name: packed(table) for name, table in self.tables.items()}

    def plain_tables(self) -> dict[str, list[int]]:
        """The tables as flat lists."""
        return {name: table.reshape(-1).tolist() for name, table in self.tables.items()}

    def largest_of_all(self, views: Iterable[View]) -> float:
        """The largest number of all stages, with either sign: what the whole network's colours span."""
        return max((range_of(view.values, signed=True)[1] for view in views if not view.is_fixed), default=1.0)

    def range_of(self, view: View, largest_of_all: float) -> Range:
        """What the colours of a stage span: two numbers, or two for each map."""
        signed = view.colormap == "diverging"
        if view.is_fixed:
            return 0.0, 1.0
        if self.scope == "network":
            return (-largest_of_all if signed else 0.0), largest_of_all
        if self.scope == "map" and view.values.ndim == 3:
            return map_ranges(view.values, signed)
        return range_of(view.values, signed)


def same_range(one: Range | None, other: Range) -> bool:
    """Whether two ranges are the same numbers."""
    if one is None:
        return False
    if isinstance(other[1], float):
        return one == other
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
