"""The README's example runs as printed, with the documented output."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

import glasscnn

PROJECT = Path(__file__).resolve().parent.parent.parent


def test_examples_of_the_readme_print_the_documented_output(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```\s+```text\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 2
    monkeypatch.chdir(PROJECT)
    names: dict[str, object] = {}  # the second one goes on where the first ends
    for code, expected in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "README.md", "exec"), names)
        assert printed.getvalue() == expected


def test_the_example_of_training_runs_and_reads_the_star(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    (code,) = (block for block in re.findall(r"```py\n(.*?)```", text, re.DOTALL) if "glasscnn.train(" in block)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "web").symlink_to(PROJECT / "web")
    names: dict[str, Any] = {"glasscnn": glasscnn, "image": glasscnn.ink_to_image([[(60, 60), (220, 60), (120, 240)]])}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), names)
    assert printed.getvalue().splitlines()[-2].startswith("200 0.0")
    taught = glasscnn.load(tmp_path / "with-star.npz")
    assert taught.graph.classes[taught.predict(glasscnn.ink_to_image(names["star"])).label] == "★"


def test_every_file_linked_in_the_readme_exists() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (PROJECT / link).exists(), link
