"""How much slower a busy machine is, so that limits of time say something about the page, not about the machine."""

import threading
import time
from statistics import median

SAMPLE = 0.005  # seconds of processor time
PAUSE = 0.1  # seconds


class Slowness:
    """Measures, in a thread of its own, how much longer work takes than its processor time, in the median."""

    def __init__(self) -> None:
        self._factors = [1.0]
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._measure, daemon=True)

    def __enter__(self) -> "Slowness":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._is_over.set()
        self._thread.join()

    @property
    def factor(self) -> float:
        """1 on a machine that does nothing else, 2 where two programs share each processor."""
        return median(self._factors)

    def _measure(self) -> None:
        while not self._is_over.wait(PAUSE):
            start, needed = time.monotonic(), time.thread_time()
            while time.thread_time() - needed < SAMPLE:
                pass
            self._factors.append((time.monotonic() - start) / SAMPLE)
