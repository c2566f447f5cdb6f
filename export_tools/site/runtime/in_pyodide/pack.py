"""Packs the archives that the worker boots from. Runs inside Pyodide, at build time.

The start of Python in a browser takes time for downloading and for compiling Python source. So the worker gets only the
modules that the page imports at its start, as byte code; all others are in lazy archives, which are fetched when one of
their modules is first imported (glasscnn_runtime/lazy_modules.py). Libraries (.so) needed at start are separate files,
which the browser compiles while they arrive.

The build is reproducible: names are sorted, times are fixed, the hash seed is 0.
"""

import io
import json
import marshal
import sys
import zipfile
import zlib
from dataclasses import dataclass
from importlib.util import MAGIC_NUMBER, cache_from_source, decode_source
from pathlib import Path, PurePosixPath

STDLIB_ZIP = Path("/lib/python313.zip")  # the standard library while this script runs
STDLIB = Path("/lib/python3.13")  # the standard library in the worker
SITE_PACKAGES = STDLIB / "site-packages"
NEVER_SHIPPED = {"tests", "f2py", "distutils", "_pyinstaller", "command_line.py", "widget"}
APART = {
    "own": ("glasscnn/own/", "glasscnn/bridge/own_", "glasscnn/model/own_"),
    "exercise": ("glasscnn/exercise/",),
    "training": ("glasscnn/training/", "glasscnn/model/history."),
}
"""The files of glasscnn that only the sandbox needs (web/js/sandbox), or the panel "Train": at its start, and on first
import."""
UNCHECKED_HASH = b"\1\0\0\0" + bytes(8)  # PEP 552: unchecked hash-based .pyc
EARLIEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
UNIX, READABLE = 3, 0o644 << 16

Files = dict[str, bytes]


@dataclass(frozen=True)
class Library:
    """Python code: the folder that it is unpacked to in the worker, and its files by relative path."""

    name: str
    root: Path
    files: Files

    def modules(self) -> list[str]:
        """The dotted names of its modules."""
        stems = (name.partition(".")[0].removesuffix("/__init__") for name in self.files)
        return sorted(stem.replace("/", ".") for stem in stems)


def write_archives(build: Path) -> None:
    """Write everything that the worker boots from into `build/out`.

    Must run after all modules that the worker needs at start have been imported. `build` holds python_stdlib.zip,
    numpy.whl, the folder `packages` with our own code, and `onnx`. Writes stdlib.pack, numpy.pack and glasscnn.pack,
    unpacked at start, and own.pack, at the start of the sandbox; the lazy archives stdlib-rest.zip, numpy-rest.zip,
    exercise.zip, training.zip and onnx.zip (onnx_pack.py), with their list lazy-archives.json; the libraries, with
    their paths in the worker in libraries.json.
    """
    out = build / "out"
    used = imported_files(STDLIB_ZIP) | imported_files(SITE_PACKAGES)
    stdlib, stdlib_rest = split(library_in_zip("stdlib", STDLIB, build / "python_stdlib.zip"), used)
    numpy, numpy_rest = split(library_in_zip("numpy", SITE_PACKAGES, build / "numpy.whl"), used)
    ours = library_in_folder("glasscnn", SITE_PACKAGES, build / "packages")
    own, exercise, training = (taken_from(ours, name, prefixes) for name, prefixes in APART.items())
    onnx = library_in_folder("onnx", SITE_PACKAGES, build / "onnx")
    rests = [stdlib_rest, numpy_rest, exercise, training, onnx]
    lazy = [{"archive": f"{rest.name}.zip", "root": str(rest.root), "modules": rest.modules()} for rest in rests]

    write_pack(out / "stdlib.pack", compiled(stdlib))
    write_pack(out / "numpy.pack", compiled(numpy))
    write_pack(out / "glasscnn.pack", with_byte_code(ours))
    write_pack(out / "own.pack", compiled(own))
    write_native(out, numpy)
    (out / "lazy-archives.json").write_text(json.dumps(lazy), "utf-8")
    for rest in rests:
        (out / f"{rest.name}.zip").write_bytes(zipped({**compiled(rest), **native(rest)}, zipfile.ZIP_DEFLATED))


