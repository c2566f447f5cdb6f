"""Renames packed floats in an ONNX file to raw data: the same bytes, under another field number.

In the browser, Protocol Buffers parses `float_data` number by number, and `raw_data` in one step.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

VARINT, FIXED64, LENGTH_DELIMITED, FIXED32 = 0, 1, 2, 5

INSIDE: Mapping[str, Mapping[int, str]] = {
    "model": {7: "graph", 25: "function"},
    "function": {7: "node"},
    "graph": {1: "node", 5: "tensor"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor"},
}
"""{message: {field number: the message in it}}, on the way to tensors; numbers as in onnx.proto."""

DATA_TYPE, FLOAT_DATA, RAW_DATA, DOUBLE_DATA = 2, 4, 9, 10
FIELD_OF_TYPE = {1: FLOAT_DATA, 11: DOUBLE_DATA}


@dataclass(frozen=True)
class Field:
    """A field in the bytes of a message: the position of its tag, its number and wire type, and its contents."""

    tag: int
    number: int
    kind: int
    start: int
    end: int


def packed_floats_as_raw_data(data: bytes) -> bytes:
    """The file with all packed floats as raw data; a damaged file remains as it is."""
    try:
        tags = list(_tags_of_floats(data, 0, len(data), "model"))
    except (IndexError, ValueError, RecursionError):
        return data
    if not tags:
        return data
    renamed = bytearray(data)
    for tag in tags:
        renamed[tag] = RAW_DATA << 3 | LENGTH_DELIMITED
    return bytes(renamed)


def _tags_of_floats(data: bytes, start: int, end: int, message: str) -> Iterator[int]:
    """The positions of the tags to rename in a message."""
    if message == "tensor":
        yield from _tag_in_tensor(data, list(_fields(data, start, end)))
        return
    for field in _fields(data, start, end):
        inner = INSIDE[message].get(field.number)
        if inner and field.kind == LENGTH_DELIMITED:
            yield from _tags_of_floats(data, field.start, field.end, inner)


def _tag_in_tensor(data: bytes, fields: list[Field]) -> list[int]:
    """The tag of a tensor's floats, if they are in one packed field and nothing else holds its values."""
    types = [_varint(data, field.start)[0] for field in fields if (field.number, field.kind) == (DATA_TYPE, VARINT)]
    values = [field for field in fields if field.number in (FLOAT_DATA, RAW_DATA, DOUBLE_DATA)]
    if len(types) != 1 or len(values) != 1:
        return []
    number = FIELD_OF_TYPE.get(types[0])
    is_packed = values[0].number == number and data[values[0].tag] == number << 3 | LENGTH_DELIMITED
    return [values[0].tag] if is_packed else []


def _fields(data: bytes, start: int, end: int) -> Iterator[Field]:
    """The fields of the message in data[start:end]; raises ValueError or IndexError if it is damaged."""
    while start < end:
        tag = start
        key, start = _varint(data, start)
        number, kind = key >> 3, key & 7
        if kind == VARINT:
            stop = _varint(data, start)[1]
        elif kind == LENGTH_DELIMITED:
            length, start = _varint(data, start)
            stop = start + length
        elif kind in (FIXED32, FIXED64):
            stop = start + (4 if kind == FIXED32 else 8)
        else:
            raise ValueError(f"wire type {kind}")
        if stop > end:
            raise ValueError("a field that is longer than its message")
        yield Field(tag, number, kind, start, stop)
        start = stop


def _varint(data: bytes, start: int) -> tuple[int, int]:
    """The number in base 128 at `start`, and the position after it."""
    value = shift = 0
    while data[start] & 0x80:
        value |= (data[start] & 0x7F) << shift
        shift, start = shift + 7, start + 1
        if shift > 63:
            raise ValueError("a number of more than 64 bits")
    return value | data[start] << shift, start + 1
