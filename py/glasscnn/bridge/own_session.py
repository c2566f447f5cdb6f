"""What the sealed second Python answers: it runs a person's code, and compares its numbers with the engine's."""

import math
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscnn.bridge.encoding import Payload, Plain, parse_arguments, to_json
from glasscnn.bridge.own_reading import Array, OwnModel, OwnReading
from glasscnn.bridge.own_values import plain_array, plain_exercise, plain_trouble
from glasscnn.bridge.palette import Palette
from glasscnn.bridge.stage_views import check_for_page
from glasscnn.engine import OPERATORS
from glasscnn.errors import InkError, ModelError, QuestionError
from glasscnn.model import Result, load
from glasscnn.names import one_line
from glasscnn.own import MODULE, Console, Deadline, Output, OwnModule, compile_text, names_of, printing_to, trouble_of

if TYPE_CHECKING:
    from glasscnn.bridge.training_session import TrainingSession


class OwnSession:
    """A person's code beside a model. The large parts of an answer lie beside it, in a new array each time:

    numbers   flat float32: the probabilities of a reading, or the weights after a slice of a training
    pictures  flat uint8: the pictures of the last answer, RGBA
    file      flat uint8: the bytes of a file that the last task has made
    """

    def __init__(self, beat: Callable[[int, str], object], write: Callable[[str], object]) -> None:
        """`beat(line, variables)` is called with every signal while a person's code runs, `write(text)` to print."""
        self.numbers = np.zeros(0, np.float32)
        self.pictures = np.zeros(0, np.uint8)
        self.file = np.zeros(0, np.uint8)
        self._beat, self._write = beat, write
        self._deadline = Deadline(self._on_beat)
        self._palette = Palette()
        self._model: OwnModel | None = None
        self._module = OwnModule()
        self._operators: dict[str, Callable[..., Any]] = {}
        self._console = Console()
        self._image: Array | None = None  # of the newest reading
        self._result: Result | None = None  # None if an own operator failed
        self._training: TrainingSession | None = None
        self._begin(0)

    def close(self) -> None:
        """Leave the signal to the handler that it had before."""
        self._deadline.close()

    def handle(self, task: str, arguments: str, data: bytes, seconds: float) -> str:
        """Do a task: `arguments` is a JSON object, `seconds` the time for a person's code.

        The answer is a JSON object with `result`; its large parts lie in `numbers` and `pictures`. What is wrong with a
        person's code is part of the result. Raises QuestionError for an unknown task or wrong arguments, ModelError for
        a model that cannot be used, InkError for an image that does not fit it, ExerciseError for an exercise that
        cannot be read.
        """
        self._begin(seconds)
        with np.errstate(all="ignore"):  # infinity and NaN are shown as they are
            answer = to_json({"result": self._do(task, arguments, bytes(data))})
        self.numbers, self.pictures = self._payload.numbers(), self._payload.pictures()
        self.file = np.frombuffer(self._file, np.uint8)
        return answer

    def _begin(self, seconds: float) -> None:
        self._payload, self._file = Payload(), b""
        self._output, self._seconds = Output(self._write), seconds

    def _do(self, task: str, arguments: str, data: bytes) -> Plain:
        match task:
            case "load":
                return self.load(data, *parse_arguments(arguments, name=str))
            case "colours":
                return self.colours(*parse_arguments(arguments, scope=str, colormap=str))
            case "lint":
                return self.lint(*parse_arguments(arguments, source=str))
            case "run":
                return self.run(*parse_arguments(arguments, source=str, op=str))
            case "read":
                parse_arguments(arguments)
                return self.read(data)
            case "exercise":
                return self.exercise(*parse_arguments(arguments, text=str))
            case "check":
                return self.check(*parse_arguments(arguments, exercise=str, source=str))
            case "console":
                return self.console(*parse_arguments(arguments, line=str))
            case "names":
                return self.names(*parse_arguments(arguments, expression=str, source=str))
            case _ if task.startswith("train"):
                return self.train(task, arguments, data)
            case _:
                raise QuestionError(f"there is no task {task!r}")

    @property
    def model(self) -> OwnModel:
        """The model with the own operators; raises ModelError if there is none yet."""
        if self._model is None:
            raise ModelError("no model is loaded yet")
        return self._model

    def load(self, data: bytes, name: str) -> Plain:
        """Take a model, the bytes of a `.npz`, for later readings; the own operators are kept."""
        try:
            engine = load(data)
            check_for_page(engine.graph)
        except ModelError as error:
            raise ModelError(f"{name}: {error}") from error
        self._model, self._image, self._result = OwnModel(engine, self._operators), None, None
        return {"name": engine.graph.name, "classes": [one_line(label) for label in engine.graph.classes]}

    def colours(self, scope: str, colormap: str) -> Plain:
        """Paint in these colours from now on."""
        self._palette = Palette(scope, colormap)

    def lint(self, source: str) -> Plain:
        """What the compiler says about a text, which is not run."""
        try:
            compile_text(source, MODULE)
        except SyntaxError as error:
            return {"trouble": plain_trouble(trouble_of(error))}
        return {"trouble": None}

    def run(self, source: str, op: str) -> Plain:
        """Execute a text. Its functions named as these ops, with commas, are the own operators from now on."""
        ops = [name.strip() for name in op.split(",") if name.strip()]
        for name in ops:
            if name not in OPERATORS:
                raise QuestionError(f"there is no op {name!r}; there are {', '.join(OPERATORS)}")
        self._module = module = OwnModule()
        start = time.perf_counter()
        trouble = self._run(lambda: module.run(source))
        milliseconds = 1000 * (time.perf_counter() - start)
        functions = {name: module.names.get(name) for name in ops} if trouble is None else {}
        self._operators = {name: function for name, function in functions.items() if callable(function)}
        if self._model is not None:
            self._model = OwnModel(self._model.engine, self._operators)
        return {"trouble": trouble, "defined": bool(self._operators), "milliseconds": milliseconds}

    def read(self, data: bytes) -> Plain:
        """Read an image with the own operators, and compare the stages that they take part in with the engine's.

        After a failure, only `trouble` says something.
        """
        model = self.model
        self._image, self._result = image_of(data, model.engine.graph.input.shape), None
        image, readings = self._image, list[OwnReading]()
        trouble = self._run(lambda: readings.append(model.read(image)))
        if not readings:
            return {"trouble": trouble, "label": 0, "probability": 0.0, "milliseconds": 0.0, "stages": []}
        reading = readings[0]
        self._result, probabilities = reading.result, reading.result.probabilities
        self._payload.put_numbers(probabilities)
        return {
            "trouble": None,
            "label": int(probabilities.argmax()),
            "probability": float(probabilities.max()),
            "milliseconds": reading.milliseconds,
            "stages": model.compare(reading, self._palette, self._payload),
        }

    def exercise(self, text: str) -> Plain:
        """An exercise as plain values."""
        from glasscnn.exercise import read_exercise

        return plain_exercise(read_exercise(text))

    def check(self, exercise: str, source: str) -> Plain:
        """Run the checks of an exercise with the functions of a text, which leaves the own operators as they are."""
        from glasscnn.exercise import read_exercise, run_checks

        wanted, module, checks = read_exercise(exercise), OwnModule(), list[Plain]()

        def run() -> None:
            module.run(source)
            checks.extend(asdict(check) for check in run_checks(wanted, module.names).checks)

        trouble = self._run(run, f"checks of {wanted.name}")
        passed = sum(check["passed"] for check in checks)
        return {"trouble": trouble, "passed": passed, "of": len(wanted.titles), "checks": checks}

    def console(self, line: str) -> Plain:
        """Execute a line beside the person's text, and show the value of its last expression."""
        results = list[Plain]()

        def run() -> None:
            shown = self._console.run(line, self._known())
            results.append({"shown": shown.text, "array": plain_array(shown.value, self._palette, self._payload)})

        trouble = self._run(run)
        return {"trouble": trouble, **(results[0] if results else {"shown": "", "array": None})}

    def names(self, expression: str, source: str) -> Plain:
        """The names in the value of a dotted expression, for completion."""
        found, known = list[Plain](), self._console.names(self._known())
        self._run(lambda: found.extend(asdict(name) for name in names_of(expression, known, source)))
        return {"names": found}

    def train(self, task: str, arguments: str, data: bytes) -> Plain:
        """Do a task of a training, which is independent of the model and the code that are loaded."""
        from glasscnn.bridge.training_session import TrainingSession

        self._training = self._training or TrainingSession()
        answer = self._training.do(task, arguments, data, self._payload)
        self._file = self._training.file
        return answer

    def _known(self) -> dict[str, object]:
        """What the console knows: the model, the newest reading, and the names of the person's text."""
        given: dict[str, object] = {} if self._model is None else {"model": self._model.model}
        if self._image is not None:
            given |= {"image": self._image, "result": self._result}
        own = {name: value for name, value in self._module.names.items() if not name.startswith("__")}
        return {"np": np, **given, **own}

    def _run(self, code: Callable[[], object], *files: str) -> Plain:
        """Run a person's code for the time of this task; returns what was wrong, or None.

        Errors in `files` are not the person's, but code in them is stopped in time as well.
        """
        with printing_to(self._output), np.errstate(all="warn", under="ignore"):
            try:
                with self._deadline.limiting(self._seconds, *files):
                    self._beat(-1, "")  # who waits counts the time from here
                    code()
            except BaseException as error:  # exit() in a person's code must not end the session
                with self._deadline.limiting(self._seconds, *files):  # the exception's own code may run for ever
                    return plain_trouble(trouble_of(error))
        return None

    def _on_beat(self, line: int, variables: str) -> None:
        self._output.pass_on()
        self._beat(line, variables)


def image_of(data: bytes, shape: tuple[int, ...]) -> Array:
    """An image (C, H, W) from the bytes of its float32 numbers; raises InkError if they do not fit."""
    if len(data) != 4 * math.prod(shape):
        raise InkError(f"expected an image of shape {shape} as float32, found {len(data)} bytes")
    image = np.frombuffer(data, np.float32).reshape(shape)
    if not np.isfinite(image).all():
        raise InkError("the image holds NaN or infinity; expected numbers from 0 to 1")
    return image
