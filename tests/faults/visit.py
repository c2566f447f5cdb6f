"""One visit to a host with one faulty file: how it ends, and whether the page works once the file is there."""

import contextlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Browser, Error, Page

from tests.browser.support.visitor import Visitor
from tests.faults.faulty_host import FaultyHost
from tests.faults.steps import READY, STEPS

LIMIT = 60  # seconds for a step on a busy machine; a page that says nothing until then is silent
# Alerts, and every other place of the page that says how something stands.
SAID = """() => {
  const visible = (selector) => [...document.querySelectorAll(selector)]
    .filter((element) => element.checkVisibility()).map((element) => element.innerText).join("\\n");
  const places = "#status, [data-testid=cell-card], dialog[open], #sections > section:not(.inspector)";
  return { alert: visible("[role=alert]").trim(), others: visible(places), all: document.body?.innerText ?? "" };
}"""
WRONG = re.compile(
    r"[^.\n]*(could not|damaged|incomplete|has stopped|has ended|does not start|still (waiting|on their way))[^\n]*",
    re.I,
)


@dataclass(frozen=True)
class Cell:
    """A file of the site, the first step that needs it, and what is wrong with it."""

    file: str
    step: str
    fault: str


@dataclass(frozen=True)
class Outcome:
    """`end`: "works", "said" or "silent"; `after`: once the file is there, "goes on", "reload" or "broken"."""

    end: str
    sentence: str
    seconds: float
    after: str


@contextlib.contextmanager
def arriving(browser: Browser) -> Iterator[Visitor]:
    """A visitor with nothing in the cache, who wants no motion."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, service_workers="block", reduced_motion="reduce"
    )
    try:
        visitor = Visitor(context.new_page())
        visitor.page.set_default_timeout(30_000)
        yield visitor
    finally:
        context.close()


def look(browser: Browser, host: FaultyHost, cell: Cell) -> Outcome:
    """Visit the page, and do the step that needs the faulty file."""
    try:
        with arriving(browser) as visitor:
            return visit(visitor, host, cell)
    finally:
        host.mend()


def visit(visitor: Visitor, host: FaultyHost, cell: Cell) -> Outcome:
    start = time.monotonic()
    host.break_file(cell.file, cell.fault)
    arrive(visitor, host, cell.step)
    end, sentence = wait_for_end(visitor, cell.step, start)
    seconds = time.monotonic() - start
    host.mend()
    return Outcome(end, sentence, round(seconds, 1), "goes on" if end == "works" else recover(visitor, host, cell))


def arrive(visitor: Visitor, host: FaultyHost, step: str) -> None:
    query = "?boot=plain" if step == "begin plain" else ""
    with contextlib.suppress(Error):  # the host does not answer, which the browser says
        visitor.page.goto(urljoin(host.address, query), wait_until="commit")


def attempt(visitor: Visitor, step: str, patience: int = 10) -> bool:
    """Do the step within that many seconds for each click; False if what is there does not allow it."""
    visitor.page.set_default_timeout(1000 * patience)
    is_done = False
    with contextlib.suppress(Error, AssertionError):
        STEPS[step].act(visitor)
        is_done = True
    visitor.page.set_default_timeout(30_000)
    return is_done


def wait_for_end(visitor: Visitor, step: str, start: float) -> tuple[str, str]:
    """How the step ends: "works", "said" with the sentence, or "silent" with what is in sight."""
    page, has_begun, has_acted, said = visitor.page, False, False, ""
    while time.monotonic() - start < LIMIT:
        with contextlib.suppress(Error):  # while one document takes the place of another
            if page.url.startswith("chrome-error:"):
                return "said", "the browser says that the host does not answer"
            if not has_acted and page.evaluate(READY):
                has_begun = True
                has_acted = attempt(visitor, step)
            said = sentence_in(page.evaluate(SAID)) or said
            if has_begun and STEPS[step].is_done(page):
                return ("said" if said else "works"), said
            if said and "still" not in said.lower() and is_hopeless(page, has_begun):
                return "said", said
        page.wait_for_timeout(150)
    return ("said", said) if said else ("silent", str(page.evaluate(SAID))[:300])


def sentence_in(texts: dict[str, str]) -> str:
    """What is said about a fault; on a page that is none of ours, everything."""
    found = WRONG.search(texts["others"])
    is_ours = texts["others"] or texts["alert"]
    return texts["alert"] or (found[0].strip() if found else "") or ("" if is_ours else texts["all"])


def is_hopeless(page: Page, has_begun: bool) -> bool:
    """Whether nothing more is to be expected: the page has stopped, or has answered the visitor."""
    return has_begun or bool(page.evaluate("() => document.documentElement.dataset.state !== 'loading'"))


def recover(visitor: Visitor, host: FaultyHost, cell: Cell) -> str:
    """The file is there now: try again on the same page, then on the page reloaded."""
    page = visitor.page
    if not cell.step.startswith("begin"):
        page.keyboard.press("Escape")
        attempt(visitor, cell.step)
        if is_soon_done(visitor, cell.step, 8):
            return "goes on"
    try:
        arrive(visitor, host, cell.step)
        visitor.wait_until_ready()
    except Error:
        return "broken"
    attempt(visitor, cell.step)
    return "reload" if is_soon_done(visitor, cell.step, 30) else "broken"


def is_soon_done(visitor: Visitor, step: str, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if STEPS[step].is_done(visitor.page):
            return True
        visitor.page.wait_for_timeout(150)
    return False
