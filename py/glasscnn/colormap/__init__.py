"""Where numbers become colours: tables of 256 colours and the painter that looks them up."""

from glasscnn.colormap.paint import Painter, value_range
from glasscnn.colormap.tables import Table, diverging, grey, sequential

__all__ = ["Painter", "Table", "diverging", "grey", "sequential", "value_range"]
