"""Graphs and models for tests: small ones by hand, and random ones for Hypothesis."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import strategies as st

from glasscnn.engine import Graph, Input, Node, Stage
from glasscnn.errors import ModelError
from glasscnn.model.op_specs import check_attributes
from glasscnn.model.shapes import infer_shapes

Weights = dict[str, np.ndarray]

RARE = (
    *("absolute", "clamp", "elu", "erf", "gelu", "hardsigmoid", "hardswish", "log_softmax", "mish", "negative"),
    *("prelu", "selu", "silu", "softplus"),
)
"""Functions that few networks have; those that are not finite everywhere are left out."""


def make_node(name: str, op: str, *inputs: str, **attributes: Any) -> Node:
    return Node(name, op, inputs, check_attributes(name, op, len(inputs), attributes))


def make_graph(nodes: list[Node], output: str, classes: int, shape: tuple[int, int, int] = (1, 8, 8)) -> Graph:
    mean, std = (0.25,) * shape[0], (0.5,) * shape[0]
    stages = tuple(Stage(node.name, node.name, node.name.title()) for node in nodes)
    names = tuple(str(number) for number in range(classes))
    return Graph(
        "test", "Test", "A graph for tests.", Input("image", shape, mean, std), tuple(nodes), output, names, stages
    )


def small_model(seed: int = 0, side: int = 8) -> tuple[Graph, Weights]:
    """conv → relu → pool → gap → linear → softmax on grey square images with three classes."""
    nodes = [
        make_node("conv", "conv2d", "image", padding=[1, 1, 1, 1]),
        make_node("relu", "relu", "conv"),
        make_node("pool", "max_pool2d", "relu", kernel_size=[2, 2], stride=[2, 2]),
        make_node("gap", "global_avg_pool2d", "pool"),
        make_node("logits", "linear", "gap"),
        make_node("probabilities", "softmax", "logits"),
    ]
    random = np.random.default_rng(seed)
    shapes = {"conv.weight": (4, 1, 3, 3), "conv.bias": (4,), "logits.weight": (3, 4), "logits.bias": (3,)}
    weights = {name: random.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}
    return make_graph(nodes, "logits", 3, (1, side, side)), weights


def chain_model(op: str, count: int, **attributes: Any) -> tuple[Graph, Weights]:
    """A chain of `count` nodes of one op, none of which is a stage, before a linear layer and a softmax."""
    names = ["image", *(f"node{number}" for number in range(count))]
    nodes = [make_node(name, op, source, **attributes) for source, name in pairwise(names)]
    return closed(nodes)


def diamond_model(count: int) -> tuple[Graph, Weights]:
    """A chain of `count` sums of the input with itself: 2^count paths lead through it."""
    names = ["image", *(f"node{number}" for number in range(count))]
    return closed([make_node(name, "add", source, source) for source, name in pairwise(names)])


def closed(nodes: list[Node]) -> tuple[Graph, Weights]:
    """These nodes on an 8 × 8 image, then flatten, a linear layer with three classes and a softmax."""
    tail = [
        make_node("flat", "flatten", nodes[-1].name),
        make_node("logits", "linear", "flat"),
        make_node("probabilities", "softmax", "logits"),
    ]
    graph = make_graph([*nodes, *tail], "logits", 3)
    weights = {"logits.weight": np.random.default_rng(0).standard_normal((3, 64)).astype(np.float32)}
    return replace(graph, stages=graph.stages[-2:]), weights


def overflowing_model(side: int) -> tuple[Graph, Weights]:
    """With ink, `up` is ∞ and −∞, and their sum is NaN."""
    nodes = [
        make_node("up", "conv2d", "image"),
        make_node("far", "conv2d", "up"),
        make_node("relu", "relu", "far"),
        make_node("gap", "global_avg_pool2d", "relu"),
        make_node("logits", "linear", "gap"),
    ]
    weights = {
        "up.weight": np.array([[[[3e38]]], [[[-3e38]]]], np.float32),
        "far.weight": np.full((1, 2, 1, 1), 3e38, np.float32),
        "logits.weight": np.ones((2, 1), np.float32),
    }
    return make_graph(nodes, "logits", 2, (1, side, side)), weights


@st.composite
def random_models(draw: st.DrawFn) -> tuple[Graph, Weights]:
    """A DAG of up to eight nodes of any op on 1 or 3 channels, ending with global pooling and a linear layer."""
    shape = (draw(st.sampled_from([1, 3])), draw(st.integers(5, 11)), draw(st.integers(5, 11)))
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    nodes: list[Node] = []
    weights: Weights = {}
    shapes: dict[str, tuple[int, ...]] = {"image": shape}
    for number in range(draw(st.integers(1, 8))):
        node, arrays = draw(_map_nodes(f"node{number}", shapes, random))
        arrays = {f"{node.name}.{key}": array for key, array in arrays.items()}
        tail = make_node("tail", "global_avg_pool2d", node.name)
        trial = make_graph([*nodes, node, tail], "tail", 1, shape)
        try:
            found = infer_shapes(trial, {**weights, **arrays})
        except ModelError as error:
            if "the output has shape" not in str(error):
                continue  # this node does not fit here, for example a window larger than its map
            found = _shapes_of(trial, {**weights, **arrays})
        nodes.append(node)
        weights.update(arrays)
        shapes[node.name] = found[node.name]
    last = nodes[-1].name if nodes else "image"
    features = shapes[last][0]
    nodes += [make_node("tail", "global_avg_pool2d", last), make_node("logits", "linear", "tail")]
    weights["logits.weight"] = random.standard_normal((3, features)).astype(np.float32)
    return make_graph(nodes, "logits", 3, shape), weights


def _shapes_of(graph: Graph, weights: Weights) -> dict[str, tuple[int, ...]]:
    """All shapes of a graph whose number of classes is still open."""
    classes = 1
    while True:
        try:
            return infer_shapes(make_graph(list(graph.nodes), graph.output, classes, graph.input.shape), weights)
        except ModelError:
            classes += 1


def fits(shape: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether arithmetic of arrays of these shapes is possible."""
    return all(a == b or 1 in (a, b) for a, b in zip(shape, other, strict=True))


