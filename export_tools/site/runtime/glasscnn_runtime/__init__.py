"""Support for glasscnn in the worker: a faster `import numpy`, modules loaded on demand, and the initial session."""

from .after_restore import reseed
from .fast_numpy_import import import_numpy
from .initial_session import create_initial_session, take_initial_session
from .lazy_modules import open_lazy_archives

__all__ = ["create_initial_session", "import_numpy", "open_lazy_archives", "reseed", "take_initial_session"]
