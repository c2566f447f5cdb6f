"""The archives that the worker boots from are reproducible, complete and minimal."""

import io
import json
import shutil
import zipfile
import zlib
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from export_tools.errors import ToolError
from export_tools.site.build import Parts
from export_tools.site.fast_loops import BINARY, FOLDER
from export_tools.site.runtime.archives import Ingredients, hash_of, libraries, make_archives

PYC_HEADER = 16
UNCHECKED = b"\1\0\0\0"


def opened(path: Path) -> zipfile.ZipFile:
    """A zip, or a pack, which is a deflated zip."""
    data = path.read_bytes()
    return zipfile.ZipFile(io.BytesIO(zlib.decompress(data) if path.suffix == ".pack" else data))


def names(path: Path) -> list[str]:
    with opened(path) as archive:
        return archive.namelist()


def modules(path: Path) -> set[str]:
    return {name.removesuffix("c") for name in names(path) if name.endswith((".py", ".pyc"))}


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_archives_are_reproducible(ingredients: Ingredients, parts: Parts, tmp_path: Path) -> None:
    assert hashes(make_archives(ingredients, tmp_path)) == hashes(parts.archives)


def test_changing_one_byte_of_an_ingredient_changes_the_hash(ingredients: Ingredients, tmp_path: Path) -> None:
    (tmp_path / "model.npz").write_bytes(ingredients.model.read_bytes() + b"\0")
    shutil.copytree(ingredients.core, tmp_path / "core")
    (tmp_path / "core" / "pyodide.asm.js").write_bytes(b";")
    found = {
        hash_of(ingredients),
        hash_of(replace(ingredients, model=tmp_path / "model.npz")),
        hash_of(replace(ingredients, core=tmp_path / "core")),
    }
    assert len(found) == 3


def test_ingredients_include_every_build_script(ingredients: Ingredients) -> None:
    site = ingredients.root / "export_tools" / "site"
    names = {name for name, _ in ingredients.files()}
    scripts = {path.relative_to(site).as_posix() for path in site.rglob("*.mjs")}
    assert {name for name in scripts - names if name.split("/")[0] not in ("page", "single_file")} == set()
    assert len(scripts & names) == 7
    worker = {"interpreter.js", "from-snapshot.js", "from-packages.js", "unpack.js", "wasm-functions.js"}
    assert worker | {"pack.py", "warm_up.py", "glasscnn/bridge/session.py"} <= names


def test_snapshot_is_a_wasm_file_much_smaller_than_the_memory(parts: Parts) -> None:
    snapshot = (parts.archives / "snapshot.wasm").read_bytes()
    state = json.loads((parts.archives / "snapshot.json").read_text("utf-8"))
    assert snapshot.startswith(b"\0asm\1\0\0\0\0")
    modules = sorted(side["path"].rpartition("/")[2].partition(".")[0] for side in state["sideModules"])
    assert modules == ["_multiarray_umath", "fast_loops"]
    assert 0 < len(snapshot) - sum(length for _, length in state["runs"]) < 32
    assert len(snapshot) < 12_000_000 < state["bytes"]


def test_snapshot_does_not_contain_separately_shipped_libraries(parts: Parts) -> None:
    library = (parts.archives / "multiarray_umath.wasm").read_bytes()
    assert library[1_000_000:1_000_064] not in (parts.archives / "snapshot.wasm").read_bytes()


def test_unused_exports_of_pyodide_are_stripped(ingredients: Ingredients, parts: Parts) -> None:
    shipped = (parts.archives / "pyodide.asm.wasm").read_bytes()
    assert b"PyInit__asyncio" in (ingredients.core / "pyodide.asm.wasm").read_bytes()
    assert len(shipped) < (ingredients.core / "pyodide.asm.wasm").stat().st_size


def test_rarely_used_tables_are_moved_out_of_the_interpreter_unchanged(ingredients: Ingredients, parts: Parts) -> None:
    whole = (ingredients.core / "pyodide.asm.wasm").read_bytes()
    tables = (parts.archives / "tables.wasm").read_bytes()
    codecs, names = whole.index(tables[-1_000_000:-600_000]), whole.index(tables[-400_000:])
    assert 0 < names - codecs < 700_000
    assert tables[-400_000:] not in (parts.archives / "pyodide.asm.wasm").read_bytes()
    assert len(tables) > 1_000_000


