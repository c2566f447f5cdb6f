"""Where numbers become colours: tables of 256 colours and the painter that looks them up."""

from glasscnn.colormap.paint import Painter, packed, value_range
from glasscnn.colormap.tables import Table, diverging, grey, sequential

__all__ = ["Painter", "Table", "diverging", "grey", "packed", "sequential", "value_range"]
