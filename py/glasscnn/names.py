"""Names from a model file as they may be written elsewhere.

Titles, classes and the names of stages and nodes are any text at all. Where one is written, into a script, a notebook,
a picture, an archive, a card or a terminal, it must stay a name: a line break would begin a line of code, a bracket a
link, an escape sequence a command to the terminal.
"""

import re
from collections.abc import Iterable

JOINERS = "\u200c\u200d"
"""Not printable, but part of words in Persian and in several scripts of India, and of many emoji."""

MARKDOWN = re.compile(
    r"[&<>`*\[\]|~{}@#]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis; a single one within a word is none
    r"|:(?=//)|\.(?=[^\W\d])"  # addresses, which many notebooks make links of: https://, www.example.org
)
LONGEST_SLUG = 80


def one_line(text: str) -> str:
    """The text as one line of printable characters: white space becomes single blanks, anything else that is not
    printable `�`.
    """
    words = ("".join(c if c.isprintable() or c in JOINERS else "�" for c in word) for word in text.split())
    return " ".join(words)


def distinct(names: Iterable[str]) -> list[str]:
    """Each name as one line, no two alike: a line that an earlier name has already gets a number."""
    found: dict[str, int] = {}
    for name in names:
        line = unused = one_line(name)
        while unused in found:
            found[line] += 1
            unused = f"{line} {found[line]}"
        found[unused] = 1
    return list(found)


def slug(text: str) -> str:
    """The text as the name of a file: letters and digits of ASCII, `_`, `-` and `.`, the last not in front."""
    return re.sub(r"[^\w.-]+", "-", text, flags=re.ASCII)[:LONGEST_SLUG].strip("-.") or "model"


def markdown(text: str) -> str:
    """Markdown that shows the text as one line, and nothing else: no HTML, link, picture or formula comes of it.

    Special characters become numeric character references, which are never markup. Formulas are looked for once the
    text is rendered, but not in code: so `$` and the backslash become code.
    """
    escaped = MARKDOWN.sub(lambda found: f"&#{ord(found[0])};", one_line(text))
    return re.sub(r"[$\\]+", r"`\g<0>`", escaped)
