"""Receptive fields are exact: they contain the cells that change when one pixel changes, and no others."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import glasscnn
from glasscnn import engine, explain
from glasscnn.engine import ELEMENTWISE, Graph, Node, run_graph
from glasscnn.explain import Reach
from glasscnn.explain.forward_pass import Place
from glasscnn.explain.receptive_field import centre_on_image, masks_before, masks_behind
from glasscnn.model import Model
from tests.support.graphs import Weights, make_graph, make_node, random_models

ZOO = Path(__file__).resolve().parents[3] / "weights"


def linear_twin(graph: Graph, weights: Weights) -> Model:
    """A model with the same connections whose numbers are sums with positive weights: where an impulse arrives, the
    number is above 0, and nowhere else.
    """
    nodes, mixing = [], {}
    shapes = Model(graph, weights).shapes
    for node in graph.nodes:
        match node.op:
            case op if op in ELEMENTWISE:
                nodes.append(Node(node.name, "leaky_relu", node.inputs, {"negative_slope": 0.5}))
            case "layer_norm" | "rms_norm" | "group_norm" | "local_response_norm":
                nodes += summed_with_others(node, shapes[node.name][0], mixing)
            case "elementwise_max" | "elementwise_min":
                nodes.append(Node(node.name, "add", node.inputs))
            case "reduce_max" | "reduce_min":
                nodes.append(Node(node.name, "reduce_sum", node.inputs, node.attributes))
            case "sub" | "mul" | "div":
                nodes.append(Node(node.name, "add", node.inputs))
            case "log_softmax":
                everything = {"stride": [1, 1], "padding": [0] * 4, "dilation": [1, 1], "groups": 1}
                nodes.append(Node(node.name, "conv2d", node.inputs, everything))
                mixing[f"{node.name}.weight"] = np.ones((shapes[node.name][0],) * 2 + (1, 1), np.float32)
            case "pad2d":
                nodes.append(Node(node.name, node.op, node.inputs, {**node.attributes, "value": 0.0}))
            case "max_pool2d":
                attributes = {**node.attributes, "count_include_pad": True}
                nodes.append(Node(node.name, "avg_pool2d", node.inputs, attributes))
            case _:
                nodes.append(node)
    positive = {}
    without_arrays = {node.name for node in graph.nodes if node.op in ("prelu", "layer_norm", "rms_norm", "group_norm")}
    for name, array in weights.items():
        if name.rpartition(".")[0] in without_arrays:
            continue
        no_offset = name.endswith((".bias", ".running_mean"))
        positive[name] = np.zeros_like(array) if no_offset else np.abs(array) + np.float32(0.5)
    return Model(Graph(**{**graph.__dict__, "nodes": tuple(nodes)}), positive | mixing)


def summed_with_others(node: Node, channels: int, mixing: Weights) -> list[Node]:
    """Nodes that add the numbers which a cell is normalised with; of neighbouring channels, all."""
    sums, source, nodes = f"{node.name}_sums", node.inputs[0], []
    axes = node.attributes.get("dim", [1, 2, 3] if node.op == "group_norm" else [1])
    if 1 in axes:
        groups = node.attributes.get("num_groups", 1)
        everything = {"stride": [1, 1], "padding": [0] * 4, "dilation": [1, 1], "groups": groups}
        nodes.append(Node(sums, "conv2d", (source,), everything))
        mixing[f"{sums}.weight"] = np.ones((channels, channels // groups, 1, 1), np.float32)
        source = sums
    if 3 in axes:
        nodes.append(Node(f"{sums}_along", "reduce_sum", (source,), {"dim": [axis for axis in axes if axis > 1]}))
        source = f"{sums}_along"
    return [*nodes, Node(node.name, "add", (node.inputs[0], source))]


def impulse_responses(model: Model) -> dict[str, np.ndarray]:
    """For each pixel, where an impulse there reaches each node: (pixels, C, H, W), bool."""
    shape = model.graph.input.shape
    pixels = int(np.prod(shape))
    images = np.full((pixels, pixels), 0.25, np.float32)  # the mean: 0 when normalised
    images[np.arange(pixels), np.arange(pixels)] += 0.5
    outputs = run_graph(model.graph, model.weights, images.reshape(pixels, *shape))
    return {name: output > 0 for name, output in outputs.items() if name != model.probabilities_node}


def marked(reach: Reach | None, shape: tuple[int, ...]) -> tuple[set[int], np.ndarray]:
    """The channels and the mask of a reach."""
    size = shape[1:] if len(shape) == 3 else (1, 1)
    if reach is None:
        return set(), np.zeros(size, bool)
    return set(range(shape[0]) if reach.channels is None else reach.channels), reach.mask


def expected(arrives: np.ndarray) -> tuple[set[int], np.ndarray]:
    """The channels with a true cell, and the union of their masks, of (C, H, W) or (features,)."""
    if arrives.ndim == 1:
        return set(np.flatnonzero(arrives).tolist()), np.full((1, 1), arrives.any())
    return set(np.flatnonzero(arrives.any(axis=(1, 2))).tolist()), arrives.any(axis=0)


def same(found: tuple[set[int], np.ndarray], wanted: tuple[set[int], np.ndarray]) -> None:
    assert found[0] == wanted[0]
    np.testing.assert_array_equal(found[1], wanted[1])


@given(random_models(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_receptive_field_is_the_set_of_pixels_that_change_the_cell(
    case: tuple[Graph, Weights], random: np.random.Generator
) -> None:
    model = linear_twin(*case)
    result = model.predict(np.zeros(model.graph.input.shape, np.float32))
    shape = model.graph.input.shape
    arrives = impulse_responses(model)
    for stage in model.graph.stages:
        if stage.node not in arrives:
            continue
        response = arrives[stage.node]
        for _ in range(3):
            cell = [random.randrange(size) for size in response.shape[1:]]
            field = explain.receptive_field(model, result, stage.name, *cell)
            from_image = response[(slice(None), *cell)].reshape(shape)
            same(marked(field.back.get("image"), shape), expected(from_image))
    for _ in range(3):
        pixel = [random.randrange(size) for size in shape]
        forward = explain.receptive_field(model, result, "image", *pixel).forward
        number = np.ravel_multi_index(pixel, shape)
        for stage in model.graph.stages:
            if stage.node in arrives:
                response = arrives[stage.node][number]
                same(marked(forward.get(stage.name), response.shape), expected(response))


@given(random_models(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_reach_is_the_inverse_of_the_receptive_field(case: tuple[Graph, Weights], random: np.random.Generator) -> None:
    model = Model(*case)
    result = model.predict(np.zeros(model.graph.input.shape, np.float32))
    reading = explain.ForwardPass(model, result.stages)
    for _ in range(4):
        early, late = sorted(random.sample(list(reading.shown), 2), key=list(reading.shown).index)
        ends = []
        for node in (early, late):
            cell = np.zeros(reading.shape(node), bool)
            cell[tuple(random.randrange(size) for size in cell.shape)] = True
            ends.append(cell)
        nothing = np.zeros((), bool)
        before = masks_before(reading, late, ends[1]).get(early, nothing)
        behind = masks_behind(reading, early, ends[0]).get(late, nothing)
        assert (before & ends[0]).any() == (behind & ends[1]).any()


def test_receptive_field_has_holes_for_dilation_and_excludes_padding() -> None:
    nodes = [
        make_node("conv", "conv2d", "image", dilation=[2, 3], padding=[2, 3, 2, 3]),
        make_node("gap", "global_avg_pool2d", "conv"),
    ]
    model = Model(make_graph(nodes, "gap", 1, (1, 7, 7)), {"conv.weight": np.ones((1, 1, 3, 3), np.float32)})
    result = model.predict(np.zeros((1, 7, 7), np.float32))
    mask = explain.receptive_field(model, result, "conv", 0, 1, 3).back["image"].mask
    assert np.argwhere(mask).tolist() == [[row, column] for row in (1, 3) for column in (0, 3, 6)]


def test_groups_and_pooling_have_fields_in_their_own_channels_only() -> None:
    nodes = [
        make_node("conv", "conv2d", "image", groups=2),
        make_node("pool", "max_pool2d", "conv", kernel_size=[2, 2], stride=[2, 2]),
        make_node("gap", "global_avg_pool2d", "pool"),
    ]
    weights: Weights = {"conv.weight": np.ones((6, 2, 1, 1), np.float32)}
    model = Model(make_graph(nodes, "gap", 6, (4, 4, 4)), weights)
    result = model.predict(np.zeros((4, 4, 4), np.float32))
    field = explain.receptive_field(model, result, "pool", 4, 1, 0)
    assert field.back["conv"].channels == [4]
    assert field.back["image"].channels == [2, 3]
    assert field.forward["gap"].channels == [4]
    assert explain.receptive_field(model, result, "image", 1).forward["conv"].channels == [0, 1, 2]


def test_field_of_a_residual_block_includes_both_paths() -> None:
    model = glasscnn.load(ZOO / "resmini.npz")
    result = model.predict(np.zeros((1, 28, 28), np.float32))
    field = explain.receptive_field(model, result, "add1", 0, 6, 6)
    assert {name: reach.direct for name, reach in field.back.items()} == {
        "image": False, "conv1": False, "pool": True, "conv2": False, "conv3": True,
    }  # fmt: skip
    assert field.back["conv3"].channels == [0]
    assert field.back["pool"].channels is None
    assert field.back["pool"].mask.sum() == 25
    assert {name for name, reach in explain.receptive_field(model, result, "pool").forward.items() if reach.direct} == {
        "conv2",
        "add1",
    }


@pytest.mark.parametrize("name", ["gap10", "deep", "lenet5", "resmini"])
def test_centre_of_a_field_is_the_centre_of_its_mask_away_from_the_border(name: str) -> None:
    model = glasscnn.load(ZOO / f"{name}.npz")
    result = model.predict(np.zeros((1, 28, 28), np.float32))
    reading = explain.ForwardPass(model, result.stages)
    for stage in model.graph.stages:
        shape = model.shapes[stage.node]
        if len(shape) == 3 and shape[1] > 5:
            place = Place(0, shape[1] // 2, shape[2] // 2)
            mask = explain.receptive_field(model, result, stage.name, *place).back["image"].mask
            rows = np.flatnonzero(mask.any(axis=1))
            if rows[0] > 0 and rows[-1] < 27:
                row, _, step = centre_on_image(reading, stage.node, place)
                assert row == (rows[0] + rows[-1] + 1) / 2
                assert step == 28 // shape[1]


def test_deprecated_names_still_work() -> None:
    assert explain.field is explain.receptive_field
    assert explain.explain_field is explain.explain_receptive_field
    assert explain.Reading is explain.ForwardPass
    assert engine.Watch is engine.ChangeDetector
