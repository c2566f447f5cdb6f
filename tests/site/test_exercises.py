"""The exercises are on the site in every language, complete and listed in order, also in the single file."""

import json
from pathlib import Path

import pytest

from export_tools.errors import ToolError
from export_tools.site.page.exercises import exercise_files
from export_tools.site.page.service_worker import FOR_READERS
from export_tools.site.single_file.build import embedded_files
from glasscnn.exercise import read_exercise

FOLDER = Path(__file__).resolve().parents[2] / "exercises"


def test_originals_are_copied_and_translations_completed() -> None:
    files = exercise_files(FOLDER)
    assert len(files) == 12 * 2 + 1
    assert files["exercises/relu.md"] == (FOLDER / "relu.md").read_bytes()
    original, other = (read_exercise(files[f"exercises/relu{suffix}"].decode()) for suffix in (".md", ".id.md"))
    assert other.title == "Hanya yang positif"
    assert (other.starter, other.checks, other.solution) == (original.starter, original.checks, original.solution)


def test_index_lists_name_level_operators_and_titles_in_order() -> None:
    index = json.loads(exercise_files(FOLDER)["exercises/index.json"])
    assert [entry["name"] for entry in index][:3] == ["relu", "window", "conv2d"]
    assert index[0] == {
        "name": "relu",
        "level": 1,
        "operators": ["relu"],
        "titles": {"en": "Only what is positive", "id": "Hanya yang positif"},
    }
    assert index[1]["operators"] == []
    assert all(set(entry["titles"]) == {"en", "id"} for entry in index)


def test_exercise_that_is_refused_stops_the_build_and_is_named(tmp_path: Path) -> None:
    text = (FOLDER / "relu.md").read_text("utf-8")
    (tmp_path / "relu.md").write_text(text.replace("replaces: relu", "replaces: relo"), "utf-8")
    with pytest.raises(ToolError, match=r"exercises/relu\.md: line 4: the network has no operator “relo”"):
        exercise_files(tmp_path)
    (tmp_path / "relu.md").write_text(text, "utf-8")
    (tmp_path / "relu.id.md").write_text("no head", "utf-8")
    with pytest.raises(ToolError, match=r"exercises/relu\.id\.md: line 1: expected ---"):
        exercise_files(tmp_path)


def test_exercises_are_kept_for_use_without_a_network_and_embedded_for_the_page() -> None:
    files = exercise_files(FOLDER)
    assert not any(FOR_READERS.fullmatch(f"page-0123456789ab/{name}") for name in files)
    build = {"assets": {"pyodideScript": {"url": "a.js"}}, "models": [], "example": {"data": "b", "frames": "c"}}
    listed = {entry["name"]: entry for entry in embedded_files(build, files)}
    for name in files:
        assert listed[Path(name).name] == {"name": Path(name).name, "reader": "page", "paths": [name]}
