"""Modules that are left out at start come back when something imports them."""

import importlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from export_tools.site.runtime.glasscnn_runtime.fast_numpy_import import Later
from export_tools.site.runtime.glasscnn_runtime.lazy_modules import WITH_TABLES, LazyArchives, Tables, open_attic

MODULES = {
    "attic_shelf/__init__.py": "box = 1\n",
    "attic_shelf/deep.py": "box = 2\n",
    "attic_lamp.py": "light = True\n",
}


@pytest.fixture
def site_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An import path with nothing in it yet; what a test imports from it is forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    finders = list(sys.meta_path)
    yield tmp_path
    sys.meta_path[:] = finders
    for name in [name for name in sys.modules if name.startswith("attic_")]:
        del sys.modules[name]


class Shelf:
    """Gives the list of the attic and the archive in it, and remembers how often it was asked."""

    def __init__(self, site_packages: Path) -> None:
        modules = ["attic_shelf", "attic_shelf.deep", "attic_lamp"]
        self.index = json.dumps([{"archive": "rest.zip", "root": str(site_packages), "modules": modules}]).encode()
        self.asked: list[str] = []

    def __call__(self, name: str) -> bytes:
        self.asked.append(name)
        if name == "attic.json":
            return self.index
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as files:
            for path, text in MODULES.items():
                files.writestr(path, text)
        return data.getvalue()


def test_a_left_out_module_is_fetched_when_it_is_imported_and_its_archive_only_once(site_packages: Path) -> None:
    shelf = Shelf(site_packages)
    open_attic(shelf, lambda: None)
    assert importlib.import_module("attic_shelf.deep").box == 2
    assert importlib.import_module("attic_lamp").light is True
    assert shelf.asked == ["attic.json", "rest.zip"]


def test_a_submodule_of_a_package_that_was_there_at_start_is_found(site_packages: Path) -> None:
    (site_packages / "attic_shelf").mkdir()
    (site_packages / "attic_shelf" / "__init__.py").write_text("box = 'at start'\n")
    open_attic(Shelf(site_packages), lambda: None)
    assert importlib.import_module("attic_shelf").box == "at start"
    assert importlib.import_module("attic_shelf.deep").box == 2


def test_a_module_that_no_archive_has_is_missing_and_nothing_is_fetched(site_packages: Path) -> None:
    shelf = Shelf(site_packages)
    open_attic(shelf, lambda: None)
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("attic_nowhere")
    assert shelf.asked == ["attic.json"]


def test_an_archive_that_cannot_be_fetched_is_an_import_error_that_says_so(site_packages: Path) -> None:
    shelf = Shelf(site_packages)

    def refuse(name: str) -> bytes:
        if name == "attic.json":
            return shelf.index
        raise OSError("the host answers 404")

    attic = LazyArchives(refuse)
    with pytest.raises(ImportError, match=r"attic_lamp lies in rest\.zip.*404"):
        attic.find_spec("attic_lamp", None)


def test_tables_are_put_back_once_before_the_first_module_that_needs_them() -> None:
    asked: list[str] = []
    tables = Tables(lambda: asked.append("tables"))
    tables.find_spec("json", None)
    assert asked == []
    for name in WITH_TABLES:
        tables.find_spec(name, None)
    assert asked == ["tables"]


def test_tables_that_cannot_be_fetched_are_an_import_error_and_asked_for_again() -> None:
    asked: list[str] = []

    def refuse() -> None:
        asked.append("tables")
        raise OSError("the host answers 404")

    tables = Tables(refuse)
    for _ in range(2):
        with pytest.raises(ImportError, match=r"tables of unicodedata could not be fetched.*404"):
            tables.find_spec("unicodedata", None)
    assert asked == ["tables", "tables"]


def test_a_stand_in_gives_the_real_module_s_attributes_when_one_is_used() -> None:
    sys.modules.pop("colorsys", None)
    stand_in = Later("colorsys")
    assert stand_in.rgb_to_hsv(0, 0, 0.5) == (2 / 3, 1.0, 0.5)
    with pytest.raises(AttributeError):
        _ = stand_in.no_such_thing
