"""Modules in lazy archives are fetched when they are first imported."""

import importlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from export_tools.site.runtime.glasscnn_runtime.fast_numpy_import import LazyModule
from export_tools.site.runtime.glasscnn_runtime.lazy_modules import (
    WITH_TABLES,
    LazyArchives,
    Tables,
    open_lazy_archives,
)

MODULES = {
    "lazy_test_package/__init__.py": "box = 1\n",
    "lazy_test_package/deep.py": "box = 2\n",
    "lazy_test_module.py": "light = True\n",
}


@pytest.fixture
def site_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder on the import path; modules that a test imports from it are unloaded afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    finders = list(sys.meta_path)
    yield tmp_path
    sys.meta_path[:] = finders
    for name in [name for name in sys.modules if name.startswith("lazy_test_")]:
        del sys.modules[name]


class FakeHost:
    """Serves the list of lazy archives and the one archive in it, and records the requests."""

    def __init__(self, site_packages: Path) -> None:
        modules = ["lazy_test_package", "lazy_test_package.deep", "lazy_test_module"]
        self.index = json.dumps([{"archive": "rest.zip", "root": str(site_packages), "modules": modules}]).encode()
        self.asked: list[str] = []

    def __call__(self, name: str) -> bytes:
        self.asked.append(name)
        if name == "lazy-archives.json":
            return self.index
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as files:
            for path, text in MODULES.items():
                files.writestr(path, text)
        return data.getvalue()


def test_lazy_modules_are_fetched_on_first_import_and_each_archive_once(site_packages: Path) -> None:
    host = FakeHost(site_packages)
    open_lazy_archives(host, lambda: None)
    assert importlib.import_module("lazy_test_package.deep").box == 2
    assert importlib.import_module("lazy_test_module").light is True
    assert host.asked == ["lazy-archives.json", "rest.zip"]


def test_lazy_submodule_of_a_package_loaded_at_start_is_found(site_packages: Path) -> None:
    (site_packages / "lazy_test_package").mkdir()
    (site_packages / "lazy_test_package" / "__init__.py").write_text("box = 'at start'\n")
    open_lazy_archives(FakeHost(site_packages), lambda: None)
    assert importlib.import_module("lazy_test_package").box == "at start"
    assert importlib.import_module("lazy_test_package.deep").box == 2


def test_import_of_an_unknown_module_fails_and_fetches_no_archive(site_packages: Path) -> None:
    host = FakeHost(site_packages)
    open_lazy_archives(host, lambda: None)
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("lazy_test_missing")
    assert host.asked == ["lazy-archives.json"]


def test_archive_that_cannot_be_fetched_raises_an_import_error(site_packages: Path) -> None:
    host = FakeHost(site_packages)

    def refuse(name: str) -> bytes:
        if name == "lazy-archives.json":
            return host.index
        raise OSError("the host answers 404")

    archives = LazyArchives(refuse)
    with pytest.raises(ImportError, match=r"lazy_test_module is in rest\.zip.*404"):
        archives.find_spec("lazy_test_module", None)


@pytest.mark.parametrize("damaged", ["lazy-archives.json", "rest.zip"])
def test_a_file_that_arrives_damaged_is_named_and_fetched_again(site_packages: Path, damaged: str) -> None:
    host, broken = FakeHost(site_packages), {damaged}

    def fetch(name: str) -> bytes:
        return bytes(255 - byte for byte in host(name)) if name in broken else host(name)

    archives = LazyArchives(fetch)
    with pytest.raises(ImportError, match=rf"{damaged}.* has arrived damaged"):
        archives.find_spec("lazy_test_module", None)
    broken.clear()
    assert archives.find_spec("lazy_test_module", None) is not None


def test_tables_are_restored_once_before_the_first_module_that_needs_them() -> None:
    asked: list[str] = []
    tables = Tables(lambda: asked.append("tables"))
    tables.find_spec("json", None)
    assert asked == []
    for name in WITH_TABLES:
        tables.find_spec(name, None)
    assert asked == ["tables"]


def test_tables_that_cannot_be_fetched_raise_an_import_error_and_are_requested_again() -> None:
    asked: list[str] = []

    def refuse() -> None:
        asked.append("tables")
        raise OSError("the host answers 404")

    tables = Tables(refuse)
    for _ in range(2):
        with pytest.raises(ImportError, match=r"tables of unicodedata could not be fetched.*404"):
            tables.find_spec("unicodedata", None)
    assert asked == ["tables", "tables"]


def test_placeholder_imports_the_real_module_on_first_use() -> None:
    sys.modules.pop("colorsys", None)
    placeholder = LazyModule("colorsys")
    assert placeholder.rgb_to_hsv(0, 0, 0.5) == (2 / 3, 1.0, 0.5)
    with pytest.raises(AttributeError):
        _ = placeholder.no_such_thing


def test_placeholder_imports_no_module_twice() -> None:
    sys.modules.pop("colorsys", None)
    colorsys = importlib.import_module("colorsys")
    assert LazyModule("colorsys").rgb_to_hsv is colorsys.rgb_to_hsv
    assert sys.modules["colorsys"] is colorsys
