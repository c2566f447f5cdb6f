"""Puts the sources of the Python packages together, as they are built and uploaded.

glasscnn       the network, its explanations and training, the importer, the models and the exercises; below 1 MB
glasscnn-page  the single file, which `glasscnn.show` displays; 12 MB, and the same version
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from export_tools.errors import ToolError
from glasscnn import __version__
from glasscnn.model.bundled import HISTORY

PROJECT = Path(__file__).resolve().parents[2]
WITHOUT_BYTE_CODE = shutil.ignore_patterns("__pycache__", "*.egg-info")


def gather_library(out: Path) -> Path:
    """Copy what the package `glasscnn` is built from to a folder `out`, which is made anew; returns it."""
    fresh(out)
    shutil.copytree(PROJECT / "py", out / "py", ignore=WITHOUT_BYTE_CODE)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, out)
    package = out / "py" / "glasscnn"
    copy_files(PROJECT / "weights", "*.npz", package / "weights", without=HISTORY)
    copy_files(PROJECT / "exercises", "*.md", package / "exercises")
    return out


def gather_page(page: Path, out: Path) -> Path:
    """Copy what the package `glasscnn-page` is built from, with the single file `page`, to a new folder `out`.

    Raises ToolError if there is no such page.
    """
    if not page.is_file():
        raise ToolError(f"{page}: there is no single file; `make single` writes it")
    fresh(out)
    shutil.copytree(PROJECT / "packages" / "page", out, ignore=WITHOUT_BYTE_CODE, dirs_exist_ok=True)
    shutil.copy(PROJECT / "LICENSE", out)
    (out / "VERSION").write_text(__version__, "ascii")
    data = page.read_bytes()
    (out / "glasscnn_page" / "glasscnn.html").write_bytes(data)
    (out / "glasscnn_page" / "glasscnn.html.sha256").write_text(hashlib.sha256(data).hexdigest(), "ascii")
    return out


def fresh(folder: Path) -> None:
    """An empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def copy_files(source: Path, pattern: str, target: Path, without: str = "\0") -> None:
    """Copy the files of a folder that fit a pattern and whose names do not end in `without`."""
    target.mkdir()
    for path in source.glob(pattern):
        if not path.name.endswith(without):
            shutil.copy(path, target)


def build_packages(page: Path, out: Path) -> list[Path]:
    """Build wheels and sdists of both packages into `out`, without a network; returns the files.

    Raises ToolError if there is no page, or if setuptools fails.
    """
    out.mkdir(parents=True, exist_ok=True)
    sources = (gather_library(out / "sources" / "glasscnn"), gather_page(page, out / "sources" / "glasscnn-page"))
    return [path for source in sources for path in build(source, out)]


def build(source: Path, out: Path) -> list[Path]:
    """The wheel and the sdist of a package, by setuptools' own build backend (PEP 517)."""
    return [run_backend(source, hook, out) for hook in ("build_wheel", "build_sdist")]


def run_backend(source: Path, hook: str, out: Path) -> Path:
    """The file that a hook of the build backend writes; raises ToolError if it fails."""
    code = "import sys; from setuptools import build_meta; print(getattr(build_meta, sys.argv[1])(sys.argv[2]))"
    command = [sys.executable, "-c", code, hook, str(out.resolve())]
    run = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    if run.returncode:
        raise ToolError(f"{source.name}: setuptools failed: {run.stderr.strip().splitlines()[-1]}")
    return out / run.stdout.splitlines()[-1]
