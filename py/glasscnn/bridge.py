"""Everything that JavaScript may ask of Python. Plain values go in and come out; large data lies in kept buffers that
JavaScript views once and reads after every call.

The worker makes one Session. Nothing here knows of a browser: tests call it as the worker does.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glasscnn.colormap import Painter, Table, diverging, grey, packed, sequential, value_range
from glasscnn.engine import Change, Graph, Region, Stage, by_einsum, changed_region, whole
from glasscnn.errors import InkError, ModelError
from glasscnn.model import Model, load
from glasscnn.preprocess import InkReader

SIGNED_OPS = ("conv2d", "linear", "batch_norm2d", "leaky_relu", "tanh", "add")
"""Ops whose results may lie on both sides of 0: these are shown in diverging colours."""

WIDE = 16
"""Stages with more maps than this get more columns, so that the diagram stays as high as the pad."""


@dataclass
class View:
    """One stage as the page sees it: where its numbers and pixels lie, and in which colours.

    `painted_range` is what the colours on the canvas span; None asks for the whole canvas to be painted.
    """

    stage: Stage
    op: str
    values: npt.NDArray[np.float32]
    values_offset: int
    painter: Painter
    pixels_offset: int  # in bytes
    colormap: str
    painted_range: tuple[float, float] | None = None

    @property
    def everything(self) -> Region:
        """All cells of its maps."""
        return whole(self.painter.map_height, self.painter.map_width)


class Session:
    """One model and the buffers that the page reads.

    ink             (points, 2) float32: x, y of all strokes' points, one stroke after the other; written by JavaScript
    stroke_lengths  (strokes,) int32: how many points each stroke has; written by JavaScript
    image           flat float32: the image that the network gets, in [0, 1]
    values          flat float32: every stage's numbers; `image` is its beginning
    pixels          flat uint8: every stage's canvas, RGBA
    ranges          (stages, 2) float32: what each stage's colours span
    visible         (stages,) uint8: 1 for the stages whose pixels are wanted; written by JavaScript, 1 at first
    """

    def __init__(self) -> None:
        self.ink = np.zeros((4096, 2), np.float32)
        self.stroke_lengths = np.zeros(256, np.int32)
        self.tables: dict[str, Table] = {"sequential": sequential(), "diverging": diverging(), "grey": grey()}
        self._colours = {name: packed(table) for name, table in self.tables.items()}
        self._model: Model | None = None
        self._reader = InkReader()
        self.views: list[View] = []
        self.image = self.values = np.zeros(0, np.float32)
        self.pixels = np.zeros(0, np.uint8)
        self.ranges = np.zeros((0, 2), np.float32)
        self.visible = np.zeros(0, np.uint8)
        self._read_before: npt.NDArray[np.float32] | None = None  # the image of the last reading, None before the first

    @property
    def model(self) -> Model:
        """The model in force; raises ModelError while there is none."""
        if self._model is None:
            raise ModelError("no model is loaded yet")
        return self._model

    def load_model(self, data: bytes, name: str) -> str:
        """Put the model in the bytes of a `.npz` in force and describe it as JSON. Raises ModelError, named after the
        file; then the model before stays.
        """
        try:
            model = load(bytes(data), multiply=by_einsum)
            describe_input(model.graph)
        except ModelError as error:
            raise ModelError(f"{name}: {error}") from error
        self._model = model
        self.views = list_views(model)
        self.values = model.plan.values
        self.image = model.plan.image.reshape(-1)
        self.pixels = np.zeros(sum(view.painter.pixels for view in self.views) * 4, np.uint8)
        for view in self.views:
            view.painter.attach(self.pixels[view.pixels_offset : view.pixels_offset + view.painter.pixels * 4])
        self.ranges = np.zeros((len(self.views), 2), np.float32)
        self.visible = np.ones(len(self.views), np.uint8)
        self._read_before = None
        return json.dumps(describe(model, self.views, self.tables))

    def reserve_ink(self, points: int, strokes: int) -> bool:
        """Make room for that much ink; True if `ink` or `stroke_lengths` are new buffers now."""
        grown = False
        if points > len(self.ink):
            self.ink, grown = np.zeros((2 * points, 2), np.float32), True
        if strokes > len(self.stroke_lengths):
            self.stroke_lengths, grown = np.zeros(2 * strokes, np.int32), True
        return grown

    def read_ink(self, strokes: int, canvas_size: float, brush: float, centre: bool) -> int:
        """Read the first `strokes` strokes in `ink`: fills image, values, pixels and ranges; the index of the most
        probable class. Raises InkError for lengths that do not fit and for points that are not finite.
        """
        lengths = self.stroke_lengths[:strokes]
        if strokes < 0 or len(lengths) < strokes or (lengths < 0).any() or int(lengths.sum()) > len(self.ink):
            raise InkError(f"{strokes} strokes with {int(lengths.sum())} points do not fit the ink that was reserved")
        ends = np.cumsum(lengths)
        points = np.split(self.ink[: int(ends[-1]) if strokes else 0], ends[:-1])
        _, height, width = self.model.graph.input.shape
        image = self._reader.read(points, canvas_size, brush=brush, centre=centre, size=min(height, width))
        place_in_middle(image, self.model.plan.image)
        return self.read_image()

    def read_image(self) -> int:
        """Read what is in `image`: fills values, pixels and ranges; the index of the most probable class. Raises
        InkError for numbers that are not finite.
        """
        if not np.isfinite(self.image).all():
            raise InkError("the image holds NaN or infinity; expected numbers from 0 to 1")
        changes = self._compute()
        for number, view in enumerate(self.views):
            self._repaint(number, view, changes[view.stage.node])
        return int(self.model.plan.outputs[self.model.probabilities_node].argmax())

    def _compute(self) -> dict[str, Change]:
        """Run the network where the image differs from the one before; what changed in each stage's node."""
        plan = self.model.plan
        if self._read_before is None:
            plan.run()
            self._read_before = plan.image.copy()
            return {view.stage.node: view.everything for view in self.views}
        change = changed_region(self._read_before, plan.image)
        np.copyto(self._read_before, plan.image)
        return plan.update(change)

    def _repaint(self, number: int, view: View, change: Change) -> None:
        """Paint what changed of a stage, or all of it where its colours span another range now. A hidden stage that
        changes is painted when it is seen again.
        """
        if not self.visible[number]:
            if change is not None:
                view.painted_range = None
            return
        if change is None and view.painted_range is not None:
            return
        fixed = view.op in ("input", "softmax")
        low, high = (0.0, 1.0) if fixed else value_range(view.values, view.colormap == "diverging")
        if change is None or (low, high) != view.painted_range:
            change, view.painted_range = view.everything, (low, high)
            self.ranges[number] = low, high
        part = (slice(change.top, change.bottom), slice(change.left, change.right))
        view.painter.paint(view.values, self._colours[view.colormap], low, high, part)


