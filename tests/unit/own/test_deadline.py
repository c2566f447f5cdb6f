"""A person's code is stopped in time, whatever it does, and its line is known while it runs."""

import signal
import sys
import time
from collections.abc import Iterator

import pytest

from glasscnn.own import Deadline, Overtime, OwnModule

LIMIT = 0.15  # seconds
INTERVAL = 0.03
Beats = list[tuple[int, str]]


@pytest.fixture
def beats() -> Beats:
    return []


@pytest.fixture
def times() -> list[float]:
    return []


@pytest.fixture
def deadline(beats: Beats, times: list[float]) -> Iterator[Deadline]:
    """A deadline that gets its signal at intervals, as from the page's interrupt buffer."""

    def beat(line: int, values: str) -> None:
        beats.append((line, values))
        times.append(time.perf_counter())

    deadline = Deadline(beat)
    before = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, INTERVAL, INTERVAL)
    yield deadline
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)
    deadline.close()


ENDLESS = {
    "pass": ("while True: pass", 1),
    "count": ("i = 0\nwhile True:\n    i += 1", 3),
    "handler": ("while True:\n    try:\n        x = 1\n    except Exception:\n        pass", 3),
    "bare handler": ("while True:\n    try:\n        x = len('a')\n    except:\n        pass", 3),
    "handler outside": (
        "def f():\n    while True:\n        try:\n            x = 1\n        except:\n            pass\n"
        "while True:\n    try:\n        f()\n    except:\n        continue",
        4,
    ),
    "suppress": ("from contextlib import suppress\nwhile True:\n    with suppress(BaseException):\n        x = 1", 4),
    "finally": ("while True:\n    try:\n        x = [1]\n    finally:\n        continue", 3),
    "iterator": ("import itertools\nfor i in itertools.count(): pass", 2),
    "generator": ("def forever():\n    while True:\n        yield 1\nsum(forever())", 3),
    "comprehension": ("import itertools\n[i for i in itertools.count() if i < 0]", 2),
    "NumPy": ("import numpy as np\na = np.ones((50, 50))\nwhile True:\n    b = a @ a", 4),
    "recursion": ("def f(n):\n    for i in (1, 2, 3, 4): n and f(n - 1)\nf(200)", 2),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_code_is_stopped_by_the_next_signal_in_its_line(
    name: str, deadline: Deadline, beats: Beats, times: list[float]
) -> None:
    source, line = ENDLESS[name]
    start = time.perf_counter()
    with pytest.raises(Overtime, match=r"^Stopped after 0\.15 s in line \d+: `.+`"), deadline.limiting(LIMIT):
        OwnModule().run(source)
    assert time.perf_counter() - start >= LIMIT
    assert {place for place, _ in beats} <= set(range(line - 2, line + 3))
    assert sum(now > start + LIMIT for now in times) <= 3  # however busy the machine is


def test_the_sentence_has_the_line_and_the_variables_in_it(deadline: Deadline, beats: Beats) -> None:
    source = "import numpy as np\ndef conv2d(x):\n    w, j = 3, 0\n    while j < w:\n        pass\nconv2d(np.ones(3))"
    with pytest.raises(Overtime) as caught, deadline.limiting(LIMIT):
        OwnModule().run(source)
    assert str(caught.value) == "Stopped after 0.15 s in line 4: `while j < w:`, j = 0, w = 3"
    assert beats[0] == (4, "j = 0, w = 3")


def test_beats_say_how_far_a_loop_has_come(deadline: Deadline, beats: Beats) -> None:
    with pytest.raises(Overtime), deadline.limiting(LIMIT):
        OwnModule().run("i = 0\nwhile True:\n    i += 1")
    counts = [int(values.removeprefix("i = ")) for _, values in beats]
    assert counts == sorted(set(counts))
    assert counts[-1] > 100


def test_code_that_ends_in_time_is_left_alone(deadline: Deadline) -> None:
    with deadline.limiting(5):
        OwnModule().run("import time\nend = time.perf_counter() + 0.15\nwhile time.perf_counter() < end: pass")
    assert sys.gettrace() is None or "coverage" in sys.modules


def test_a_signal_after_the_limit_does_not_hit_code_that_is_not_a_person_s(deadline: Deadline) -> None:
    with deadline.limiting(0):
        until = time.perf_counter() + 3 * INTERVAL
        while time.perf_counter() < until:
            pass
    signal.raise_signal(signal.SIGINT)


def test_other_files_can_be_limited_too(deadline: Deadline, beats: Beats) -> None:
    code = compile("while True: pass", "checks of relu", "exec")
    with pytest.raises(Overtime, match=r"^Stopped after 0\.15 s$"), deadline.limiting(LIMIT, "checks of relu"):
        exec(code, {})
    assert beats[0] == (-1, "")


def test_code_that_takes_the_signal_away_is_followed_by_code_that_is_stopped(deadline: Deadline) -> None:
    with deadline.limiting(5):
        OwnModule().run("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)")
    with pytest.raises(Overtime), deadline.limiting(LIMIT):
        OwnModule().run("while True: pass")


def test_closing_gives_the_signal_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    deadline = Deadline(lambda *_: None)
    assert signal.getsignal(signal.SIGINT) != before
    deadline.close()
    assert signal.getsignal(signal.SIGINT) == before
