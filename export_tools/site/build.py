"""Writes dist/: the page in web/, and all files that it fetches.

All files except the entries (index.html, the service worker, the icons) lie in folders with a hash of their contents in
the name, so that hosts and browsers can cache them forever and never mix two releases. The entries refer to the folder
`page-<hash>`, which holds scripts, styles and the `build.json` that lists everything else. The runtime's folder keeps
its name from release to release until Pyodide or NumPy changes. A copy of `build.json` beside index.html is for people
and tools.
"""

import json
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import glasscnn
from export_tools.errors import ToolError
from export_tools.site import fast_loops
from export_tools.site.page.article import insert_article
from export_tools.site.page.bundle import FOLDER as BUNDLE
from export_tools.site.page.bundle import bundle, refer_to_bundles
from export_tools.site.page.compress import compress_site
from export_tools.site.page.element import element_script
from export_tools.site.page.example_frames import make_example
from export_tools.site.page.exercises import FOLDER as EXERCISES
from export_tools.site.page.exercises import exercise_files
from export_tools.site.page.hashed_folders import asset, place_hashed
from export_tools.site.page.icons import make_icons
from export_tools.site.page.link_preview import add_link_preview, read_picture
from export_tools.site.page.service_worker import write_service_worker
from export_tools.site.runtime.archives import libraries
from export_tools.site.runtime.download import core_info, core_version, sha256
from export_tools.site.single_file.build import single_parts
from glasscnn.model.bundled import HISTORY

PROJECT = Path(__file__).parents[2]
DEFAULT_MODEL = "deep"
CORE = {"pyodideModule": "pyodide.mjs", "pyodideScript": "pyodide.asm.js", "pyodideWasm": "pyodide.asm.wasm"}
AT_START = {"stdlib": "stdlib.pack", "numpy": "numpy.pack"}
LAZY = ("stdlib-rest.zip", "numpy-rest.zip", "tables.wasm")
LAZY_WITH_OUR_CODE = ("lazy-archives.json", "exercise.zip", "training.zip", "onnx.zip")  # change with our own code
PACKAGE, OWN = "glasscnn.pack", "own.pack"
SNAPSHOT, SNAPSHOT_STATE = "snapshot.wasm", "snapshot.json"
ELEMENT = "glass-cnn.js"
PAGE_FOLDERS = ("article", "css", "js", "samples")  # of web/; everything else in it keeps its name

DOCUMENTATION = Path("build") / "docs"  # made by `make docs`

SINGLE = "js/host/single-file/"  # used by the single file only (export_tools/site/single_file)

Json = dict[str, Any]


@dataclass(frozen=True)
class Parts:
    """The inputs of a site."""

    root: Path  # of the repository: web/, weights/, exercises/
    core: Path  # Pyodide's npm package
    archives: Path  # made by archives.py
    compressed: Path | None = None  # the cache of compressed files; without it, none are written
    documentation: Path | None = None  # made by `make docs`; a page says that it is missing where there is none
    address: str | None = None  # where the site will lie; without it, links to it unfold without a picture


def build_page(parts: Parts, dist: Path) -> None:
    """Build the whole site and replace `dist` with it once it is complete."""
    with replacing(dist) as folder:
        build = place_fetched_files(parts, folder)
        page = place_page(parts, folder, build)
        if parts.documentation:
            place_documentation(parts.documentation, folder / "docs")
        write_service_worker(folder, page)
        if parts.compressed:
            compress_site(folder, parts.compressed)


def place_fetched_files(parts: Parts, folder: Path) -> Json:
    """Write everything that the page fetches; returns the contents of build.json."""
    runtime = place_runtime(parts, folder)
    lazy = {name: (parts.archives / name).read_bytes() for name in LAZY_WITH_OUR_CODE}
    lazy_archives = place_hashed(folder, "lazy-archives", lazy)
    package = place_hashed(folder, "app", {name: (parts.archives / name).read_bytes() for name in (PACKAGE, OWN)})
    snapshot = place_hashed(folder, "snapshot", {SNAPSHOT: (parts.archives / SNAPSHOT).read_bytes()})
    return {
        "version": glasscnn.__version__,
        "about": about(PROJECT),
        "pyodide": core_version(parts.core),
        "lock": core_info(parts.core),
        "assets": {
            **describe_assets(parts, folder, runtime, lazy_archives),
            "package": asset(folder, package / PACKAGE),
            "own": asset(folder, package / OWN),
            "snapshot": asset(folder, snapshot / SNAPSHOT) | {"state": snapshot_state(parts)},
        },
        "models": place_models(parts.root / "weights", folder),
        "defaultModel": DEFAULT_MODEL,
        "example": place_example(parts.root, folder),
    }


