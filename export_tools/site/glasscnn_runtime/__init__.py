"""What stands between Pyodide and glasscnn in the worker: a quick `import numpy`, and modules on demand."""

from .attic import open_attic
from .quick_numpy import import_numpy
from .waking import reseed

__all__ = ["import_numpy", "open_attic", "reseed"]
