"""A training that has begun: it does steps while there is time, and measures accuracies in between."""

import time
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from glasscnn.bridge.encoding import Plain
from glasscnn.training import DivergenceError, TrayTraining, Validation

Weights = Mapping[str, npt.NDArray[np.float32]]

MEASUREMENTS = 20
"""So often a training measures its accuracies, and once before its first step."""

MOST_CLASSES = 30
"""The confusion of more classes is no table that can be read."""


class TrainingRun:
    """The steps of a training with `of` steps in all; `weights` are those after the step `number`."""

    def __init__(self, training: TrayTraining, epochs: int, rate: float) -> None:
        """Compute what stays the same in all steps; raises TrainingError for settings that do not fit."""
        self.number, self.of = 0, training.count_steps(epochs)
        self._first: Weights = training.model.weights
        self.weights: Weights = self._first
        self._steps = training.steps(epochs, rate)
        digits = {"own": training.held_out, "strangers": training.strangers}
        self._validations = {name: training.validation(images) for name, images in digits.items()}
        self._measurement: Measurement | None = self._measure()
        self._is_over = False
        self._diverged: Plain = None

    def slice(self, seconds: float, steps: int) -> Plain:
        """Train for this time, but at most so many steps; accuracies are measured after the last of these as well.

        losses      of each step
        measured    the accuracies that have been measured, with the steps that they belong to
        diverged    where the loss became infinite, and the step whose weights are kept; None while it is finite
        """
        end, losses, measured = time.perf_counter() + seconds, list[float](), list[Plain]()
        while True:
            if self._measurement is not None:
                if self._measurement.go_on():
                    measured.append(self._measurement.result())
                    self._measurement = None
            elif self._is_over or len(losses) == steps:
                break
            else:
                losses += self._step()
                if self._is_over or len(losses) == steps or self.number % -(-self.of // MEASUREMENTS) == 0:
                    self._measurement = self._measure()
            if time.perf_counter() >= end:
                break
        return {
            "number": self.number,
            "losses": losses,
            "measured": measured,
            "diverged": self._diverged,
            "done": self._is_over and self._measurement is None,
        }

    def _step(self) -> list[float]:
        """Do the next step; returns its loss, or nothing if that has become infinite."""
        try:
            step = next(self._steps)
        except DivergenceError as error:
            kept = 0 if error.last is None else error.last.number
            self._diverged = {"number": self.number + 1, "kept": kept}
            self.weights = self._first if error.last is None else error.last.weights
            self.number, self._is_over = kept, True
            return []
        self.number, self.weights = step.number, step.weights
        self._is_over = step.number == self.of
        return [step.loss]

    def _measure(self) -> "Measurement":
        return Measurement(self.number, self.weights, self._validations)


class Measurement:
    """The accuracies on some sets of images, with the weights of one step, measured a few images at a time."""

    def __init__(self, number: int, weights: Weights, validations: Mapping[str, Validation | None]) -> None:
        """Of a set that is None there is nothing to measure."""
        self.number = number
        self._confusions = dict.fromkeys(validations, np.zeros((0, 0), np.int64))  # [label, prediction], so far
        self._reading = self._read(weights, validations)

    def go_on(self) -> bool:
        """Read some more images; returns whether all have been read."""
        return next(self._reading, True)

    def result(self) -> Plain:
        """How many are read right, and of how many; of the person's own digits, also what they are read as."""
        own = self._confusions["own"]
        shares = {
            name: {"right": int(np.trace(counts)), "of": int(counts.sum())} for name, counts in self._confusions.items()
        }
        return {"number": self.number, **shares, "confusion": own.tolist() if len(own) <= MOST_CLASSES else []}

    def _read(self, weights: Weights, validations: Mapping[str, Validation | None]) -> Iterator[bool]:
        for name, validation in validations.items():
            for counts in () if validation is None else validation.confusion(weights):
                self._confusions[name] = counts
                yield False
