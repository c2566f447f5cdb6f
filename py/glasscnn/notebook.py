"""The interactive view in a notebook: the page as one file, in a frame, with a model and a drawing handed to it.

Nothing is downloaded and no server is asked: the file lies in the package. The frame has no origin of its own, so that
it reads nothing of the notebook around it.
"""

import base64
import html
import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.errors import InkError
from glasscnn.model import Model, load
from glasscnn.model.npz_format import write_model
from glasscnn.names import one_line

PACKAGED = Path(__file__).with_name("glasscnn.html")
BUILT = Path(__file__).parents[2] / "dist" / "glasscnn.html"  # of a source tree that the package is installed from
PERMISSIONS = "allow-scripts allow-downloads"

Strokes = Sequence[npt.ArrayLike]


class View:
    """What `glasscnn.show` returns: a notebook displays it, and `save` writes it as a file that can be passed on."""

    def __init__(self, document: str, title: str, height: int) -> None:
        """`document` is the HTML, `title` what a screen reader calls it, `height` that of the frame in CSS pixels."""
        self.document = document
        self.title = title
        self.height = height

    def _repr_html_(self) -> str:
        style = f"width:100%;height:{self.height}px;border:0"
        attributes = f'sandbox="{PERMISSIONS}" title="{html.escape(self.title)}" style="{style}"'
        return f'<iframe {attributes} srcdoc="{html.escape(self.document)}"></iframe>'

    def __repr__(self) -> str:
        return f"<{self.title}: a notebook shows it; .save(path) writes it as an HTML file>"

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the view as one HTML file, which a double click opens without a network."""
        Path(path).write_text(self.document, "ascii")


def show(
    model: Model | str | os.PathLike[str] | bytes, image: npt.ArrayLike | Strokes | None = None, height: int = 760
) -> View:
    """The interactive view of a model, or of what `glasscnn.load` takes, with an image or strokes in it.

    image  (C, H, W) numbers in [0, 1] as `predict` takes them, or strokes: a list of (n, 2) arrays on a 280 × 280 pad;
           None begins with an empty pad

    Raises ModelError for a model that cannot be shown, InkError for an image that the model does not take, and
    FileNotFoundError where there is no such model, or the package was installed without the page.
    """
    if not isinstance(model, Model):
        model = load(model)
    graph = model.graph
    data = base64.b64encode(write_model(graph, model.weights)).decode()
    given: dict[str, Any] = {"model": {"name": graph.name, "bytes": data}}
    if image is not None:
        given |= drawn(image, graph.input.shape)
    block = json.dumps(given).replace("<", "\\u003c")  # a model's name must not end the element
    document = page().replace("<body>", f'<body><script type="application/json" id="given">{block}</script>', 1)
    return View(document, f"glasscnn: {one_line(graph.title or graph.name)}", height)


def drawn(image: npt.ArrayLike | Strokes, shape: tuple[int, ...]) -> dict[str, Any]:
    """What is handed over of an image of the model's `shape` (C, H, W), or of strokes."""
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
    """The values as numbers; None for a ragged list, which strokes are."""
    try:
        return np.asarray(values, dtype=np.float64)
    except ValueError:
        return None


@cache
def page() -> str:
    """The single file."""
    for path in (PACKAGED, BUILT):
        if path.is_file():
            return path.read_text("ascii")
    raise FileNotFoundError(
        f"{PACKAGED} is missing, the page that `show` displays: install the wheel that `make wheel` builds, "
        f"or run `make single` in the source tree"
    )
