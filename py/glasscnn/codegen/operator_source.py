"""The source code of the readable operators that a network needs."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from glasscnn import ops

Definition = ast.FunctionDef | ast.ClassDef | ast.Assign


def operator_sources(names: Iterable[str]) -> str:
    """The source of these operators and of everything they use, in an order that runs."""
    defined = dict(definitions(Path(ops.__file__).parent))
    needed: list[str] = []
    for name in sorted(set(names)):
        collect(name, defined, needed)
    return "\n\n\n".join(defined[name][1] for name in needed)


def definitions(folder: Path) -> Iterator[tuple[str, tuple[Definition, str]]]:
    """Every function, class and type that the modules of a folder define: name → (syntax tree, source)."""
    for path in sorted(folder.glob("*.py")):
        text = path.read_text("utf-8")
        lines = text.splitlines()
        for node in ast.parse(text).body:
            source = "\n".join(lines[node.lineno - 1 : node.end_lineno])  # quicker than ast.get_source_segment
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield node.name, (node, source)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                yield node.targets[0].id, (node, source)


def collect(name: str, defined: Mapping[str, tuple[Definition, str]], needed: list[str]) -> None:
    """Append a definition to `needed` after everything that it uses."""
    for node in ast.walk(defined[name][0]):
        used = node.id if isinstance(node, ast.Name) else ""
        if used in defined and used != name and used not in needed:
            collect(used, defined, needed)
    if name not in needed:
        needed.append(name)
