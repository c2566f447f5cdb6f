"""IDX, the file format of MNIST: a magic number, the dimensions, the bytes (LeCun, "The MNIST database")."""

import gzip
import math
import struct
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from export_tools.data.labelled import LabelledImages
from export_tools.errors import ToolError

GZIP_MAGIC = b"\x1f\x8b"
UNSIGNED_BYTES = 0x08


def read_idx(path: Path) -> npt.NDArray[np.uint8]:
    """The array in an IDX file of unsigned bytes, gzipped or not; raises ToolError for anything else."""
    return parse_idx(read_bytes(path), path.name)


def read_bytes(path: Path) -> bytes:
    """A file's bytes, unpacked if it is gzipped; raises ToolError if it is missing or damaged."""
    try:
        packed = path.read_bytes()
        return gzip.decompress(packed) if packed.startswith(GZIP_MAGIC) else packed
    except FileNotFoundError as error:
        raise ToolError(f"{path}: there is no such file") from error
    except (OSError, EOFError, zlib.error) as error:
        raise ToolError(f"{path}: not readable ({error}); get it again") from error


def parse_idx(data: bytes, name: str) -> npt.NDArray[np.uint8]:
    """The array in an IDX file's bytes: 0, 0, type, number of dimensions, each as big-endian uint32, the values."""
    if len(data) < 4 or data[:2] != b"\0\0":
        raise ToolError(
            f"{name}: expected an IDX file (it starts with two zero bytes), found {data[:4].hex(' ') or 'nothing'}"
        )
    kind, dimensions = data[2], data[3]
    if kind != UNSIGNED_BYTES:
        raise ToolError(f"{name}: expected unsigned bytes (type 0x08), found type 0x{kind:02x}")
    start = 4 + 4 * dimensions
    if dimensions == 0 or len(data) < start:
        raise ToolError(f"{name}: the header ends early: {len(data)} bytes for {dimensions} dimensions")
    shape = struct.unpack(f">{dimensions}I", data[4:start])
    if len(data) - start != math.prod(shape):
        raise ToolError(f"{name}: expected {math.prod(shape)} bytes for the shape {shape}, found {len(data) - start}")
    return np.frombuffer(data, dtype=np.uint8, offset=start).reshape(shape)


def read_idx_pair(images: Path, labels: Path, classes: tuple[str, ...]) -> LabelledImages:
    """Images from one IDX file, (N, H, W) or (N, C, H, W), and their labels from another, (N,)."""
    return pair(read_idx(images), read_idx(labels), classes, f"{images.name} and {labels.name}")


def pair(
    pixels: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8], classes: tuple[str, ...], name: str
) -> LabelledImages:
    """Images and labels that belong together; raises ToolError if their shapes or the labels cannot be right."""
    if pixels.ndim == 3:
        pixels = pixels[:, None]
    if pixels.ndim != 4 or labels.ndim != 1 or len(pixels) != len(labels):
        raise ToolError(f"{name}: expected N images and N labels, found shapes {pixels.shape} and {labels.shape}")
    if labels.size and labels.max() >= len(classes):
        raise ToolError(f"{name}: expected labels below {len(classes)}, found {labels.max()}")
    return LabelledImages(pixels, labels.astype(np.int64), classes)
