"""The examples of the README and of the documentation run and print what they say; their commands exist."""

import contextlib
import io
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

import glasscnn
from glasscnn.command_line import main, parser

PROJECT = Path(__file__).resolve().parents[2]
DOCS = PROJECT / "docs"
PAGES = [PROJECT / "README.md", *sorted(page for page in DOCS.rglob("*.md") if "notebook" not in page.name)]
"""The pages about notebooks have lines that only a notebook understands; their tests run notebooks."""

EXAMPLE = re.compile(r"^ *```python\n(.*?)^ *```(?:\s+```text\n(.*?)```)?", re.DOTALL | re.MULTILINE)
COMMANDS = re.compile(r"^ *```sh\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
SEVEN = [[[60, 60], [220, 60], [120, 240]]]
STAR = [[[140, 40], [190, 220], [50, 100], [230, 100], [90, 220], [140, 40]]]


def named(page: Path) -> str:
    return page.relative_to(PROJECT).as_posix()


def with_examples(pattern: re.Pattern[str]) -> list[Path]:
    return [page for page in PAGES if pattern.search(page.read_text("utf-8"))]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with the files that the examples name: those of the repository, and a person's own."""
    for name in ("web", "weights", "tests"):
        (tmp_path / name).symlink_to(PROJECT / name)
    (tmp_path / "seven.json").write_text(json.dumps(SEVEN))
    digits = [
        {"label": label, "strokes": ink, "canvas": 280, "brush": 24} for label, ink in (("7", SEVEN), ("★", STAR))
    ]
    tray = {"format": "glasscnn-digits", "version": 1, "digits": digits}
    (tmp_path / "my-digits.json").write_text(json.dumps(tray))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", with_examples(EXAMPLE), ids=named)
def test_the_examples_of_a_page_run_one_after_the_other_and_print_what_it_says(page: Path, desk: Path) -> None:
    names: dict[str, object] = {}
    for code, expected in EXAMPLE.findall(page.read_text("utf-8")):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, named(page), "exec"), names)
        assert printed.getvalue() == expected


def test_the_example_of_training_runs_and_reads_the_star(desk: Path) -> None:
    text = (DOCS / "how-to" / "train.md").read_text("utf-8")
    (code,) = (block for block in re.findall(r"```py\n(.*?)```", text, re.DOTALL) if "glasscnn.train(" in block)
    names: dict[str, Any] = {}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "train.md", "exec"), names)
    *steps, label = printed.getvalue().splitlines()
    assert steps[-1].startswith("200 0.0")
    assert label == "7"  # the image is a variant of the sample 7
    taught = glasscnn.load(desk / "with-star.npz")
    assert taught.graph.classes[taught.predict(glasscnn.ink_to_image(names["star"])).label] == "★"


def commands_of(page: Path) -> list[list[str]]:
    """The words of every command in the blocks of a page, without comments."""
    lines = [line.strip() for block in COMMANDS.findall(page.read_text("utf-8")) for line in block.splitlines()]
    words = [shlex.split(line, comments=True) for line in lines if line]
    return [command for command in words if command and command[0] in ("make", "glasscnn", ".venv/bin/python")]


@pytest.mark.parametrize("page", with_examples(COMMANDS), ids=named)
def test_the_commands_of_a_page_are_known_with_these_arguments(page: Path, desk: Path) -> None:
    for program, *words in commands_of(page):
        match program, words:
            case "make", _:
                targets = re.findall(r"^\.PHONY: ([\w-]+)$", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE)
                assert {word for word in words if "=" not in word} <= set(targets)
            case "glasscnn", _:
                parser().parse_args(words)
            case _, ["-m", "export_tools", *rest]:
                parse_by_tool(rest)
            case _, ["-m", "pytest", file, *_]:
                assert (PROJECT / file.rstrip("/")).exists(), file
            case _, ["-m", "pip", "install", *_]:
                pass  # what it installs is in pyproject.toml
            case _:
                pytest.fail(f"{program} {words}: no test knows this command")


def parse_by_tool(words: list[str]) -> None:
    """Parse the words as `python -m export_tools` does, without running the command."""
    typer = pytest.importorskip("typer")
    from export_tools.__main__ import build_app

    name, *rest = words
    if name != "--help":
        typer.main.get_command(build_app()).commands[name].make_context(name, rest)


def test_the_commands_of_the_engineers_tutorial_print_what_it_says(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tutorial = DOCS / "tutorials" / "engineer.md"
    for program, *words in commands_of(tutorial):
        if program == "glasscnn":
            assert main(words) == 0
            printed = capsys.readouterr().out
    assert words[0] == "explain"
    assert f"```text\n{printed}```" in tutorial.read_text("utf-8")
