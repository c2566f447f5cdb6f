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
DOCS = PROJECT / "docs"
DOCUMENTS = [*sorted(PROJECT.glob("*.md")), *GUIDES, *sorted(DOCS.rglob("*.md"))]
BUILT = ("dist/", "build/", "runs/", "node_modules/", ".venv/")

CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
PATH = re.compile(r"[\w.-]+(/[\w.*-]+)+/?")
FILE = re.compile(r"[\w.-]+\.(py|mjs|js|css|html|md|toml|json|yml)")
INSERTION = re.compile(r"^<!-- (include|table|jsdoc) (\S+)(?: (.+))? -->$", re.MULTILINE)
TESTS = re.compile(r"`(test_\w+\.py)`")
CRITERION = re.compile(
    r"^\| (\d\.\d\.\d+) ([^|]+) \| (A+) \| (supports|partly|does not apply) \| (.+) \|$", re.MULTILINE
)
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
    folders = [
        PROJECT / name for name in ("web", "py", "exercises", "export_tools", "weights", "tests", "docs", ".github")
    ]
    names = {path.name for folder in folders for path in folder.rglob("*") if "node_modules" not in path.parts}
    made = {"build.json", "glasscnn.html", "pyodide.asm.js", "pyodide.mjs", "pyodide-lock.json", "lazy-archives.json"}
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


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=named)
def test_what_a_page_of_the_documentation_inserts_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    markers = re.findall(r"^<!-- (\w+)", text, re.MULTILINE)
    assert len(markers) == len(INSERTION.findall(text)) + markers.count("commands")
    for kind, file, words in INSERTION.findall(text):
        source = (PROJECT / file).read_text("utf-8")
        wanted = {"include": f"\n## {words}. " if words else "# ", "table": f'aria-label="{words}">'}
        assert wanted.get(kind, words.split()[0] if words else "") in source


def test_the_readme_fits_on_two_screens() -> None:
    lines = (PROJECT / "README.md").read_text("utf-8").splitlines()
    assert len(lines) < 100


CRITERIA = {
    "A": "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 "
    "2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2",
    "AA": "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 "
    "3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3",
}
"""The success criteria of WCAG 2.2, https://www.w3.org/TR/WCAG22/, on the levels A and AA."""


def test_the_conformance_statement_has_every_criterion_and_counts_its_results() -> None:
    statement = (DOCS / "conformance.md").read_text("utf-8")
    rows = CRITERION.findall(statement)
    for level, numbers in CRITERIA.items():
        assert sorted(number for number, _, of, _, _ in rows if of == level) == sorted(numbers.split())
    counted = dict(re.findall(r"^\| (supports|partly|does not apply) \| (\d+) \|$", statement, re.MULTILINE))
    results = [result for _, _, _, result, _ in rows]
    assert {result: str(results.count(result)) for result in set(results)} == counted
    missing = statement.partition("**What is missing**")[2].partition("## ")[0]
    assert re.findall(r"\*\*(\d\.\d\.\d+)\*\*", missing) == [row[0] for row in rows if row[3] == "partly"]


def test_the_evidence_of_the_conformance_statement_are_tests_that_exist() -> None:
    named_tests = TESTS.findall((DOCS / "conformance.md").read_text("utf-8"))
    assert len(named_tests) > 40
    assert [name for name in named_tests if not (PROJECT / "tests" / "browser" / name).is_file()] == []
