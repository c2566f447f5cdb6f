"""Exports of a reading: its arrays, and a script or notebook that computes them.

Imported on first use, since it needs modules that the page's start does not.
"""

from glasscnn.codegen.activations_npz import activations
from glasscnn.codegen.formats import notebook, script
from glasscnn.codegen.notebook_cells import Drawing, cells_of

__all__ = ["Drawing", "activations", "cells_of", "notebook", "script"]
