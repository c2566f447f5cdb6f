"""The interactive view in a notebook: the page in a frame, with a model and a drawing, below a still picture.

Nothing is downloaded, since the page is in the package `glasscnn-page`. The frame has an opaque origin, so it cannot
read the notebook around it. What it shows is in its name, where the page finds it (web/js/protocol/frame-name.js), or
in the page itself where that is in the output.
"""

import base64
import html
import json
import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn import notebook_page
from glasscnn.errors import InkError
from glasscnn.model import Model, load
from glasscnn.model.bundled import bundled_models
from glasscnn.model.npz_format import write_model
from glasscnn.names import one_line
from glasscnn.preprocess import ink_to_image
from glasscnn.still_picture import element, percent, raster, svg

PERMISSIONS = "allow-scripts allow-downloads"
INSIDE = "inside"
FRAME_NAME = "glasscnn:"  # what the name of a frame begins with, before the JSON

Strokes = Sequence[npt.ArrayLike]


class View:
    """The result of `glasscnn.show`: notebooks display it, and `save` writes it as a stand-alone file."""

    def __init__(
        self, given: Mapping[str, Any], title: str, height: int, still: str = "", page: str | None = None
    ) -> None:
        """What the page is given, and how a notebook shows it.

        title   the accessible name of the frame, and of its still picture
        height  of the frame, in CSS pixels
        still   an SVG of the reading; empty without one
        page    as for `show`
        """
        self.given = json.dumps(given).replace("<", "\\u003c")  # a model's name must not close the element
        self.title = title
        self.height = height
        self.still = still
        self.page = page

    @property
    def document(self) -> str:
        """The page as one HTML document, with what it shows in it: 12 MB."""
        block = f'<script type="application/json" id="given">{self.given}</script>'
        return notebook_page.page().replace("<body>", f"<body>{block}", 1)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        still = {"image/svg+xml": self.still} if self.still else {}
        return {"text/html": self._repr_html_(), **still, "text/plain": repr(self)}

    def _repr_html_(self) -> str:
        picture = element(self.still, self.title) if self.still else ""
        shown, words = self._frame()
        still = f'<div style="grid-area:1/1">{picture}<p><small>{html.escape(self.title)}. {words}</small></p></div>'
        return f'<div style="display:grid">{still}{shown}</div>'

    def _frame(self) -> tuple[str, str]:
        """The frame, and the sentence for those who see none."""
        address = self.page
        if address is None and (folder := notebook_page.folder_of_notebook()) is not None:
            try:
                address = notebook_page.page_in(folder)
            except OSError:  # a folder that cannot be written
                address = INSIDE
        if address in (None, INSIDE):
            return frame(self.document, self.title, self.height), "If no page follows, run this cell."
        source = f'src="{html.escape(address)}" name="{html.escape(FRAME_NAME + self.given)}"'
        needed = f"If no page follows, run this cell: it needs {html.escape(address)}."
        return frame_of(source, self.title, self.height), needed

    def _display_(self) -> object:
        """The view in marimo, whose outputs are limited to 8 MB, but not its files."""
        marimo = import_module("marimo")
        if self.page in (None, INSIDE):
            return marimo.iframe(self.document, height=f"{self.height}px")
        return marimo.Html(self._repr_html_())

    def __repr__(self) -> str:
        return f"<{self.title}: a notebook shows it; .save(path) writes it as an HTML file>"

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the view as one HTML file that opens without a network."""
        Path(path).write_text(self.document, "ascii")


def frame(document: str, title: str, height: int) -> str:
    """The HTML of a frame that shows a document, which cannot read the notebook around it."""
    return frame_of(f'srcdoc="{html.escape(document)}"', title, height)


def frame_of(source: str, title: str, height: int) -> str:
    """The same of a frame whose attributes `source` say what it shows."""
    style = f"width:100%;height:{height}px;border:0;grid-area:1/1;background:#fff"  # over a still picture
    return f'<iframe sandbox="{PERMISSIONS}" title="{html.escape(title)}" style="{style}" {source}></iframe>'


def show(
    model: Model | str | os.PathLike[str] | bytes,
    image: npt.ArrayLike | Strokes | None = None,
    height: int = 760,
    page: str | None = None,
) -> View:
    """The interactive view of a model (or of anything that `glasscnn.load` accepts), showing an image or strokes.

    image  (C, H, W) numbers in [0, 1] as for `predict`, or strokes: a list of (n, 2) arrays on a 280 × 280 pad; with
           None, the pad is empty
    page   where a notebook takes the page from: "inside" its output, which then has 12 MB, or the address of a site of
           this version. With None from a file beside the notebook, which is written once, and inside where no Jupyter
           server shows such files

    Raises ModelError for a model that cannot be shown, InkError for an image that does not fit the model, and
    FileNotFoundError if the model does not exist or the package was installed without the page.
    """
    if page is None or page == INSIDE:
        notebook_page.page()
    loaded = model if isinstance(model, Model) else load(model)
    graph = loaded.graph
    given: dict[str, Any] = {"model": given_model(loaded)}
    title = f"glasscnn: {one_line(graph.title or graph.name)}"
    if image is None:
        return View(given, title, height, page=page)
    given |= embedded_image(image, graph.input.shape)
    if "strokes" in given and graph.input.shape != (1, 28, 28):
        return View(given, title, height, page=page)  # the page reads them
    result = loaded.predict(image_to_read(image, given, graph.input.shape))
    answer = f"{one_line(graph.classes[int(result.label)])}, {percent(float(result.probabilities[result.label]))}"
    still = svg(raster(result.stages[graph.input.name]), graph.classes, result.probabilities)
    return View(given, f"{title} reads {answer}", height, still, page)


def given_model(model: Model) -> dict[str, Any]:
    """The JSON fields of a model: its name where the page has the same one, else with its file in Base64."""
    name = model.graph.name
    if name in bundled_models() and is_same(model, load(name)):
        return {"name": name, "bundled": True}
    return {"name": name, "bytes": base64.b64encode(write_model(model.graph, model.weights)).decode()}


def is_same(model: Model, other: Model) -> bool:
    """Whether two models have the same graph and the same weights."""
    return (
        model.graph == other.graph
        and model.weights.keys() == other.weights.keys()
        and all(np.array_equal(model.weights[name], array) for name, array in other.weights.items())
    )


def image_to_read(image: object, given: Mapping[str, Any], shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    """The image (C, H, W) of the numbers or the strokes that the page is given."""
    return ink_to_image(given["strokes"]) if "strokes" in given else np.asarray(image, np.float32).reshape(shape)


def embedded_image(image: npt.ArrayLike | Strokes, shape: tuple[int, ...]) -> dict[str, Any]:
    """The JSON fields for an image of the model's `shape` (C, H, W), or for strokes."""
    array = as_array(image)
    if array is not None and array.size == np.prod(shape) and array.shape[-2:] == shape[-2:]:
        if not (np.isfinite(array).all() and array.min() >= 0 and array.max() <= 1):
            raise InkError(f"image: expected numbers from 0 to 1, found {array.min():g} to {array.max():g}")
        return {"image": base64.b64encode(array.astype("<f4").tobytes()).decode()}
    strokes = [as_array(stroke) for stroke in image] if isinstance(image, Sequence) else None
    if strokes is None or not all(points is not None and points.shape[1:] == (2,) for points in strokes):
        found = "a list" if array is None else f"shape {array.shape}"
        raise InkError(f"image: expected shape {shape} or a list of (n, 2) strokes, found {found}")
    return {"strokes": [points.tolist() for points in strokes if points is not None]}


def as_array(values: object) -> npt.NDArray[np.float64] | None:
    """The values as an array; None for a ragged list, such as strokes."""
    try:
        return np.asarray(values, dtype=np.float64)
    except ValueError:
        return None
