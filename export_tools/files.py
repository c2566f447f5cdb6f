"""Writes files atomically; failures are ToolErrors."""

from pathlib import Path

from export_tools.errors import ToolError
from glasscnn import files


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path`; on any failure, the previous file is left unchanged.

    Raises ToolError if the disk is full or the folder is not writable.
    """
    try:
        files.write_atomically(path, data)
    except OSError as error:
        raise ToolError(
            f"{path}: could not be written ({error.strerror or error}); the previous file is unchanged"
        ) from error
