"""Exercises in other languages: a translation has the title, the statement, the checks' titles and the hints, no code.

---
name: relu
title: …
---

The statement.

## Checks

- `check_negative_numbers`: the title of this check

## Hints

1. …
"""

from glasscnn.errors import ExerciseError
from glasscnn.exercise.document import Document, excerpt, read_document
from glasscnn.exercise.read import listed_titles, read_exercise, read_hints

KEYS = ("name", "title")
SECTIONS = ("Checks", "Hints")


def translated(text: str, translation: str) -> str:
    """The text of an exercise with the words of its translation: again a complete exercise.

    Raises ExerciseError if either cannot be read, or if the translation leaves out something or has something else.
    """
    exercise, words = read_exercise(text), read_document(translation)
    check_words(words)
    if words.head["name"].value != exercise.name:
        raise ExerciseError(
            f"line {words.head['name'].line}: name: expected {exercise.name}, found {excerpt(words.head['name'].value)}"
        )
    titles = listed_titles(words.sections["Checks"])
    if list(titles) != list(exercise.titles):
        raise ExerciseError(
            f"## Checks: expected titles for {', '.join(exercise.titles)} in this order, "
            f"found {', '.join(titles) or 'none'}"
        )
    hints = read_hints(words.sections["Hints"]) if "Hints" in words.sections else ()
    if len(hints) != len(exercise.hints):
        raise ExerciseError(f"## Hints: expected {len(exercise.hints)}, found {len(hints)}")
    return with_words(text, words)


def check_words(words: Document) -> None:
    """Raise ExerciseError unless the translation has its keys and sections, and no others."""
    for key, field in words.head.items():
        if key not in KEYS:
            raise ExerciseError(f"line {field.line}: a translation has no key {key}; expected {' and '.join(KEYS)}")
    for key in KEYS:
        if key not in words.head or not words.head[key].value:
            raise ExerciseError(f"the head of the translation has no {key}; expected a line `{key}: …` in it")
    for name, section in words.sections.items():
        if name not in SECTIONS or any(part.language is not None for part in section.parts()):
            raise ExerciseError(
                f"line {section.line - 1}: a translation has titles in ## Checks and hints in ## Hints, no code; "
                f"found {excerpt('## ' + name)}"
            )
    if "Checks" not in words.sections or not words.text:
        raise ExerciseError("a translation needs a statement and the titles of the checks in a section ## Checks")


def with_words(text: str, words: Document) -> str:
    """The exercise's Markdown with title, statement, titles of checks and hints replaced."""
    document = read_document(text)
    head = {key: field.value for key, field in document.head.items()} | {"title": words.head["title"].value}
    lines = ["---", *(f"{key}: {value}" for key, value in head.items()), "---", "", words.text]
    for name, section in document.sections.items():
        body = section.text
        if name == "Checks":
            code = next(part for part in section.parts() if part.language is not None)
            body = f"{words.sections['Checks'].text}\n\n```python\n{code.text}```"
        elif name == "Hints":
            body = words.sections["Hints"].text
        lines += ["", f"## {name}", "", body]
    return "\n".join(lines) + "\n"
