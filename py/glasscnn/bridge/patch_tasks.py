"""Tasks that find what each map of a session's model looks for, among versions of a few digits, slice by slice.

The page begins a search, requests slices until no image is waiting, and then the patches of one stage after another: a
search covers all stages with kernels, and is kept as long as its model. It has a plan of its own, so the reading on the
screen stays valid.
"""

import numpy as np

from glasscnn.bridge.encoding import Payload, Plain, parse_arguments
from glasscnn.bridge.rendering import picture_of
from glasscnn.bridge.session import Session
from glasscnn.errors import QuestionError
from glasscnn.explain import Excitation, ImageWindow, PatchSearch, image_window, shown_convolution
from glasscnn.preprocess.digit_versions import DigitVersions


class PatchTasks:
    """The tasks on the search of a session; the images go to `payload`."""

    def __init__(self, session: Session, payload: Payload) -> None:
        self.session = session
        self.payload = payload

    def do(self, task: str, arguments: str) -> Plain:
        """Do a task; raises QuestionError for an unknown one."""
        match task:
            case "patchesBegin":
                return self.begin(*parse_arguments(arguments, digits=list, pad=int))
            case "patchesSlice":
                return self.run(*parse_arguments(arguments, milliseconds=int))
            case "patchesOf":
                return self.patches(*parse_arguments(arguments, stage=str))
            case _:
                raise QuestionError(f"there is no task {task!r}")

    @property
    def search(self) -> PatchSearch:
        """The search of the current model; raises QuestionError if there is none."""
        if self.session.patch_search is None:
            raise QuestionError("no search for patches has begun with this model")
        return self.session.patch_search

    def begin(self, digits: list[Plain], pad: int) -> Plain:
        """Begin a search in versions of these digits, each a list of strokes on a pad of this size.

        If the model has been searched already, or in part, its search goes on.
        """
        if self.session.patch_search is None:
            reading, model = self.session.reading, self.session.model
            names = [stage.name for stage in model.graph.stages if shown_convolution(reading, stage.name)]
            drawn = [[np.asarray(stroke, np.float32).reshape(-1, 2) for stroke in strokes] for strokes in digits]
            versions = DigitVersions(drawn, pad, model.graph.input.shape)
            nodes = {name: reading.node_of(name) for name in names}
            self.session.patch_search = PatchSearch(model, nodes, len(versions), versions.draw)
        return self.progress()

    def run(self, milliseconds: int) -> Plain:
        """Search waiting images for up to this time."""
        self.search.run(milliseconds / 1000)
        return self.progress()

    def progress(self) -> Plain:
        """How many images the network has read, and how many are waiting."""
        return {"done": self.search.done, "waiting": self.search.waiting}

    def patches(self, stage: str) -> Plain:
        """The patches that excite each map of a stage most, in the images read so far; None for one without kernels.

        The images are painted one below the other. Raises QuestionError if there is no such stage.
        """
        search, reading = self.search, self.session.reading
        if shown_convolution(reading, stage) is None:
            return None
        window = image_window(reading, reading.node_of(stage))
        grey = self.session.palette.colours["grey"]
        return {
            "window": [window.rows.length, window.columns.length],
            "images": self.payload.put_picture(picture_of(search.images[:, 0], grey, 0.0, 1.0, columns=1)),
            "height": search.images.shape[2],
            "maps": [self._map(found, window) for found in search.strongest(stage)],
        }

    def _map(self, found: list[Excitation], window: ImageWindow) -> Plain:
        """The patches of one map, and whether the strongest one is blank paper."""
        corners = [tuple(side.start for side in window.at(excitation.place)) for excitation in found]
        return {
            "blank": bool(found) and not self._has_ink(found[0], window),
            "patches": [
                {"value": value, "image": image, "top": top, "left": left}
                for (value, image, _), (top, left) in zip(found, corners, strict=True)
            ],
        }

    def _has_ink(self, excitation: Excitation, window: ImageWindow) -> bool:
        rows, columns = (slice(max(side.start, 0), max(side.stop, 0)) for side in window.at(excitation.place))
        return bool(self.search.images[excitation.image, :, rows, columns].any())
