"""Escapes names from model files for other formats.

Titles, classes and the names of stages and nodes can be any text. Written into a script, notebook, picture, archive,
card or terminal, they must not be interpreted: a line break could start a line of code, a bracket a link, an escape
sequence a terminal command.
"""

import re
from collections.abc import Iterable

JOINERS = "\u200c\u200d"
"""Not printable, but part of words in Persian and several Indian scripts, and of many emoji."""

MARKDOWN = re.compile(
    r"[&<>`*\[\]|~{}@#]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis; a single one within a word is harmless
    r"|:(?=//)|\.(?=[^\W\d])"  # URLs, which many notebooks turn into links: https://, www.example.org
)
MAX_SLUG_LENGTH = 80

UNUSABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029]"  # control characters and line breaks
    "|[\ud800-\udfff]"  # half a character, which UTF-8 cannot encode
    "|[\u202a-\u202e\u2066-\u2069]"  # reverse the order in which what follows is displayed
)
"""What no name may contain: what takes effect in a terminal, ends a line, or makes text look like another."""

UNUSABLE_IN_TEXTS = re.compile(UNUSABLE.pattern.replace("[\x00-\x1f", "[\x00-\x08\x0b-\x1f"))
"""The same for a text of several lines."""


def one_line(text: str) -> str:
    """The text as one line: runs of white space become one space, unprintable characters become `�`."""
    words = ("".join(c if c.isprintable() or c in JOINERS else "�" for c in word) for word in text.split())
    return " ".join(words)


def distinct(names: Iterable[str]) -> list[str]:
    """The names, each as one line; a number is appended to a line that an earlier name already has."""
    found: dict[str, int] = {}
    for name in names:
        line = unused = one_line(name)
        while unused in found:
            found[line] += 1
            unused = f"{line} {found[line]}"
        found[unused] = 1
    return list(found)


def slug(text: str) -> str:
    """The text as a file name: ASCII letters and digits, `_`, `-` and `.`, not starting with `.`."""
    return re.sub(r"[^\w.-]+", "-", text, flags=re.ASCII)[:MAX_SLUG_LENGTH].strip("-.") or "model"


def markdown(text: str) -> str:
    """Markdown that renders as the text in one line, without HTML, links, pictures or formulas.

    Special characters become numeric character references, which are never markup. Renderers search for formulas after
    that, but not in code, so `$` and the backslash become code.
    """
    escaped = MARKDOWN.sub(lambda found: f"&#{ord(found[0])};", one_line(text))
    return re.sub(r"[$\\]+", r"`\g<0>`", escaped)
