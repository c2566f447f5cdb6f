"""Puts the npm package `glasscnn` together: the element `<glass-cnn>` as a module, types, manifest and the page."""

import json
import shutil
import subprocess
from pathlib import Path

from export_tools.errors import ToolError
from export_tools.site.packages import PROJECT, fresh
from glasscnn import __version__

ELEMENT = PROJECT / "packages" / "element"
WRITTEN_BY_HAND = ("index.js", "index.d.ts", "README.md")


def build_element(page: Path, out: Path, repository: str = "") -> Path:
    """Write the package with the single file `page` into the folder `out`; returns its file.

    repository  the address that npm compares with the place of the build, to attest it; may be empty

    Raises ToolError if there is no page, or if Node.js or npm fails.
    """
    folder = gather_element(page, out / "sources" / "element", repository)
    run(["node", str(ELEMENT / "describe.mjs"), str(folder.resolve())], folder)
    packed = json.loads(run(["npm", "pack", "--json", "--pack-destination", str(out.resolve())], folder))
    return out / str(packed[0]["filename"])


def gather_element(page: Path, out: Path, repository: str = "") -> Path:
    """Copy what the package consists of, except for what describes it, to a new folder `out`; returns it.

    Raises ToolError if there is no page.
    """
    if not page.is_file():
        raise ToolError(f"{page}: there is no single file; `make single` writes it")
    fresh(out)
    for name in WRITTEN_BY_HAND:
        shutil.copy(ELEMENT / name, out)
    shutil.copy(PROJECT / "LICENSE", out)
    shutil.copy(PROJECT / "web" / "glass-cnn.js", out)
    shutil.copy(page, out / "glasscnn.html")
    (out / "package.json").write_text(json.dumps(description(repository), indent=2), "utf-8")
    return out


def description(repository: str) -> dict[str, object]:
    """The contents of package.json: those in the source tree, with the version, without what only the build needs."""
    content: dict[str, object] = json.loads((ELEMENT / "package.json").read_text("utf-8"))
    del content["devDependencies"]
    source = {"repository": {"type": "git", "url": f"git+{repository}.git"}} if repository else {}
    return {**content, "version": __version__, **source}


def run(command: list[str], folder: Path) -> str:
    """The output of a command; raises ToolError with its last words if it fails."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise ToolError(f"`{command[0]}` is not installed: install Node.js 20 or newer") from error
    if done.returncode:
        raise ToolError(f"{' '.join(command[:2])} failed: {done.stderr.strip()}")
    return done.stdout
