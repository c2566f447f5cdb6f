"""Writing a file completely or not at all."""

import os
import tempfile
from pathlib import Path

from export_tools.errors import ToolError


def write_atomically(path: Path, data: bytes) -> None:
    """Puts `data` into the file `path`; whatever goes wrong, the file that was there before stays as it was.

    The bytes go into a file beside it, which then takes its name. Raises ToolError for a full disk or a folder that
    cannot be written to.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise ToolError(
            f"{path}: could not be written ({error.strerror or error}); what was there is unchanged"
        ) from error
