"""Modules that are not needed at start-up: an archive with them is fetched when one of them is first imported.

`lazy-archives.json` lists the archives, with the modules of each and the folder that it is unpacked to.
"""

import json
import sys
import zipfile
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.abc import MetaPathFinder
from importlib.machinery import FileFinder, ModuleSpec, PathFinder
from io import BytesIO
from types import ModuleType
from typing import Any

Fetch = Callable[[str], bytes]
"""Returns the bytes of an archive, or of their list, by name; synchronous."""

INDEX = "lazy-archives.json"

WITH_TABLES = {"_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw", "unicodedata"}
"""Built-in modules whose data tables are fetched separately (export_tools/site/snapshot/split_tables.mjs)."""


class Tables(MetaPathFinder):
    """A finder that finds nothing, but loads the data tables before the first import of a module that needs them."""

    def __init__(self, restore: Callable[[], object]) -> None:
        self._restore: Callable[[], object] | None = restore

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002  the finders after this one look there
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> None:
        """Load the tables if this module needs them; raises ImportError if they cannot be fetched."""
        if fullname in WITH_TABLES and self._restore:
            try:
                self._restore()
            except Exception as error:
                raise ImportError(f"the tables of {fullname} could not be fetched: {error}", name=fullname) from error
            self._restore = None


class LazyArchives(MetaPathFinder):
    """A finder of last resort: unpacks the archive that holds a module, each archive at most once."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._unpacked: set[str] = set()

    @cached_property
    def _archives(self) -> list[dict[str, Any]]:
        data = bytes(self._fetch(INDEX))
        try:
            archives: list[dict[str, Any]] = json.loads(data)
        except ValueError as error:  # neither text nor JSON
            raise ImportError(f"{INDEX} has arrived damaged: reload the page") from error
        return archives

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a module in one of the archives; None if no archive holds it."""
        for archive in self._archives:
            if fullname in archive["modules"] and archive["archive"] not in self._unpacked:
                self._unpack(archive["archive"], archive["root"], fullname)
                return PathFinder.find_spec(fullname, path, target)
        return None

    def _unpack(self, archive: str, root: str, wanted: str) -> None:
        try:
            data = self._fetch(archive)
        except Exception as error:
            raise ImportError(f"{wanted} is in {archive}, which could not be fetched: {error}", name=wanted) from error
        try:
            with zipfile.ZipFile(BytesIO(data)) as files:
                files.extractall(root)
        except zipfile.BadZipFile as error:
            raise ImportError(f"{wanted} is in {archive}, which has arrived damaged", name=wanted) from error
        self._unpacked.add(archive)
        forget_listings()


def forget_listings() -> None:
    """Have imports look at the folders again. `importlib.invalidate_caches` would import importlib.metadata for it."""
    for path, finder in list(sys.path_importer_cache.items()):
        if finder is None:
            del sys.path_importer_cache[path]  # the folder was not there, and may be now
        elif isinstance(finder, FileFinder):
            finder.invalidate_caches()


def open_lazy_archives(fetch: Fetch, restore_tables: Callable[[], object]) -> None:
    """Install the finders, so that imports find the lazy archives and the data tables."""
    sys.meta_path.insert(0, Tables(restore_tables))
    sys.meta_path.append(LazyArchives(fetch))
