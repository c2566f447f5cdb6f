"""Writes dist/: the page as it is in web/, and beside it all that it fetches.

Files that the worker boots from lie in folders with a hash of their contents in the name, so that a host or a browser
may keep them forever and never mixes two builds. `build.json` lists them.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import glasscnn
from export_tools.errors import ToolError
from export_tools.site.archives import libraries
from export_tools.site.compress import compress_site
from export_tools.site.example import make_example
from export_tools.site.sources import core_info, core_version, sha256

DEFAULT_MODEL = "deep"
CORE = {"pyodideModule": "pyodide.mjs", "pyodideScript": "pyodide.asm.js", "pyodideWasm": "pyodide.asm.wasm"}
AT_START = {"stdlib": "stdlib.pack", "numpy": "numpy.pack"}
LATER = ("attic.json", "stdlib-rest.zip", "numpy-rest.zip")
PACKAGE = "glasscnn.pack"
IMAGE = "image.wasm"

Json = dict[str, Any]


@dataclass(frozen=True)
class Parts:
    """What a site is put together from."""

    root: Path  # of the repository: web/, weights/
    core: Path  # Pyodide's npm package
    archives: Path  # made by archives.py
    compressed: Path | None = None  # where compressed files are kept; None leaves them out


def build_page(parts: Parts, dist: Path) -> None:
    """Build the whole site and put it in the place of `dist` when it is complete."""
    with replacing(dist) as folder:
        shutil.copytree(parts.root / "web", folder, dirs_exist_ok=True)
        runtime = place_runtime(parts, folder)
        package = place_hashed(folder, "app", {PACKAGE: (parts.archives / PACKAGE).read_bytes()})
        image = place_hashed(folder, "image", {IMAGE: (parts.archives / IMAGE).read_bytes()})
        models = place_models(parts.root / "weights", folder)
        build = {
            "version": glasscnn.__version__,
            "pyodide": core_version(parts.core),
            "lock": core_info(parts.core),
            "assets": {
                **describe_assets(parts, folder, runtime),
                "package": asset(folder, package / PACKAGE),
                "image": asset(folder, image / IMAGE) | {"madeFrom": web_assembly(parts)},
            },
            "models": models,
            "defaultModel": DEFAULT_MODEL,
            "example": place_example(parts.root, folder),
        }
        write_json(folder / "build.json", build)
        if parts.compressed:
            compress_site(folder, parts.compressed)


@contextmanager
def replacing(dist: Path) -> Iterator[Path]:
    """A folder beside `dist` that takes its place if all goes well; if not, `dist` stays as it was."""
    dist.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=dist.parent, prefix=f"{dist.name}.") as work:
        new, old = Path(work) / "new", Path(work) / "old"
        new.mkdir()
        yield new
        if dist.exists():
            dist.replace(old)
        new.replace(dist)


def place_runtime(parts: Parts, folder: Path) -> Path:
    """Pyodide's core, the archives and the libraries, in one folder named after their contents."""
    core = {name: core_file(parts, name).read_bytes() for name in CORE.values()}
    names = [*AT_START.values(), *LATER, *libraries(parts.archives)]
    return place_hashed(folder, "runtime", core | {name: (parts.archives / name).read_bytes() for name in names})


def core_file(parts: Parts, name: str) -> Path:
    """A file of Pyodide's core: the one that was made smaller, if it was."""
    smaller = parts.archives / name
    return smaller if smaller.is_file() else parts.core / name


def place_hashed(folder: Path, name: str, files: dict[str, bytes]) -> Path:
    """Write files into a new folder `name-<hash of their names and contents>`."""
    digest = hashlib.sha256("".join(f"{file}\0{sha256(files[file])}\n" for file in sorted(files)).encode())
    place = folder / f"{name}-{digest.hexdigest()[:12]}"
    place.mkdir()
    for file, data in files.items():
        (place / file).write_bytes(data)
    return place


def describe_assets(parts: Parts, folder: Path, runtime: Path) -> Json:
    """What build.json says about the files in the runtime's folder."""
    return {
        **{key: asset(folder, runtime / name) for key, name in (CORE | AT_START).items()},
        "libraries": [
            asset(folder, runtime / name) | {"path": path} for name, path in libraries(parts.archives).items()
        ],
        "attic": {name: asset(folder, runtime / name) for name in LATER},
    }


def web_assembly(parts: Parts) -> list[str]:
    """The hashes of the code that the memory image goes with: the interpreter's and the libraries'."""
    paths = [core_file(parts, CORE["pyodideWasm"]), *(parts.archives / name for name in libraries(parts.archives))]
    return [sha256(path.read_bytes()) for path in paths]


def asset(folder: Path, path: Path) -> Json:
    """A file's address relative to the site, its size and its hash."""
    data = path.read_bytes()
    return {"url": path.relative_to(folder).as_posix(), "bytes": len(data), "sha256": sha256(data)}


def place_models(weights: Path, folder: Path) -> list[Json]:
    """Copy the models and their cards; describe them for the page's picker, the default one first."""
    if not (weights / f"{DEFAULT_MODEL}.npz").is_file():
        raise ToolError(f"{weights / DEFAULT_MODEL}.npz is missing: `make train` makes it")
    shutil.copytree(
        weights, folder / "weights", ignore=lambda _, names: [n for n in names if Path(n).suffix not in (".npz", ".md")]
    )
    paths = sorted((folder / "weights").glob("*.npz"), key=lambda path: (path.stem != DEFAULT_MODEL, path.stem))
    return [asset(folder, path) | describe_model(path) for path in paths]


def describe_model(path: Path) -> Json:
    """What the model picker shows of a model."""
    model = glasscnn.load(path)
    graph = model.graph
    return {
        "name": graph.name,
        "title": graph.title,
        "description": graph.description,
        "parameters": model.parameters,
    }


def place_example(root: Path, folder: Path) -> dict[str, str]:
    """Make the frames of the first paint."""
    samples = json.loads((root / "web" / "samples" / "digits.json").read_text("utf-8"))
    example = make_example((root / "weights" / f"{DEFAULT_MODEL}.npz").read_bytes(), DEFAULT_MODEL, samples)
    (folder / "example").mkdir()
    (folder / "example" / "example.json").write_bytes(example.description)
    (folder / "example" / "example.png").write_bytes(example.picture)
    return {"data": "example/example.json", "frames": "example/example.png"}


def write_json(path: Path, content: Json) -> None:
    """Write JSON that a person can read."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
