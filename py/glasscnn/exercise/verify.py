"""Verifies an exercise with its own solutions: the right one must pass, and every wrong one must be noticed."""

from typing import Any

from glasscnn.errors import ExerciseError
from glasscnn.exercise.check import OWN_FILE, Report, run_checks
from glasscnn.exercise.read import Exercise


def problems(exercise: Exercise) -> list[str]:
    """What is wrong with an exercise, in a sentence each; it runs the code of the exercise.

    The starter must fail, the solution pass, and each wrong solution be refused by the check that it names. A wrong
    solution is run after the right one, so that it need not repeat what is right.
    """
    found = ["the starter passes all checks"] if report_of(exercise, exercise.starter).passed else []
    report = report_of(exercise, exercise.solution)
    found += [f"the solution fails “{check.title}”: {check.sentence}" for check in report.checks if not check.passed]
    for number, wrong in enumerate(exercise.wrong, 1):
        checks = dict(zip(exercise.titles, report_of(exercise, exercise.solution, wrong.code).checks, strict=True))
        if checks[wrong.check].passed:
            found.append(f"wrong solution {number} passes {wrong.check}")
    return found


def report_of(exercise: Exercise, *sources: str) -> Report:
    """The report about the functions that these texts define, one after the other."""
    names: dict[str, Any] = {"__name__": "yours"}
    for source in sources:
        try:
            exec(compile(source, OWN_FILE, "exec", dont_inherit=True, optimize=0), names)
        except Exception as error:
            raise ExerciseError(f"{exercise.name}: {type(error).__name__}: {error}, in {source[:60]!r}…") from error
    return run_checks(exercise, names)
