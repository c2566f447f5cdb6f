"""What a person takes home of a reading: its arrays, and a script or a notebook that computes them again.

Imported when somebody asks for it, not before: it needs modules that the page's start can do without.
"""

from glasscnn.take.activations import activations
from glasscnn.take.cells import Drawing, cells_of
from glasscnn.take.notebook import notebook, script

__all__ = ["Drawing", "activations", "cells_of", "notebook", "script"]
