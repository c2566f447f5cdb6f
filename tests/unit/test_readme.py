"""The README's example runs as printed, with the documented output."""

import contextlib
import io
import re
from pathlib import Path

import pytest

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


def test_every_file_linked_in_the_readme_exists() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (PROJECT / link).exists(), link