def test_failed_build_leaves_no_files_and_reports_node_s_error(ingredients: Ingredients, tmp_path: Path) -> None:
    model = tmp_path / "model.npz"
    model.write_bytes(b"not a model")
    with pytest.raises(ToolError, match="ModelError") as caught:
        make_archives(replace(ingredients, model=model), tmp_path / "cache")
    assert len(str(caught.value)) < 10_000
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize(
    "name", ["stdlib.pack", "numpy.pack", "glasscnn.pack", "own.pack", "stdlib-rest.zip", "numpy-rest.zip"]
)
def test_entries_are_sorted_and_have_a_fixed_time(parts: Parts, name: str) -> None:
    with opened(parts.archives / name) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", ["stdlib.pack", "numpy.pack"])
def test_start_archives_contain_unchecked_byte_code_only(parts: Parts, name: str) -> None:
    with opened(parts.archives / name) as archive:
        code = [archive.read(entry) for entry in archive.namelist() if entry.endswith(".pyc")]
        others = {entry for entry in archive.namelist() if not entry.endswith(".pyc")}
    assert others == set()
    assert {data[4:8] for data in code} == {UNCHECKED}
    assert min(len(data) for data in code) > PYC_HEADER


def test_start_and_rest_together_make_the_whole_standard_library(ingredients: Ingredients, parts: Parts) -> None:
    whole = modules(ingredients.core / "python_stdlib.zip")
    start, rest = modules(parts.archives / "stdlib.pack"), modules(parts.archives / "stdlib-rest.zip")
    assert not start & rest
    assert start | rest == {name for name in whole if not {"tests", "test"} & set(name.split("/"))}
    assert len(start) < len(whole) / 3


def test_start_and_rest_together_make_numpy_without_its_tests(ingredients: Ingredients, parts: Parts) -> None:
    shipped = modules(parts.archives / "numpy.pack") | modules(parts.archives / "numpy-rest.zip")
    missing = modules(ingredients.wheel) - shipped
    assert {"numpy/random/__init__.py", "numpy/fft/__init__.py", "numpy/__init__.py"} <= shipped
    assert all({"tests", "f2py", "distutils", "_pyinstaller"} & set(name.split("/")) for name in missing)


def test_lazy_archives_list_every_module_that_is_not_loaded_at_start(parts: Parts) -> None:
    archives = json.loads((parts.archives / "lazy-archives.json").read_text("utf-8"))
    rests = ["stdlib-rest.zip", "numpy-rest.zip", "exercise.zip", "training.zip", "onnx.zip"]
    assert [archive["archive"] for archive in archives] == rests
    for archive in archives:
        files = names(parts.archives / archive["archive"])
        python = {name.removesuffix(".pyc") for name in files if name.endswith("c")}
        assert {name.removesuffix("/__init__").replace("/", ".") for name in python} <= set(archive["modules"])


def test_only_libraries_needed_at_start_are_separate_files(parts: Parts) -> None:
    names = sorted(libraries(parts.archives))
    assert names == ["fast_loops.wasm", "multiarray_umath.wasm"]
    for name in names:
        assert (parts.archives / name).read_bytes().startswith(b"\0asm")
    assert (parts.archives / "fast_loops.wasm").read_bytes() == (FOLDER / BINARY).read_bytes()


def test_the_loops_are_an_ingredient(ingredients: Ingredients) -> None:
    assert f"fast_loops/{BINARY}" in {name for name, _ in ingredients.files()}


APART = {
    "own.pack": ("glasscnn/own/", "glasscnn/bridge/own_", "glasscnn/model/own_"),
    "exercise.zip": ("glasscnn/exercise/",),
    "training.zip": ("glasscnn/training/", "glasscnn/model/history."),
}


@pytest.mark.parametrize(("archive", "prefixes"), APART.items())
def test_what_only_the_sandbox_needs_is_in_archives_of_its_own(
    ingredients: Ingredients, parts: Parts, archive: str, prefixes: tuple[str, ...]
) -> None:
    source = ingredients.root / "py"
    paths = {path.relative_to(source).as_posix() for path in (source / "glasscnn").rglob("*.py")}
    found = modules(parts.archives / archive)
    assert found == {name for name in paths if name.startswith(prefixes)} != set()
    assert not found & modules(parts.archives / "glasscnn.pack")
    assert (parts.archives / archive).stat().st_size < 48_000


def test_glasscnn_is_shipped_with_its_sources(ingredients: Ingredients, parts: Parts) -> None:
    source = ingredients.root / "py"
    with opened(parts.archives / "glasscnn.pack") as archive:
        for path in sorted((source / "glasscnn").rglob("*.py")):
            name = path.relative_to(source)
            if path.name == "command_line.py":
                continue
            if name.as_posix().startswith(tuple(prefix for prefixes in APART.values() for prefix in prefixes)):
                continue
            assert archive.read(name.as_posix()) == path.read_bytes()
            assert f"{name.parent.as_posix()}/__pycache__/{name.stem}.cpython-313.opt-2.pyc" in archive.namelist()
