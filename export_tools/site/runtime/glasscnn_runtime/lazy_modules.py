"""Modules that the page does not need at start: they are fetched when something first imports one of them.

`attic.json` lists them: which archive holds which modules, and where it is unpacked.
"""

import importlib
import json
import sys
import zipfile
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from io import BytesIO
from types import ModuleType
from typing import Any

Fetch = Callable[[str], bytes]
"""Gives the bytes of a file in the attic by its name, at once."""

INDEX = "attic.json"

WITH_TABLES = {"_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw", "unicodedata"}
"""Modules of the interpreter whose tables are not part of it (export_tools/site/snapshot/split_tables.mjs)."""


class Tables(MetaPathFinder):
    """Finds nothing, but has the tables put into memory before the first module that needs them is imported."""

    def __init__(self, put_back: Callable[[], object]) -> None:
        self._put_back: Callable[[], object] | None = put_back

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002  the finders after this one look there
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> None:
        """See to the tables; raises ImportError where they cannot be fetched."""
        if fullname in WITH_TABLES and self._put_back:
            try:
                self._put_back()
            except Exception as error:
                raise ImportError(f"the tables of {fullname} could not be fetched: {error}", name=fullname) from error
            self._put_back = None


class Attic(MetaPathFinder):
    """Finds what no other finder found, by unpacking the archive that has it; each is unpacked once at most."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._unpacked: set[str] = set()

    @cached_property
    def _shelves(self) -> list[dict[str, Any]]:
        shelves: list[dict[str, Any]] = json.loads(bytes(self._fetch(INDEX)))
        return shelves

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a module in one of the archives; None for a module that none of them has."""
        for archive in self._shelves:
            if fullname in archive["modules"] and archive["archive"] not in self._unpacked:
                self._unpack(archive["archive"], archive["root"], fullname)
                return PathFinder.find_spec(fullname, path, target)
        return None

    def _unpack(self, archive: str, root: str, wanted: str) -> None:
        try:
            data = self._fetch(archive)
        except Exception as error:
            raise ImportError(
                f"{wanted} lies in {archive}, which could not be fetched: {error}", name=wanted
            ) from error
        with zipfile.ZipFile(BytesIO(data)) as files:
            files.extractall(root)
        self._unpacked.add(archive)
        importlib.invalidate_caches()


def open_attic(fetch: Fetch, put_back_tables: Callable[[], object]) -> None:
    """Let imports that fail look into the attic, and those that need tables have them."""
    sys.meta_path.insert(0, Tables(put_back_tables))
    sys.meta_path.append(Attic(fetch))
