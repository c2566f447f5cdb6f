"""Tasks that evaluate a session's model on a test set of the visitor, slice by slice.

The page begins an evaluation, adds images, and asks for slices until none is waiting. Between two slices the worker
answers other messages, so a reading waits for one slice at most. The session's plan is not used, so the reading on the
screen stays valid.
"""

import numpy as np

from glasscnn.bridge.encoding import Payload, Plain, named_parts, parse_arguments
from glasscnn.bridge.pictures import levels_of_pictures
from glasscnn.bridge.session import Session
from glasscnn.errors import DataError, QuestionError
from glasscnn.evaluation import Evaluation, labelled_arrays


class EvaluationTasks:
    """The tasks on the evaluation of a session; the misread images go to `payload`."""

    def __init__(self, session: Session, payload: Payload) -> None:
        self.session = session
        self.payload = payload

    def do(self, task: str, arguments: str, data: bytes) -> Plain:
        """Do a task; raises QuestionError for an unknown one."""
        match task:
            case "evaluationBegin":
                parse_arguments(arguments)
                self.session.evaluation = Evaluation(self.session.model)
            case "evaluationArrays":
                return self.add_arrays(data, *parse_arguments(arguments, files=list))
            case "evaluationPictures":
                return self.add_pictures(data, *parse_arguments(arguments, pictures=list))
            case "evaluationSlice":
                return self.run(*parse_arguments(arguments, milliseconds=int))
            case "evaluationResult":
                parse_arguments(arguments)
                return self.result()
            case "evaluationDiscard":
                parse_arguments(arguments)
                self.session.evaluation = None
            case _:
                raise QuestionError(f"there is no task {task!r}")
        return None

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation that runs; raises QuestionError if none does."""
        if self.session.evaluation is None:
            raise QuestionError("no evaluation is running; begin one first")
        return self.session.evaluation

    def add_arrays(self, data: bytes, files: list[Plain]) -> Plain:
        """Add a test set of two arrays: `data` holds the files one after the other, each with its name and length."""
        if len(files) != 2:
            raise DataError(f"expected two files, images and labels, found {len(files)}")
        self.evaluation.add(*labelled_arrays(named_parts(data, files), self.session.model.graph))
        return self.progress()

    def add_pictures(self, data: bytes, pictures: list[Plain]) -> Plain:
        """Add pictures, RGBA, one after the other in `data`, each with its name, width, height and label.

        As on the pad, the numbers of an image are whole levels of 0 … 255. Raises DataError with the name of a picture
        that cannot be used.
        """
        images = levels_of_pictures(data, pictures, self.session.model.graph.input.shape)
        self.evaluation.add(images, np.array([picture["label"] for picture in pictures], np.int64))
        return self.progress()

    def run(self, milliseconds: int) -> Plain:
        """Evaluate waiting images for up to this time."""
        self.evaluation.run(milliseconds / 1000)
        return self.progress()

    def progress(self) -> Plain:
        """How many images are done, read correctly, and waiting, and how many seconds the network took for them."""
        evaluation = self.evaluation
        return {name: getattr(evaluation, name) for name in ("done", "right", "waiting", "seconds")}

    def result(self) -> Plain:
        """The metrics and the misread images; the evaluation is over."""
        evaluation = self.evaluation
        self.session.evaluation = None
        misread = [
            {
                "number": found.number,
                "label": found.label,
                "prediction": found.prediction,
                "probability": found.probability,
                "image": self.payload.put_numbers(found.image),
            }
            for found in evaluation.misread()
        ]
        return {**vars(evaluation.metrics()), "misread": misread}