@st.composite
def _parts(draw: st.DrawFn, side: int) -> dict[str, int]:
    """A part of an axis: where it starts, its step, and its size."""
    start, step = draw(st.integers(0, side - 1)), draw(st.sampled_from([1, 1, 2, -1, -2]))
    longest = (side - 1 - start) // step + 1 if step > 0 else start // -step + 1
    return {"start": start, "step": step, "size": draw(st.integers(1, longest))}


@st.composite
def _moving_nodes(
    draw: st.DrawFn, name: str, op: str, source: str, shape: tuple[int, ...], random: Any
) -> tuple[Node, Weights]:
    """A node that moves the cells of maps, or resamples them."""
    channels = shape[0]
    pair = st.lists(st.integers(1, 3), min_size=2, max_size=2)
    padding = st.lists(st.integers(0, 2), min_size=4, max_size=4)
    match op:
        case "conv_transpose2d":
            groups = channels if draw(st.booleans()) else 1
            weight = random.standard_normal((channels, draw(st.integers(1, 2)), *draw(pair))).astype(np.float32)
            node = make_node(
                name, op, source, stride=draw(pair), padding=draw(padding), dilation=draw(pair), groups=groups,
                output_padding=draw(st.lists(st.integers(0, 2), min_size=2, max_size=2)),
            )  # fmt: skip
            return node, {"weight": weight} | (
                {"bias": weight[0, :, 0, 0].repeat(groups)} if draw(st.booleans()) else {}
            )
        case "pad2d":
            mode = draw(st.sampled_from(["constant", "reflect", "replicate", "circular"]))
            return make_node(
                name, op, source, padding=draw(padding), mode=mode, value=draw(st.sampled_from([0.0, 0.5]))
            ), {}
        case "strided_slice":
            parts = [draw(_parts(side)) for side in shape]
            return make_node(
                name, op, source, **{key: [p[key] for p in parts] for key in ("start", "step", "size")}
            ), {}
        case "resize2d":
            position = st.floats(-1, 2).map(lambda number: round(number, 3))
            steps = st.floats(0, 2).map(lambda number: round(number, 3))
            return (
                make_node(
                    name, op, source,
                    size=draw(st.lists(st.integers(1, 12), min_size=2, max_size=2)),
                    start=draw(st.lists(position, min_size=2, max_size=2)),
                    step=draw(st.lists(steps, min_size=2, max_size=2)),
                    mode=draw(st.sampled_from(["nearest", "bilinear"])),
                    rounding=draw(st.sampled_from(["floor", "ceil"])),
                    antialias=draw(st.booleans()),
                    exclude_outside=draw(st.booleans()),
                ),
                {},
            )  # fmt: skip
        case "depth_to_space":
            reverse = draw(st.booleans())
            mode = draw(st.sampled_from(["DCR", "CRD"]))
            return make_node(name, "space_to_depth" if reverse else op, source, block_size=2, mode=mode), {}
    raise AssertionError(op)


