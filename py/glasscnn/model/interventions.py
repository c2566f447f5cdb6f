"""Interventions: a network without one of its parts, which shows what that part is good for.

`intervene` rewrites a copy of the graph. Its stages and nodes keep their names, and the stages their shapes, so that it
is still the same diagram:

- A layer that is left out passes its input on: it becomes a leaky ReLU of slope 1, y = x (`is_left_out`).
- Max pooling that averages becomes average pooling over the same windows, without the padding.
- A convolution or a linear layer without its bias has no such array.
- A muted channel is set to 0 by a mask behind its stage's node (`glasscnn.model.masks`).
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Graph, Node
from glasscnn.errors import ModelError
from glasscnn.model.masks import MOST_NUMBERS, SUFFIX, mask_arrays, mask_node
from glasscnn.model.model import Model

Weights = Mapping[str, npt.NDArray[np.float32]]
Shapes = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Interventions:
    """What is changed of a network.

    without       the nodes that are left out
    muted         the channels that are 0, each with its stage: (stage, channel)
    mean_pooling  the nodes of max pooling that average instead
    without_bias  the convolutions and linear layers without their bias
    """

    without: Set[str] = frozenset()
    muted: Set[tuple[str, int]] = frozenset()
    mean_pooling: Set[str] = frozenset()
    without_bias: Set[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything is changed."""
        return bool(self.without or self.muted or self.mean_pooling or self.without_bias)

    def __str__(self) -> str:
        """In words: "without relu1; without the bias of conv1; conv2 without map 4; pool averages"."""
        return "; ".join(
            [
                *(f"without {node}" for node in sorted(self.without)),
                *(f"without the bias of {node}" for node in sorted(self.without_bias)),
                *(f"{stage} without channel {channel + 1}" for stage, channel in sorted(self.muted)),
                *(f"{node} averages" for node in sorted(self.mean_pooling)),
            ]
        )


@dataclass(frozen=True)
class Possible:
    """The interventions that a network allows: nodes by what can be done to them, and stages with channels to mute."""

    without: frozenset[str]
    mean_pooling: frozenset[str]
    without_bias: frozenset[str]
    muted: frozenset[str]


def intervene(model: Model, interventions: Interventions) -> Model:
    """The model with these interventions; it shares the arrays of the one given, which stays as it is.

    It runs planned kernels, whatever is `readable` in the one given. Raises ModelError for a node, a stage or a channel
    that there is not, and for an intervention that its shape forbids.
    """
    graph, weights = rewrite(model.graph, model.weights, model.shapes, interventions)
    return Model(graph, weights)


def rewrite(graph: Graph, weights: Weights, shapes: Shapes, interventions: Interventions) -> tuple[Graph, Weights]:
    """The graph and the arrays of `intervene`; the arrays of masks come last."""
    if not interventions:
        return graph, weights
    check_interventions(graph, weights, shapes, interventions)
    gone = {f"{node}.bias" for node in interventions.without_bias}
    kept = {
        name: array
        for name, array in weights.items()
        if name not in gone and name.rpartition(".")[0] not in interventions.without
    }
    changed = replace(
        graph,
        description=f"{graph.description} Changed: {interventions}.".strip(),
        nodes=tuple(changed_node(node, interventions) for node in graph.nodes),
        card={},  # card and familiarity network were measured and fitted without interventions
        familiarity=None,
    )
    muted = muted_channels(graph, interventions)
    masks = {source: mask_node(name, source, len(shapes[source])) for source, name in mask_names(graph, muted).items()}
    for source, mask in masks.items():
        kept |= mask_arrays(mask, shapes[source][0], muted[source])
    return with_masks(changed, masks), kept


def changed_node(node: Node, interventions: Interventions) -> Node:
    """The node in the changed graph."""
    if node.name in interventions.without:
        return Node(node.name, "leaky_relu", node.inputs, {"negative_slope": 1.0})
    if node.name in interventions.mean_pooling:
        return replace(node, op="avg_pool2d", attributes={**node.attributes, "count_include_pad": False})
    return node


def muted_channels(graph: Graph, interventions: Interventions) -> dict[str, set[int]]:
    """{node: its muted channels}, in the order of the graph; several stages may show one node."""
    shown = {stage.name: stage.node for stage in graph.stages}
    muted: dict[str, set[int]] = {}
    for stage, channel in interventions.muted:
        muted.setdefault(shown[stage], set()).add(channel)
    return {node.name: muted[node.name] for node in graph.nodes if node.name in muted}


