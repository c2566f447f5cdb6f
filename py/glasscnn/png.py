"""Writes PNG files, without a library (W3C, Portable Network Graphics, https://www.w3.org/TR/png-3/)."""

import struct
import zlib

import numpy as np
import numpy.typing as npt


def png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """A PNG of pixels (H, W, 3)."""
    height, width, _ = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits, RGB
    rows = np.insert(pixels.reshape(height, 3 * width), 0, 0, axis=1)  # (H, 1 + 3·W): each row is stored unfiltered
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(chunk, chunks))


def chunk(content: tuple[bytes, bytes]) -> bytes:
    """A chunk of a PNG: length, kind, data, checksum of the latter two."""
    kind, data = content
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
