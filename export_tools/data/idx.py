"""Reads files in IDX, the format of MNIST: whole, or in batches."""

import gzip
import math
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import numpy.typing as npt

from export_tools.data.labelled import LabelledImages
from export_tools.errors import ToolError
from glasscnn.errors import DataError
from glasscnn.evaluation import idx

GZIP_MAGIC = b"\x1f\x8b"


def read_idx(path: Path) -> npt.NDArray[np.uint8]:
    """The array in an IDX file of unsigned bytes, gzipped or not; raises ToolError for anything else."""
    return parse_idx(read_bytes(path), path.name)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, decompressed if it is gzipped; raises ToolError if it is missing or damaged."""
    with open_unpacked(path) as file:
        return file.read()


@contextmanager
def open_unpacked(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading, decompressed if it is gzipped; raises ToolError if it is missing or damaged."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == GZIP_MAGIC
            file.seek(0)
            yield cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
    except FileNotFoundError as error:
        raise ToolError(f"{path}: there is no such file") from error
    except (OSError, EOFError, zlib.error) as error:
        raise ToolError(f"{path}: not readable ({error}); download it again") from error


def parse_idx(data: bytes, name: str) -> npt.NDArray[np.uint8]:
    """The array in the bytes of an IDX file; raises ToolError for anything else."""
    try:
        return idx.parse_idx(data, name)
    except DataError as error:
        raise ToolError(str(error)) from error


def read_header(file: BinaryIO, name: str) -> tuple[int, ...]:
    """The shape in the header of an IDX file; raises ToolError unless its values are unsigned bytes."""
    try:
        return idx.read_header(file, name)
    except DataError as error:
        raise ToolError(str(error)) from error


def stream_idx(path: Path, count: int) -> Iterator[npt.NDArray[np.uint8]]:
    """The array in an IDX file in batches of `count` entries; only one batch is in memory at a time."""
    with open_unpacked(path) as file:
        total, *entry = read_header(file, path.name)
        size = math.prod(entry)
        for start in range(0, total, count):
            wanted = min(count, total - start)
            data = file.read(wanted * size)
            if len(data) < wanted * size:
                raise ToolError(f"{path.name}: expected {total} entries, found {start + len(data) // max(size, 1)}")
            yield np.frombuffer(data, dtype=np.uint8).reshape(wanted, *entry)
        if file.read(1):
            raise ToolError(f"{path.name}: expected {total} entries, found more bytes after them")


def stream_idx_pair(images: Path, labels: Path, classes: tuple[str, ...], count: int) -> Iterator[LabelledImages]:
    """Images and labels from two IDX files in batches of `count`; raises ToolError if they do not match."""
    name = f"{images.name} and {labels.name}"
    try:
        for pixels, numbers in zip(stream_idx(images, count), stream_idx(labels, count), strict=True):
            yield pair(pixels, numbers, classes, name)
    except ValueError as error:  # from zip: one file has fewer entries
        raise ToolError(f"{name}: expected as many labels as images") from error


def pair(
    pixels: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8], classes: tuple[str, ...], name: str
) -> LabelledImages:
    """LabelledImages from images (N, H, W) or (N, C, H, W) and labels (N,); raises ToolError if they do not match."""
    if pixels.ndim == 3:
        pixels = pixels[:, None]
    if pixels.ndim != 4 or labels.ndim != 1 or len(pixels) != len(labels):
        raise ToolError(f"{name}: expected N images and N labels, found shapes {pixels.shape} and {labels.shape}")
    if labels.size and labels.max() >= len(classes):
        raise ToolError(f"{name}: expected labels below {len(classes)}, found {labels.max()}")
    return LabelledImages(pixels, labels.astype(np.int64), classes)
