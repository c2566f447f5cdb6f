"""The exercises, and the list of them: index.json, in the order that teaches.

A translation contains only words (`py/glasscnn/exercise/translation.py`), and is completed with the code of its
original here, so that each file on the site is an exercise of its own.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from export_tools.errors import ToolError
from glasscnn.errors import ExerciseError
from glasscnn.exercise import Exercise, read_exercise, translated
from glasscnn.exercise.head import NAME

FOLDER = "exercises"  # of the repository, and of a release
INDEX = "index.json"


def exercise_files(folder: Path) -> dict[str, bytes]:
    """The files of a release's folder `exercises/`, by path in the release; raises ToolError for a bad one."""
    texts: dict[str, str] = {}
    listed: list[tuple[Exercise, dict[str, str]]] = []  # with the titles by language
    for path in sorted(folder.glob("*.md")):
        if NAME.fullmatch(path.stem):
            versions = complete_versions(path)
            texts |= {named(path.stem, language): text for language, text in versions.items()}
            exercises = {language: read_exercise(text) for language, text in versions.items()}
            titles = {language: exercise.title for language, exercise in exercises.items()}
            listed.append((exercises["en"], titles))
    listed.sort(key=lambda entry: (entry[0].order, entry[0].name))
    index = [
        {"name": exercise.name, "level": exercise.level, "operators": exercise.operators, "titles": titles}
        for exercise, titles in listed
    ]
    texts[INDEX] = json.dumps(index, ensure_ascii=False, indent=1) + "\n"
    return {f"{FOLDER}/{name}": text.encode() for name, text in texts.items()}


def complete_versions(path: Path) -> dict[str, str]:
    """The text of an exercise in each language; translations are beside it, `relu.id.md` beside `relu.md`."""
    original = path.read_text("utf-8")
    with refusing(path):
        read_exercise(original)
    versions = {"en": original}
    for translation in sorted(path.parent.glob(f"{path.stem}.*.md")):
        with refusing(translation):
            versions[translation.stem.partition(".")[2]] = translated(original, translation.read_text("utf-8"))
    return versions


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Name the file of an exercise that cannot be read."""
    try:
        yield
    except ExerciseError as error:
        raise ToolError(f"{FOLDER}/{path.name}: {error}") from error


def named(name: str, language: str) -> str:
    """The name of the file in one language."""
    return f"{name}.md" if language == "en" else f"{name}.{language}.md"
