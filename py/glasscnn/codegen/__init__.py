"""What a person takes home of a reading: its arrays, and a script or a notebook that computes them again.

Imported when somebody asks for it, not before: it needs modules that the page's start can do without.
"""

from glasscnn.codegen.activations_npz import activations
from glasscnn.codegen.formats import notebook, script
from glasscnn.codegen.notebook_cells import Drawing, cells_of

__all__ = ["Drawing", "activations", "cells_of", "notebook", "script"]
