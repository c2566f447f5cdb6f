"""The page's view of a model: its stages, and the offsets of their numbers and pixels."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from glasscnn.bridge.links import Link, trace
from glasscnn.bridge.stage_canvas import StageCanvas, gap_between
from glasscnn.colormap import Bound
from glasscnn.engine import Graph, Region, Stage, whole
from glasscnn.errors import ModelError
from glasscnn.model import Model
from glasscnn.model.masks import is_left_out, is_mask
from glasscnn.names import one_line

SIGNED_OPS = (
    *("conv2d", "conv_transpose2d", "linear", "batch_norm2d", "elementwise_affine", "sub", "log_softmax"),
    *("leaky_relu", "prelu", "elu", "selu", "clamp", "hardswish", "silu", "mish", "gelu", "tanh"),
    *("erf", "log", "negative", "power"),
    *("elementwise_power", "layer_norm", "rms_norm", "group_norm"),
)
"""Ops whose results may have both signs; they are shown in diverging colours."""

PASSING_ON = (
    *("max_pool2d", "avg_pool2d", "global_avg_pool2d", "global_max_pool2d", "flatten", "concat", "add", "mul", "div"),
    *("pad2d", "strided_slice", "resize2d", "depth_to_space", "space_to_depth"),
    *("reduce_max", "reduce_min", "reduce_mean", "reduce_sum"),
    *("elementwise_max", "elementwise_min", "local_response_norm"),
)
"""Ops whose results have both signs only if an input has."""

COLUMNS = ((1, 1), (16, 2), (32, 4), (128, 8))
"""(maps, columns): more maps get more columns, so that the diagram stays as high as the pad."""

MAX_COLUMNS = 16

MAX_CLASSES = 1_000
"""The largest number of bars that a browser lays out without a pause."""

LARGE = 2_000_000
"""Bytes of all canvases: beyond it the page says what it shows of a model, since sending all takes longer than that."""


Pixels = npt.NDArray[np.uint8]


@dataclass
class View:
    """One stage on the page: the offsets of its numbers, its pixels and its maps' ranges, and its colormap.

    `painted_range` is the range that the colours on the canvas span, for each map or for all; None means that all cells
    must be painted. `is_fixed` says that it is always 0 … 1, as for the image and for probabilities.
    """

    stage: Stage
    op: str
    values: npt.NDArray[np.float32]
    values_offset: int
    canvas: StageCanvas
    colormap: str
    ranges_offset: int  # in rows
    pixels_offset: int = 0  # in bytes
    painted_range: tuple[Bound, Bound] | None = None
    is_fixed: bool = False

    @property
    def everything(self) -> Region:
        """The region of all cells of its maps."""
        return whole(*self.values.shape[1:]) if self.values.ndim == 3 else whole(1, 1)


def list_views(model: Model) -> list[View]:
    """The views of the image and of the model's stages; nothing is shown of them until they are laid out."""
    graph, plan = model.graph, model.plan
    stages = [Stage(graph.input.name, graph.input.name, "Image"), *graph.stages]
    ops = {graph.input.name: "input"}
    for node in graph.nodes:
        ops[node.name] = ops[node.inputs[0]] if is_mask(node) else "identity" if is_left_out(node) else node.op
    signed = signed_nodes(graph)
    views: list[View] = []
    ranges = len(stages)
    for stage in stages:
        is_image = stage.node == graph.input.name
        values = plan.image if is_image else plan.outputs[stage.node]
        canvas = StageCanvas(values, *layout(values.shape))
        colormap = "grey" if is_image else "diverging" if stage.node in signed else "sequential"
        is_fixed = ops[stage.node] in ("input", "softmax") or stage.node == model.probabilities_node
        offset = plan.offsets[stage.node]
        views.append(View(stage, ops[stage.node], values, offset, canvas, colormap, ranges, is_fixed=is_fixed))
        ranges += len(values)
    return views


def is_large(views: Sequence[View]) -> bool:
    """Whether the page says what it shows of the model: at first nothing is painted. Of other models, everything is."""
    return sum(view.canvas.whole_length for view in views) > LARGE


