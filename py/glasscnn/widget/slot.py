"""A session of the page as messages know it: it says what its readings contain (web/js/worker/session.js in Python)."""

import json
import time
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.bridge import Session
from glasscnn.errors import InkError, QuestionError

Array = npt.NDArray[np.float32]
Lengths = npt.NDArray[np.int32]
Plain = dict[str, Any]


class Slot:
    """A model in its slot, its newest reading, and the parts of it that the page needs."""

    def __init__(self) -> None:
        self.session = Session()
        self.serial = 0
        self._stages: list[Plain] = []
        self._is_large = False
        self._parts: list[Plain] | None = None  # None: readings contain everything

    def load_model(self, data: bytes, name: str, only_quick: bool) -> Plain:
        """Load a model and describe it; if it is refused, the previous one remains. Raises ModelError."""
        model: Plain = json.loads(self.session.load_model(data, name, only_quick))
        if "seconds" not in model:
            self._stages, self._is_large, self._parts = model["stages"], model["isLarge"], None
            if self._is_large:
                self.show([{"scale": 0, "values": False} for _ in self._stages])
        return model

    def show(self, needs: Sequence[Any]) -> Plain:
        """Have readings of a large model contain what is needed of each stage; the newest reading, with that."""
        if self._is_large:
            if not all(isinstance(need, dict) and isinstance(need.get("scale"), int) for need in needs):
                raise QuestionError(
                    f"expected a scale for each of {len(self._stages)} stages, found {str(needs)[:100]}"
                )
            places = json.loads(self.session.show(json.dumps([need["scale"] for need in needs])))
            self._parts = parts_of(self._stages, needs, places)
        return self.painted(False)

    def read_ink(
        self, points: Array, lengths: Lengths, canvas_size: float, brush: float, centre: bool, all_values: bool
    ) -> Plain:
        """Read strokes: `points` are x, y, … of all strokes, `lengths` how many points each has. Raises InkError."""
        start = time.perf_counter()
        if points.size != 2 * int(lengths.sum()):
            raise InkError(f"{points.size} numbers are no points of strokes with {int(lengths.sum())} points")
        self.session.reserve_ink(points.size // 2, lengths.size)
        self.session.ink[: points.size // 2] = points.reshape(-1, 2)  # (points, 2)
        self.session.stroke_lengths[: lengths.size] = lengths
        self.session.read_ink(lengths.size, canvas_size, brush, centre)
        return self.reading(start, all_values)

    def read_image(self, image: Array, all_values: bool) -> Plain:
        """Read an image. Raises InkError for one of another size."""
        start = time.perf_counter()
        if image.size != self.session.image.size:
            raise InkError(f"the model takes images of {self.session.image.size} numbers, found {image.size}")
        self.session.image[:] = image
        self.session.read_image()
        return self.reading(start, all_values)

    def change_weights(self, weights: Array, all_values: bool) -> Plain:
        """Read the newest image again, with other weights. Raises ModelError."""
        start = time.perf_counter()
        self.session.change_weights(weights)
        return self.reading(start, all_values)

    def intervene(self, interventions: Plain, all_values: bool) -> Plain:
        """Leave parts of the network out, and read the newest image again. Raises QuestionError and ModelError."""
        start = time.perf_counter()
        model = json.loads(self.session.intervene(json.dumps(interventions)))
        self._stages = model["stages"]
        return {"model": model, "reading": self.reading(start, all_values)}

    def reading(self, start: float, all_values: bool) -> Plain:
        """What has just been read, since `start` in seconds."""
        self.serial += 1
        milliseconds = 1000 * (time.perf_counter() - start)
        return {**self.painted(all_values), "label": self.session.label, "milliseconds": milliseconds}

    def painted(self, all_values: bool) -> Plain:
        """The values and pixels of the newest reading; with `all_values`, those of all stages."""
        values, parts = self.session.values, self._parts
        if parts is not None and all_values:
            parts = [
                {**part, "values": stage["values"]["offset"]} for part, stage in zip(parts, self._stages, strict=True)
            ]
        elif parts is not None:
            places = [stage["values"] for stage, part in zip(self._stages, parts, strict=True) if part["values"] >= 0]
            values = np.concatenate([values[place["offset"] :][: place["length"]] for place in places])
        return {
            "serial": self.serial,
            "values": values,
            "pixels": self.session.pixels,
            "ranges": self.session.ranges,
            "parts": parts,
        }

    def ask(self, question: str, arguments: Plain) -> Plain:
        """The answer to a question about the newest reading. Raises QuestionError."""
        answer = json.loads(self.session.ask(question, json.dumps(arguments)))
        return {**answer, "numbers": self.session.numbers, "pictures": self.session.pictures, "serial": self.serial}

    def run_task(self, task: str, arguments: Plain, data: bytes) -> Plain:
        """The result of a task. Raises what the task raises, and ModuleNotFoundError where ONNX is missing."""
        if task in ("onnx", "onnxFiles"):
            return convert_onnx(task, json.dumps(arguments), data)
        answer = json.loads(self.session.work(task, json.dumps(arguments), data))
        session = self.session
        return {**answer, "numbers": session.numbers, "pictures": session.pictures, "file": session.file.tobytes()}


def parts_of(stages: Sequence[Plain], needs: Sequence[Plain], places: Sequence[tuple[int, int, int]]) -> list[Plain]:
    """Where each stage lies in the pixels and in the values, where those of the last stage are always."""
    start, parts = 0, []
    for number, (stage, need, (offset, width, height)) in enumerate(zip(stages, needs, places, strict=True)):
        is_there = bool(need.get("values")) or number == len(stages) - 1
        pixels, values = offset if need["scale"] else -1, start if is_there else -1
        parts.append({"scale": need["scale"], "width": width, "height": height, "pixels": pixels, "values": values})
        start += stage["values"]["length"] if is_there else 0
    return parts


def convert_onnx(task: str, arguments: str, data: bytes) -> Plain:
    """The model file for an ONNX file, or for the task `onnxFiles` the names of the files that it needs beside it."""
    importer = import_module("glasscnn_import.in_browser")  # a package of its own, above this one
    if task == "onnxFiles":
        report, file = importer.external_files(data, arguments), b""
    else:
        run = importer.Import(data, arguments)
        while run.step():
            pass
        report, file = run.report, bytes(run.file)
    nothing = np.zeros(0, np.float32)
    return {"result": json.loads(report), "numbers": nothing, "pictures": nothing.astype(np.uint8), "file": file}
