"""A time limit for a person's code, which also says where the code is while it runs.

A signal, SIGINT, arrives several times a second: in the page, the interpreter reads it from a buffer whose getter asks
the clock. Its handler gets the running frame. It raises nothing unless a person's code is running.
"""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from glasscnn.own.source import CONSOLE, MODULE, line_at, line_of_text
from glasscnn.own.values import variables_near

Beat = Callable[[int, str], object]
MAX_LOCALS, MAX_TEXT = 4, 400


class Overtime(BaseException):
    """A person's code ran longer than it may; the message says in which line it was stopped.

    It is no Exception: code that handles errors is to be stopped as well.
    """


class Deadline:
    """The handler of the signal, and the time at which a person's code is stopped."""

    def __init__(self, beat: Beat) -> None:
        """Handle the signal from now on: `beat(line, locals)` is called with each, −1 for an unknown line."""
        self._beat = beat
        self._ends: float | None = None
        self._seconds = 0.0
        self._files: frozenset[str] = frozenset()
        self._was_raised = False
        self._handler_before = signal.signal(signal.SIGINT, self._handle)

    def close(self) -> None:
        """Handle the signal as before."""
        signal.signal(signal.SIGINT, self._handler_before)

    @contextmanager
    def limiting(self, seconds: float, *files: str) -> Iterator[None]:
        """Raise Overtime in code of a person, or of `files`, that still runs after this time.

        To code that has caught it, it is raised again with every later signal, and in the line after that.
        """
        signal.signal(signal.SIGINT, self._handle)  # code that ran before may have changed it
        trace_before = sys.gettrace()
        self._files, self._was_raised = frozenset((MODULE, CONSOLE, *files)), False
        self._seconds, self._ends = seconds, time.perf_counter() + seconds
        try:
            yield
        finally:
            self._ends = None
            if sys.gettrace() is not trace_before:
                sys.settrace(trace_before)

    def _handle(self, _signal: int, frame: FrameType | None) -> None:
        if self._ends is None:
            return  # the signal came too late
        own = own_frames(frame, self._files)
        place = next((frame for frame in own if frame.f_code.co_filename == MODULE), None)
        line = running_line(place) if place else None
        values = values_at(place) if place else ""
        self._beat(-1 if line is None else line, values)
        if own and time.perf_counter() > self._ends:
            if self._was_raised:  # not before: to trace code, and to stop tracing, takes long
                for running in own:
                    running.f_trace = self._raise_again
                sys.settrace(self._raise_again)
            self._was_raised = True
            raise Overtime(self._sentence(line, values))

    def _sentence(self, line: int | None, values: str) -> str:
        where = "" if line is None else f" in line {line}: `{line_of_text(MODULE, line).strip()}`"
        return f"Stopped after {self._seconds:g} s{where}{', ' if values else ''}{values}"

    def _raise_again(self, frame: FrameType, event: str, _argument: Any) -> Any:
        """The trace function of code that runs on after its time."""
        if event == "line" and frame.f_code.co_filename in self._files:
            line = running_line(frame) if frame.f_code.co_filename == MODULE else None
            raise Overtime(self._sentence(line, ""))
        return self._raise_again


def running_line(frame: FrameType) -> int:
    """The line that a function is in."""
    line: int | None = frame.f_lineno
    return line or line_at(frame.f_code, frame.f_lasti)


def values_at(frame: FrameType) -> str:
    """A few variables of a running function, those in its line first."""
    line = line_of_text(frame.f_code.co_filename, running_line(frame))
    values = (f"{name} = {value}" for name, value in variables_near(line, frame.f_locals, MAX_LOCALS))
    return ", ".join(values)[:MAX_TEXT]


def own_frames(frame: FrameType | None, files: frozenset[str]) -> list[FrameType]:
    """The frames of these files on the stack, the innermost first."""
    found = []
    while frame is not None:
        if frame.f_code.co_filename in files:
            found.append(frame)
        frame = frame.f_back
    return found
