"""The page's view of a model: its stages, and the offsets of their numbers and pixels."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from glasscnn.bridge.links import Link, trace
from glasscnn.colormap import Bound, Painter
from glasscnn.engine import Graph, Region, Stage, whole
from glasscnn.errors import ModelError
from glasscnn.model import Model
from glasscnn.names import one_line

SIGNED_OPS = ("conv2d", "linear", "batch_norm2d", "leaky_relu", "tanh")
"""Ops whose results may have both signs; they are shown in diverging colours."""

PASSING_ON = ("max_pool2d", "avg_pool2d", "global_avg_pool2d", "flatten", "concat", "add")
"""Ops whose results have both signs only if an input has."""

COLUMNS = ((1, 1), (16, 2), (32, 4), (128, 8))
"""(maps, columns): more maps get more columns, so that the diagram stays as high as the pad."""

MAX_COLUMNS = 16

MAX_CLASSES = 30_000
"""The largest number of bars that a browser paints within seconds."""


@dataclass
class View:
    """One stage on the page: the offsets of its numbers, its pixels and its maps' ranges, and its colormap.

    `painted_range` is the range that the colours on the canvas span, for each map or for all; None means that the whole
    canvas must be painted.
    """

    stage: Stage
    op: str
    values: npt.NDArray[np.float32]
    values_offset: int
    painter: Painter
    pixels_offset: int  # in bytes
    colormap: str
    ranges_offset: int  # in rows
    painted_range: tuple[Bound, Bound] | None = None

    @property
    def is_fixed(self) -> bool:
        """Whether its colours always span 0 … 1."""
        return self.op in ("input", "softmax")

    @property
    def everything(self) -> Region:
        """The region of all cells of its maps."""
        return whole(self.painter.map_height, self.painter.map_width)


def list_views(model: Model) -> list[View]:
    """The views of the image and of the model's stages, with their offsets in `values` and `pixels`."""
    graph, plan = model.graph, model.plan
    stages = [Stage(graph.input.name, graph.input.name, "Image"), *graph.stages]
    ops = {node.name: node.op for node in graph.nodes} | {graph.input.name: "input"}
    signed = signed_nodes(graph)
    views: list[View] = []
    pixels, ranges = 0, len(stages)
    for stage in stages:
        is_image = stage.node == graph.input.name
        values = plan.image if is_image else plan.outputs[stage.node]
        painter = Painter(values.shape, *layout(values.shape))
        colormap = "grey" if is_image else "diverging" if stage.node in signed else "sequential"
        views.append(View(stage, ops[stage.node], values, plan.offsets[stage.node], painter, pixels, colormap, ranges))
        pixels += painter.pixels * 4
        ranges += len(values)
    return views


def layout(shape: tuple[int, ...]) -> tuple[int, int]:
    """(columns, gap) of a stage's canvas; a vector is one column without gaps."""
    if len(shape) == 1:
        return 1, 0
    columns = next((columns for most, columns in COLUMNS if shape[0] <= most), MAX_COLUMNS)
    return columns, max(1, shape[2] // 14)


def signed_nodes(graph: Graph) -> set[str]:
    """The nodes whose outputs may be negative."""
    signed: set[str] = set()
    for node in graph.nodes:
        if node.op in SIGNED_OPS or (node.op in PASSING_ON and not signed.isdisjoint(node.inputs)):
            signed.add(node.name)
    return signed


def check_for_page(graph: Graph) -> None:
    """Raises ModelError for an input that the pad cannot feed, where pictures are grey (1 channel) or coloured (3), and
    for more classes than the page has a bar for.
    """
    channels, height, width = graph.input.shape
    if channels not in (1, 3) or max(height, width) > 224:
        raise ModelError(
            f"its input has shape {graph.input.shape}; the page feeds images of 1 or 3 channels up to 224 × 224"
        )
    if len(graph.classes) > MAX_CLASSES:
        raise ModelError(f"it has {len(graph.classes):,} classes; the page shows up to {MAX_CLASSES:,}")


def describe(model: Model, views: Sequence[View], colormaps: dict[str, list[int]]) -> dict[str, object]:
    """The description of a model for the page, as plain values; all displayed texts are single lines."""
    graph = model.graph
    nodes = {node.name: node for node in graph.nodes}
    shown = {view.stage.node: view.stage.name for view in views}
    return {
        "name": graph.name,
        "title": one_line(graph.title),
        "description": one_line(graph.description),
        "parameters": model.parameters,
        "classes": [one_line(name) for name in graph.classes],
        "input": {
            "name": graph.input.name,
            "shape": list(graph.input.shape),
            "mean": list(graph.input.mean),
            "std": list(graph.input.std),
        },
        "card": dict(graph.card),
        "stages": [describe_stage(model, view, *trace(model, nodes, view.stage.node, shown)) for view in views],
        "colormaps": colormaps,
    }


def describe_stage(model: Model, view: View, links: Sequence[Link], hidden: set[str]) -> dict[str, object]:
    """One stage as plain values: what it is, its links to the stages that feed it, where its numbers and pixels lie;
    `hidden` are the nodes whose parameters are its own.
    """
    painter = view.painter
    return {
        "name": view.stage.name,
        "title": one_line(view.stage.title),
        "node": view.stage.node,
        "op": view.op,
        "shape": list(view.values.shape),
        "parameters": sum(a.size for name, a in model.weights.items() if name.rpartition(".")[0] in hidden),
        "inputs": [link.source for link in links],
        "links": [asdict(link) for link in links],
        "values": {"offset": view.values_offset, "length": view.values.size},
        "canvas": {
            "width": painter.width,
            "height": painter.height,
            "columns": painter.columns,
            "gap": painter.gap,
            "offset": view.pixels_offset,
            "length": painter.pixels * 4,
        },
        "ranges": {"offset": view.ranges_offset, "length": len(view.values)},
        "colormap": view.colormap,
    }
