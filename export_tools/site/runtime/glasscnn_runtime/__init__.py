"""What stands between Pyodide and glasscnn in the worker: a quick `import numpy`, and modules on demand."""

from .after_restore import reseed
from .fast_numpy_import import import_numpy
from .initial_session import begin_with, take_beginning
from .lazy_modules import open_attic

__all__ = ["begin_with", "import_numpy", "open_attic", "reseed", "take_beginning"]
