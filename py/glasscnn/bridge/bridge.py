"""What the worker calls: a session that also answers questions about its reading and makes files."""

import numpy as np

from glasscnn.bridge.session import Session


class Bridge(Session):
    """A session that answers the page's questions and does its tasks.

    The worker makes one. The large parts of an answer lie beside it, in a new array each time:

    numbers   flat float32: the numbers of the last answer
    pictures  flat uint8: its pictures, RGBA
    file      flat uint8: the bytes of the file that was made last
    """

    def __init__(self) -> None:
        super().__init__()
        self.numbers = np.zeros(0, np.float32)
        self.pictures = np.zeros(0, np.uint8)
        self.file = np.zeros(0, np.uint8)

    def intervene(self, interventions: str) -> str:
        """Leave parts of the network out, and read the newest image again.

        `interventions` is a JSON object (`session_interventions.py`). Describes the model as JSON; its stages have the
        names and shapes that they had. Fills values, pixels and ranges, which are new arrays. Raises QuestionError for
        other JSON and ModelError for what the network does not allow; everything stays as it was then.
        """
        from glasscnn.bridge.session_interventions import parse_interventions  # on first use, since few need it

        weights, strokes, evaluation = self.weights, self.read_strokes, self.evaluation
        wanted = parse_interventions(interventions)
        model = weights.intervened(wanted)
        model.plan.image[...] = self.model.plan.image
        description = self._use(model, [view.canvas.scale for view in self.views])
        weights.model, weights.interventions = model, wanted
        self._weights, self.read_strokes, self.evaluation = weights, strokes, evaluation
        self._paint({view.stage.node: None for view in self.views})
        return description

    def ask(self, question: str, arguments: str) -> str:
        """Answer a question about the newest reading, or about an empty image before the first.

        `question` is one of those in `questions.py`, `arguments` a JSON object with its arguments. The answer is a JSON
        object with `result`; its large parts lie in `numbers` and `pictures`. Raises QuestionError for an unknown
        question and for one that has no answer.
        """
        from glasscnn.bridge.questions import Questions  # imported on first use, since that takes time

        questions = Questions(self)
        answer = questions.answer(question, arguments)
        self.numbers, self.pictures = questions.payload.numbers(), questions.payload.pictures()
        return answer

    def work(self, task: str, arguments: str, data: bytes) -> str:
        """Do one of the tasks in `tasks.py`.

        `arguments` is a JSON object with the task's arguments, `data` its bytes. The answer is a JSON object with
        `result`; the large parts lie in `numbers`, `pictures` and `file`. Raises QuestionError for an unknown task,
        InkError for a picture without ink, DataError for a test set that cannot be used.
        """
        from glasscnn.bridge.tasks import Tasks  # imported on first use, since that takes time

        tasks = Tasks(self)
        answer = tasks.do(task, arguments, bytes(data))
        self.numbers, self.pictures = tasks.payload.numbers(), tasks.payload.pictures()
        self.file = np.frombuffer(tasks.file, np.uint8).copy()
        return answer
