"""`import numpy` without what the page never uses of it: linear algebra in C, docstrings of C functions, ctypes."""

import importlib
import sys
from types import ModuleType

NOT_NEEDED = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars", "numpy.linalg._umath_linalg")


class Later(ModuleType):
    """Stands for a module until something of it is used; then it is imported and gives its own."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        sys.modules.pop(self.__name__, None)
        return getattr(importlib.import_module(self.__name__), name)


def import_numpy() -> None:
    """Import NumPy; what was left out is imported in its turn when it is used."""
    for name in NOT_NEEDED:
        sys.modules[name] = Later(name)
    sys.modules["ctypes"] = None  # type: ignore[assignment]  # this is how an import is made to fail
    try:
        importlib.import_module("numpy")
    finally:
        del sys.modules["ctypes"]
        for name in NOT_NEEDED:
            sys.modules.pop(name, None)
