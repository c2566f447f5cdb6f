"""A console: a line of Python is executed beside a person's module, and its last expression is shown."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from reprlib import Repr
from typing import Any

import numpy as np

from glasscnn.own.source import CONSOLE, compile_tree

MAX_SHOWN = 2_000
LAST = "_"


@dataclass(frozen=True)
class Shown:
    """A value, and the text that shows it; the text of None is empty."""

    text: str
    value: object


class Console:
    """The variables of a console; they stay when the module beside it changes."""

    def __init__(self) -> None:
        self.assigned: dict[str, Any] = {}

    def names(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Everything that a line can use: what is given, and what lines have assigned."""
        return {**given, **self.assigned}

    def run(self, line: str, given: Mapping[str, Any]) -> Shown:
        """Execute a line, or several, with these names; raises SyntaxError, and whatever the line raises."""
        tree = ast.parse(line, CONSOLE)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        before = self.names(given)
        names = {**before, "__name__": CONSOLE}
        value = None
        try:
            exec(compile_tree(tree, line, CONSOLE, "exec"), names)
            if isinstance(last, ast.Expr):
                value = eval(compile_tree(ast.Expression(last.value), line, CONSOLE, "eval"), names)
        finally:
            self.keep(names, before)
        if value is not None:
            self.assigned[LAST] = value
        return Shown("" if value is None else shown(value), value)

    def keep(self, names: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        """Keep what a line has assigned; what it has deleted comes back if it was given."""
        changed = {name: value for name, value in names.items() if name not in before or before[name] is not value}
        kept = {name: value for name, value in self.assigned.items() if name in names}
        self.assigned = {**kept, **{name: value for name, value in changed.items() if not name.startswith("__")}}


class Short(Repr):
    """Bounded representations: long collections and texts are cut, large arrays summarised."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = MAX_SHOWN
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdict = 30
        self.maxlevel = 4
        self.maxlong = 200


def shown(value: object) -> str:
    """The value as text of bounded length."""
    with np.printoptions(threshold=200, edgeitems=3, linewidth=100, suppress=True, precision=4):
        text = repr(value) if isinstance(value, np.ndarray) else Short().repr(value)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"
