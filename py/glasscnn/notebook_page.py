"""The page that a notebook's outputs show, and where their frames take it from.

The page is one file of 12 MB. A notebook does not hold it once for each output: where a Jupyter server shows the files
beside a notebook, it lies there as `glasscnn-<hash>.html`. JupyterLab and Notebook resolve a frame's address relative
to the notebook, so this also works behind JupyterHub, and as long as the file exists. Elsewhere the page is in the
output.
"""

import errno
import hashlib
import os
import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from glasscnn.files import write_atomically

BUILT = Path(__file__).parents[2] / "dist" / "glasscnn.html"  # in a source tree

NOTEBOOK = "JPY_SESSION_NAME"
"""The environment variable in which a Jupyter server tells a kernel the path of its notebook."""

WITHOUT_FILES = {"google.colab", "marimo"}
"""Modules of hosts that show no files beside the notebook."""


@cache
def page() -> str:
    """The HTML of the single-file page: of the package `glasscnn-page`, or built in the source tree.

    Raises FileNotFoundError if there is none, and OSError if the installed one is damaged or of another version.
    """
    if find_spec("glasscnn_page") is not None:
        return installed_page()
    if BUILT.is_file():
        return BUILT.read_text("ascii")
    raise FileNotFoundError(
        errno.ENOENT, "the page that `show` displays is missing: pip install 'glasscnn[page]'", "glasscnn-page"
    )


def installed_page() -> str:
    """The page of the package `glasscnn-page`, of this version and as it was built."""
    module, found, expected = import_module("glasscnn_page"), version("glasscnn-page"), version("glasscnn")
    if found != expected:
        reason = f"version {found}, expected {expected}: pip install 'glasscnn-page=={expected}'"
        raise OSError(errno.EINVAL, reason, "glasscnn-page")
    data: bytes = module.PAGE.read_bytes()
    if hashlib.sha256(data).hexdigest() != module.SHA256.read_text("ascii"):
        reason = "the file differs from the one that was built: pip install --force-reinstall --no-deps glasscnn-page"
        raise OSError(errno.EIO, reason, str(module.PAGE))
    return data.decode("ascii")


def folder_of_notebook(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The folder of the notebook, where a Jupyter server shows files beside it; else None."""
    notebook = Path(environment.get(NOTEBOOK, ""))
    if not notebook.is_absolute() or WITHOUT_FILES & set(sys.modules):
        return None
    return notebook.parent if notebook.parent.is_dir() else None


def page_in(folder: Path) -> str:
    """The name of the page's file in a folder, where it is written unless it is there. Raises OSError."""
    document = page().encode("ascii")
    file = folder / f"glasscnn-{hashlib.sha256(document).hexdigest()[:12]}.html"
    if not (file.is_file() and file.read_bytes() == document):
        write_atomically(file, document)
    return file.name
