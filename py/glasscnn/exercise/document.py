"""The Markdown of an exercise: a head of `key: value` lines, a text, and sections that begin with `## `.

Only what exercises need is read: the head, headings of the second level, and blocks of code between lines of three
backticks. Everything else is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from glasscnn.errors import ExerciseError

LARGEST_FILE = 64_000
"""The maximum size of an exercise, in bytes of UTF-8."""

RULE = "---"
FENCE = "```"
HEADING = re.compile(r"##\s+(.*)")
FIELD = re.compile(r"([A-Za-z_]+):\s*(.*)")


@dataclass(frozen=True)
class Field:
    """A value of the head, and the number of its line."""

    value: str
    line: int


@dataclass(frozen=True)
class Part:
    """Text, or a block of code; `line` is the number of its first line.

    language  None for text, and for code the word after the backticks, which may be empty
    """

    language: str | None
    text: str
    line: int


@dataclass(frozen=True)
class Section:
    """The lines below a heading; `line` is the number of the first of them."""

    name: str
    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """The lines as one text, without empty ones at both ends."""
        return "\n".join(self.lines).strip()

    def parts(self) -> Iterator[Part]:
        """The blocks of code, and the texts around them that are not empty."""
        language: str | None = None
        kept: list[str] = []
        start = self.line
        for number, line in enumerate(self.lines, self.line):
            if is_fence(line) and (language is None or line.strip() == FENCE):
                if language is not None or "".join(kept).strip():
                    yield Part(language, "".join(f"{text}\n" for text in kept), start)
                language = line.strip().removeprefix(FENCE).strip() if language is None else None
                kept, start = [], number + 1
            else:
                kept.append(line)
        if "".join(kept).strip():
            yield Part(None, "".join(f"{text}\n" for text in kept), start)


@dataclass(frozen=True)
class Document:
    """The head, the text before the first section, and the sections by name."""

    head: dict[str, Field]
    text: str
    sections: dict[str, Section]


def read_document(text: str) -> Document:
    """Read the Markdown of an exercise; raises ExerciseError, which names the line."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > LARGEST_FILE:
        raise ExerciseError(f"the exercise has {size:,} bytes; expected at most {LARGEST_FILE:,}")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    head, length = read_head(lines)
    introduction, sections = read_sections(lines[length:], length + 1)
    return Document(head, introduction.text, sections)


def read_head(lines: list[str]) -> tuple[dict[str, Field], int]:
    """The fields between the first two rules, and the number of lines up to the second one."""
    if lines[0].strip() != RULE:
        raise ExerciseError(f"line 1: expected {RULE}, which begins the head, found {excerpt(lines[0])}")
    head: dict[str, Field] = {}
    for number, line in enumerate(lines[1:], 2):
        if line.strip() == RULE:
            return head, number
        if not line.strip():
            continue
        field = FIELD.fullmatch(line.strip())
        if field is None:
            raise ExerciseError(f"line {number}: expected `key: value` or {RULE}, found {excerpt(line)}")
        key, value = field.groups()
        if key in head:
            raise ExerciseError(f"line {number}: {key} is already given in line {head[key].line}")
        head[key] = Field(value, number)
    raise ExerciseError(f"line {len(lines)}: the head does not end; expected a line {RULE} after its last field")


def read_sections(lines: list[str], first: int) -> tuple[Section, dict[str, Section]]:
    """The lines before the first heading, and the sections by name; `first` is the number of the first line."""
    starts: list[tuple[str, int]] = [("", -1)]  # (name, index of the heading)
    opened = 0  # the number of the line that began a block of code
    for index, line in enumerate(lines):
        heading = HEADING.fullmatch(line.rstrip())
        if is_fence(line) and (not opened or line.strip() == FENCE):
            opened = 0 if opened else first + index
        elif heading and not opened:
            starts.append((heading[1], index))
    if opened:
        raise ExerciseError(f"line {opened}: the block of code does not end; expected a line {FENCE} after it")
    ends = [index for _, index in starts[1:]] + [len(lines)]
    sections: dict[str, Section] = {}
    for (name, index), end in zip(starts, ends, strict=True):
        if name in sections:
            raise ExerciseError(f"line {first + index}: there are two sections {excerpt(name)}; expected one")
        sections[name] = Section(name, tuple(lines[index + 1 : end]), first + index + 1)
    return sections.pop(""), sections


def is_fence(line: str) -> bool:
    """Whether the line begins or ends a block of code."""
    return line.lstrip().startswith(FENCE)


def excerpt(text: str, longest: int = 60) -> str:
    """The beginning of a text, in quotes."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= longest else f"“{line[:longest]}…”"
