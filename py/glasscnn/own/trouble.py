"""What is wrong with a person's code, for people: one sentence, the place in the text, and what the variables hold."""

import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from types import TracebackType

from glasscnn.errors import OperatorError
from glasscnn.names import one_line
from glasscnn.own.deadline import Overtime
from glasscnn.own.source import CONSOLE, MODULE, line_at, line_of_text
from glasscnn.own.values import described, variables

FILES = (MODULE, CONSOLE)
MAX_SENTENCE, MAX_FRAMES, MAX_LOCALS = 300, 12, 12


@dataclass(frozen=True)
class Place:
    """A range in a file: lines from 1, columns from 0, in characters; None where they are not known."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


@dataclass(frozen=True)
class Call:
    """A function of a person's code that was running: its line, and its variables in a few words."""

    function: str
    file: str
    line: int
    variables: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Trouble:
    """Why a person's code does not run.

    kind      the name of the exception
    sentence  one line
    place     the expression that failed
    calls     the running functions of a person's code, the innermost last; without the console's variables
    """

    kind: str
    sentence: str
    place: Place
    calls: tuple[Call, ...] = ()


def trouble_of(error: BaseException) -> Trouble:
    """What an exception says about a person's code."""
    if isinstance(error, OperatorError):
        return trouble_of_operator(error)
    steps = list(own_steps(error.__traceback__))
    place = place_of_step(steps[-1]) if steps else Place()
    if isinstance(error, SyntaxError) and error.filename in FILES:
        return Trouble(type(error).__name__, sentence_of(error, place), place_of_syntax(error))
    return Trouble(
        type(error).__name__, sentence_of(error, place), place, tuple(call_of(step) for step in shown(steps))
    )


def trouble_of_operator(error: OperatorError) -> Trouble:
    """Of an operator that failed inside the network: that of its exception, or where the function begins."""
    if error.__cause__ is not None:
        cause = trouble_of(error.__cause__)
        if cause.place.line is not None:
            return Trouble(cause.kind, f"{cause.sentence} (in node {error.node})", cause.place, cause.calls)
    return Trouble("OperatorError", shortened(str(error)), Place(MODULE, error.line))


def own_steps(step: TracebackType | None) -> Iterator[TracebackType]:
    """The steps of a traceback that are in a person's code."""
    while step is not None:
        if step.tb_frame.f_code.co_filename in FILES:
            yield step
        step = step.tb_next


def shown(steps: list[TracebackType]) -> list[TracebackType]:
    """The first and the last steps of an endless recursion; otherwise all."""
    half = MAX_FRAMES // 2
    return steps if len(steps) <= MAX_FRAMES else [*steps[:half], *steps[-half:]]


def call_of(step: TracebackType) -> Call:
    """The running function at a step."""
    code = step.tb_frame.f_code
    found = tuple(variables(step.tb_frame.f_locals, 0 if code.co_filename == CONSOLE else MAX_LOCALS))
    return Call(code.co_name, code.co_filename, line_of_step(step), found)


def line_of_step(step: TracebackType) -> int:
    """The line of a step."""
    line: int | None = step.tb_lineno
    return line or line_at(step.tb_frame.f_code, step.tb_lasti)


def place_of_step(step: TracebackType) -> Place:
    """The range of the expression that ran at a step."""
    code = step.tb_frame.f_code
    file = code.co_filename
    instruction = max(step.tb_lasti, 0) // 2
    line, end_line, start, end = next(islice(code.co_positions(), instruction, None))
    if line is None or start is None or end_line is None or end is None:
        return Place(file, line_of_step(step))
    return Place(file, line, characters(file, line, start), end_line, characters(file, end_line, end))


def characters(file: str, line: int, count: int) -> int:
    """The number of characters in the first bytes of a line; positions in byte code count bytes of UTF-8."""
    return len(line_of_text(file, line).encode()[:count].decode("utf-8", "replace"))


def place_of_syntax(error: SyntaxError) -> Place:
    """The range that the compiler names: its columns count characters, from 1, and 0 means that it is not known."""
    line, column = error.lineno, (error.offset or 0) - 1
    end_line, end = error.end_lineno or line, (error.end_offset or 0) - 1
    if line is None or column < 0:
        return Place(error.filename, line or None)
    if end_line == line and end <= column:
        end = column + 1
    return Place(error.filename, line, column, end_line, end)


def sentence_of(error: BaseException, place: Place) -> str:
    """The exception in one line, with what Python suggests instead of a wrong name."""
    match error:
        case Overtime():
            return str(error)
        case SystemExit():
            return "The code has ended itself: it called exit()"
        case KeyboardInterrupt():
            return "The code has raised KeyboardInterrupt"
        case MemoryError():
            return "There is not enough memory for this"
        case KeyError() if len(error.args) == 1:
            return shortened(f"There is no key {described(error.args[0])}")
    message = message_of(error)
    if message:
        return shortened(message)
    line = f": `{line_of_text(place.file, place.line).strip()}`" if place.file and place.line else ""
    if isinstance(error, AssertionError):
        return shortened(f"The assertion does not hold{line}")
    return shortened(f"{type(error).__name__} without a message{line}")


def message_of(error: BaseException) -> str:
    """What an exception says, without its name."""
    if isinstance(error, SyntaxError):
        return error.msg or ""
    lines = list(traceback.TracebackException.from_exception(error).format_exception_only())
    _, colon, message = "".join(lines).partition(": ")
    return message.strip() if colon else ""


def shortened(text: str) -> str:
    """A text as one line of at most `MAX_SENTENCE` characters."""
    line = one_line(text)
    return line if len(line) <= MAX_SENTENCE else f"{line[: MAX_SENTENCE - 1]}…"
