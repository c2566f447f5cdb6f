"""Support for glasscnn in the worker: a faster `import numpy`, modules loaded on demand, and the initial session."""

from .after_restore import reseed
from .fast_numpy_import import import_numpy
from .initial_session import begin_with, take_beginning
from .lazy_modules import open_attic

__all__ = ["begin_with", "import_numpy", "open_attic", "reseed", "take_beginning"]
