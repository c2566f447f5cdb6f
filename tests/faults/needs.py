"""Which files of the site a step needs: learned from a visit to a host without faults."""

from playwright.sync_api import Browser

from tests.faults.faulty_host import FaultyHost
from tests.faults.visit import arrive, arriving, attempt, is_soon_done


def files_asked_for(browser: Browser, host: FaultyHost, step: str) -> list[str]:
    """The files that a visit with that step asks for. A step that does not succeed without a fault is an error."""
    with arriving(browser) as visitor:
        host.asked.clear()
        arrive(visitor, host, step)
        visitor.wait_until_ready()
        attempt(visitor, step, patience=60)
        assert is_soon_done(visitor, step, 120), f"“{step}” does not succeed on a host without faults"
        visitor.page.wait_for_timeout(1000)  # for what is fetched in advance
    return host.asked.copy()
