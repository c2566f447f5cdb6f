"""Normalisations in a network: planned, updated in part, batched, explained, saved. Random graphs have them, too."""

import io
from contextlib import redirect_stdout
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from glasscnn import explain
from glasscnn.codegen import Drawing, cells_of, script
from glasscnn.engine import OPERATORS, Region, run_graph
from glasscnn.errors import ModelError
from glasscnn.explain.dependencies import fed, needed
from glasscnn.explain.forward_pass import ForwardPass
from glasscnn.model import Model, read_model, write_model
from tests.support.graphs import Weights, make_graph, make_node

CASES: list[tuple[str, dict[str, Any], dict[str, tuple[int, ...]]]] = [
    ("layer_norm", {"dim": [1]}, {"weight": (6, 1, 1), "bias": (6, 1, 1)}),
    ("layer_norm", {"dim": [3]}, {"weight": (1, 1, 8)}),
    ("layer_norm", {"dim": [2, 3]}, {}),
    ("layer_norm", {"dim": [1, 2, 3]}, {"weight": (6, 8, 8), "bias": (6, 8, 8)}),
    ("rms_norm", {"dim": [1]}, {"weight": (6, 1, 1)}),
    ("rms_norm", {"dim": [2, 3]}, {"weight": (6, 8, 1)}),
    ("group_norm", {"num_groups": 3}, {"weight": (6,), "bias": (6,)}),
    ("group_norm", {"num_groups": 1}, {}),
    ("local_response_norm", {"size": 3, "alpha": 0.5, "k": 2.0}, {}),
    ("local_response_norm", {"size": 4, "alpha": 0.5, "beta": 0.5}, {}),
    ("elementwise_power", {}, {"exponent": (6, 1, 8)}),
    ("prelu", {}, {"weight": (1, 8, 8)}),
]
ANY = pytest.mark.parametrize(("op", "attributes", "shapes"), CASES, ids=str)


def model_with(op: str, attributes: dict[str, Any], shapes: dict[str, tuple[int, ...]], side: int = 8) -> Model:
    """A convolution, the operator on its six maps, and where it takes vectors once more on six numbers."""
    nodes = [
        make_node("conv", "conv2d", "image", padding=[1, 1, 1, 1]),
        make_node("before", "absolute" if op == "elementwise_power" else "negative", "conv"),
        make_node("norm", op, "before", **attributes),
        make_node("gap", "global_avg_pool2d", "norm"),
    ]
    random = np.random.default_rng(0)
    weights: Weights = {"conv.weight": random.standard_normal((6, 1, 3, 3)).astype(np.float32)}
    for key, shape in shapes.items():
        sides = tuple(side if length == 8 else length for length in shape)
        weights[f"norm.{key}"] = random.uniform(0.5, 1.5, sides).astype(np.float32)
    last = "gap"
    if attributes.get("dim") == [1] or op == "group_norm":
        nodes.append(make_node("again", op, "gap", **attributes))
        weights |= {f"again.{key}": weights[f"norm.{key}"].reshape(-1) for key in shapes}
        last = "again"
    nodes += [make_node("logits", "linear", last), make_node("probabilities", "softmax", "logits")]
    weights["logits.weight"] = random.standard_normal((3, 6)).astype(np.float32)
    return Model(make_graph(nodes, "logits", 3, (1, side, side)), weights)


@ANY
def test_planned_and_batched_normalisations_equal_the_readable_ones(op: str, attributes: Any, shapes: Any) -> None:
    model = model_with(op, attributes, shapes)
    images = np.random.default_rng(1).random((5, 1, 8, 8), dtype=np.float32)
    expected = run_graph(model.graph, model.weights, images)
    for number, image in enumerate(images):
        for name, found in model.predict(image).stages.items():
            if name != "image":
                np.testing.assert_allclose(found, expected[name][number], rtol=1e-4, atol=1e-5, err_msg=name)
    np.testing.assert_allclose(model.plan_batch(3).run(images[:3]), expected["probabilities"][:3], atol=1e-5)


@ANY
def test_an_update_of_large_maps_is_bit_identical_to_a_full_run(op: str, attributes: Any, shapes: Any) -> None:
    model, fresh = (model_with(op, attributes, shapes, side=40) for _ in range(2))
    random = np.random.default_rng(0)
    model.plan.image[...] = random.random((1, 40, 40))
    model.plan.run()
    for region in (Region(0, 0, 1, 1), Region(3, 20, 30, 23), Region(39, 0, 40, 40)):
        part = region.of(model.plan.image)
        part[...] = random.random(part.shape)
        model.plan.update(region)
        fresh.plan.image[...] = model.plan.image
        fresh.plan.run()
        assert model.plan.outputs["norm"].tobytes() == fresh.plan.outputs["norm"].tobytes()


