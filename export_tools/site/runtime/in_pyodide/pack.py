"""Runs inside Pyodide, at build time: packs what the worker boots from.

Two things cost time when Python starts in a browser: bytes, and compiling Python source. So the worker gets what the
page imports at its start, and only that, as byte code; everything else lies in two more archives that are fetched when
something of them is first imported (glasscnn_runtime/lazy_modules.py). Libraries (.so) that are needed at start lie
beside the archives, to be compiled while they stream in.

The same inputs give the same bytes: names are sorted, times are fixed, the hash seed is 0.
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

STDLIB_ZIP = Path("/lib/python313.zip")  # where Pyodide has its standard library while this runs
STDLIB = Path("/lib/python3.13")  # where the worker has it
SITE_PACKAGES = STDLIB / "site-packages"
NEVER_SHIPPED = {"tests", "f2py", "distutils", "_pyinstaller"}
UNCHECKED_HASH = b"\1\0\0\0" + bytes(8)  # PEP 552: byte code that is never compared with its source
BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)
UNIX, READABLE = 3, 0o644 << 16

Files = dict[str, bytes]


@dataclass(frozen=True)
class Library:
    """Python code: the folder that it is unpacked to in the worker, and its files by their path in there."""

    name: str
    root: Path
    files: Files

    def modules(self) -> list[str]:
        """The dotted names of its modules."""
        stems = (name.partition(".")[0].removesuffix("/__init__") for name in self.files)
        return sorted(stem.replace("/", ".") for stem in stems)


def write_archives(build: Path) -> None:
    """Write everything that the worker boots from into `build/out`, when all that it needs at start is imported.

    `build` holds python_stdlib.zip, numpy.whl, the folder `packages` with our own code, and `onnx`. What comes out:
    stdlib.pack, numpy.pack and glasscnn.pack, unpacked at start; stdlib-rest.zip, numpy-rest.zip and onnx.zip, which
    reads ONNX (onnx_pack.py), for the attic, and attic.json, its list; the libraries, and libraries.json, which says
    where the worker expects each of them.
    """
    out = build / "out"
    used = imported_files(STDLIB_ZIP) | imported_files(SITE_PACKAGES)
    stdlib, stdlib_rest = split(library_in_zip("stdlib", STDLIB, build / "python_stdlib.zip"), used)
    numpy, numpy_rest = split(library_in_zip("numpy", SITE_PACKAGES, build / "numpy.whl"), used)
    rests = [stdlib_rest, numpy_rest]
    rests.append(library_in_folder("onnx", SITE_PACKAGES, build / "onnx"))
    attic = [{"archive": f"{rest.name}.zip", "root": str(rest.root), "modules": rest.modules()} for rest in rests]
    ours = library_in_folder("glasscnn", SITE_PACKAGES, build / "packages")

    write_pack(out / "stdlib.pack", compiled(stdlib))
    write_pack(out / "numpy.pack", compiled(numpy))
    write_pack(out / "glasscnn.pack", with_byte_code(ours))
    write_native(out, numpy)
    (out / "attic.json").write_text(json.dumps(attic), "utf-8")
    for rest in rests:
        (out / f"{rest.name}.zip").write_bytes(zipped({**compiled(rest), **native(rest)}, zipfile.ZIP_DEFLATED))


def imported_files(root: Path) -> set[str]:
    """The paths, relative to `root`, of the files that the loaded modules came from."""
    specs = (getattr(module, "__spec__", None) for module in list(sys.modules.values()))
    origins = (Path(spec.origin) for spec in specs if spec and spec.has_location)
    return {str(origin.relative_to(root)) for origin in origins if origin.is_relative_to(root)}


def library_in_zip(name: str, root: Path, path: Path) -> Library:
    """What can be imported from a wheel or from the standard library's archive."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith((".py", ".so"))]
        kept = [name for name in names if not set(PurePosixPath(name).parts) & NEVER_SHIPPED]
        return Library(name, root, {name: archive.read(name) for name in kept})


def library_in_folder(name: str, root: Path, folder: Path) -> Library:
    """The sources of the packages in a folder."""
    return Library(name, root, {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.py")})


def split(library: Library, used: set[str]) -> tuple[Library, Library]:
    """What is used of a library, and the rest."""
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
    """The byte code of a library without docstrings and assertions; it stands where the sources were."""
    return {f"{name}c": byte_code(data, library.root / name, 2) for name, data in sources(library).items()}


def with_byte_code(library: Library) -> Files:
    """The sources of a library, which students read, and in `__pycache__` their byte code, docstrings kept."""
    byte_codes = {
        cache_from_source(name): byte_code(data, library.root / name, 0) for name, data in sources(library).items()
    }
    return {**sources(library), **byte_codes}


def byte_code(source: bytes, path: Path, optimize: int) -> bytes:
    """The contents of the `.pyc` of a source file."""
    code = compile(decode_source(source), str(path), "exec", dont_inherit=True, optimize=optimize)
    return MAGIC_NUMBER + UNCHECKED_HASH + marshal.dumps(code)


def zipped(files: Files, compression: int) -> bytes:
    """A zip whose bytes depend on nothing but names and contents."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, BEGINNING_OF_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = compression, UNIX, READABLE
            archive.writestr(entry, files[name], compresslevel=9)
    return data.getvalue()


def write_pack(path: Path, files: Files) -> None:
    """A zip of stored files, deflated as a whole: a browser inflates one stream faster than a hundred (unpack.js)."""
    path.write_bytes(zlib.compress(zipped(files, zipfile.ZIP_STORED), 9))


def write_native(out: Path, library: Library) -> None:
    """The shared objects of a library, and `libraries.json`: the path in the worker of each of them.

    They are named as the WebAssembly that they are, so that hosts send them as it, and without the leading underscore
    that makes GitHub Pages leave a file out.
    """
    paths = {}
    for name, data in native(library).items():
        file = PurePosixPath(name).name.partition(".")[0].lstrip("_") + ".wasm"
        (out / file).write_bytes(data)
        paths[file] = str(library.root / name)
    (out / "libraries.json").write_text(json.dumps(paths), "utf-8")
