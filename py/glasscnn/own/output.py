"""What a person's code prints: passed on in pieces, up to a limit."""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MAX_LINES, MAX_BYTES = 1_000, 65_536
PIECE = 4_096
"""Characters that are collected before they are passed on: many short messages would keep the page busy."""


class Output(io.TextIOBase):
    """A text stream that passes on up to 1,000 lines or 64 kB, then one line that says so, and drops the rest."""

    def __init__(self, write: Callable[[str], object]) -> None:
        super().__init__()
        self._write = write
        self._waiting = io.StringIO()
        self._lines, self._bytes = MAX_LINES, MAX_BYTES  # what is left

    def writable(self) -> bool:
        """True."""
        return True

    def write(self, text: str) -> int:
        """Pass on a text, or as much of it as the limit allows."""
        if self._lines > 0 and self._bytes > 0:
            shown = self._within_limits(text)
            self._waiting.write(shown)
            if self._lines <= 0 or self._bytes <= 0:
                end = "" if shown.endswith("\n") else "\n"
                self._waiting.write(f"{end}… no more is shown of this run (1,000 lines or 64 kB)\n")
            if self._waiting.tell() >= PIECE:
                self.pass_on()
        return len(text)

    def pass_on(self) -> None:
        """Pass on what is waiting; `flush`, which a person's code can call as often as it likes, does not."""
        waiting, self._waiting = self._waiting.getvalue(), io.StringIO()
        if waiting:
            self._write(waiting)

    def _within_limits(self, text: str) -> str:
        """The beginning of a text that is still within the limits, which it uses up."""
        data = text[: self._bytes].encode("utf-8", "replace")[: self._bytes]  # half a surrogate pair cannot be sent
        lines = data.split(b"\n", self._lines)
        if len(lines) > self._lines:
            data = data[: len(data) - len(lines[-1])]
        self._lines -= len(lines) - 1
        self._bytes -= len(data)
        return data.decode("utf-8", "ignore")


@contextmanager
def printing_to(output: Output) -> Iterator[None]:
    """Standard output and errors go to `output`; `input()` finds nothing."""
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), output, output
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
        output.pass_on()
