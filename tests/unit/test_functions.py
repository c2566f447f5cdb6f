"""Every element-wise function in a network: planned, updated in part, batched, explained, saved and written as code."""

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from glasscnn import explain
from glasscnn.engine import ELEMENTWISE, Region, run_graph
from glasscnn.engine.elementwise import BLOCK
from glasscnn.model import Model, read_model, write_model
from tests.support.functions import FUNCTIONS, function_model

CASES = pytest.mark.parametrize(("op", "attributes"), FUNCTIONS, ids=str)


def test_every_function_of_the_format_is_tried() -> None:
    assert {op for op, _ in FUNCTIONS} == set(ELEMENTWISE)


@CASES
def test_planned_and_batched_functions_equal_the_readable_ones(op: str, attributes: dict[str, Any]) -> None:
    graph, weights = function_model(op, attributes)
    model = Model(graph, weights)
    images = np.random.default_rng(0).random((5, 1, 8, 8), dtype=np.float32)
    expected = run_graph(graph, weights, images)
    for number, image in enumerate(images):
        for name, found in model.predict(image).stages.items():
            if name != "image":
                np.testing.assert_allclose(found, expected[name][number], rtol=1e-5, atol=1e-6, err_msg=name)
    np.testing.assert_allclose(model.plan_batch(3).run(images[:3]), expected["probabilities"][:3], atol=1e-6)


@CASES
def test_an_update_of_large_maps_is_bit_identical_to_a_full_run(op: str, attributes: dict[str, Any]) -> None:
    graph, weights = function_model(op, attributes, side=96, maps=9)
    assert BLOCK < 9 * 96 * 96  # several blocks
    random = np.random.default_rng(0)
    model, fresh = Model(graph, weights), Model(graph, weights)
    model.plan.image[...] = random.random((1, 96, 96))
    model.plan.run()
    for region in (Region(0, 0, 1, 1), Region(3, 40, 50, 43), Region(95, 0, 96, 96), Region(10, 90, 20, 96)):
        part = region.of(model.plan.image)
        part[...] = random.random(part.shape)
        model.plan.update(region)
        fresh.plan.image[...] = model.plan.image
        fresh.plan.run()
        assert model.plan.outputs["function"].tobytes() == fresh.plan.outputs["function"].tobytes()


@CASES
def test_a_cell_is_explained_with_its_formula_in_numpy(op: str, attributes: dict[str, Any]) -> None:
    graph, weights = function_model(op, attributes)
    for hidden in (set(), {"conv", "gap"}):
        shown = tuple(stage for stage in graph.stages if stage.name not in hidden)
        model = Model(replace(graph, stages=shown), weights)
        result = model.predict(np.random.default_rng(2).random((1, 8, 8), dtype=np.float32))
        for stage, place in (("function", (2, 3, 4)), ("function", (0, 0, 7)), ("again", (1, 0, 0))):
            cell = explain.cell(model, result, stage, *place)
            names = {"np": np, "model": model, "result": result}
            exec("\n".join(cell.setup), names)
            assert float(eval(cell.expression, names)) == pytest.approx(cell.value, rel=1e-4, abs=1e-5)
            last = cell.steps[-1]
            assert last.op == op
            assert last.before is not None
            readable = ELEMENTWISE[op](
                np.array([[last.before]], np.float32),
                **attributes,
                **({"weight": np.array([(last.parameters or {})["slope"]], np.float32)} if op == "prelu" else {}),
            )
            assert float(readable[0, 0]) == pytest.approx(cell.value, rel=1e-4, abs=1e-5)


@CASES
def test_a_file_with_a_new_function_has_version_2_and_all_others_have_version_1(
    op: str, attributes: dict[str, Any]
) -> None:
    graph, weights = function_model(op, attributes)
    data = write_model(graph, weights)
    again, arrays = read_model(data)
    assert again == graph
    assert arrays.keys() == weights.keys()
    text = np.load(io.BytesIO(data))["graph"].tobytes().decode()
    version = 1 if op in ("relu", "leaky_relu", "sigmoid", "tanh") else 2
    assert f'"version": {version}' in text
