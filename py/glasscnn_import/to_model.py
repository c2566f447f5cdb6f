"""Converts a draft to a model; metadata that the file lacks comes from options or defaults."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from glasscnn import Model, ModelError
from glasscnn.engine.graph import Graph, Input, Node, Stage
from glasscnn_import.draft import Array, Draft, Layer, size
from glasscnn_import.errors import ConversionError
from glasscnn_import.fold import fold
from glasscnn_import.head import answer_of, find_logits

ACTIVATIONS = {
    "absolute": "absolute value",
    "clamp": "clamp",
    "elu": "ELU",
    "erf": "erf",
    "exp": "exp",
    "gelu": "GELU",
    "hardsigmoid": "hard sigmoid",
    "hardswish": "hard swish",
    "leaky_relu": "leaky ReLU",
    "log": "log",
    "mish": "Mish",
    "negative": "negative",
    "power": "power",
    "prelu": "PReLU",
    "relu": "ReLU",
    "selu": "SELU",
    "sigmoid": "sigmoid",
    "silu": "SiLU",
    "softplus": "softplus",
    "sqrt": "square root",
    "tanh": "tanh",
}
TITLES = {
    "max_pool2d": "max pool",
    "avg_pool2d": "average pool",
    "global_avg_pool2d": "global average pool",
    "global_max_pool2d": "global max pool",
    "reduce_max": "largest",
    "reduce_min": "smallest",
    "reduce_mean": "mean",
    "elementwise_max": "largest",
    "elementwise_min": "smallest",
    "elementwise_power": "power",
    "layer_norm": "layer norm",
    "rms_norm": "RMS norm",
    "group_norm": "group norm",
    "local_response_norm": "response norm",
    "reduce_sum": "sum",
    "sub": "difference",
    "mul": "product",
    "div": "quotient",
    "batch_norm2d": "batch norm",
    "linear": "linear",
    "conv_transpose2d": "transposed convolution",
    "pad2d": "padding",
    "strided_slice": "part",
    "resize2d": "resized",
    "depth_to_space": "depth to space",
    "space_to_depth": "space to depth",
    "sigmoid": "sigmoid",
    "softmax": "softmax",
    "log_softmax": "log softmax",
}
MAX_STAGES = 16
"""As many as fit side by side on the page. Of more, the default is the last stage of each size."""


@dataclass(frozen=True)
class ImportOptions:
    """The user's options for a model; empty values are taken from the file's metadata or from defaults.

    stages  pairs of a stage's name and the node it shows, or triples with a title
    """

    name: str
    title: str | None = None
    description: str | None = None
    stages: Sequence[tuple[str, ...]] = ()
    classes: Sequence[str] = ()
    mean: Sequence[float] = ()
    std: Sequence[float] = ()
    card: Mapping[str, Any] = field(default_factory=dict)


def finish(draft: Draft, options: ImportOptions) -> Model:
    """The model of a draft; raises ConversionError for options that do not match it."""
    fold(draft)
    output = find_logits(draft)
    file_metadata = draft.metadata
    if file_metadata.get("nodes"):
        before = list(draft.layers)
        draft.rename(file_metadata["nodes"])
        output = list(draft.layers)[before.index(output)]
    stages = (
        options.stages or [tuple(stage) for stage in file_metadata.get("stages", ())] or default_stages(draft, output)
    )
    graph = Graph(
        name=options.name,
        title=options.title or file_metadata.get("title") or options.name,
        description=options.description or file_metadata.get("description") or "",
        input=Input(
            draft.input,
            draft.shape,
            _per_channel("--mean", options.mean or file_metadata.get("mean") or (0.0,), draft),
            _per_channel("--std", options.std or file_metadata.get("std") or (1.0,), draft),
        ),
        nodes=tuple(
            Node(layer.name, layer.op, tuple(layer.inputs), layer.attributes) for layer in draft.layers.values()
        ),
        output=output,
        classes=_classes(options.classes or file_metadata.get("classes") or (), size(draft.shape_of(output)), output),
        stages=tuple(_stage(draft, stage) for stage in stages),
        card={**file_metadata.get("card", {}), **_head(draft), **options.card},
        answer=answer_of(draft),
    )
    weights = _weights(draft)
    try:
        return Model(graph, weights)
    except ModelError as error:
        raise ConversionError(f"{options.name}: {error}") from error


def scaling_is_known(draft: Draft, options: ImportOptions) -> bool:
    """Whether the options or the file state the scaling of pixels."""
    return bool(options.mean or options.std or draft.metadata.get("mean"))


def default_stages(draft: Draft, output: str) -> list[tuple[str, ...]]:
    """The default stages: every layer with its activation, every pooling, the logits and the probabilities."""
    shown = [
        layer
        for layer in draft.layers.values()
        if layer.name == output or (layer.op != "flatten" and not _is_shown_after_activation(draft, layer))
    ]
    if len(shown) > MAX_STAGES:
        sizes = [layer.shape[1:] for layer in shown]
        shown = [
            layer
            for layer, this, following in zip(shown, sizes, [*sizes[1:], None], strict=True)
            if this != following or len(layer.shape) == 1
        ]
    stages: list[tuple[str, ...]] = []
    for layer in shown[-MAX_STAGES:]:
        main = draft.layers.get(layer.inputs[0]) if layer.op in ACTIVATIONS else layer
        main = main if main is not None and (main is layer or _is_shown_after_activation(draft, main)) else layer
        is_answer = layer.op == answer_of(draft) and layer.inputs[0] == output
        main = layer if is_answer else main
        name = "logits" if layer.name == output else "probabilities" if is_answer else main.name
        name = re.sub(r"\W+", "_", name)
        title = TITLES.get(main.op, main.name)
        if main is not layer:
            title += f" + {ACTIVATIONS[layer.op]}"
        if name not in (draft.input, *(stage[0] for stage in stages)):
            stages.append((name, layer.name, title))
    return stages


def _is_shown_after_activation(draft: Draft, layer: Layer) -> bool:
    """Whether the only reader of the layer is an activation, which is shown instead."""
    readers = draft.consumers(layer.name)
    return layer.op not in ACTIVATIONS and len(readers) == 1 and readers[0].op in ACTIVATIONS


def _stage(draft: Draft, stage: tuple[str, ...]) -> Stage:
    name, wanted = stage[:2]
    node = draft.resolve(wanted)
    if node is None:
        raise ConversionError(f"stage {name!r}: there is no node {wanted!r}; there are {', '.join(draft.layers)}")
    return Stage(name, node, stage[2] if len(stage) > 2 else name)


def _classes(names: Sequence[str], count: int, output: str) -> tuple[str, ...]:
    if names and len(names) != count:
        raise ConversionError(f"expected {count} classes, one for each output of node {output!r}, found {len(names)}")
    return tuple(names) or tuple(map(str, range(count)))


def _per_channel(option: str, values: Sequence[float], draft: Draft) -> tuple[float, ...]:
    channels = draft.shape[0]
    if len(values) not in (1, channels):
        raise ConversionError(f"{option}: expected one number or {channels}, one for each channel, found {len(values)}")
    return tuple(float(value) for value in values) * (channels if len(values) == 1 else 1)


def _head(draft: Draft) -> dict[str, str]:
    """An entry for the card where the network's own output is not the softmax of the logits."""
    return {"head": draft.output_kind} if draft.output_kind in ("binary", "log_softmax", "percent") else {}


def _weights(draft: Draft) -> dict[str, Array]:
    return {f"{layer.name}.{key}": array for layer in draft.layers.values() for key, array in layer.arrays.items()}
