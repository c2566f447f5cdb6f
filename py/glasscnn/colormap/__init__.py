"""Converts numbers to colours: tables of 256 colours, and the painter that looks them up."""

from glasscnn.colormap.paint import Bound, Colours, Painter, map_ranges, packed, value_range
from glasscnn.colormap.tables import ON_WHITE, SEQUENTIAL_PATHS, Table, diverging, grey, sequential

__all__ = [
    "ON_WHITE",
    "SEQUENTIAL_PATHS",
    "Bound",
    "Colours",
    "Painter",
    "Table",
    "diverging",
    "grey",
    "map_ranges",
    "packed",
    "sequential",
    "value_range",
]