@ANY
def test_a_cell_is_explained_with_its_statistics_and_in_numpy(op: str, attributes: Any, shapes: Any) -> None:
    model = model_with(op, attributes, shapes)
    shown = tuple(stage for stage in model.graph.stages if stage.name not in ("conv", "before", "gap"))
    for each in (model, Model(replace(model.graph, stages=shown), model.weights)):
        result = each.predict(np.random.default_rng(2).random((1, 8, 8), dtype=np.float32))
        for stage, place in (("norm", (2, 3, 4)), ("norm", (5, 0, 7)), ("again", (1, 0, 0))):
            if stage not in result.stages:
                continue
            cell = explain.cell(each, result, stage, *place)
            names = {"np": np, "model": each, "result": result}
            exec("\n".join(cell.setup), names)
            assert float(eval(cell.expression, names)) == pytest.approx(cell.value, rel=1e-4, abs=1e-5)
            step = cell.steps[-1]
            assert step.op == op
            assert step.before is not None
            if step.norm:
                n = step.norm
                normalised = (step.before - n["mean"]) / np.sqrt(n["variance"] + n["eps"])
                assert normalised * n["scale"] + n["shift"] == pytest.approx(cell.value, rel=1e-4, abs=1e-5)
            elif op == "local_response_norm":
                p = step.parameters or {}
                divisor = (p["k"] + p["alpha"] * p["mean_square"]) ** p["beta"]
                assert step.before / divisor == pytest.approx(cell.value, rel=1e-4, abs=1e-5)


@ANY
def test_a_cell_depends_on_exactly_the_cells_that_change_it(op: str, attributes: Any, shapes: Any) -> None:
    model = model_with(op, attributes, shapes)
    node = next(node for node in model.graph.nodes if node.name == "norm")
    reading = ForwardPass(model, model.predict(np.zeros((1, 8, 8), np.float32)).stages)
    x = np.random.default_rng(3).uniform(0.5, 1.5, (1, 6, 8, 8))  # float64: every dependence shows
    changed = np.repeat(x, 12, axis=0)
    places = np.random.default_rng(4).integers([6, 8, 8], size=(12, 3))
    changed[np.arange(12), *places.T] += 0.25 if op != "prelu" else -2
    outputs = [OPERATORS[op](each, **reading.arrays.get("norm", {}), **attributes) for each in (x, changed)]
    differs = outputs[0] != outputs[1]
    for place, different in zip(places, differs, strict=True):
        cell = np.zeros((6, 8, 8), bool)
        cell[tuple(place)] = True
        assert (fed(reading, node, [cell]) >= different).all()
        assert different[fed(reading, node, [cell])].mean() > 0.9  # rounding may hide one
        (before,) = needed(reading, node, cell)
        assert before[tuple(place)]


@ANY
def test_files_and_scripts_with_them_give_the_same_numbers(op: str, attributes: Any, shapes: Any) -> None:
    model = model_with(op, attributes, shapes)
    graph, weights = read_model(write_model(model.graph, model.weights))
    assert graph == model.graph
    result = Model(graph, weights).predict(np.random.default_rng(5).random((1, 8, 8), dtype=np.float32))
    names: dict[str, Any] = {}
    with redirect_stdout(io.StringIO()):
        exec(script(cells_of(model, result.stages, Drawing((), 20, True))), names)
    np.testing.assert_allclose(names["stages"]["norm"], result.stages["norm"], rtol=1e-4, atol=1e-5)


def test_what_does_not_fit_is_refused_by_name() -> None:
    with pytest.raises(ModelError, match="expected size to be an integer from 1 to 4096, found 0"):
        make_node("norm", "local_response_norm", "image", size=0)
    with pytest.raises(ModelError, match="expected num_groups to be an integer from 1 to 65,536, found 0"):
        make_node("norm", "group_norm", "image", num_groups=0)
    with pytest.raises(ModelError, match=r"node 'norm': its input \(6, 8, 8\) cannot be divided into 4 equal groups"):
        model_with("group_norm", {"num_groups": 4}, {})
    with pytest.raises(ModelError, match=r"node 'norm': weight \(5, 1, 1\) does not fit its input \(6, 8, 8\)"):
        model_with("layer_norm", {"dim": [1]}, {"weight": (5, 1, 1)})
