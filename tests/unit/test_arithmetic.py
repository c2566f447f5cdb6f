"""Sums, differences, products and quotients of layers, also of maps with a vector: computed, updated and explained."""

from dataclasses import replace

import numpy as np
import pytest

from glasscnn import explain, ops
from glasscnn.engine import Graph, Node, Region, run_graph
from glasscnn.errors import ModelError
from glasscnn.explain.receptive_field import receptive_field
from glasscnn.model import Model, read_model, write_model
from tests.support.graphs import Weights, make_graph, make_node

OPS = ("add", "sub", "mul", "div")
SHAPES = [((4, 5, 6), (4, 5, 6)), ((4, 5, 6), (4,)), ((4,), (4, 5, 6)), ((4, 5, 6), (1, 5, 6)), ((4,), (1,)),
          ((4, 1, 1), (1, 5, 1))]  # fmt: skip


def numbers(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.5, 2, shape).astype(np.float32)


def in_numpy(op: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    axes = max(x.ndim, y.ndim)
    x, y = (part.reshape(*part.shape, *[1] * (axes - part.ndim)) for part in (x, y))
    return {"add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide}[op](x, y)


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize(("first", "second"), SHAPES)
def test_arithmetic_repeats_sides_of_one_and_vectors(op: str, first: tuple[int, ...], second: tuple[int, ...]) -> None:
    x, y = numbers(0, 3, *first), numbers(1, 3, *second)
    found = getattr(ops, op)(x, y)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, in_numpy(op, x, y))
    np.testing.assert_allclose(getattr(ops, f"{op}_loops")(x, y), found, rtol=1e-6)


def test_elementwise_affine_has_a_number_for_every_cell_or_for_all_of_an_axis() -> None:
    x = numbers(0, 2, 3, 4, 5)
    for weight, bias in (((3, 4, 5), (3, 1, 1)), ((1, 4, 5), (1, 1, 5))):
        w, b = numbers(1, *weight), numbers(2, *bias)
        found = ops.elementwise_affine(x, w, b)
        np.testing.assert_array_equal(found, x * w + b)
        np.testing.assert_allclose(ops.elementwise_affine_loops(x, w, b), found, rtol=1e-6)


def squeeze_and_excite(op: str) -> tuple[Graph, Weights]:
    """Maps, a gate for each map and one for each cell, and an affine step with a number for each cell."""
    nodes = [
        make_node("conv", "conv2d", "image", padding=[1, 1, 1, 1]),
        make_node("gap", "global_avg_pool2d", "conv"),
        make_node("squeeze", "linear", "gap"),
        make_node("gate", "sigmoid", "squeeze"),
        make_node("excited", op, "conv", "gate"),
        make_node("scores", "conv2d", "excited"),
        make_node("attention", "sigmoid", "scores"),
        make_node("attended", op, "attention", "excited"),
        make_node("scaled", "elementwise_affine", "attended"),
        make_node("ratio", op, "scaled", "conv"),
        make_node("tail", "global_avg_pool2d", "ratio"),
        make_node("scaled_vector", "elementwise_affine", "tail"),
        make_node("one", "linear", "gate"),
        make_node("both", op, "scaled_vector", "one"),
        make_node("logits", "linear", "both"),
        make_node("probabilities", "softmax", "logits"),
    ]
    shapes = {
        "conv.weight": (4, 1, 3, 3), "squeeze.weight": (4, 4), "squeeze.bias": (4,), "scores.weight": (1, 4, 1, 1),
        "scaled.weight": (4, 9, 1), "scaled.bias": (1, 9, 9), "scaled_vector.weight": (4,), "scaled_vector.bias": (1,),
        "one.weight": (1, 4), "logits.weight": (3, 4),
    }  # fmt: skip
    weights = {name: numbers(seed, *shape) for seed, (name, shape) in enumerate(shapes.items())}
    weights["conv.bias"] = np.full(4, 2, np.float32)  # nothing is divided by 0
    return make_graph(nodes, "logits", 3, (1, 9, 9)), weights


@pytest.mark.parametrize("op", OPS)
def test_planned_updated_and_batched_arithmetic_equals_the_readable_one(op: str) -> None:
    graph, weights = squeeze_and_excite(op)
    model, fresh = Model(graph, weights), Model(graph, weights)
    images = np.random.default_rng(0).random((5, 1, 9, 9), dtype=np.float32)
    expected = run_graph(graph, weights, images)
    for number, image in enumerate(images):
        for name, found in model.predict(image).stages.items():
            if name != "image":
                np.testing.assert_allclose(found, expected[name][number], rtol=2e-5, atol=1e-5, err_msg=name)
    np.testing.assert_allclose(model.plan_batch(5).run(images), expected["probabilities"], atol=1e-5)
    part = Region(2, 3, 4, 6).of(model.plan.image)
    part[...] = 0.25
    model.plan.update(Region(2, 3, 4, 6))
    fresh.predict(model.plan.image)
    for name, output in model.plan.outputs.items():
        np.testing.assert_allclose(output, fresh.plan.outputs[name], rtol=1e-5, err_msg=name)


@pytest.mark.parametrize("op", OPS)
def test_a_cell_of_arithmetic_is_explained_with_the_numbers_that_it_is_made_of(op: str) -> None:
    graph, weights = squeeze_and_excite(op)
    for shown in (graph.stages, tuple(stage for stage in graph.stages if stage.name not in ("gate", "attended"))):
        model = Model(replace(graph, stages=shown), weights)
        result = model.predict(np.random.default_rng(2).random((1, 9, 9), dtype=np.float32))
        for stage, values in result.stages.items():
            place = (values.shape[0] - 1, 3, 5) if values.ndim == 3 else (values.shape[0] - 1, 0, 0)
            cell = explain.cell(model, result, stage, *place)
            names = {"np": np, "model": model, "result": result}
            exec("\n".join(cell.setup), names)
            assert float(eval(cell.expression, names)) == pytest.approx(cell.value, rel=1e-4), stage
            assert sum(cell.terms) == pytest.approx(cell.steps[0].value, rel=1e-4), stage
    step = explain.cell(model, result, "excited", 2, 3, 5).steps[0]
    operands = step.operands or step.terms
    assert [(term.node, term.channel, term.row, term.column) for term in operands] == [
        ("conv", 2, 3, 5),
        ("gate", 2, 0, 0),
    ]


def test_the_receptive_field_of_a_gated_cell_is_the_whole_image() -> None:
    graph, weights = squeeze_and_excite("mul")
    model = Model(graph, weights)
    result = model.predict(np.random.default_rng(2).random((1, 9, 9), dtype=np.float32))
    field = receptive_field(model, result, "excited", 2, 3, 5)
    assert field.back["image"].mask.all()
    assert field.back["gate"].channels == [2]
    assert field.back["conv"].channels is None
    ahead = receptive_field(model, result, "attention", 0, 3, 5).forward["attended"]
    assert (ahead.channels, ahead.mask.sum(), ahead.mask[3, 5]) == (None, 1, True)


def test_shapes_that_do_not_fit_are_refused_by_name() -> None:
    graph, weights = squeeze_and_excite("mul")
    with pytest.raises(ModelError, match=r"node 'squeeze': weight|node 'excited': mul takes inputs of equal shape"):
        Model(graph, weights | {"squeeze.weight": numbers(0, 3, 4), "squeeze.bias": numbers(0, 3)})
    with pytest.raises(ModelError, match=r"node 'scaled': weight \(4, 3, 1\) does not fit its input \(4, 9, 9\)"):
        Model(graph, weights | {"scaled.weight": numbers(0, 4, 3, 1)})
    with pytest.raises(ValueError, match=r"mul: expected inputs of one shape, found \(1, 3\) and \(1, 4\)"):
        ops.mul(numbers(0, 1, 3), numbers(0, 1, 4))


def test_a_model_with_products_is_read_back_as_it_was() -> None:
    graph, weights = squeeze_and_excite("mul")
    again, arrays = read_model(write_model(graph, weights))
    assert again == graph
    assert all((arrays[name] == array).all() for name, array in weights.items())
    assert Node("excited", "mul", ("conv", "gate"), {}) in again.nodes
