"""`import numpy` without what the page never uses: linear algebra in C, docstrings of C functions, ctypes, pickle."""

import importlib
import sys
from contextlib import suppress
from types import ModuleType

NOT_NEEDED = (
    "numpy._core._add_newdocs",
    "numpy._core._add_newdocs_scalars",
    "numpy.linalg._umath_linalg",
    "pickle",  # NumPy needs it for arrays of objects only
    "platform",  # for numpy.show_runtime
)


class LazyModule(ModuleType):
    """A placeholder for a module, which is imported when one of its attributes is first used."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def import_numpy() -> None:
    """Import NumPy, and its fast loops if they are there; the modules that were left out are imported on first use."""
    for name in NOT_NEEDED:
        sys.modules[name] = LazyModule(name)
    sys.modules["ctypes"] = None  # type: ignore[assignment]  # this is how an import is made to fail
    try:
        importlib.import_module("numpy")
        with suppress(ModuleNotFoundError):  # the browser has no SIMD
            importlib.import_module("fast_loops")
    finally:
        del sys.modules["ctypes"]
        for name in NOT_NEEDED:
            sys.modules.pop(name, None)