def imported_files(root: Path) -> set[str]:
    """The paths, relative to `root`, of the files that the loaded modules came from."""
    specs = (getattr(module, "__spec__", None) for module in list(sys.modules.values()))
    origins = (Path(spec.origin) for spec in specs if spec and spec.has_location)
    return {str(origin.relative_to(root)) for origin in origins if origin.is_relative_to(root)}


def library_in_zip(name: str, root: Path, path: Path) -> Library:
    """The importable files of a wheel or of the standard library's archive."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith((".py", ".so"))]
        kept = [name for name in names if not set(PurePosixPath(name).parts) & NEVER_SHIPPED]
        return Library(name, root, {name: archive.read(name) for name in kept})


def library_in_folder(name: str, root: Path, folder: Path) -> Library:
    """The Python sources of the packages in a folder."""
    paths = (path for path in folder.rglob("*.py") if path.name not in NEVER_SHIPPED)
    return Library(name, root, {str(path.relative_to(folder)): path.read_bytes() for path in paths})


def taken_from(library: Library, name: str, prefixes: tuple[str, ...]) -> Library:
    """The files of a library with these prefixes, as a library of its own; the other one keeps the rest."""
    taken = [path for path in library.files if path.startswith(prefixes)]
    return Library(name, library.root, {path: library.files.pop(path) for path in taken})


def split(library: Library, used: set[str]) -> tuple[Library, Library]:
    """A library split into the files that are used and the rest."""
    rest = Library(f"{library.name}-rest", library.root, dict(library.files))
    first = {name: rest.files.pop(name) for name in library.files if name in used}
    return Library(library.name, library.root, first), rest


def sources(library: Library) -> Files:
    """The Python sources of a library."""
    return {name: data for name, data in library.files.items() if name.endswith(".py")}


def native(library: Library) -> Files:
    """The shared objects of a library."""
    return {name: data for name, data in library.files.items() if name.endswith(".so")}


def compiled(library: Library) -> Files:
    """The byte code of a library without docstrings and assertions, at the paths of its sources."""
    return {f"{name}c": byte_code(data, library.root / name, 2) for name, data in sources(library).items()}


def with_byte_code(library: Library) -> Files:
    """The sources of a library, for students to read, and their byte code with docstrings in `__pycache__`."""
    byte_codes = {
        cache_from_source(name): byte_code(data, library.root / name, 0) for name, data in sources(library).items()
    }
    return {**sources(library), **byte_codes}


def byte_code(source: bytes, path: Path, optimize: int) -> bytes:
    """The contents of the `.pyc` of a source file."""
    code = compile(decode_source(source), str(path), "exec", dont_inherit=True, optimize=optimize)
    return MAGIC_NUMBER + UNCHECKED_HASH + marshal.dumps(code)


def zipped(files: Files, compression: int) -> bytes:
    """A zip file whose bytes depend on names and contents only."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EARLIEST_ZIP_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = compression, UNIX, READABLE
            archive.writestr(entry, files[name], compresslevel=9)
    return data.getvalue()


def write_pack(path: Path, files: Files) -> None:
    """Write a deflated zip of stored files: browsers inflate one stream faster than a hundred (unpack.js)."""
    path.write_bytes(zlib.compress(zipped(files, zipfile.ZIP_STORED), 9))


def write_native(out: Path, library: Library) -> None:
    """Write the shared objects of a library, and `libraries.json` with the path of each in the worker.

    Their names end in .wasm, so that hosts send the right content type, and have no leading underscore, since GitHub
    Pages leaves such files out.
    """
    paths = {}
    for name, data in native(library).items():
        file = PurePosixPath(name).name.partition(".")[0].lstrip("_") + ".wasm"
        (out / file).write_bytes(data)
        paths[file] = str(library.root / name)
    (out / "libraries.json").write_text(json.dumps(paths), "utf-8")
