"""Tasks of a session: images of pictures, files for download, evaluations, patches, and a tray of digits."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from glasscnn.bridge.encoding import Payload, Plain, parse_arguments, to_json
from glasscnn.bridge.session import Session
from glasscnn.errors import QuestionError

if TYPE_CHECKING:
    from glasscnn.preprocess.photo import PictureStep


class Tasks:
    """Tasks on a session. Large results go to `payload`, files to `file`."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.payload = Payload()
        self.file = b""

    def do(self, task: str, arguments: str, data: bytes) -> str:
        """Do a task and return its result as JSON; raises QuestionError for an unknown task."""
        match task:
            case "picture":
                result = self.picture(data, *parse_arguments(arguments, width=int, height=int, digit=int, exact=bool))
            case "activations":
                parse_arguments(arguments)
                result = self.activations()
            case "script" | "notebook":
                result = self.code(task, *parse_arguments(arguments, drawing=dict))
            case "operators":
                parse_arguments(arguments)
                result = self.operators()
            case "weights":
                parse_arguments(arguments)
                result = self.weights()
            case "scalings":
                from glasscnn.bridge.scalings import readings_with

                result = readings_with(self.session, *parse_arguments(arguments, scalings=list))
            case "history":
                parse_arguments(arguments)
                result = self.history(data)
            case "interventions":
                from glasscnn.bridge.session_interventions import possible_on_page

                parse_arguments(arguments)
                result = possible_on_page(self.session)
            case "modelFile":
                parse_arguments(arguments)
                self.file = self.session.weights.model_file()
                result = None
            case "fileToTrain":
                parse_arguments(arguments)
                self.file = self.session.weights.file_to_train()
                result = None
            case _ if task.startswith("evaluation"):
                from glasscnn.bridge.evaluation_tasks import EvaluationTasks

                result = EvaluationTasks(self.session, self.payload).do(task, arguments, data)
            case _ if task.startswith("patches"):
                from glasscnn.bridge.patch_tasks import PatchTasks

                result = PatchTasks(self.session, self.payload).do(task, arguments)
            case _ if task.startswith("tray"):
                from glasscnn.bridge.tray_tasks import TrayTasks

                tray = TrayTasks(self.session)
                result = tray.do(task, arguments, data)
                self.file = tray.levels
            case _:
                raise QuestionError(f"there is no task {task!r}")
        return to_json({"result": result})

    def picture(self, data: bytes, width: int, height: int, digit: int, exact: bool) -> Plain:
        """The steps from a picture, RGBA, to the image that the model reads, and the boxes of all digits in it.

        `digit` is the number of the one to be read, from left to right, or −1; `exact`, whether a picture of the
        model's size is used as it is.
        """
        from glasscnn.bridge.pictures import image_of_picture

        reading = image_of_picture(data, width, height, self.session.model.graph.input.shape, digit, exact)
        return {
            "steps": [self._step(step) for step in reading.steps],
            "image": self.payload.put_numbers(reading.image),
            "digits": [found.box._asdict() for found in reading.digits],
            "chosen": reading.chosen,
        }

    def _step(self, step: "PictureStep") -> Plain:
        return {"name": step.name, "facts": step.facts, "picture": self.payload.put_picture(to_rgba(step.picture))}

    def activations(self) -> Plain:
        """Every stage's array as one `.npz`."""
        from glasscnn.codegen import activations

        self.file = activations(self._stages())
        return None

    def code(self, kind: str, drawing: dict[str, Plain]) -> Plain:
        """A script or a notebook that computes the reading of `drawing` again: its strokes, brush and centre."""
        from glasscnn.codegen import Drawing, cells_of, notebook, script

        strokes = [np.asarray(stroke, np.float32).reshape(-1, 2) for stroke in drawing["strokes"]]
        drawn = Drawing(strokes, float(drawing["brush"]), bool(drawing["centre"]))
        cells = cells_of(self.session.model, self._stages(), drawn)
        self.file = (script if kind == "script" else notebook)(cells)
        return None

    def operators(self) -> Plain:
        """The operators of the model in the order of its nodes, each with its source as array code and as loops."""
        from glasscnn.codegen.operator_starter import operator_starters

        names = dict.fromkeys(node.op for node in self.session.model.graph.nodes)
        return [asdict(starter) for starter in operator_starters(names)]

    def weights(self) -> Plain:
        """The weights as one vector, as they are and as they were loaded, and where each array lies in it."""
        weights = self.session.weights
        vectors = {name: self.payload.put_numbers(getattr(weights, name)()) for name in ("vector", "original")}
        return {"arrays": weights.layout(), **vectors}

    def history(self, data: bytes) -> Plain:
        """The history of the model's training: its steps, and the weights at each of them as a vector."""
        from glasscnn.model.history import read_history

        history, model = read_history(data), self.session.model
        vectors = history.vectors(model.graph, model.weights, self.session.weights.original())
        return {
            "sets": dict(history.sets),
            "steps": [asdict(step) for step in history.steps],
            "weights": self.payload.put_numbers(vectors),
        }

    def _stages(self) -> dict[str, npt.NDArray[np.float32]]:
        return {view.stage.name: view.values for view in self.session.views}


def to_rgba(picture: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """(H, W) or (3, H, W) in [0, 1] as (H, W, 4)."""
    colours = np.broadcast_to(picture if picture.ndim == 3 else picture[None], (3, *picture.shape[-2:]))
    rgba = np.full((*picture.shape[-2:], 4), 255, np.uint8)
    rgba[..., :3] = np.round(colours.transpose(1, 2, 0) * 255)
    return rgba
