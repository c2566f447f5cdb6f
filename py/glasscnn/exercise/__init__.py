"""Exercises: a person writes a function of the network, and checks say what it does right, in a sentence each."""

from glasscnn.exercise.bundled import bundled_exercises
from glasscnn.exercise.check import Check, Report, check, run_checks
from glasscnn.exercise.close import Different, close
from glasscnn.exercise.numbers import numbers
from glasscnn.exercise.read import Exercise, Wrong, read_exercise
from glasscnn.exercise.translation import translated
from glasscnn.exercise.verify import problems

__all__ = [
    "Check",
    "Different",
    "Exercise",
    "Report",
    "Wrong",
    "bundled_exercises",
    "check",
    "close",
    "numbers",
    "problems",
    "read_exercise",
    "run_checks",
    "translated",
]
