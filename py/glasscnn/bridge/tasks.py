"""Tasks: a session makes an image from a picture, and files for download."""

import json
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from glasscnn.bridge.encoding import Payload, Plain, parse_arguments
from glasscnn.bridge.session import Session
from glasscnn.errors import InkError, QuestionError
from glasscnn.preprocess import place_in_middle

if TYPE_CHECKING:
    from glasscnn.preprocess.photo import PictureStep

LARGEST_SIDE = 1024
"""The largest side of a picture, in pixels; the page scales larger ones down first."""


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
                result = self.picture(data, *parse_arguments(arguments, width=int, height=int))
            case "activations":
                parse_arguments(arguments)
                result = self.activations()
            case "script" | "notebook":
                result = self.code(task, *parse_arguments(arguments, drawing=dict))
            case _:
                raise QuestionError(f"there is no task {task!r}")
        return json.dumps({"result": result})

    def picture(self, data: bytes, width: int, height: int) -> Plain:
        """The steps from a picture, RGBA, to the image, which is `image`: a picture of the image's size as it is, else
        for a model of colours the middle in colour, else ink.
        """
        from glasscnn.preprocess.photo import PictureStep, colour_image, exact_steps, on_white, picture_steps

        if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE) or len(data) != width * height * 4:
            raise InkError(f"expected a picture of {width} × {height} × 4 bytes, found {len(data)} bytes")
        rgba = np.frombuffer(data, np.uint8).reshape(height, width, 4)
        image = np.zeros(self.session.model.graph.input.shape, np.float32)
        channels, image_height, image_width = image.shape
        if (height, width) == (image_height, image_width):
            steps = exact_steps(rgba, channels)
            image[:] = steps[-1].picture
        elif channels == 1:
            steps = list(picture_steps(rgba, min(image_height, image_width)))
            place_in_middle(steps[-1].picture[None], image)
        else:
            image[:] = colour_image(rgba, image_height, image_width)
            steps = [PictureStep("picture", on_white(rgba)), PictureStep("colours", image)]
        return {"steps": [self._step(step) for step in steps], "image": self.payload.put_numbers(image)}

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

    def _stages(self) -> dict[str, npt.NDArray[np.float32]]:
        return {view.stage.name: view.values for view in self.session.views}


def to_rgba(picture: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """(H, W) or (3, H, W) in [0, 1] as (H, W, 4)."""
    colours = np.broadcast_to(picture if picture.ndim == 3 else picture[None], (3, *picture.shape[-2:]))
    rgba = np.full((*picture.shape[-2:], 4), 255, np.uint8)
    rgba[..., :3] = np.round(colours.transpose(1, 2, 0) * 255)
    return rgba