@st.composite
def _map_nodes(draw: st.DrawFn, name: str, shapes: dict[str, tuple[int, ...]], random: Any) -> tuple[Node, Weights]:
    """One more node that reads existing maps."""
    source = draw(st.sampled_from(sorted(shapes)))
    channels = shapes[source][0]
    pair = st.lists(st.integers(1, 3), min_size=2, max_size=2)
    padding = st.lists(st.integers(0, 2), min_size=4, max_size=4)
    op = draw(
        st.sampled_from(
            [
                "conv2d",
                "conv2d",
                "relu",
                "leaky_relu",
                "sigmoid",
                "tanh",
                draw(st.sampled_from(RARE)),
                "max_pool2d",
                "avg_pool2d",
                "batch_norm2d",
                "add",
                "mul",
                "sub",
                "elementwise_affine",
                "concat",
                draw(st.sampled_from(["conv_transpose2d", "pad2d", "strided_slice", "resize2d", "depth_to_space"])),
                draw(st.sampled_from(["reduce_max", "reduce_min", "reduce_mean", "reduce_sum"])),
                draw(st.sampled_from(["layer_norm", "rms_norm", "group_norm", "local_response_norm"])),
                draw(st.sampled_from(["elementwise_max", "elementwise_min"])),
            ]
        )
    )
    match op:
        case "conv2d":
            groups = channels if draw(st.booleans()) else 1
            out_channels = groups * draw(st.integers(1, 3))
            kernel = draw(pair)
            node = make_node(
                name, op, source, stride=draw(pair), padding=draw(padding), dilation=draw(pair), groups=groups
            )
            arrays = {"weight": random.standard_normal((out_channels, channels // groups, *kernel)).astype(np.float32)}
            if draw(st.booleans()):
                arrays["bias"] = random.standard_normal(out_channels).astype(np.float32)
            return node, arrays
        case "max_pool2d" | "avg_pool2d":
            extra = {"count_include_pad": draw(st.booleans())} if op == "avg_pool2d" else {}
            return (
                make_node(
                    name, op, source, kernel_size=draw(pair), stride=draw(pair), padding=draw(padding),
                    dilation=draw(pair), ceil_mode=draw(st.booleans()), **extra,
                ),
                {},
            )  # fmt: skip
        case "batch_norm2d":
            keys = ("running_mean", "running_var", "weight", "bias")
            return make_node(name, op, source), {
                key: random.uniform(0.5, 1.5, channels).astype(np.float32) for key in keys
            }
        case "mul" | "sub" | "elementwise_max" | "elementwise_min":
            fitting = sorted(other for other in shapes if fits(shapes[other], shapes[source]))
            return make_node(name, op, source, draw(st.sampled_from(fitting))), {}
        case "elementwise_affine":
            sides = [[draw(st.sampled_from([1, side])) for side in shapes[source]] for _ in range(2)]
            return make_node(name, op, source), {
                key: random.uniform(0.5, 1.5, side).astype(np.float32)
                for key, side in zip(("weight", "bias"), sides, strict=True)
            }
        case "layer_norm" | "rms_norm":
            dim = draw(st.sampled_from([[1], [3], [2, 3], [1, 2, 3]]))
            keys = draw(st.sampled_from([(), ("weight",), ("weight", "bias")]))
            sides = [side if draw(st.booleans()) else 1 for side in shapes[source]]
            arrays = {key: random.uniform(0.5, 1.5, sides).astype(np.float32) for key in keys}
            return make_node(name, op, source, dim=dim, eps=0.1), arrays
        case "group_norm":
            groups = draw(st.sampled_from([groups for groups in range(1, channels + 1) if channels % groups == 0]))
            keys = draw(st.sampled_from([(), ("weight", "bias")]))
            arrays = {key: random.uniform(0.5, 1.5, channels).astype(np.float32) for key in keys}
            return make_node(name, op, source, num_groups=groups, eps=0.1), arrays
        case "local_response_norm":
            return make_node(name, op, source, size=draw(st.integers(1, 4)), alpha=0.5), {}
        case "reduce_max" | "reduce_min" | "reduce_mean" | "reduce_sum":
            dim = draw(st.sampled_from([[1], [2], [3], [2, 3], [1, 3], [1, 2, 3]]))
            return make_node(name, op, source, dim=dim), {}
        case "conv_transpose2d" | "pad2d" | "strided_slice" | "resize2d" | "depth_to_space":
            return draw(_moving_nodes(name, op, source, shapes[source], random))
        case "prelu":
            sides = draw(st.sampled_from([(1,), (channels,), shapes[source], (1, *shapes[source][1:])]))
            return make_node(name, op, source), {"weight": random.uniform(0, 0.5, sides).astype(np.float32)}
        case "gelu":
            return make_node(name, op, source, approximate=draw(st.sampled_from(["none", "tanh"]))), {}
        case "clamp":
            return make_node(name, op, source, minimum=draw(st.sampled_from([None, -0.5])), maximum=1.0), {}
        case "add" | "concat":
            alike = sorted(other for other in shapes if shapes[other] == shapes[source])
            others = draw(st.lists(st.sampled_from(alike), min_size=1, max_size=2))
            extra = {"dim": draw(st.sampled_from([1, 2, 3]))} if op == "concat" else {}
            return make_node(name, op, source, *others, **extra), {}
        case _:
            return make_node(name, op, source), {}
