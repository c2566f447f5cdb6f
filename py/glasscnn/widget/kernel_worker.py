"""Answers the page's messages in a notebook's kernel, as web/js/worker/worker.js does in a browser.

The messages are those of web/js/protocol/messages.js. They come from a browser, so each is checked: what does not have
the fields and types of its kind is answered with a failure, and changes nothing.
"""

import traceback
from collections.abc import Iterator

import numpy as np

from glasscnn.errors import QuestionError
from glasscnn.model.model import read_file
from glasscnn.widget.slot import Plain, Slot

DEFAULT_MODEL = "gap10"  # of the page
SLOTS = ("main", "compare", "timeline", "side", "before")


class KernelWorker:
    """The sessions of one page, by slot.

    has_read       whether the last message has led to another reading in the slot `main`
    has_new_model  whether the model in that slot, or its weights, have changed since this was set to False
    """

    def __init__(self) -> None:
        self.slots: dict[str, Slot] = {}
        self.has_read = self.has_new_model = False

    def answer(self, message: Plain) -> Iterator[Plain]:
        """The answers to a message; an exception becomes a `failure`, after which Python goes on."""
        number = message.get("id")
        self.has_read = False
        try:
            yield from self._handle(message)
        except Exception as error:  # whatever it is, the page says so
            failure = {
                "name": type(error).__name__,
                "message": str(error),
                "traceback": traceback.format_exc(),
                "fatal": False,
            }
            yield {"type": "failure", "id": number if isinstance(number, int) else None, "failure": failure}

    def _handle(self, message: Plain) -> Iterator[Plain]:
        match message:
            case {"type": "boot"}:
                self.slots.clear()
            case {"type": "connect", "id": int(number)}:
                model = self._slot("main").load_model(read_file(DEFAULT_MODEL), DEFAULT_MODEL, False)
                yield {"type": "model", "id": number, "model": model}
            case {
                "type": "loadModel",
                "id": int(number),
                "slot": str(name),
                "bytes": np.ndarray() as data,
                "name": str(file),
            }:
                model = self._slot(name).load_model(data.tobytes(), file, message.get("onlyQuick") is True)
                self.has_new_model |= name == "main"
                yield {"type": "model", "id": number, "model": model}
            case {"type": "show", "id": int(number), "slot": str(name), "needs": list(needs)}:
                yield {"type": "painted", "id": number, "painted": self._slot(name).show(needs)}
            case {
                "type": "ask",
                "id": int(number),
                "slot": str(name),
                "question": str(question),
                "args": dict(arguments),
            }:
                yield {"type": "answer", "id": number, "answer": self._slot(name).ask(question, arguments)}
            case {"type": "runTask", "id": int(number), "slot": str(name), "task": str(task), "args": dict(arguments)}:
                given = message.get("bytes")
                contents = given.tobytes() if isinstance(given, np.ndarray) else b""
                result = self._slot(name).run_task(task, arguments, contents)
                yield {"type": "taskResult", "id": number, "result": result}
            case {"id": int(number), "slot": str(name), "allValues": bool(all_values)}:
                answer = self._read(message, number, self._slot(name), all_values)
                self.has_read = name == "main"
                self.has_new_model |= self.has_read and message["type"] in ("changeWeights", "intervene")
                yield answer
            case _:
                raise QuestionError(f"there is no message of type {str(message.get('type'))[:40]!r} with these fields")

    def _read(self, message: Plain, number: int, slot: Slot, all_values: bool) -> Plain:
        """The answer to a message after which there is another reading."""
        match message:
            case {
                "type": "readInk",
                "ink": {
                    "points": np.ndarray() as points,
                    "lengths": np.ndarray() as lengths,
                    "canvasSize": int() | float() as canvas_size,
                    "brush": int() | float() as brush,
                    "centre": bool(centre),
                },
            }:
                reading = slot.read_ink(points, lengths, canvas_size, brush, centre, all_values)
            case {"type": "readImage", "image": np.ndarray() as image}:
                reading = slot.read_image(image, all_values)
            case {"type": "changeWeights", "weights": np.ndarray() as weights}:
                reading = slot.change_weights(weights, all_values)
            case {"type": "intervene", "interventions": dict(interventions)}:
                return {"type": "intervened", "id": number, "intervened": slot.intervene(interventions, all_values)}
            case _:
                raise QuestionError(f"there is no message of type {str(message.get('type'))[:40]!r} with these fields")
        return {"type": "reading", "id": number, "reading": reading}

    def _slot(self, name: str) -> Slot:
        """The slot of this name, created when it is first needed."""
        if name not in SLOTS:
            raise QuestionError(f"there is no slot {name[:40]!r}; expected one of {', '.join(SLOTS)}")
        return self.slots.setdefault(name, Slot())