def is_scale_of(view: View, scale: object) -> bool:
    """Whether a stage can be shown at this scale."""
    return isinstance(scale, int) and scale & (scale - 1) == 0 and 0 <= scale <= view.canvas.coarsest


def lay_out(views: Sequence[View], scales: Sequence[int], before: Pixels | None = None) -> Pixels:
    """A new array for the canvases of these views at these scales; canvases that keep theirs are copied from `before`,
    the others must be painted.
    """
    kept = [view.canvas.scale == scale for view, scale in zip(views, scales, strict=True)]
    places = [slice(view.pixels_offset, view.pixels_offset + view.canvas.length) for view in views]
    for view, scale, is_kept in zip(views, scales, kept, strict=True):
        if not is_kept:
            view.canvas.resize(scale)
            view.painted_range = None
    offsets = list(accumulate((view.canvas.length for view in views), initial=0))
    pixels = np.zeros(offsets[-1], np.uint8)
    for view, offset, place, is_kept in zip(views, offsets, places, kept, strict=False):
        own = pixels[offset : offset + view.canvas.length]
        view.pixels_offset = offset
        if view.canvas.scale:
            view.canvas.painter.attach(own)
        if is_kept and before is not None:
            own[...] = before[place]
    return pixels


def layout(shape: tuple[int, ...]) -> tuple[int, int]:
    """(columns, gap) of a stage's canvas; a vector is one column without gaps."""
    if len(shape) == 1:
        return 1, 0
    columns = next((columns for most, columns in COLUMNS if shape[0] <= most), MAX_COLUMNS)
    return columns, gap_between(shape[2])


def signed_nodes(graph: Graph) -> set[str]:
    """The nodes whose outputs may be negative."""
    signed: set[str] = set()
    for node in graph.nodes:
        passes_on = node.op in PASSING_ON or is_mask(node)
        if not signed.isdisjoint(node.inputs) if passes_on else node.op in SIGNED_OPS:
            signed.add(node.name)
        elif node.attributes.get("mode") == "bicubic" or node.attributes.get("value", 0) < 0:
            signed.add(node.name)  # it overshoots, or pads with a number below 0
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
    offsets = accumulate((view.canvas.whole_length for view in views), initial=0)
    products = model.multiplications
    return {
        "name": graph.name,
        "title": one_line(graph.title),
        "description": one_line(graph.description),
        "parameters": model.parameters,
        "multiplications": sum(products.values()),
        "classes": [one_line(name) for name in graph.classes],
        "isLarge": is_large(views),
        "input": {
            "name": graph.input.name,
            "shape": list(graph.input.shape),
            "mean": list(graph.input.mean),
            "std": list(graph.input.std),
        },
        "card": dict(graph.card),
        "stages": [
            describe_stage(model, view, offset, products, *trace(model, nodes, view.stage.node, shown))
            for view, offset in zip(views, offsets, strict=False)
        ],
        "colormaps": colormaps,
    }


def describe_stage(
    model: Model, view: View, offset: int, products: Mapping[str, int], links: Sequence[Link], hidden: set[str]
) -> dict[str, object]:
    """One stage as plain values: what it is, its links to the stages that feed it, where its numbers and pixels lie in
    a reading of all stages; `hidden` are the nodes whose parameters and multiplications are its own.
    """
    canvas = view.canvas
    painter = canvas.painter
    masks = {node.name for node in model.graph.nodes if is_mask(node)}
    return {
        "name": view.stage.name,
        "title": one_line(view.stage.title),
        "node": view.stage.node,
        "op": view.op,
        "shape": list(view.values.shape),
        "parameters": sum(a.size for name, a in model.weights.items() if name.rpartition(".")[0] in hidden - masks),
        "multiplications": sum(count for name, count in products.items() if name in hidden),
        "inputs": [link.source for link in links],
        "links": [asdict(link) for link in links],
        "values": {"offset": view.values_offset, "length": view.values.size},
        "canvas": {
            "width": painter.width,
            "height": painter.height,
            "columns": painter.columns,
            "gap": canvas.gap,
            "offset": offset,
            "length": canvas.whole_length,
            "coarsest": canvas.coarsest,
        },
        "ranges": {"offset": view.ranges_offset, "length": len(view.values)},
        "colormap": view.colormap,
    }
