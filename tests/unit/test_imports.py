"""Who may import whom: the rules of the design, checked on the source text."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
PACKAGE = PROJECT / "py" / "glasscnn"

ALLOWED = {
    "names": set(),
    "errors": {"names"},
    "ops": set(),
    "engine": {"ops"},
    "model": {"engine", "ops", "errors"},
    "preprocess": {"errors"},
    "colormap": set(),
    "explain": {"model", "engine", "ops", "errors"},
    "take": {"model", "engine", "ops", "names"},
    "bridge": {"take", "model", "preprocess", "explain", "colormap", "engine", "errors", "names"},
    "notebook": {"model", "errors", "names"},
    "__init__": {"notebook", "model", "preprocess", "explain", "errors"},
}


def imported_modules(file: Path) -> set[str]:
    """The full names of all modules that a file imports, wherever in it."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name}: imports are absolute here"
            modules |= (
                {f"{node.module}.{alias.name}" for alias in node.names}
                if node.module == "glasscnn"
                else {node.module or ""}
            )
    return modules


def part_of(file: Path) -> str:
    """The first name below the package: a folder or a file of its own."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_the_package_imports_numpy_the_standard_library_and_only_the_parts_below_it(file: Path) -> None:
    for module in imported_modules(file):
        top, _, rest = module.partition(".")
        if top == "glasscnn":
            part = rest.split(".")[0]
            assert part in ALLOWED[part_of(file)] | {part_of(file)}, f"{part_of(file)} must not import {part}"
        else:
            assert top == "numpy" or top in sys.stdlib_module_names, (
                f"{module} is neither NumPy nor the standard library"
            )


LOOKED_AT = {"pad", "network"}
"""Ink, maps and legends: what looks inside stands on them."""

LOOKS_INSIDE = {"look", "compare", "evidence", "scales", "time"}


def test_only_main_js_knows_all_parts_of_the_page() -> None:
    scripts = PROJECT / "web" / "js"
    folders = {folder.name for folder in scripts.iterdir() if folder.is_dir()} - {"worker", "texts"}
    for file in scripts.rglob("*.js"):
        own = file.relative_to(scripts).parts[0]
        if file.parent == scripts or own not in folders:
            continue
        text = file.read_text(encoding="utf-8")
        for other in folders - {own} - (LOOKED_AT if own in LOOKS_INSIDE else set()):
            assert f"../{other}/" not in text, f"{file.relative_to(scripts)} must not know {other}/"


def test_nothing_in_the_package_starts_a_star_import() -> None:
    for file in [*PACKAGE.rglob("*.py"), *(PROJECT / "export_tools").rglob("*.py")]:
        assert "import *" not in file.read_text(encoding="utf-8"), file


def test_what_only_explains_is_not_imported_before_somebody_asks() -> None:
    code = (
        "import sys, glasscnn.bridge\n"
        "assert 'glasscnn.explain' not in sys.modules\n"
        "assert 'glasscnn.bridge.questions' not in sys.modules\n"
        "assert glasscnn.explain.cell is sys.modules['glasscnn.explain'].cell\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)})
