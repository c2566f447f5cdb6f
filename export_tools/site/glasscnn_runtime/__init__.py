"""What stands between Pyodide and glasscnn in the worker: a quick `import numpy`, and modules on demand."""

from .attic import open_attic
from .beginning import begin_with, take_beginning
from .quick_numpy import import_numpy
from .waking import reseed

__all__ = ["begin_with", "import_numpy", "open_attic", "reseed", "take_beginning"]
