"""Runs the checks of an exercise against a person's functions."""

import errno
import inspect
import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import numpy as np

from glasscnn import ops
from glasscnn.errors import ExerciseError
from glasscnn.exercise.bundled import bundled_exercises
from glasscnn.exercise.close import Cell, Different, close
from glasscnn.exercise.numbers import numbers
from glasscnn.exercise.read import Exercise, read_exercise
from glasscnn.names import one_line

OWN_FILE = "yours.py"
"""The name under which a person's text is compiled in the page."""

LONGEST_SENTENCE = 500


@dataclass(frozen=True)
class Check:
    """What one check has found; `cell` is the index of the first number that differs, if one does."""

    title: str
    passed: bool
    sentence: str
    cell: Cell | None
    milliseconds: float


@dataclass(frozen=True, repr=False)
class Report:
    """What all checks of an exercise have found."""

    exercise: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether all checks have passed."""
        return all(check.passed for check in self.checks)

    @property
    def of(self) -> int:
        """The number of checks."""
        return len(self.checks)

    def __str__(self) -> str:
        lines = [f"{self.exercise}: {sum(check.passed for check in self.checks)} of {self.of} checks passed"]
        for check in self.checks:
            lines.append(f"  {'✓' if check.passed else '✗'} {check.title}")
            lines += [f"      {check.sentence}"] * (not check.passed)
        return "\n".join(lines)

    __repr__ = __str__


def check(exercise: str | os.PathLike[str], functions: Callable[..., Any] | Mapping[str, Any] | ModuleType) -> Report:
    """Run the checks of an exercise, the name of a bundled one or the path of a Markdown file.

    functions  the function that the exercise asks for; if it asks for several, a module or a dict that contains them

    Raises ExerciseError for an exercise that cannot be read, and FileNotFoundError if there is none.
    """
    read = read_exercise(text_of(exercise))
    if isinstance(functions, ModuleType):
        return run_checks(read, vars(functions))
    if isinstance(functions, Mapping):
        return run_checks(read, functions)
    if len(read.functions) > 1:
        wanted = ", ".join(f'"{name}": …' for name in read.functions)
        raise ExerciseError(f"{read.name} asks for {len(read.functions)} functions; expected {{{wanted}}} or a module")
    return run_checks(read, {read.functions[0]: functions})


def text_of(exercise: str | os.PathLike[str]) -> str:
    """The Markdown of a bundled exercise, or of a file."""
    bundled = bundled_exercises()
    path = Path(bundled.get(str(exercise), exercise))
    if not path.is_file():
        message = f"neither a bundled exercise ({', '.join(bundled) or 'none is installed'}) nor a file"
        raise FileNotFoundError(errno.ENOENT, message, str(exercise))
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ExerciseError(f"{path.name} is not text in UTF-8: {error.reason} at byte {error.start}") from error


def run_checks(exercise: Exercise, namespace: Mapping[str, Any]) -> Report:
    """Call every check of an exercise with the functions of the namespace that its parameters name.

    Raises ExerciseError if the checks themselves cannot be run. What a person's function raises is part of the report,
    unless it is no `Exception`.
    """
    defined = define_checks(exercise)
    files = {OWN_FILE, *files_of(namespace.get(name) for name in exercise.functions)}
    return Report(
        exercise.name,
        tuple(run_check(title, defined[name], namespace, files) for name, title in exercise.titles.items()),
    )


def define_checks(exercise: Exercise) -> dict[str, Any]:
    """The names that the code of the checks defines."""
    names = {"np": np, "close": close, "numbers": numbers, "reference": ops}
    place = f"checks of {exercise.name}"
    try:
        # optimize=0, since the page's Python drops assertions and docstrings
        code = compile(exercise.checks, place, "exec", dont_inherit=True, optimize=0)
        exec(code, names)
    except Exception as error:
        raise ExerciseError(f"the {place} cannot be defined: {type(error).__name__}: {error}") from error
    return names


def files_of(functions: Iterable[object]) -> set[str]:
    """The files in which the functions are defined."""
    codes = (getattr(inspect.unwrap(function), "__code__", None) for function in functions if callable(function))
    return {code.co_filename for code in codes if code is not None}


def run_check(title: str, function: Callable[..., None], namespace: Mapping[str, Any], files: set[str]) -> Check:
    """Run one check; `files` are those of the person's code."""
    sentence, cell = "", None
    started = time.perf_counter()
    names = list(inspect.signature(function).parameters)
    missing = [name for name in names if not callable(namespace.get(name))]
    if missing:
        sentence = f"There is no function {missing[0]}: define it with `def {missing[0]}(…):`."
    else:
        try:
            with np.errstate(all="ignore"):  # an overflow shows in the numbers
                function(**{name: namespace[name] for name in names})
        except Different as error:
            sentence, cell = str(error), error.cell
        except (Exception, SystemExit) as error:
            sentence = sentence_of(error, files)
    milliseconds = (time.perf_counter() - started) * 1000
    return Check(title, not sentence, one_line(sentence)[:LONGEST_SENTENCE], cell, milliseconds)


def sentence_of(error: BaseException, files: set[str]) -> str:
    """What was raised, in one sentence with the line of the person's code."""
    line = last_line(error, files)
    message = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if isinstance(error, NotImplementedError):
        message = f"Not written yet: {error}"
    if line is not None:
        return f"{message} (line {line})."
    if isinstance(error, AssertionError):
        return str(error) or "The check's assertion is not true."
    return f"The check could not use the result: {message}."


def last_line(error: BaseException, files: set[str]) -> int | None:
    """The line in one of the files in which the error came up, seen from outside."""
    line, step = None, error.__traceback__
    while step is not None:
        frame: FrameType = step.tb_frame
        line = step.tb_lineno if frame.f_code.co_filename in files else line
        step = step.tb_next
    return line
