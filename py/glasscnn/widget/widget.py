"""The widget: what is drawn on its page reaches Python, and what Python sets is shown on its page.

import glasscnn

w = glasscnn.Widget("gap10")
w                                   # draw in the output
w.label, w.probabilities, w.strokes, w.stages["conv1"]
w.observe(lambda change: print(change.new), "label")
w.strokes = [[(60, 60), (220, 60), (120, 240)]]

The page is shown in a frame with an opaque origin. Its readings are made here, by the kernel.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import numpy.typing as npt
import traitlets

from glasscnn.bridge import Session
from glasscnn.model import Model
from glasscnn.preprocess import Stroke
from glasscnn.widget.arrays import Buffer, put_back, take_out
from glasscnn.widget.checks import checked_model, checked_place, checked_strokes, same_model, same_strokes
from glasscnn.widget.display import Display
from glasscnn.widget.document import all_blocks, document, embedded_file
from glasscnn.widget.pages import Page, Pages, load_command, read_strokes, strokes_command
from glasscnn.widget.still import still

Array = npt.NDArray[np.float32]
Plain = dict[str, Any]


class Widget(anywidget.AnyWidget):
    """The page with a model, in a notebook: `Widget("gap10")`, `Widget(model, strokes)`.

    model          a Model; set it to one, or to anything that `glasscnn.load` accepts, to change it on the page, too
    strokes        the drawing, a list of (n, 2) float32 arrays on a 280 × 280 pad; set it to draw
    image          (C, H, W) float32 in [0, 1]: what the network has read
    probabilities  (classes,) float32
    label          the index of the most probable class
    pinned         the pinned cell as {"stage", "channel", "row", "column"}, or None

    All are traits, and `observe` hears their changes; the last four are read-only. An observer finds all values of a
    reading new. Where the widget is displayed more than once, each display is a page of its own, and the values are
    those of the one that was used last.

    Raises ModelError for a model that the page cannot show, InkError for strokes that are none, FileNotFoundError for a
    model that does not exist, and what `glasscnn.show` raises where there is no page. The widget then stays as it was.
    """

    _esm = Path(__file__).with_name("widget.js")
    _name = traitlets.Unicode().tag(sync=True)  # in the still picture's output
    _page = traitlets.Unicode().tag(sync=True)  # names the HTML of the page, which a notebook fetches once
    _still = traitlets.Unicode().tag(sync=True)  # what is shown where there is no kernel

    model = traitlets.Any()
    strokes = traitlets.Any()
    image = traitlets.Instance(np.ndarray, read_only=True)
    probabilities = traitlets.Instance(np.ndarray, read_only=True)
    label = traitlets.Int(read_only=True)
    pinned = traitlets.Dict(allow_none=True, default_value=None, read_only=True)

    def __init__(
        self, model: Model | str | os.PathLike[str] | bytes = "gap10", strokes: Sequence[npt.ArrayLike] = ()
    ) -> None:
        first_model, first_strokes = checked_model(model), checked_strokes(strokes)
        self._pages = Pages()
        self._session = Session()  # that has made the newest reading
        self._is_following = True  # a reading, whose model and strokes are not to be read once more
        super().__init__(_page=hashlib.sha256(document().html.encode()).hexdigest()[:16])
        self._display = Display()
        self._name = self._display.name
        self._follow(read_strokes(first_model, first_strokes), first_model)
        self._renew_still()
        self.on_msg(lambda _, content, buffers: self._receive(content, buffers))
        self._is_following = False

    @property
    def stages(self) -> dict[str, Array]:
        """The outputs of all stages by name, the image included: copies, (C, H, W) or (features,)."""
        return {view.stage.name: view.values.copy() for view in self._session.views}

    def __repr__(self) -> str:
        return f"<glasscnn.Widget: {self.model.graph.name} reads {self.model.graph.classes[self.label]}>"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        self._display.show_still(self._still)
        return super()._repr_mimebundle_(**options)

    @traitlets.validate("model")
    def _check_model(self, proposal: Any) -> Model:
        return checked_model(proposal["value"])

    @traitlets.validate("strokes")
    def _check_strokes(self, proposal: Any) -> list[Stroke]:
        return checked_strokes(proposal["value"])

    @traitlets.observe("model", "strokes")
    def _read(self, change: Any) -> None:
        """Read what was set, and have all pages show it."""
        if not self._is_following:
            self._follow(read_strokes(self.model, self.strokes), self.model)
            self._renew_still()
            commands = [load_command(self.model)] if change["name"] == "model" else []
            for view in self._pages:
                self._tell(view, {"type": "show", "commands": [*commands, strokes_command(self.strokes)]})

    def _follow(self, session: Session, model: Model) -> None:
        """Take the newest reading of a session, and the model that has made it."""
        ink = session.read_strokes
        strokes = [] if ink is None else ink.strokes
        before, self._is_following, self._session = self._is_following, True, session
        try:
            with self.hold_trait_notifications():  # who observes one value finds the others new, too
                if model is not self.model:
                    self.model = model
                if self.strokes is None or not same_strokes(strokes, self.strokes):
                    self.strokes = strokes
                self.set_trait("image", session.image.reshape(session.model.graph.input.shape).copy())
                self.set_trait("probabilities", session.views[-1].values.copy())
                self.set_trait("label", session.label)
        finally:
            self._is_following = before

    def _receive(self, content: Any, buffers: Sequence[Buffer]) -> None:
        """Answer a message of a page, which may be anything; raises ValueError for what is none."""
        match put_back(content, buffers):
            case {"view": str(view), "type": "html"}:
                self._tell(view, {"type": "html", "html": document().html.encode("ascii")})
            case {"view": str(view), "type": "port", "message": dict(message)}:
                self._answer(view, message)
            case {"view": str(view), "type": "ready"}:
                self._pages.begin(view)
                self._tell(
                    view, {"type": "show", "commands": [load_command(self.model), strokes_command(self.strokes)]}
                )
            case {"view": str(view), "type": "shown"}:
                self._pages.page(view).is_current = True
            case {"view": str(view), "type": "pinned", "place": place}:
                self.set_trait("pinned", checked_place(place, self._pages.page(view).session))
            case {"view": str(), "type": "rest"}:
                self._renew_still()
            case {"view": str(view), "type": "closed"}:
                self._pages.end(view)
            case other:
                raise ValueError(f"this is no message of a page: {str(other)[:100]}")

    def _answer(self, view: str, message: Plain) -> None:
        """Answer what a page sends through its port (web/js/host/single-file/kernel.js)."""
        match message:
            case {"type": "toWorker", "message": dict(request)}:
                page = self._pages.page(view)
                for answer in page.worker.answer(request):
                    self._post(view, {"type": "fromWorker", "message": answer})
                self._follow_page(page)
            case {"type": "file", "name": str(name)}:
                self._post(view, {"type": "file", "name": name, "file": embedded_file(name)})
            case {"type": "blocks"}:
                self._post(view, {"type": "blocks", "blocks": all_blocks()})
            case _:
                raise ValueError(f"this is no message of a page: {str(message)[:100]}")

    def _follow_page(self, page: Page) -> None:
        """Take the reading that a page has just made, once the page shows what the widget has."""
        session = page.session
        if not (page.worker.has_read and page.is_current and session):
            return
        model = self.model
        if page.worker.has_new_model:
            changed = Model(session.model.graph, dict(session.model.weights))  # the page changes its own one
            model = model if same_model(model, changed) else changed
            page.worker.has_new_model = False
        self._follow(session, model)

    def _renew_still(self) -> None:
        """Make the still picture of the newest reading, also where it is displayed."""
        self._still = still(self._name, self.model, load_command(self.model), self.strokes, self.probabilities)
        self._display.update_still(self._still)

    def _post(self, view: str, message: Plain) -> None:
        self._tell(view, {"type": "port", "message": message})

    def _tell(self, view: str, content: Plain) -> None:
        buffers: list[Buffer] = []
        self.send(take_out({"view": view, **content}, buffers), buffers)
