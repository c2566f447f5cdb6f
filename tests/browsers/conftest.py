"""The built site, its single file, and every browser that there is."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Host, build, hosting
from tests.browser.support.visitor import PROJECT
from tests.browsers.driven import BROWSERS, Driven
from tests.hosts.recording import pytest_runtest_makereport

__all__ = ["pytest_runtest_makereport"]


@pytest.fixture(scope="session")
def site() -> Path:
    build("site")
    build("single")
    return PROJECT / "dist"


@pytest.fixture(scope="session")
def host(site: Path) -> Iterator[Host]:
    with hosting(site) as running:
        yield running


@pytest.fixture(scope="session")
def single_file(site: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the single file, alone in a folder."""
    folder = tmp_path_factory.mktemp("a stick, été")
    return Path(shutil.copy(site / "glasscnn.html", folder)).as_uri()


@pytest.fixture(scope="module", params=BROWSERS)
def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driven]:
    with BROWSERS[request.param](tmp_path_factory.mktemp("profile")) as running:
        yield running
