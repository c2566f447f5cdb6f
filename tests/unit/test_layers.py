"""Imports go one way: from a layer to those below it. Checked for every file, values and types."""

import ast
import graphlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PY, JS, TOOLS = PROJECT / "py", PROJECT / "web" / "js", PROJECT / "export_tools"

ALLOWED = {
    "names": set(),
    "files": set(),
    "errors": {"names"},
    "ops": set(),
    "engine": {"ops"},
    "model": {"engine", "ops", "errors", "files", "names"},
    "preprocess": {"errors"},
    "colormap": set(),
    "gradients": {"engine", "ops"},
    "explain": {"model", "gradients", "engine", "ops", "errors"},
    "training": {"model", "names", "gradients", "preprocess", "engine", "ops", "errors"},
    "codegen": {"model", "engine", "ops", "names"},
    "evaluation": {"model", "engine", "errors"},
    "own": {"model", "engine", "ops", "errors", "names"},
    "exercise": {"engine", "ops", "errors", "names"},
    "bridge": {
        *("own", "exercise", "codegen", "explain", "evaluation", "preprocess", "colormap", "training"),
        *("model", "engine", "errors", "names"),
    },
    "png": set(),
    "still_picture": {"png", "names"},
    "notebook": {"notebook_page", "still_picture", "model", "preprocess", "errors", "names"},
    "notebook_page": {"files"},
    "widget": {"bridge", "notebook", "notebook_page", "still_picture", "model", "preprocess", "errors", "names"},
    "command_line": {"notebook", "model", "preprocess", "explain", "errors", "names"},
    "__init__": {"exercise", "notebook", "widget", "model", "preprocess", "explain", "training", "errors"},
}
"""For each part of py/glasscnn, the parts that it may import."""

OPTIONAL = {"command_line": {"PIL"}, "widget": {"anywidget", "traitlets", "IPython", "nbconvert"}}
"""For each part of py/glasscnn, what it imports if it is installed."""

TOOL_LAYERS = (
    {"documentation"},
    {"__main__"},
    {"commands"},
    {"site"},
    {"training"},
    {"conversion"},
    {"evaluation"},
    {"zoo"},
    {"data"},
    {"files"},
    {"errors", "__init__"},
)
"""The layers of export_tools, the highest first."""

SCRIPT_LAYERS = (
    {"main.js", "early-start.js", "load-error.js"},
    {"app"},
    {"panels"},
    {"models", "share", "save", "embed", "offline"},
    {"view"},
    {"input", "diagram", "prediction"},
    {"sandbox"},
    {"python", "worker"},
    {"ui"},
    {"host"},
    {"i18n"},
    {"site-files.js"},
    {"protocol"},
    {"lib"},
)
"""The layers of web/js, the highest first; parts of one layer do not import each other."""

STARTED = {"main.js": {"early-start.js"}, "site-files.js": {"worker"}}
"""main.js goes on with what early-start.js has begun; site-files.js names the script that the worker runs."""

SPECIFIER = re.compile(r"""(?:from|import)\s*\(?\s*"(\.{1,2}/[^"]+)"|new URL\("(\./[^"]+)", import\.meta\.url\)""")


