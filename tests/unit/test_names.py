"""Names are written as one printable line, without markup or paths."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from glasscnn.errors import InkError, ModelError, QuestionError
from glasscnn.names import JOINERS, distinct, markdown, one_line, slug

ANY_TEXT = st.text(st.characters(codec=None))


@given(ANY_TEXT)
def test_any_text_becomes_one_line_of_printable_characters(text: str) -> None:
    line = one_line(text)
    assert all(character.isprintable() or character in JOINERS for character in line)
    assert one_line(line) == line
    line.encode()


@pytest.mark.parametrize("name", ["GAP-10", "Ziffern: 0 … 9", "数字", "می\u200cروم", "👩\u200d🔬"])
def test_ordinary_name_is_unchanged(name: str) -> None:
    assert one_line(name) == name


@given(st.lists(st.sampled_from(["a", "a\n", "a\n2", "a 2", "a 3", "\0", ""]), max_size=12))
def test_distinct_keeps_the_number_and_the_beginnings_of_names(names: list[str]) -> None:
    lines = distinct(names)
    assert len(lines) == len(set(lines)) == len(names)
    for name, line in zip(names, lines, strict=True):
        assert re.fullmatch(rf"{re.escape(one_line(name))}( \d+)?", line)


@given(ANY_TEXT)
def test_slug_is_a_file_name_without_folders(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}", slug(text))


@given(st.text(st.sampled_from("a1 <>&`*_[]()!\\|~{}@#$:/.-+=\"'\n\t")))
def test_markdown_renders_as_plain_text(text: str) -> None:
    opening, inline, closing = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(f"# {markdown(text)}")
    assert (opening.type, closing.type) == ("heading_open", "heading_close")
    assert {child.type for child in inline.children or ()} <= {"text", "code_inline"}
    assert "".join(child.content for child in inline.children or ()) == one_line(text)


@pytest.mark.parametrize("kind", [ModelError, InkError, QuestionError])
def test_errors_are_one_line(kind: type[ValueError]) -> None:
    assert str(kind("node 'a\nb\x1b[31m': wrong")) == "node 'a b�[31m': wrong"
