"""The archives and the memory snapshot that the worker boots from, cached under the hash of all their inputs."""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from export_tools.site import fast_loops
from export_tools.site.node import run_node
from export_tools.site.runtime.download import CORE_FILES
from export_tools.site.runtime.onnx_pack import onnx_files

SITE = Path(__file__).parents[1]
IN_PYODIDE = SITE / "runtime" / "in_pyodide"
PYTHON_SCRIPTS = ("pack.py", "warm_up.py")
NODE_SCRIPTS = (
    "runtime/archives.mjs",
    "snapshot/running_state.mjs",
    "snapshot/snapshot.mjs",
    "snapshot/split_tables.mjs",
    "snapshot/strip_exports.mjs",
    "snapshot/strip_unused.mjs",
    "snapshot/wasm_binary.mjs",
)
# snapshot.mjs imports these, strip_exports.mjs reads them
WORKER_SCRIPTS = ("from-packages.js", "from-snapshot.js", "interpreter.js", "unpack.js", "wasm-functions.js")
OUR_PACKAGES = ("glasscnn", "glasscnn_runtime")


@dataclass(frozen=True)
class Ingredients:
    """The inputs of the archives."""

    root: Path  # of the repository
    core: Path  # Pyodide's npm package
    wheel: Path  # NumPy for Pyodide
    model: Path  # the default model

    def files(self) -> Iterator[tuple[str, Path]]:
        """Every file that affects the archives' bytes, with a name that is the same on every machine."""
        yield from ((f"pyodide/{name}", self.core / name) for name in CORE_FILES)
        yield from ((name, IN_PYODIDE / name) for name in PYTHON_SCRIPTS)
        yield from ((name, SITE / name) for name in NODE_SCRIPTS)
        yield from ((name, self.root / "web" / "js" / "worker" / "boot" / name) for name in WORKER_SCRIPTS)
        yield (f"fast_loops/{fast_loops.BINARY}", fast_loops.FOLDER / fast_loops.BINARY)
        yield from (("numpy.whl", self.wheel), ("model.npz", self.model))
        yield from ((f"onnx/{name}", path) for name, path in onnx_files(self.root))
        for name in OUR_PACKAGES:
            folder = self.package(name)
            yield from ((f"{name}/{path.relative_to(folder)}", path) for path in sorted(folder.rglob("*.py")))

    def package(self, name: str) -> Path:
        """The folder of one of `OUR_PACKAGES`."""
        return SITE / "runtime" / name if name == "glasscnn_runtime" else self.root / "py" / name


def make_archives(ingredients: Ingredients, cache: Path) -> Path:
    """The folder with the archives in `cache`; they are built if they are not there."""
    folder = cache / hash_of(ingredients)
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix=".making-") as work:
            write_all(ingredients, Path(work))
            try:
                (Path(work) / "out").replace(folder)
            except OSError:
                if not folder.is_dir():  # otherwise, a build that ran at the same time has finished first
                    raise
    return folder


def hash_of(ingredients: Ingredients) -> str:
    """One hash over the names and contents of all ingredients."""
    digest = hashlib.sha256()
    for name, path in ingredients.files():
        digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def write_all(ingredients: Ingredients, work: Path) -> None:
    """Copy the inputs to `work` and run the scripts in Node and Pyodide; they write to `work/out`."""
    (work / "out").mkdir()
    shutil.copyfile(ingredients.core / "python_stdlib.zip", work / "python_stdlib.zip")
    shutil.copyfile(ingredients.wheel, work / "numpy.whl")
    with zipfile.ZipFile(work / "numpy.whl", "a") as wheel:
        wheel.write(fast_loops.FOLDER / fast_loops.BINARY, fast_loops.LIBRARY)
    shutil.copyfile(ingredients.model, work / "model.npz")
    for name in PYTHON_SCRIPTS:
        shutil.copyfile(IN_PYODIDE / name, work / name)
    for name in OUR_PACKAGES:
        shutil.copytree(
            ingredients.package(name), work / "packages" / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name, path in onnx_files(ingredients.root):
        target = work / "onnx" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    shutil.copytree(ingredients.core, work / "core")
    extract_native(work / "numpy.whl", work / "native")
    run_node("runtime/archives.mjs", str(work))
    run_node("snapshot/strip_exports.mjs", str(work))
    run_node("snapshot/snapshot.mjs", str(work))


def extract_native(wheel: Path, folder: Path) -> None:
    """Write the shared objects of a wheel into one folder."""
    folder.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(".so"):
                (folder / name.replace("/", ".")).write_bytes(archive.read(name))


def libraries(folder: Path) -> dict[str, str]:
    """The shared objects in a folder of archives: {file name: path in the worker}."""
    paths: dict[str, str] = json.loads((folder / "libraries.json").read_text("utf-8"))
    return paths
