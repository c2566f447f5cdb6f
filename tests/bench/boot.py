"""Measures the time from navigation to first prediction, for first and second visits."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Error, Page

from tests.bench.contenders import Visit
from tests.bench.ratios import FIGURES
from tests.bench.server import Encoding, Host

PATIENCE_MS = 120_000
ENCODINGS: tuple[Encoding, ...] = ("br", "gzip")  # times are taken with the last one
STAY_MS = 2_500
"""How long a first visit goes on: Chromium caches compiled code only for pages that live long enough."""

LEAVE_MS = 500
"""How long a second visit goes on, so that what the browser still stores does not disturb the next one."""

OTHER_ROUNDS = 3
"""The rounds for contenders that are in no figure."""

KEPT = """
navigator.serviceWorker.getRegistration()
  .then((registration) => registration && navigator.serviceWorker.ready)
  .then(() => {})
"""
"""Waits until the page's service worker, if there is one, has stored the site."""

NOTE_FIRST_PREDICTION = """
window.firstPrediction = new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error("the page gives no prediction")), %d);
  addEventListener("DOMContentLoaded", async () => {
    try {
      if (window.contender) {
        await window.contender;
      } else {
        await new Promise((act) => window.glasscnn.addEventListener("prediction", act, { once: true }));
      }
      resolve(performance.now());
    } catch (error) {
      reject(error);
    }
  });
});
"""
"""Every page predicts on its own; the real one reads its pad."""


@dataclass
class Boot:
    """A contender's visits: seconds of first and second visits, and the bytes of a first one."""

    visit: Visit
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    bytes: dict[Encoding, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)


def measure_boots(
    context: BrowserContext, host: Host, visits: Sequence[Visit], rounds: int, failures: dict[str, str]
) -> Iterator[list[Boot]]:
    """Visit every URL twice a round, in random order, first with an empty cache; yields the results after each round.

    Contenders that are in no figure are visited in a few rounds only.
    A page without a prediction is left out, and the reason is stored in `failures` under its key.
    """
    boots = []
    for visit in visits:
        boot = Boot(visit)
        try:
            count_bytes(context, host, boot)
        except Error as error:
            failures[f"boot/{visit.key}"] = str(error).splitlines()[0]
        else:
            boots.append(boot)
    for number in range(rounds):
        visited = [boot for boot in boots if number < OTHER_ROUNDS or in_figure(boot.visit)]
        for boot in random.sample(visited, len(visited)):
            forget_everything(context, host)
            for seconds, stay in ((boot.cold, STAY_MS), (boot.warm, LEAVE_MS)):
                with first_prediction(context, host, boot.visit, stay) as taken:
                    seconds.append(taken)
        yield boots


def in_figure(visit: Visit) -> bool:
    """Whether a figure names its times."""
    names = {name for figure in FIGURES for name in (figure.ours, figure.theirs)}
    return bool(names & {f"cold/{visit.key}", f"warm/{visit.key}"})


def count_bytes(context: BrowserContext, host: Host, boot: Boot) -> None:
    """The bytes of a first visit in either encoding; this also makes the host compress everything before timing."""
    for encoding in ENCODINGS:
        host.encoding = encoding
        forget_everything(context, host)
        with first_prediction(context, host, boot.visit, LEAVE_MS):
            boot.bytes[encoding], boot.files = sum(host.sent.values()), dict(host.sent)


@contextmanager
def first_prediction(context: BrowserContext, host: Host, visit: Visit, stay: int) -> Iterator[float]:
    """Seconds from the navigation of a new tab to the first prediction, on the page's own clock.

    The visit goes on for `stay` milliseconds, and until the service worker has stored the page's files.
    """
    page = context.new_page()
    try:
        page.add_init_script(NOTE_FIRST_PREDICTION % PATIENCE_MS)
        host.start_counting()
        page.goto(host.origin + visit.address, wait_until="commit")
        milliseconds: float = page.evaluate("window.firstPrediction")
        yield milliseconds / 1000
        page.wait_for_timeout(stay)
        page.evaluate(KEPT)
    finally:
        page.close()


def forget_everything(context: BrowserContext, host: Host) -> None:
    """Clear cache and storage, so that the next visit is a first one."""
    page: Page = context.new_page()
    try:
        session = context.new_cdp_session(page)
        session.send("Network.clearBrowserCache")
        session.send("Storage.clearDataForOrigin", {"origin": host.origin, "storageTypes": "all"})
    finally:
        page.close()
