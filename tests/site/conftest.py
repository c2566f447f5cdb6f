"""Fixtures of the site tests: the same ingredients as in `make site`."""

from pathlib import Path

import pytest
from platformdirs import user_cache_path

from export_tools.errors import ToolError
from export_tools.site.build import DEFAULT_MODEL, Parts
from export_tools.site.runtime.archives import Ingredients, make_archives
from export_tools.site.runtime.download import core_folder, core_version, default_sources, fetch, locked_file

PROJECT = Path(__file__).resolve().parents[2]
CACHE = user_cache_path("glasscnn")


@pytest.fixture(scope="session")
def ingredients() -> Ingredients:
    """The inputs of the archives; skips if the NumPy wheel is not cached and cannot be downloaded."""
    try:
        core = core_folder(PROJECT)
        wheel = fetch(locked_file(core, "numpy"), CACHE / "downloads", default_sources(core_version(core)))
    except ToolError as error:
        pytest.skip(str(error))
    return Ingredients(PROJECT, core, wheel, PROJECT / "weights" / f"{DEFAULT_MODEL}.npz")


@pytest.fixture(scope="session")
def parts(ingredients: Ingredients) -> Parts:
    """The inputs of a site."""
    return Parts(PROJECT, ingredients.core, make_archives(ingredients, CACHE / "archives"))
