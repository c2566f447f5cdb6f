"""What Chromium prints: the text of each page of a PDF, and the pictures drawn on it."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """A printed page. A picture that two pages share has the same name on both."""

    text: str
    pictures: frozenset[bytes]


def sheets_of(pdf: bytes) -> list[Sheet]:
    """The pages in their order. Reads only what Chromium writes: plain objects, compressed streams."""
    objects = {int(number): body for number, body in re.findall(rb"(?s)(\d+) 0 obj\n(.*?)\nendobj", pdf)}
    alphabets = dict(fonts_in(objects))
    contents = [content_of(body, objects) for body in objects.values() if re.search(rb"/Type /Page\b", body)]
    return [Sheet(text_of(content, alphabets), frozenset(re.findall(rb"/(X\d+) Do", content))) for content in contents]


def content_of(page: bytes, objects: dict[int, bytes]) -> bytes:
    return stream_of(objects[reference(page, b"Contents")])


def stream_of(body: bytes) -> bytes:
    found = re.search(rb"(?s)stream\r?\n(.*)\r?\nendstream", body)
    assert found is not None
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def reference(body: bytes, key: bytes) -> int:
    found = re.search(rb"/%s (\d+) 0 R" % key, body)
    assert found is not None, (key, body)
    return int(found[1])


def fonts_in(objects: dict[int, bytes]) -> Iterator[tuple[bytes, dict[int, str]]]:
    """The name of each font, and the characters of its glyphs. Chromium names a font after the number of its object."""
    for number, body in objects.items():
        if b"/ToUnicode" in body:
            yield b"F%d" % number, dict(characters_in(stream_of(objects[reference(body, b"ToUnicode")])))


def characters_in(table: bytes) -> Iterator[tuple[int, str]]:
    for glyph, text in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4,})>\n", table):
        yield int(glyph, 16), bytes.fromhex(text.decode()).decode("utf-16-be")
    for first, last, text in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]{4})>", table):
        for glyph in range(int(first, 16), int(last, 16) + 1):
            yield glyph, chr(int(text, 16) + glyph - int(first, 16))


def text_of(content: bytes, alphabets: dict[bytes, dict[int, str]]) -> str:
    """All text, one line for each piece that was drawn at once."""
    lines = []
    for piece in re.findall(rb"(?s)\bBT\n(.*?)\nET\b", content):
        font = re.search(rb"/(F\d+) ", piece)
        assert font is not None
        alphabet = alphabets[font[1]]
        glyphs = "".join(found.decode() for found in re.findall(rb"<([0-9A-F]+)> Tj", piece))
        lines.append("".join(alphabet.get(int(glyphs[at : at + 4], 16), "?") for at in range(0, len(glyphs), 4)))
    return "\n".join(lines)
