"""The tasks of a training on the page: begin, slices of a few steps each, discard. They run in the second Python.

The page asks for slices one after the other, and to stop is to ask for no more. A slice does as many steps as fit into
its time, at least one, and answers with all weights, so that nothing is lost if this Python ends.
"""

from dataclasses import dataclass

import numpy as np

from glasscnn.bridge.encoding import Payload, Plain, parse_arguments
from glasscnn.bridge.training_run import TrainingRun
from glasscnn.errors import ModelError, QuestionError
from glasscnn.model import Model, load
from glasscnn.model.npz_format import write_model
from glasscnn.training import Tray, TrayTraining, read_tray, train_on_tray, train_tiny

KINDS = ("last", "whole", "tiny")
SOURCES = ("samples", "tray")


@dataclass(frozen=True)
class Settings:
    """What a person has chosen.

    what      "last" or "whole", the layers of the network that learn; or "tiny", another network that begins with
              random weights and learns from `source`, the samples or the tray
    remember  whether the network is reminded of its classes with variants of the samples
    """

    what: str
    source: str
    remember: bool
    rate: float
    epochs: int

    def __post_init__(self) -> None:
        """Raise QuestionError for a value that the page does not offer; rate and epochs are checked when it trains."""
        for name, options in (("what", KINDS), ("source", SOURCES), ("remember", (True, False))):
            if getattr(self, name) not in options:
                raise QuestionError(f"{name}: expected one of {options}, found {getattr(self, name)!r}")

    def training(self, model: Model, tray: Tray, samples: Tray, strangers: Tray) -> TrayTraining:
        """The training with these settings; raises TrainingError for digits that do not fit."""
        if self.what == "tiny":
            return train_tiny(tray, samples, strangers, from_samples=self.source == "samples")
        return train_on_tray(model, tray, samples, strangers, whole=self.what == "whole", remember=self.remember)


class TrainingSession:
    """One training at a time. The weights after a slice go to the payload, the file of another network to `file`."""

    def __init__(self) -> None:
        self.file = b""
        self._run: TrainingRun | None = None

    def do(self, task: str, arguments: str, data: bytes, payload: Payload) -> Plain:
        """Do a task; raises QuestionError for an unknown one and for wrong arguments."""
        self.file = b""
        match task:
            case "trainBegin":
                names = {"name": str, "settings": dict, "tray": str, "samples": str, "strangers": str}
                return self.begin(data, *parse_arguments(arguments, **names))
            case "trainSlice":
                return self.slice(payload, *parse_arguments(arguments, milliseconds=int, steps=int))
            case "trainDiscard":
                parse_arguments(arguments)
                self._run = None
                return None
            case _:
                raise QuestionError(f"there is no task {task!r}")

    def begin(
        self, data: bytes, name: str, settings: dict[str, Plain], tray: str, samples: str, strangers: str
    ) -> Plain:
        """Begin a training of a model, the bytes of a `.npz`, on a tray; samples and strangers are trays as well.

        The answer says what it is trained and tested on; if the network is another one than that of the page, its file
        lies in `file`. Raises ModelError, QuestionError and TrainingError for what cannot be used.
        """
        try:
            chosen = Settings(**settings)
        except TypeError as error:
            raise QuestionError(f"settings: {error}") from error
        try:
            model = load(data)
        except ModelError as error:
            raise ModelError(f"{name}: {error}") from error
        trays = [read_tray(text.encode()) for text in (tray, samples, strangers)]
        training = chosen.training(model, *trays)
        self._run = TrainingRun(training, chosen.epochs, chosen.rate)
        if training.model is not model:
            self.file = write_model(training.model.graph, training.model.weights)
        graph, last = training.model.graph, training.model.weights.get(f"{training.model.graph.output}.weight")
        return {
            "of": self._run.of,
            "classes": list(graph.classes),
            "added": list(training.added),
            "features": 0 if last is None else int(last.shape[1]),
            "learned": len(training.learned.labels),
            "remembered": 0 if training.memory is None else len(training.memory.labels),
            "heldOut": len(training.held_out.labels),
            "strangers": len(training.strangers.labels),
        }

    def slice(self, payload: Payload, milliseconds: int, steps: int) -> Plain:
        """Train for this time, but at most so many steps; raises QuestionError if no training has begun."""
        if self._run is None:
            raise QuestionError("no training has begun; begin one first")
        answer = self._run.slice(milliseconds / 1000, steps)
        payload.put_numbers(np.concatenate([array.reshape(-1) for array in self._run.weights.values()]))
        return answer
