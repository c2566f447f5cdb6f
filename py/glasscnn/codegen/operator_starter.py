"""The readable operators as files of their own, for people to change: imports, the operator, and what it uses."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from glasscnn import ops
from glasscnn.codegen.operator_source import Definition, collect, definitions

STANDARD = {
    "math": "import math",
    "Callable": "from collections.abc import Callable",
    "Sequence": "from collections.abc import Sequence",
}
NUMPY = {"np": "import numpy as np", "npt": "import numpy.typing as npt"}
"""The imports of the names that `ops` does not define, in the order in which they are written."""


@dataclass(frozen=True)
class Starter:
    """An operator as array code and as loops; each is a module that defines the function `op`."""

    op: str
    array: str
    loops: str


def operator_starters(names: Iterable[str]) -> Iterator[Starter]:
    """The starters of these operators. Raises KeyError if there is no such operator."""
    defined = dict(definitions(Path(ops.__file__).parent))
    for name in names:
        yield Starter(name, module(name, name, defined), module(name, f"{name}_loops", defined))


def module(op: str, name: str, defined: Mapping[str, tuple[Definition, str]]) -> str:
    """The function `name`, called `op`, before the functions that it calls."""
    needed: list[str] = []
    collect(name, defined, needed)
    types = [each for each in needed if isinstance(defined[each][0], ast.Assign)]
    functions = [defined[each][1] for each in reversed(needed) if each not in types]
    functions[0] = re.sub(rf"\bdef {name}\b", f"def {op}", functions[0])
    head = [*import_blocks([defined[each][0] for each in needed]), "\n".join(defined[each][1] for each in types)]
    return "\n\n\n".join(["\n\n".join(head), *functions]) + "\n"


def import_blocks(nodes: Iterable[Definition]) -> list[str]:
    """The imports that these definitions need: of the standard library, and of NumPy, which is always there."""
    used = {node.id for definition in nodes for node in ast.walk(definition) if isinstance(node, ast.Name)} | {"np"}
    blocks = ("\n".join(line for name, line in block.items() if name in used) for block in (STANDARD, NUMPY))
    return [block for block in blocks if block]