def about(project: Path) -> Json:
    """What the page says about itself, from the package's metadata: licence, citation, links by name."""
    metadata = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    title = re.search(r'^title: "(.+)"$', (project / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    if title is None:
        raise ToolError("CITATION.cff has no title")
    authors = ", ".join(author["name"] for author in metadata["authors"])
    return {
        "licence": metadata["license"],
        "citation": f"{authors}: {title[1]}. Version {glasscnn.__version__}.",
        "links": metadata.get("urls", {}),
    }


def place_page(parts: Parts, folder: Path, build: Json) -> str:
    """Write web/ and the exercises: all into one hashed folder, except the entries that refer to it.

    Returns the folder's name. Its build.json contains the hashes of the entries, so that no two releases share a name.
    """
    web = parts.root / "web"
    files = read_files(web)
    entries = {name: data for name, data in files.items() if name.partition("/")[0] not in PAGE_FOLDERS} | make_icons()
    if parts.address:
        add_link_preview(entries, parts.address, read_picture(parts.root))
    entries[ELEMENT] = element_script(web / ELEMENT)
    hashes = {name: sha256(data) for name, data in sorted(entries.items())}
    scripts = {name: data for name, data in files.items() if not (name in entries or name.startswith(SINGLE))}
    pyodide = core_file(parts, CORE["pyodideModule"])
    bundles = bundle(scripts, pyodide)
    article = insert_article(entries["index.html"], web)
    exercises = exercise_files(parts.root / EXERCISES)
    single = single_parts(article, web, pyodide.parent, build, folder, bundles.files, exercises)
    content = {**scripts, **bundles.files, **single, **exercises} | {"build.json": as_json(build | {"entries": hashes})}
    page = place_hashed(folder, "page", content).name
    entries["build.json"] = as_json(build | {"page": page})
    for name, data in entries.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == "index.html":
            data = refer_to_bundles(article, bundles)  # noqa: PLW2901
        path.write_bytes(refer_to(page, data) if path.suffix == ".html" else data)
    return page


def place_documentation(built: Path, folder: Path) -> None:
    """Copy the documentation, if it is built, over the page that says that it is not (web/docs)."""
    if built.is_dir():
        shutil.copytree(built, folder, dirs_exist_ok=True)
        (folder.parent / ".nojekyll").touch()  # or hosts with Jekyll would omit the folders whose names begin with “_”


def read_files(folder: Path) -> dict[str, bytes]:
    """The contents of all files below a folder, by relative path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def refer_to(page: str, html: bytes) -> bytes:
    """An entry's HTML with the paths of scripts and styles changed from those in web/ to those in dist/."""
    moved = re.sub(rf'((?:href|src)="(?:\.\./)*)((?:{BUNDLE}/|build\.json))', rf"\1{page}/\2", html.decode())
    return moved.encode()


@contextmanager
def replacing(dist: Path) -> Iterator[Path]:
    """A new folder that replaces `dist` on success; after an error, `dist` is unchanged."""
    dist.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=dist.parent, prefix=f"{dist.name}.") as work:
        new, old = Path(work) / "new", Path(work) / "old"
        new.mkdir()
        yield new
        if dist.exists():
            dist.replace(old)
        new.replace(dist)


def place_runtime(parts: Parts, folder: Path) -> Path:
    """Write Pyodide's core, the archives and the libraries into one hashed folder."""
    core = {name: core_file(parts, name).read_bytes() for name in CORE.values()}
    names = [*AT_START.values(), *LAZY, *libraries(parts.archives)]
    return place_hashed(folder, "runtime", core | {name: (parts.archives / name).read_bytes() for name in names})


def core_file(parts: Parts, name: str) -> Path:
    """The path of a file of Pyodide's core: the stripped version if there is one."""
    stripped = parts.archives / name
    return stripped if stripped.is_file() else parts.core / name


def describe_assets(parts: Parts, folder: Path, runtime: Path, lazy_archives: Path) -> Json:
    """The entries of build.json for the files in the folders of the runtime and the lazy archives."""
    return {
        **{key: asset(folder, runtime / name) for key, name in (CORE | AT_START).items()},
        "libraries": [
            asset(folder, runtime / name) | {"path": path, "simd": name == fast_loops.BINARY}
            for name, path in libraries(parts.archives).items()
        ],
        "lazyArchives": {name: asset(folder, runtime / name) for name in LAZY}
        | {name: asset(folder, lazy_archives / name) for name in LAZY_WITH_OUR_CODE},
    }


def snapshot_state(parts: Parts) -> Json:
    """The state outside Python's memory that JavaScript needs to restore the snapshot (running_state.mjs)."""
    state: Json = json.loads((parts.archives / SNAPSHOT_STATE).read_text("utf-8"))
    return state


def place_models(weights: Path, folder: Path) -> list[Json]:
    """Copy the models, their cards and histories; returns the picker's entries, the default model first."""
    if not (weights / f"{DEFAULT_MODEL}.npz").is_file():
        raise ToolError(f"{weights / DEFAULT_MODEL}.npz is missing: run `make train`")
    files = {path.name: path.read_bytes() for path in weights.iterdir() if path.suffix in (".npz", ".md")}
    place = place_hashed(folder, "weights", files)
    models = [path for path in place.glob("*.npz") if not path.name.endswith(HISTORY)]
    models.sort(key=lambda path: (path.stem != DEFAULT_MODEL, path.stem))
    return [asset(folder, path) | describe_model(path) | place_history(folder, path) for path in models]


def place_history(folder: Path, model: Path) -> Json:
    """The entry of the history of a model's training, if there is one beside the model."""
    path = model.with_name(f"{model.stem}{HISTORY}")
    return {"history": asset(folder, path)} if path.is_file() else {}


def describe_model(path: Path) -> Json:
    """A model's entry in the model picker."""
    model = glasscnn.load(path)
    graph = model.graph
    return {
        "name": graph.name,
        "title": graph.title,
        "description": graph.description,
        "parameters": model.parameters,
    }


def place_example(root: Path, folder: Path) -> Json:
    """Write the frames of the first paint."""
    samples = json.loads((root / "web" / "samples" / "digits.json").read_text("utf-8"))
    example = make_example((root / "weights" / f"{DEFAULT_MODEL}.npz").read_bytes(), DEFAULT_MODEL, samples)
    files = {"example.json": example.description, "example.webp": example.picture}
    place = place_hashed(folder, "example", files).relative_to(folder).as_posix()
    digit = json.loads(example.description)["digit"]
    return {"digit": digit, "data": f"{place}/example.json", "frames": f"{place}/example.webp"}


def as_json(content: Json) -> bytes:
    """Indented JSON."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
