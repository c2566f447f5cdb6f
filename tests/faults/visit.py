"""One visit to a host with one faulty file: how it ends, and whether the page works once the file is there."""

import contextlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Browser, Error, Page

from tests.browser.support.visitor import Visitor
from tests.faults import faulty_host
from tests.faults.faulty_host import FaultyHost
from tests.faults.slowness import Slowness
from tests.faults.steps import READY, STEPS

LIMIT = 40  # seconds of a machine that does nothing else; a page that says nothing until then is silent
LONGEST = 240  # seconds on any machine: what is silent until then is visited again in the next run
FOR_CLICK = 10  # seconds; if a control is not there by then, the step begins again, unless something has been said
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
    """`end`: "works", "said" or "silent"; `after`: once the file is there, "goes on", "reload" or "broken".

    `seconds` from the beginning of the step that needs the file, on a machine that was `slowness` times slower.
    """

    end: str
    sentence: str
    seconds: float
    slowness: float
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
        with arriving(browser) as visitor, Slowness() as slowness:
            return visit(visitor, host, cell, slowness)
    finally:
        host.mend()


def visit(visitor: Visitor, host: FaultyHost, cell: Cell, slowness: Slowness) -> Outcome:
    host.break_file(cell.file, cell.fault)
    start = time.monotonic()
    arrive(visitor, host, cell.step)
    end, sentence, seconds = wait_for_end(visitor, cell, slowness, start)
    factor = slowness.factor
    host.mend()
    after = "goes on" if end == "works" else recover(visitor, host, cell, factor)
    return Outcome(end, sentence, round(seconds, 1), round(factor, 1), after)


def arrive(visitor: Visitor, host: FaultyHost, step: str) -> None:
    query = "?boot=plain" if step == "begin plain" else ""
    with contextlib.suppress(Error):  # the host does not answer, which the browser says
        visitor.page.goto(urljoin(host.address, query), wait_until="commit")


def attempt(visitor: Visitor, step: str, patience: float = FOR_CLICK) -> bool:
    """Do the step within that many seconds for each click; False if what is there does not allow it."""
    visitor.page.set_default_timeout(1000 * patience)
    is_done = False
    with contextlib.suppress(Error, AssertionError):
        STEPS[step].act(visitor)
        is_done = True
    visitor.page.set_default_timeout(30_000)
    return is_done


def wait_for_end(visitor: Visitor, cell: Cell, slowness: Slowness, start: float) -> tuple[str, str, float]:
    """How the step ends, "works", "said" with the sentence, or "silent" with what is in sight; and after how long."""
    page, step, has_begun, has_acted, said = visitor.page, cell.step, False, False, ""
    late = faulty_host.LATE if cell.fault == "late" else 0

    def seconds() -> float:
        return time.monotonic() - start

    while seconds() < min(LIMIT * slowness.factor, LONGEST) + late:
        with contextlib.suppress(Error):  # while one document takes the place of another
            if page.url.startswith("chrome-error:"):
                return "said", "the browser says that the host does not answer", seconds()
            if not has_begun and page.evaluate(READY):
                has_begun = True
                start = start if step.startswith("begin") else time.monotonic()
            if has_begun and not has_acted:
                has_acted = attempt(visitor, step)
            said = sentence_in(page.evaluate(SAID)) or said
            if has_begun and STEPS[step].is_done(page):
                return "said" if said else "works", said, seconds()
            if said and "still" not in said.lower() and is_hopeless(page, has_begun):
                return "said", said, seconds()
        page.wait_for_timeout(150)
    return ("said", said, seconds()) if said else ("silent", str(page.evaluate(SAID))[:300], seconds())


def sentence_in(texts: dict[str, str]) -> str:
    """What is said about a fault; on a page that is none of ours, everything."""
    found = WRONG.search(texts["others"])
    is_ours = texts["others"] or texts["alert"]
    return texts["alert"] or (found[0].strip() if found else "") or ("" if is_ours else texts["all"])


def is_hopeless(page: Page, has_begun: bool) -> bool:
    """Whether nothing more is to be expected: the page has stopped, or has answered the visitor."""
    return has_begun or bool(page.evaluate("() => document.documentElement.dataset.state !== 'loading'"))


def recover(visitor: Visitor, host: FaultyHost, cell: Cell, slowness: float) -> str:
    """The file is there now: try again on the same page, then on the page reloaded."""
    page = visitor.page
    if not cell.step.startswith("begin"):
        page.keyboard.press("Escape")
        attempt(visitor, cell.step)
        if is_soon_done(visitor, cell.step, 8 * slowness):
            return "goes on"
    try:
        arrive(visitor, host, cell.step)
        visitor.wait_until_ready()
    except Error:
        return "broken"
    attempt(visitor, cell.step, FOR_CLICK * slowness)
    return "reload" if is_soon_done(visitor, cell.step, 30 * slowness) else "broken"


def is_soon_done(visitor: Visitor, step: str, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if STEPS[step].is_done(visitor.page):
            return True
        visitor.page.wait_for_timeout(150)
    return False
