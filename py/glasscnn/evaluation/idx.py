"""Reads IDX, the file format of MNIST: magic number, dimensions, bytes (LeCun, "The MNIST database")."""

import io
import math
import struct
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from glasscnn.errors import DataError

UNSIGNED_BYTES = 0x08


def parse_idx(data: bytes, name: str) -> npt.NDArray[np.uint8]:
    """The array in the bytes of an IDX file: 0, 0, type, rank, the sides as big-endian uint32, the values.

    Raises DataError unless it is a whole file of unsigned bytes.
    """
    file = io.BytesIO(data)
    shape = read_header(file, name)
    start = file.tell()
    if len(data) - start != math.prod(shape):
        raise DataError(f"{name}: expected {math.prod(shape)} bytes for the shape {shape}, found {len(data) - start}")
    return np.frombuffer(data, dtype=np.uint8, offset=start).reshape(shape)


def read_header(file: BinaryIO, name: str) -> tuple[int, ...]:
    """The shape in the header of an IDX file; raises DataError unless its values are unsigned bytes."""
    magic = file.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0":
        raise DataError(
            f"{name}: expected an IDX file, which starts with two zero bytes, found {magic.hex(' ') or 'nothing'}"
        )
    kind, dimensions = magic[2], magic[3]
    if kind != UNSIGNED_BYTES:
        raise DataError(f"{name}: expected unsigned bytes (type 0x08), found type 0x{kind:02x}")
    sizes = file.read(4 * dimensions)
    if dimensions == 0 or len(sizes) < 4 * dimensions:
        raise DataError(f"{name}: the header ends early, before its {dimensions} dimensions")
    return struct.unpack(f">{dimensions}I", sizes)
