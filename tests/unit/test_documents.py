"""The documents refer to existing files and functions and state the package's version."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import glasscnn

PROJECT = Path(__file__).resolve().parents[2]
GUIDES = [PROJECT / path for path in ("exercises/README.md", "web/js/README.md", "export_tools/site/README.md")]
DOCUMENTS = [*sorted(PROJECT.glob("*.md")), *GUIDES]
BUILT = ("dist/", "build/", "runs/", "node_modules/", ".venv/")

CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
PATH = re.compile(r"[\w.-]+(/[\w.*-]+)+/?")
FILE = re.compile(r"[\w.-]+\.(py|mjs|js|css|html|md|toml|json|yml)")
STEP = re.compile(r"^\| *\d+ \| `([^`]+)` \| `([^`]+)` \|", re.MULTILINE)


def named(file: Path) -> str:
    return file.relative_to(PROJECT).as_posix()


def text_of(document: Path) -> str:
    """The document without code blocks."""
    return FENCE.sub("", document.read_text(encoding="utf-8"))


def paths_in(document: Path) -> Iterator[str]:
    """Every link, and every path in backticks except those of built files."""
    yield from LINK.findall(text_of(document))
    for code in CODE.findall(text_of(document)):
        if (PATH.fullmatch(code) or FILE.fullmatch(code)) and not code.startswith(BUILT):
            yield code


@cache
def names_of_files() -> set[str]:
    """The names of all files in the project's folders and of the built ones."""
    folders = [PROJECT / name for name in ("web", "py", "exercises", "export_tools", "weights", "tests", ".github")]
    names = {path.name for folder in folders for path in folder.rglob("*") if "node_modules" not in path.parts}
    made = {"build.json", "pyodide.asm.js", "pyodide.mjs", "pyodide-lock.json", "lazy-archives.json"}
    return names | made | {path.name for path in PROJECT.iterdir()}


def exists(path: str, document: Path) -> bool:
    """Whether the path exists, relative to the root or to the document; a bare file name may be anywhere."""
    if "/" not in path and FILE.fullmatch(path):
        return path in names_of_files()
    return any(
        any(folder.glob(path)) if "*" in path else (folder / path).exists() for folder in (PROJECT, document.parent)
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_path_in_a_document_exists(document: Path) -> None:
    missing = [path for path in paths_in(document) if not exists(path, document)]
    assert missing == []


def test_every_step_of_a_path_names_a_function_of_its_file() -> None:
    steps = STEP.findall((PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    assert len(steps) > 30
    for path, name in steps:
        source = (PROJECT / path).read_text(encoding="utf-8")
        assert re.search(rf"(def|class|function|async|^ +)\s+{name}\b|^\s+{name}\(", source, re.MULTILINE), (path, name)


def test_version_is_defined_in_one_place() -> None:
    version = glasscnn.__version__
    for name in ("package.json", "package-lock.json"):
        assert "version" not in json.loads((PROJECT / name).read_text(encoding="utf-8"))
    citation = (PROJECT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.+)$", citation, re.MULTILINE) == [version]


def test_the_newest_release_in_the_changelog_is_the_version() -> None:
    changelog = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)
    assert headings[:2] == ["Unreleased", glasscnn.__version__]