def imported_modules(file: Path) -> set[str]:
    """The full names of all modules that a file imports, also inside functions."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            modules |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return modules


def modules_in(package: Path) -> dict[str, Path]:
    """{full module name: file} of a package."""
    names = {file: file.relative_to(package.parent).with_suffix("").parts for file in python_files(package)}
    return {".".join(name[:-1] if name[-1] == "__init__" else name): file for file, name in names.items()}


def imports_within(modules: dict[str, Path], name: str) -> set[str]:
    """The modules that a module imports from, including imports in functions and relative ones."""
    package = name if modules[name].name == "__init__.py" else name.rpartition(".")[0]
    targets: set[str] = set()
    for node in ast.walk(ast.parse(modules[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            targets |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level else ""
            origin = ".".join(filter(None, (base, node.module)))
            for alias in node.names:
                submodule = f"{origin}.{alias.name}"
                targets.add(submodule if submodule in modules else origin)
    return targets & set(modules) - {name}


def part_of(file: Path, package: Path) -> str:
    """The first name below the package: a folder or a single module."""
    return file.relative_to(package).parts[0].removesuffix(".py")


def python_files(package: Path) -> list[Path]:
    return sorted(package.rglob("*.py"))


def named(file: Path) -> str:
    return file.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("file", python_files(PY / "glasscnn"), ids=named)
def test_glasscnn_imports_only_numpy_the_standard_library_and_lower_layers(file: Path) -> None:
    part = part_of(file, PY / "glasscnn")
    for module in imported_modules(file) - {"glasscnn"}:
        top, _, rest = module.partition(".")
        if top == "glasscnn":
            other = rest.split(".")[0]
            is_part = other in ALLOWED
            assert not is_part or other in ALLOWED[part] | {part}, f"{part} must not import {other}"
        else:
            known = {"numpy", *OPTIONAL.get(part, ())} | sys.stdlib_module_names
            assert top in known, f"{module} is neither NumPy nor standard library"


@pytest.mark.parametrize("file", python_files(PY / "glasscnn_import"), ids=named)
def test_importer_does_not_import_the_toolchain(file: Path) -> None:
    known = {"glasscnn", "glasscnn_import", "numpy", "onnx", "google"}
    for module in imported_modules(file):
        top = module.partition(".")[0]
        assert top in known or top in sys.stdlib_module_names, f"{module} is not in the browser"


@pytest.mark.parametrize("file", python_files(TOOLS), ids=named)
def test_toolchain_imports_only_lower_layers(file: Path) -> None:
    part = part_of(file, TOOLS)
    rank = next(number for number, layer in enumerate(TOOL_LAYERS) if part in layer)
    below = {name for layer in TOOL_LAYERS[rank + 1 :] for name in layer} | {part}
    for module in imported_modules(file):
        top, _, rest = module.partition(".")
        other = rest.split(".")[0]
        if top == "export_tools" and any(other in layer for layer in TOOL_LAYERS):
            assert other in below, f"{part} must not import {other}"
        assert top != "tests", f"{named(file)} must not import tests"


@pytest.mark.parametrize("package", [PY / "glasscnn", PY / "glasscnn_import", TOOLS], ids=named)
def test_there_are_no_import_cycles(package: Path) -> None:
    modules = modules_in(package)
    assert len(modules) > 10
    graph = {name: imports_within(modules, name) for name in modules}
    assert sum(map(len, graph.values())) >= len(modules)
    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_import_cycle_is_detected(tmp_path: Path) -> None:
    package = tmp_path / "package"
    (package / "inner").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "inner" / "__init__.py").write_text("from .below import value\n")
    (package / "above.py").write_text("def late():\n    from package.inner.below import value\n    return value\n")
    (package / "inner" / "below.py").write_text("from ..above import late\nvalue = 1\n")
    modules = modules_in(package)
    graph = {name: imports_within(modules, name) for name in modules}
    assert graph["package.inner.below"] == {"package.above"}
    with pytest.raises(graphlib.CycleError):
        graphlib.TopologicalSorter(graph).prepare()


def scripts() -> list[Path]:
    return sorted(JS.rglob("*.js"))


@pytest.mark.parametrize("file", scripts(), ids=lambda file: file.relative_to(JS).as_posix())
def test_scripts_import_only_their_own_folder_and_lower_layers(file: Path) -> None:
    part = file.relative_to(JS).parts[0]
    rank = next(number for number, layer in enumerate(SCRIPT_LAYERS) if part in layer)
    below = {name for layer in SCRIPT_LAYERS[rank + 1 :] for name in layer} | {part} | STARTED.get(part, set())
    for match in SPECIFIER.finditer(file.read_text(encoding="utf-8")):
        target = (file.parent / (match[1] or match[2])).resolve()
        assert target.is_file(), f"{match[0]} leads nowhere"
        other = target.relative_to(JS).parts
        assert other[0] in below, f"{part} must not import {'/'.join(other)}"
        own = file.relative_to(JS).parts
        if part == other[0] == "panels" and len(own) > 2 and len(other) > 2:
            assert own[1] == other[1], f"panels/{own[1]} must not know panels/{other[1]}"


def test_there_are_no_star_imports() -> None:
    for file in [*python_files(PY), *python_files(TOOLS)]:
        assert "import *" not in file.read_text(encoding="utf-8"), file


def test_explanations_and_training_are_imported_on_first_use() -> None:
    code = (
        "import sys, glasscnn.bridge\n"
        "assert 'glasscnn.explain' not in sys.modules\n"
        "assert 'glasscnn.gradients' not in sys.modules\n"
        "assert 'glasscnn.training' not in sys.modules\n"
        "assert 'glasscnn.bridge.questions' not in sys.modules\n"
        "assert glasscnn.explain.cell is sys.modules['glasscnn.explain'].cell\n"
        "assert 'numpy.random' not in sys.modules  # 1.4 MB in a browser\n"
        "assert glasscnn.train is sys.modules['glasscnn.training'].train\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": str(PY)})
