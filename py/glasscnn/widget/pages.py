"""The pages that show a widget: each has a worker, and is told what to show."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from glasscnn.bridge import Session
from glasscnn.model import Model, load
from glasscnn.model.bundled import bundled_models
from glasscnn.model.npz_format import write_model
from glasscnn.preprocess import DEFAULT_BRUSH, Stroke
from glasscnn.widget.checks import same_model
from glasscnn.widget.kernel_worker import KernelWorker

PAD = 280.0  # units of its side
MOST_PAGES = 16  # whose readings are kept, since a browser that is closed does not say so


class Page:
    """One display of a widget. It is current once it shows what the widget has; before, its readings do not count."""

    def __init__(self) -> None:
        self.worker = KernelWorker()
        self.is_current = False

    @property
    def session(self) -> Session | None:
        """The session with the current model; None before there is one."""
        slot = self.worker.slots.get("main")
        return slot.session if slot else None


class Pages:
    """The pages of a widget by the names of their views; of more than `MOST_PAGES`, the least recently used goes."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Page] = OrderedDict()

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._pages))

    def page(self, view: str) -> Page:
        """The page of a view, created when it is first needed."""
        page = self._pages.setdefault(view, Page())
        self._pages.move_to_end(view)
        if len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
        return page

    def begin(self, view: str) -> None:
        """The page of a view has just opened, for the first time or again."""
        self.page(view).is_current = False

    def end(self, view: str) -> None:
        """The page of a view is gone."""
        self._pages.pop(view, None)


def read_strokes(model: Model, strokes: Sequence[Stroke]) -> Session:
    """A session with the model that has read these strokes, as a page does."""
    session = Session()
    session.load_model(write_model(model.graph, model.weights), model.graph.name)
    lengths = np.array([len(stroke) for stroke in strokes], np.int32)
    points = int(lengths.sum())
    session.reserve_ink(points, lengths.size)
    session.ink[:points] = np.concatenate([np.zeros((0, 2), np.float32), *strokes])  # (points, 2)
    session.stroke_lengths[: lengths.size] = lengths
    session.read_ink(lengths.size, PAD, DEFAULT_BRUSH, True)
    return session


def load_command(model: Model) -> dict[str, Any]:
    """What has a page load this model (web/js/embed/messages.js): a bundled one by its name, another by its file."""
    name = model.graph.name
    if name in bundled_models() and same_model(load(name), model):
        return {"type": "loadModel", "model": name}
    return {"type": "loadModel", "name": name, "bytes": write_model(model.graph, model.weights)}


def strokes_command(strokes: Sequence[Stroke]) -> dict[str, Any]:
    """What has a page show these strokes."""
    return {"type": "setStrokes", "strokes": [stroke.tolist() for stroke in strokes]}
