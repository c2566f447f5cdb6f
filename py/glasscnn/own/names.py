"""Completion: the names in a dotted expression, found without running anything."""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

import numpy as np

MAX_NAMES = 1_000
UNKNOWN = object()


@dataclass(frozen=True)
class Name:
    """A name, and whether it is a module, class, function or variable."""

    name: str
    kind: str


def names_of(expression: str, names: Mapping[str, object], source: str) -> list[Name]:
    """The public names in the value of a dotted expression such as `np.linalg`; for an empty one, all that are known.

    `names` are those of the code that ran last, to which the imports in `source` are added. The result is empty for
    anything but names with dots between them.
    """
    known = {**imported(source), **names}
    if not expression:
        return listed(known)
    first, *others = expression.split(".")
    value = known.get(first, UNKNOWN)
    for name in others:
        value = member(value, name)
        if inspect.isdatadescriptor(value):
            return []  # its value would have to be computed
    if value is UNKNOWN:
        return []
    return listed({name: member(value, name) for name in dir(value)})


def listed(names: Mapping[str, object]) -> list[Name]:
    """The public names with their kinds, in the order of the alphabet."""
    public = sorted(name for name in names if not name.startswith("_"))
    return [Name(name, kind_of(names[name])) for name in public[:MAX_NAMES]]


def member(value: object, name: str) -> object:
    """What a name in a value stands for, or `UNKNOWN`; neither properties nor `__getattr__` are called."""
    if isinstance(value, np.ndarray | np.generic):
        return getattr(type(value), name, UNKNOWN)
    return inspect.getattr_static(value, name, UNKNOWN)


def kind_of(value: object) -> str:
    """Module, class, function or variable."""
    if inspect.ismodule(value):
        return "module"
    if inspect.isclass(value):
        return "class"
    return "function" if isinstance(value, staticmethod | classmethod) or callable(value) else "variable"


def imported(source: str) -> dict[str, object]:
    """What the imports in a text define, also while the rest of it is being written; only modules that are loaded."""
    found: dict[str, object] = {}
    for line in source.splitlines():
        if line.lstrip().startswith(("import ", "from ")):
            try:
                statements = ast.parse(line.strip()).body
            except SyntaxError:
                continue
            found.update(binding for statement in statements for binding in bindings(statement))
    return found


def bindings(statement: ast.stmt) -> Iterator[tuple[str, object]]:
    """The names that an import defines, with their values."""
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            module = alias.name if alias.asname else alias.name.partition(".")[0]
            yield from loaded(alias.asname or module, module)
    elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
        for alias in statement.names:
            value = member(sys.modules.get(statement.module), alias.name)
            if value is not UNKNOWN:
                yield alias.asname or alias.name, value
            else:
                yield from loaded(alias.asname or alias.name, f"{statement.module}.{alias.name}")


def loaded(name: str, module: str) -> Iterator[tuple[str, ModuleType]]:
    """The name with the module, if that is loaded."""
    if module in sys.modules:
        yield name, sys.modules[module]
