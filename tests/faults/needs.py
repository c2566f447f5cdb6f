"""Which step needs which file of the site first: learned from one visit for each step to a host without faults."""

from playwright.sync_api import Browser

from tests.browser.support.visitor import Visitor
from tests.faults.faulty_host import FaultyHost
from tests.faults.visit import arrive, attempt, is_soon_done


def needed_files(browser: Browser, host: FaultyHost, steps: list[str]) -> dict[str, str]:
    """File → the first step that asks for it. A step that does not succeed without a fault is an error."""
    needed: dict[str, str] = {}
    for step in steps:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, service_workers="block")
        try:
            visitor = Visitor(context.new_page())
            host.asked.clear()
            arrive(visitor, host, step)
            visitor.wait_until_ready()
            attempt(visitor, step)
            assert is_soon_done(visitor, step, 60), f"“{step}” does not succeed on a host without faults"
            visitor.page.wait_for_timeout(1000)  # for what is fetched in advance
        finally:
            context.close()
        for file in host.asked:
            needed.setdefault(file, step)
    return needed
