"""The archives that the worker boots from, kept in a cache under the hash of everything that goes into them."""

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from export_tools.errors import ToolError
from export_tools.site.sources import CORE_FILES

HERE = Path(__file__).parent
SCRIPTS = (HERE / "archives.mjs", HERE / "pack.py")
OUR_PACKAGES = ("glasscnn", "glasscnn_runtime")


@dataclass(frozen=True)
class Ingredients:
    """What the archives are made of."""

    root: Path  # of the repository
    core: Path  # Pyodide's npm package
    wheel: Path  # NumPy for Pyodide
    model: Path  # the model that the page starts with

    def files(self) -> Iterator[tuple[str, Path]]:
        """Every file that has a say in the archives' bytes, with a name that is the same on every machine."""
        yield from ((f"pyodide/{name}", self.core / name) for name in CORE_FILES)
        yield from ((script.name, script) for script in SCRIPTS)
        yield from (("numpy.whl", self.wheel), ("model.npz", self.model))
        for name in OUR_PACKAGES:
            folder = self.package(name)
            yield from ((f"{name}/{path.relative_to(folder)}", path) for path in sorted(folder.rglob("*.py")))

    def package(self, name: str) -> Path:
        """The folder of one of our packages that the worker has."""
        return HERE / name if name == "glasscnn_runtime" else self.root / "py" / name


def make_archives(ingredients: Ingredients, cache: Path) -> Path:
    """The folder with the archives; it is made when the cache has none from the same ingredients."""
    folder = cache / hash_of(ingredients)
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix=".making-") as work:
            run_node(ingredients, Path(work))
            try:
                (Path(work) / "out").replace(folder)
            except OSError:
                if not folder.is_dir():  # else another build, at the same time, was quicker
                    raise
    return folder


def hash_of(ingredients: Ingredients) -> str:
    """One hash over the names and contents of all ingredients."""
    digest = hashlib.sha256()
    for name, path in ingredients.files():
        digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def run_node(ingredients: Ingredients, work: Path) -> None:
    """Lay out in `work` what pack.py reads and let it run under Pyodide; the result is in `work/out`."""
    (work / "out").mkdir()
    shutil.copyfile(ingredients.core / "python_stdlib.zip", work / "python_stdlib.zip")
    shutil.copyfile(ingredients.wheel, work / "numpy.whl")
    shutil.copyfile(ingredients.model, work / "model.npz")
    shutil.copyfile(HERE / "pack.py", work / "pack.py")
    for name in OUR_PACKAGES:
        shutil.copytree(
            ingredients.package(name), work / "packages" / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    command = ["node", str(HERE / "archives.mjs"), str(work)]
    try:
        done = subprocess.run(command, cwd=ingredients.root, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise ToolError("`node` is not there: install Node.js 20 or newer and run the command again") from error
    if done.returncode != 0:
        raise ToolError(f"the archives could not be made; Node says:\n{done.stderr.strip()}")


def libraries(folder: Path) -> dict[str, str]:
    """The shared objects in a folder of archives, each with the path where the worker expects it."""
    paths: dict[str, str] = json.loads((folder / "libraries.json").read_text("utf-8"))
    return paths
