"""The interactive view in a notebook: the single-file page in a frame, with a model and a drawing embedded.

Nothing is downloaded, since the file is in the package `glasscnn-page`. The frame has an opaque origin, so it cannot
read the notebook around it.
"""

import base64
import errno
import hashlib
import html
import json
import os
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.errors import InkError
from glasscnn.model import Model, load
from glasscnn.model.model import read_file
from glasscnn.model.npz_format import write_model
from glasscnn.names import one_line
from glasscnn.preprocess import ink_to_image, place_in_middle
from glasscnn.still_picture import picture

BUILT = Path(__file__).parents[2] / "dist" / "glasscnn.html"  # in a source tree
PERMISSIONS = "allow-scripts allow-downloads"

Strokes = Sequence[npt.ArrayLike]


class View:
    """The result of `glasscnn.show`: notebooks display it, and `save` writes it as a stand-alone file."""

    def __init__(self, document: str, title: str, height: int, still: str = "") -> None:
        """`document` is the HTML, `title` its accessible name, `height` the height of the frame in CSS pixels.

        `still` is the element that a notebook shows which takes out the frame, because nobody trusts it.
        """
        self.document = document
        self.title = title
        self.height = height
        self.still = still

    def _repr_html_(self) -> str:
        return f'<div style="display:grid">{self.still}{frame(self.document, self.title, self.height)}</div>'

    def _display_(self) -> object:
        """What marimo displays, which takes a document of this size as a file only."""
        marimo: Any = import_module("marimo")
        return marimo.iframe(self.document, height=f"{self.height}px")

    def __repr__(self) -> str:
        return f"<{self.title}: a notebook shows it; .save(path) writes it as an HTML file>"

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the view as one HTML file that opens without a network."""
        Path(path).write_text(self.document, "ascii")


def frame(document: str, title: str, height: int) -> str:
    """The HTML of a frame that shows a document, which cannot read the notebook around it."""
    style = f"width:100%;height:{height}px;border:0;grid-area:1/1;background:#fff"  # above the still picture
    attributes = f'sandbox="{PERMISSIONS}" title="{html.escape(title)}" style="{style}"'
    return f'<iframe {attributes} srcdoc="{html.escape(document)}"></iframe>'


def show(
    model: Model | str | os.PathLike[str] | bytes, image: npt.ArrayLike | Strokes | None = None, height: int = 760
) -> View:
    """The interactive view of a model (or of anything that `glasscnn.load` accepts), showing an image or strokes.

    image  (C, H, W) numbers in [0, 1] as for `predict`, or strokes: a list of (n, 2) arrays on a 280 × 280 pad; with
           None, the pad is empty

    Raises ModelError for a model that cannot be shown, InkError for an image that does not fit the model, and
    FileNotFoundError if the model does not exist or the package was installed without the page.
    """
    if isinstance(model, Model):
        graph, file = model.graph, write_model(model.graph, model.weights)
    else:
        file = model if isinstance(model, bytes) else read_file(model)  # as it is, so that the page knows a bundled one
        model = load(file)
        graph = model.graph
    content: dict[str, Any] = {"model": {"name": graph.name, "bytes": base64.b64encode(file).decode()}}
    if image is not None:
        content |= embedded_image(image, graph.input.shape)
    block = json.dumps(content).replace("<", "\\u003c")  # a model's name must not close the element
    document = page().replace("<body>", f'<body><script type="application/json" id="given">{block}</script>', 1)
    return View(document, f"glasscnn: {one_line(graph.title or graph.name)}", height, still_of(model, content))


def still_of(model: Model, content: dict[str, Any]) -> str:
    """The still picture of what a view shows."""
    shape, classes = model.graph.input.shape, model.graph.classes
    image = np.zeros(shape, np.float32)
    strokes = [np.array(stroke, np.float32) for stroke in content.get("strokes", [])]
    if "image" in content:
        image[...] = np.frombuffer(base64.b64decode(content["image"]), "<f4").reshape(shape)  # (C, H, W)
    elif strokes:
        place_in_middle(ink_to_image(strokes, size=min(shape[1:])), image)
    probabilities = model.predict(image).probabilities
    return picture(strokes, classes, probabilities, image if "image" in content else None, "grid-area:1/1")


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


@cache
def page() -> str:
    """The HTML of the single-file page: of the package `glasscnn-page`, or built in the source tree.

    Raises FileNotFoundError if there is none, and OSError if the installed one is damaged or of another version.
    """
    if find_spec("glasscnn_page") is not None:
        return installed_page()
    if BUILT.is_file():
        return BUILT.read_text("ascii")
    raise FileNotFoundError(
        errno.ENOENT, "the page that `show` displays is missing: pip install 'glasscnn[page]'", "glasscnn-page"
    )


def installed_page() -> str:
    """The page of the package `glasscnn-page`, of this version and as it was built."""
    module, found, expected = import_module("glasscnn_page"), version("glasscnn-page"), version("glasscnn")
    if found != expected:
        reason = f"version {found}, expected {expected}: pip install 'glasscnn-page=={expected}'"
        raise OSError(errno.EINVAL, reason, "glasscnn-page")
    data: bytes = module.PAGE.read_bytes()
    if hashlib.sha256(data).hexdigest() != module.SHA256.read_text("ascii"):
        reason = "the file differs from the one that was built: pip install --force-reinstall --no-deps glasscnn-page"
        raise OSError(errno.EIO, reason, str(module.PAGE))
    return data.decode("ascii")
