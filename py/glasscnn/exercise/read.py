"""Reads exercises: one Markdown file each. Nothing in it is executed.

---
name: relu                 lower-case letters, digits and _
title: A ReLU              one line
replaces: relu             the function to write; several with commas between them
operator: none             only if the network has no operator of that name; or which of the functions it has
level: 1                   1 to 3, 1 without this line
seconds: 2                 the time for one run of all checks, 2 without this line
order: 1                   the place in a list of exercises
---

The statement.

## Starter                 a block of Python
## Checks                  a block of Python with functions check_…; before it, other titles may be listed
## Hints                   1. 2. 3.; optional
## Solution                a block of Python; optional
## Wrong                   blocks of Python, before each a text that names the check which must fail; optional
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from glasscnn.errors import ExerciseError
from glasscnn.exercise.document import Document, Part, Section, excerpt, read_document
from glasscnn.exercise.head import (
    MOST_LEVELS,
    MOST_SECONDS,
    check_keys,
    read_functions,
    read_name,
    read_number,
    read_operators,
    read_title,
)

SECTIONS = ("Starter", "Checks", "Hints", "Solution", "Wrong")
REQUIRED_SECTIONS = SECTIONS[:2]

HINT = re.compile(r"(\d+)\.\s+(.*)")
TITLE = re.compile(r"-\s+`(\w+)`:\s+(.+)")
NAMED = re.compile(r"`(\w+)`")

MOST_ITEMS = 50


@dataclass(frozen=True)
class Wrong:
    """A wrong solution; `check` is the function that must refuse it, `why` says what is wrong."""

    code: str
    check: str
    why: str


@dataclass(frozen=True)
class Exercise:
    """An exercise.

    functions  the names of the functions that a person writes
    operators  those of them that take the place of an operator of the network
    seconds    the time for one run of all checks
    titles     what each check claims, by the name of its function, in their order
    """

    name: str
    title: str
    functions: tuple[str, ...]
    operators: tuple[str, ...]
    level: int
    seconds: float
    order: int
    statement: str
    starter: str
    checks: str
    titles: Mapping[str, str]
    hints: tuple[str, ...]
    solution: str
    wrong: tuple[Wrong, ...]


def read_exercise(text: str) -> Exercise:
    """Read an exercise; raises ExerciseError, which names the line or section, what was found and what was expected."""
    document = read_document(text)
    head, sections = document.head, document.sections
    check_keys(head)
    check_sections(document)
    functions = read_functions(head["replaces"])
    operators = read_operators(head, functions)
    checks = only_code(sections["Checks"])
    titles = titles_of(checks, functions)
    listed = listed_titles(sections["Checks"])
    if not set(listed) <= set(titles):
        other = next(name for name in listed if name not in titles)
        raise ExerciseError(f"## Checks: a title is listed for {other}, but there is no such check")
    return Exercise(
        name=read_name(head["name"]),
        title=read_title(head["title"]),
        functions=functions,
        operators=operators,
        level=int(read_number(head, "level", 1, MOST_LEVELS)),
        seconds=read_number(head, "seconds", 2, MOST_SECONDS),
        order=int(read_number(head, "order", 0, 1000)),
        statement=document.text,
        starter=only_code(sections["Starter"]).text,
        checks=checks.text,
        titles=titles | listed,
        hints=read_hints(sections["Hints"]) if "Hints" in sections else (),
        solution=only_code(sections["Solution"]).text if "Solution" in sections else "",
        wrong=read_wrong(sections["Wrong"], titles) if "Wrong" in sections else (),
    )


def check_sections(document: Document) -> None:
    """Raise ExerciseError for a missing or unknown section, and if there is no statement."""
    for name, section in document.sections.items():
        if name not in SECTIONS:
            raise ExerciseError(
                f"line {section.line - 1}: there is no section {excerpt(name)}; expected one of {', '.join(SECTIONS)}"
            )
    for name in REQUIRED_SECTIONS:
        if name not in document.sections:
            raise ExerciseError(f"there is no section `## {name}`; an exercise needs {' and '.join(REQUIRED_SECTIONS)}")
    if not document.text:
        raise ExerciseError("there is no statement; expected a text between the head and the first section")


def only_code(section: Section) -> Part:
    """The one block of Python in a section."""
    blocks = [part for part in section.parts() if part.language is not None]
    for block in blocks:
        check_language(block)
    if len(blocks) != 1:
        raise ExerciseError(f"## {section.name}: expected one block of code (```python), found {len(blocks)}")
    return blocks[0]


def check_language(block: Part) -> None:
    """Raise ExerciseError unless the block is Python."""
    if block.language != "python":
        raise ExerciseError(
            f"line {block.line - 1}: expected ```python, found {excerpt('```' + (block.language or ''))}"
        )


def titles_of(checks: Part, functions: tuple[str, ...]) -> dict[str, str]:
    """The first line of the docstring of every function check_…, by its name, in their order."""
    titles: dict[str, str] = {}
    for node in parse(checks).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("check_"):
            line = checks.line + node.lineno - 1
            docstring = ast.get_docstring(node)
            if not docstring:
                raise ExerciseError(f"line {line}: {node.name} has no docstring; expected the title of the check")
            if node.name in titles:
                raise ExerciseError(f"line {line}: there are two checks {node.name}; expected one")
            check_parameters(node, functions, line)
            titles[node.name] = docstring.splitlines()[0]
    if not 0 < len(titles) <= MOST_ITEMS:
        raise ExerciseError(f"## Checks: expected 1 to {MOST_ITEMS} functions check_…, found {len(titles)}")
    return titles


def parse(code: Part) -> ast.Module:
    """The syntax tree of a block; raises ExerciseError with the line in the file."""
    try:
        return ast.parse(code.text)
    except SyntaxError as error:
        line = code.line + (error.lineno or 1) - 1
        raise ExerciseError(f"line {line}: the checks are not valid Python: {error.msg}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise ExerciseError(f"line {code.line}: the checks are not valid Python: {error}") from error


def check_parameters(node: ast.FunctionDef, functions: tuple[str, ...], line: int) -> None:
    """Raise ExerciseError unless all parameters are named like functions to write."""
    arguments = node.args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    if arguments.posonlyargs or arguments.vararg or arguments.kwarg or not names or not set(names) <= set(functions):
        expected = " or ".join(functions)
        raise ExerciseError(f"line {line}: {node.name} must take {expected}, found ({excerpt(ast.unparse(arguments))})")


def listed_titles(section: Section) -> dict[str, str]:
    """Titles in a list before the checks, which take the place of those in the docstrings (of another language)."""
    text = next((part for part in section.parts() if part.language is None), None)
    lines = text.text.splitlines() if text else []
    return {found[1]: found[2] for line in lines if (found := TITLE.fullmatch(line.strip()))}


def read_hints(section: Section) -> tuple[str, ...]:
    """The items of a numbered list; an item may have several lines."""
    hints: list[list[str]] = []
    for number, line in enumerate(section.lines, section.line):
        found = HINT.fullmatch(line.rstrip())
        if found and int(found[1][:9]) == len(hints) + 1:
            hints.append([found[2]])
        elif hints and not found:
            hints[-1].append(line.strip())
        elif line.strip():
            raise ExerciseError(f"line {number}: expected hint {len(hints) + 1}., found {excerpt(line)}")
    if len(hints) > MOST_ITEMS:
        raise ExerciseError(f"## Hints: expected at most {MOST_ITEMS}, found {len(hints)}")
    return tuple("\n".join(lines).strip() for lines in hints)


def read_wrong(section: Section, titles: Mapping[str, str]) -> tuple[Wrong, ...]:
    """The wrong solutions: a text that names a check, then a block of code."""
    wrong: list[Wrong] = []
    text = ""
    for part in section.parts():
        if part.language is None:
            text = part.text
            continue
        check_language(part)
        named = NAMED.search(text)
        if named is None or named[1] not in titles:
            raise ExerciseError(
                f"line {part.line - 1}: expected a text before the wrong solution that names the check "
                f"which must fail, in backticks, found {excerpt(text)}"
            )
        wrong.append(Wrong(part.text, named[1], " ".join(text.split())))
        text = ""
    if len(wrong) > MOST_ITEMS:
        raise ExerciseError(f"## Wrong: expected at most {MOST_ITEMS} solutions, found {len(wrong)}")
    return tuple(wrong)
