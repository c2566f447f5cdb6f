"""Records what a passed test has shown in its host: `@pytest.mark.shows("point", "own model", host="marimo 0.25")`.

Without `host`, it is that of the test's parameters. A suite uses this by importing `pytest_runtest_makereport` in its
conftest.py.
"""

from collections.abc import Generator

import pytest

from tests.hosts.records import record

NAMES = {
    "chromium": "Chromium",
    "firefox": "Firefox ESR 153",
    "webkit": "WebKitGTK 2.50",
    "jupyterlab": "JupyterLab 4.6",
    "notebook": "Notebook 7.6",
}
"""Parameters of the tests, and the hosts that they stand for."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    marker = item.get_closest_marker("shows")
    if marker and call.when == "call" and report.passed and (host := marker.kwargs.get("host") or host_of(item)):
        for feature in marker.args:
            record(host, feature, "works")
    return report


def host_of(item: pytest.Item) -> str | None:
    """The host that the parameters name; None for one that the table does not have."""
    values = [str(value) for value in item.callspec.params.values()] if hasattr(item, "callspec") else []
    name = next((NAMES[value] for value in values if value in NAMES), None)
    return f"{name}, single file from a disk" if name and "from a disk" in values else name
