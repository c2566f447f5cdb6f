"""Tasks on a tray of one's own digits: make levels of pictures and arrays, and read some digits with a session's model.

None of them leaves anything behind, so the page asks part by part and may stop after each.
"""

import numpy as np

from glasscnn.bridge.encoding import Plain, named_parts, parse_arguments
from glasscnn.bridge.pictures import levels_of_pictures
from glasscnn.bridge.session import Session
from glasscnn.errors import DataError, QuestionError
from glasscnn.evaluation import grey_images

SIDE = 28
"""Height and width of the images that pictures become, in pixels."""


class TrayTasks:
    """The tasks; `levels` holds the images that the last one has made, bytes 0 … 255, one image after the other."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.levels = b""

    def do(self, task: str, arguments: str, data: bytes) -> Plain:
        """Do a task; raises QuestionError for an unknown one."""
        match task:
            case "trayPictures":
                return self.pictures(data, *parse_arguments(arguments, pictures=list))
            case "trayArrays":
                return self.arrays(data, *parse_arguments(arguments, files=list, most=int))
            case "trayReadings":
                parse_arguments(arguments)
                return self.readings(data)
            case _:
                raise QuestionError(f"there is no task {task!r}")

    def pictures(self, data: bytes, pictures: list[Plain]) -> Plain:
        """The levels of pictures, RGBA, one after the other in `data`, each with its name, width and height."""
        self.levels = levels_of_pictures(data, pictures, (1, SIDE, SIDE)).tobytes()
        return {"height": SIDE, "width": SIDE}

    def arrays(self, data: bytes, files: list[Plain], most: int) -> Plain:
        """The levels and labels of the first `most` images in two files of arrays, and how many there are.

        The files lie one after the other in `data`.
        """
        if len(files) != 2:
            raise DataError(f"expected two files, images and labels, found {len(files)}")
        images, labels = grey_images(named_parts(data, files))
        count, height, width = images.shape
        self.levels = images[:most].tobytes()
        return {"height": height, "width": width, "labels": labels[:most].tolist(), "images": count}

    def readings(self, data: bytes) -> Plain:
        """The class that the model reads each digit of a tray as."""
        from glasscnn.training.tray import read_tray

        model = self.session.model
        _, height, width = model.graph.input.shape
        images = np.stack([digit.image(height, width) for digit in read_tray(data).digits])
        shape = (len(images), *model.graph.input.shape)
        return model.probabilities(np.broadcast_to(images[:, None], shape)).argmax(axis=1).tolist()