def mask_names(graph: Graph, sources: Iterable[str]) -> dict[str, str]:
    """{node: the name of its mask}, which no other node has."""
    taken = {graph.input.name, *(node.name for node in graph.nodes)}
    names = {}
    for source in sources:
        name = f"{source}{SUFFIX}"
        while name in taken:  # in the file of a network that was changed before
            name = f"{name}{SUFFIX}"
        names[source] = name
        taken.add(name)
    return names


def with_masks(graph: Graph, masks: Mapping[str, Node]) -> Graph:
    """The graph with a mask behind each of these nodes: what has read or shown the node reads or shows the mask."""
    behind = {source: mask.name for source, mask in masks.items()}
    nodes: list[Node] = []
    for node in graph.nodes:
        nodes.append(replace(node, inputs=tuple(behind.get(source, source) for source in node.inputs)))
        if node.name in masks:
            nodes.append(masks[node.name])
    return replace(
        graph,
        nodes=tuple(nodes),
        stages=tuple(replace(stage, node=behind.get(stage.node, stage.node)) for stage in graph.stages),
        output=behind.get(graph.output, graph.output),
    )


def possible_interventions(model: Model) -> Possible:
    """The interventions that `intervene` accepts for a model, each of them alone and all of them together."""
    graph, weights, shapes = model.graph, model.weights, model.shapes
    nodes = {node.name: node for node in graph.nodes}
    return Possible(
        frozenset(node.name for node in graph.nodes if not why_not_without(node, graph, shapes)),
        frozenset(node.name for node in graph.nodes if not why_not_mean(node)),
        frozenset(node.name for node in graph.nodes if not why_not_without_bias(node, weights)),
        frozenset(stage.name for stage in graph.stages if not why_not_muted(nodes[stage.node], graph, shapes)),
    )


def check_interventions(graph: Graph, weights: Weights, shapes: Shapes, interventions: Interventions) -> None:
    """Raise ModelError unless everything that is named exists and allows what is done to it."""
    nodes = {node.name: node for node in graph.nodes}
    stages = {stage.name: nodes[stage.node] for stage in graph.stages}
    named = interventions.without | interventions.mean_pooling | interventions.without_bias
    for name in sorted(named - nodes.keys()):
        raise ModelError(f"there is no node {name!r} to change; there are {', '.join(nodes)}"[:500])
    reasons = [
        *(why_not_without(nodes[name], graph, shapes) for name in sorted(interventions.without)),
        *(why_not_mean(nodes[name]) for name in sorted(interventions.mean_pooling)),
        *(why_not_without_bias(nodes[name], weights) for name in sorted(interventions.without_bias)),
    ]
    for stage, channel in sorted(interventions.muted):
        if stage not in stages:
            raise ModelError(f"there is no stage {stage!r} to mute a channel of; there are {', '.join(stages)}"[:500])
        reasons.append(why_not_muted(stages[stage], graph, shapes))
        channels = shapes[stages[stage].name][0]
        if not 0 <= channel < channels:
            reasons.append(f"stage {stage!r} has no channel {channel}; it has {channels}, counted from 0")
    for reason in filter(None, reasons):
        raise ModelError(reason)


def why_not_without(node: Node, graph: Graph, shapes: Shapes) -> str:
    """Why a node cannot be left out; "" if it can."""
    if len(node.inputs) > 1 or node.op == "softmax" or graph.is_answer(node):
        return f"node {node.name!r}: {node.op} cannot be left out; what has one input and no probabilities can"
    before, after = shapes[node.inputs[0]], shapes[node.name]
    if before != after:
        return (
            f"node {node.name!r} cannot be left out: its input has shape {before} and its output {after};"
            " expected the same shape, so that the input can take the place of the output"
        )
    return ""


def why_not_mean(node: Node) -> str:
    """Why a node cannot average; "" if it can."""
    return "" if node.op == "max_pool2d" else f"node {node.name!r}: expected max_pool2d to average, found {node.op}"


def why_not_without_bias(node: Node, weights: Weights) -> str:
    """Why the bias of a node cannot be left out; "" if it can."""
    if node.op in ("conv2d", "conv_transpose2d", "linear") and f"{node.name}.bias" in weights:
        return ""
    return f"node {node.name!r}: expected a convolution or a linear layer with a bias to leave out, found {node.op}"


def why_not_muted(node: Node, graph: Graph, shapes: Shapes) -> str:
    """Why no channel of a stage's node can be muted; "" if each can."""
    shape = shapes[node.name]
    if node.op == "softmax" or graph.is_answer(node):
        return f"node {node.name!r}: a probability cannot be muted; mute what it is computed from"
    if len(shape) == 1 and shape[0] > MOST_NUMBERS:
        return f"node {node.name!r}: expected at most {MOST_NUMBERS:,} numbers to mute one of them, found {shape[0]:,}"
    return ""