def place_in_middle(square: npt.NDArray[np.float32], image: npt.NDArray[np.float32]) -> None:
    """Copy a (1, S, S) picture into the middle of every channel of a (C, H, W) image, black around it."""
    _, height, width = image.shape
    size = square.shape[-1]
    top, left = (height - size) // 2, (width - size) // 2
    image.fill(0)
    image[:, top : top + size, left : left + size] = square


def list_views(model: Model) -> list[View]:
    """The image and the model's stages, with the place of each in `values` and `pixels`."""
    graph, plan = model.graph, model.plan
    views: list[View] = []
    pixels = 0
    for stage in [Stage(graph.input.name, graph.input.name, "Image"), *graph.stages]:
        is_image = stage.node == graph.input.name
        op = "input" if is_image else graph.node(stage.node).op
        values = plan.image if is_image else plan.outputs[stage.node]
        painter = Painter(values.shape, *layout(values.shape))
        colormap = "grey" if is_image else "diverging" if is_signed(graph, stage.node) else "sequential"
        views.append(View(stage, op, values, plan.offsets[stage.node], painter, pixels, colormap))
        pixels += painter.pixels * 4
    return views


def layout(shape: tuple[int, ...]) -> tuple[int, int]:
    """(columns, gap) of a stage's canvas: two columns of maps, more for many maps; a vector is one column without
    gaps.
    """
    if len(shape) == 1:
        return 1, 0
    columns = 1 if shape[0] == 1 else 2 if shape[0] <= WIDE else 4
    return columns, max(1, shape[2] // 14)


def is_signed(graph: Graph, name: str) -> bool:
    """Whether a node's output may be negative: what pooling, flatten and concat pass on is as signed as what they
    get.
    """
    if name == graph.input.name:
        return False
    node = graph.node(name)
    if node.op in ("max_pool2d", "avg_pool2d", "global_avg_pool2d", "flatten", "concat", "add"):
        return any(is_signed(graph, source) for source in node.inputs)
    return node.op in SIGNED_OPS


def describe_input(graph: Graph) -> None:
    """Raises ModelError for an input that the pad cannot feed: pictures are grey (1 channel) or coloured (3)."""
    channels, height, width = graph.input.shape
    if channels not in (1, 3) or max(height, width) > 224:
        raise ModelError(
            f"its input has shape {graph.input.shape}; the page feeds images of 1 or 3 channels up to 224 × 224"
        )


def describe(model: Model, views: Sequence[View], tables: dict[str, Table]) -> dict[str, object]:
    """All that the page needs to know of a model to show it, as plain values."""
    graph = model.graph
    return {
        "name": graph.name,
        "title": graph.title,
        "description": graph.description,
        "parameters": model.parameters,
        "classes": list(graph.classes),
        "input": {
            "name": graph.input.name,
            "shape": list(graph.input.shape),
            "mean": list(graph.input.mean),
            "std": list(graph.input.std),
        },
        "card": dict(graph.card),
        "stages": [describe_stage(model, view, views) for view in views],
        "colormaps": {name: table.reshape(-1).tolist() for name, table in tables.items()},
    }


def describe_stage(model: Model, view: View, views: Sequence[View]) -> dict[str, object]:
    """One stage as plain values: what it is, what feeds it, where its numbers and pixels lie."""
    painter = view.painter
    inputs, hidden = walk_back(model.graph, view.stage.node, {other.stage.node: other.stage.name for other in views})
    return {
        "name": view.stage.name,
        "title": view.stage.title,
        "node": view.stage.node,
        "op": view.op,
        "shape": list(view.values.shape),
        "parameters": sum(a.size for name, a in model.weights.items() if name.rpartition(".")[0] in hidden),
        "inputs": inputs,
        "values": {"offset": view.values_offset, "length": view.values.size},
        "canvas": {
            "width": painter.width,
            "height": painter.height,
            "columns": painter.columns,
            "gap": painter.gap,
            "offset": view.pixels_offset,
            "length": painter.pixels * 4,
        },
        "colormap": view.colormap,
    }


def walk_back(graph: Graph, node: str, shown: dict[str, str]) -> tuple[list[str], set[str]]:
    """The stages that feed the stage at `node`, and the nodes on the way that are not shown, itself included: their
    parameters are this stage's.
    """
    stages: list[str] = []
    way, waiting = {node}, [node]
    while waiting:
        name = waiting.pop()
        for source in graph.node(name).inputs if name != graph.input.name else ():
            if source in shown:
                stages += [shown[source]] if shown[source] not in stages else []
            elif source not in way:
                way.add(source)
                waiting.append(source)
    return stages, way
