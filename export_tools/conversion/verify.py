"""Compares a model with the framework that it came from, node by node, on the same images."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import numpy as np

from export_tools.conversion.sources import Source
from glasscnn import Model
from glasscnn.engine import Plan
from glasscnn_import.draft import OUTPUT, Array, Draft, Shape
from glasscnn_import.head import output_of

TOLERANCES = {"float32": 1e-4, "float16": 5e-3, "bfloat16": 5e-2, "int8": 0.2}
"""The defaults, by the precision of the file's numbers. A quantised network rounds the numbers between all layers, the
model does not: this tolerance only excludes what is not the same network.
"""

CHUNK = 16

OnProgress = Callable[[int, int], None]
"""Called after each batch with the number of compared batches and of all batches."""


@dataclass(frozen=True)
class NodeComparison:
    """The comparison of one node.

    difference  max |ours − theirs|
    relative    difference / max |theirs|
    """

    node: str
    op: str
    stage: str
    shape: Shape
    difference: float
    relative: float
    ok: bool


@dataclass(frozen=True)
class Comparison:
    """The comparison of a model with a framework.

    precision   that of the file's numbers, as in Draft
    same_class  the number of images whose largest answer is that of the same class
    """

    model: str
    against: str
    framework: str
    images: int
    tolerance: float
    rows: tuple[NodeComparison, ...]
    not_compared: tuple[str, ...]
    precision: str
    same_class: int

    @property
    def ok(self) -> bool:
        """Whether at least one node was compared and all are within the tolerance."""
        return bool(self.rows) and all(row.ok for row in self.rows)

    def as_json(self) -> str:
        """The comparison as JSON."""
        return json.dumps({**asdict(self), "ok": self.ok}, indent=1)


def verify(
    model: Model,
    source: Source,
    images: Array | None = None,
    tolerance: float | None = None,
    on_progress: OnProgress = lambda done, total: None,  # noqa: ARG005
) -> Comparison:
    """Compare both on `images`, (N, C, H, W) in [0, 1]; the default is `example_images`. `source.draft` must be folded.

    A node agrees if its numbers are within `tolerance` of the framework's, or, if these are larger than 1, within that
    share of the largest. Without a tolerance, it is one of TOLERANCES.
    """
    if tolerance is None:
        tolerance = TOLERANCES[source.draft.precision]
    images = example_images(model.graph.input.shape) if images is None else images
    tensors = matching_tensors(model, source.draft)
    worst = dict.fromkeys([*tensors, OUTPUT], 0.0)
    largest = dict.fromkeys(worst, 0.0)
    orders = {layer.tensor: layer.order for layer in source.draft.layers.values()}
    plan = Plan(model.graph, model.weights, model.shapes, kept=[node.name for node in model.graph.nodes])
    same_class = 0
    chunks = list(_chunks(images, source.batch))
    for number, chunk in enumerate(chunks, start=1):
        theirs = source.run(_normalised(model, chunk), set(tensors.values()))
        ours = _run_plan(plan, chunk)
        ours[OUTPUT] = output_of(source.draft.output_kind, ours[model.graph.output], ours[model.probabilities_node])
        for node in worst:
            expected = theirs[tensors.get(node, OUTPUT)].reshape(len(chunk), -1)
            found, order = ours[node].reshape(expected.shape), orders.get(tensors.get(node))
            worst[node] = max(worst[node], _largest((found if order is None else found[:, order]) - expected))
            largest[node] = max(largest[node], _largest(expected))
        answers = [values[OUTPUT].reshape(len(chunk), -1).argmax(axis=1) for values in (ours, theirs)]
        same_class += int((answers[0] == answers[1])[: len(images) - (number - 1) * len(chunks[0])].sum())
        on_progress(number, len(chunks))
    ops = {node.name: node.op for node in model.graph.nodes}
    stages = {stage.node: stage.name for stage in model.graph.stages}
    rows = [
        NodeComparison(
            node,
            ops.get(node, source.draft.output_kind),
            stages.get(node, ""),
            model.shapes.get(node, model.shapes[model.graph.output]),
            worst[node],
            worst[node] / largest[node] if largest[node] else worst[node],
            worst[node] <= tolerance * max(1.0, largest[node]),
        )
        for node in worst
    ]
    left_out = tuple(node.name for node in model.graph.nodes if node.name not in tensors)
    return Comparison(
        model.graph.name,
        source.kind,
        source.framework,
        len(images),
        tolerance,
        tuple(rows),
        left_out,
        source.draft.precision,
        same_class,
    )


def matching_tensors(model: Model, draft: Draft) -> dict[str, str]:
    """{our node: the framework's tensor with the same values}.

    They are matched by order if all operators and shapes are the same, otherwise by name.
    """
    ours = [node for node in model.graph.nodes if node.name != model.probabilities_node]
    theirs = [layer for layer in draft.layers.values() if layer.op != model.graph.answer or draft.consumers(layer.name)]
    same_order = [(node.op, model.shapes[node.name]) for node in ours] == [(layer.op, layer.shape) for layer in theirs]
    if same_order:
        pairs = list(zip(ours, theirs, strict=True))
    else:  # a layer that others were folded into computes the output of the last of them
        last = {draft.resolve(node.name): node for node in ours if draft.resolve(node.name) is not None}
        pairs = [(node, draft.layers[str(name)]) for name, node in last.items()]
        pairs = [(node, layer) for node, layer in pairs if layer.shape == model.shapes[node.name]]
    return {node.name: layer.tensor for node, layer in pairs if layer.tensor is not None}


def example_images(shape: tuple[int, int, int], seed: int = 0) -> Array:
    """(12, C, H, W) of 0, 1/255, … 1: black, white, noise, and sparse bright pixels on black."""
    random = np.random.default_rng(seed)
    noise = random.random((5, *shape))
    blots = (random.random((5, *shape)) > 0.85) * random.random((5, *shape))
    images = np.concatenate([np.zeros((1, *shape)), np.ones((1, *shape)), noise, blots])
    rounded: Array = (np.rint(images * 255) / 255).astype(np.float32)
    return rounded


def _normalised(model: Model, images: Array) -> Array:
    mean, std = (
        np.array(values, np.float32)[:, None, None] for values in (model.graph.input.mean, model.graph.input.std)
    )
    normalised: Array = (images - mean) / std
    return normalised


def _run_plan(plan: Plan, images: Array) -> dict[str, Array]:
    """Every node's output for a batch, computed by the plan, which takes one image at a time."""
    outputs: dict[str, list[Array]] = {name: [] for name in plan.outputs}
    for image in images:
        np.copyto(plan.image, image)
        plan.run()
        for name, output in plan.outputs.items():
            outputs[name].append(output.copy())
    return {name: np.stack(arrays) for name, arrays in outputs.items()}


def _chunks(images: Array, batch: int) -> Iterator[Array]:
    """Batches of the size that the file requires; the last one is filled by repeating the last image."""
    step = batch or CHUNK
    for start in range(0, len(images), step):
        chunk = images[start : start + step]
        if batch and len(chunk) < batch:
            chunk = np.concatenate([chunk, np.repeat(chunk[-1:], batch - len(chunk), axis=0)])
        yield chunk


def _largest(values: Array) -> float:
    """The largest magnitude; NaN counts as infinite."""
    magnitude = np.abs(values)
    return float("inf") if np.isnan(magnitude).any() else float(magnitude.max())
