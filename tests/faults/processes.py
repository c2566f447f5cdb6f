"""What each process of `make test-faults` does: it has a browser and a host of its own."""

from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from tests.browser.conftest import COMPILED_ONCE, launch
from tests.faults.faulty_host import FaultyHost, faulty_host
from tests.faults.needs import files_asked_for
from tests.faults.visit import Cell, Outcome, look

open_until_the_end = ExitStack()
worker: tuple[Browser, FaultyHost] | None = None


def begin_visits(site: Path) -> None:
    """In each process: a browser, and a host of its own."""
    global worker  # noqa: PLW0603  a process of a pool has no other place
    worker = launch(sync_playwright().start(), COMPILED_ONCE), open_until_the_end.enter_context(faulty_host(site))


def visit_once(cell: Cell) -> tuple[Cell, Outcome]:
    assert worker is not None
    try:
        return cell, look(*worker, cell)
    except Error as error:
        return cell, Outcome("silent", f"the visit failed: {error.message[:200]}", 0, 1, "unknown")


def learn_once(step: str) -> list[str]:
    assert worker is not None
    return files_asked_for(*worker, step)
