"""A person's text as a module."""

import sys
from types import ModuleType
from typing import Any

import numpy as np

from glasscnn.own.source import MODULE, compile_text

NAME = MODULE.removesuffix(".py")


class OwnModule:
    """The module that a person's text defines; every text gets a new one, so nothing is left of the text before."""

    def __init__(self) -> None:
        self.module = ModuleType(NAME)

    @property
    def names(self) -> dict[str, Any]:
        """What the text has defined, and `np`."""
        return vars(self.module)

    def run(self, text: str) -> None:
        """Execute a text; raises SyntaxError, and whatever the text raises."""
        code = compile_text(text, MODULE)
        sys.modules[NAME] = self.module  # where dataclasses look for it
        self.names.update(__file__=MODULE, np=np)
        exec(code, self.names)
