"""Reductions in a network: planned, batched and explained. Random graphs in the other tests have them, too."""

import numpy as np
import pytest

from glasscnn import explain
from glasscnn.engine import run_graph
from glasscnn.errors import ModelError
from glasscnn.explain.receptive_field import receptive_field
from glasscnn.model import Model
from tests.support.graphs import make_graph, make_node


def reducing_model() -> Model:
    nodes = [
        make_node("conv", "conv2d", "image"),
        make_node("best", "global_max_pool2d", "conv"),
        make_node("brightest", "reduce_max", "conv", dim=[1]),
        make_node("rows", "reduce_mean", "conv", dim=[3]),
        make_node("gated", "mul", "rows", "brightest"),
        make_node("total", "reduce_sum", "gated", dim=[2, 3]),
        make_node("flat", "flatten", "total"),
        make_node("both", "add", "best", "flat"),
        make_node("one", "reduce_mean", "both", dim=[1]),
        make_node("logits", "mul", "both", "one"),
        make_node("probabilities", "softmax", "logits"),
    ]
    random = np.random.default_rng(0)
    weights = {"conv.weight": random.standard_normal((3, 1, 1, 1)), "conv.bias": random.standard_normal(3)}
    return Model(
        make_graph(nodes, "logits", 3, (1, 4, 5)), {key: value.astype(np.float32) for key, value in weights.items()}
    )


def test_planned_and_batched_reductions_equal_the_readable_ones() -> None:
    model = reducing_model()
    images = np.random.default_rng(1).random((4, 1, 4, 5), dtype=np.float32)
    expected = run_graph(model.graph, model.weights, images)
    for number, image in enumerate(images):
        for name, found in model.predict(image).stages.items():
            if name != "image":
                np.testing.assert_allclose(found, expected[name][number], rtol=1e-5, atol=1e-6, err_msg=name)
    np.testing.assert_allclose(model.plan_batch(3).run(images[:3]), expected["probabilities"][:3], atol=1e-6)


def test_every_cell_of_a_reduction_is_explained_by_the_numbers_that_it_is_made_of() -> None:
    model = reducing_model()
    result = model.predict(np.random.default_rng(2).random((1, 4, 5), dtype=np.float32))
    for stage, place in (("best", (2, 0, 0)), ("brightest", (0, 3, 2)), ("rows", (1, 2, 0)), ("total", (1, 0, 0)),
                         ("one", (0, 0, 0)), ("logits", (2, 0, 0))):  # fmt: skip
        cell = explain.cell(model, result, stage, *place)
        names = {"np": np, "model": model, "result": result}
        exec("\n".join(cell.setup), names)
        assert float(eval(cell.expression, names)) == pytest.approx(cell.value, rel=1e-5), stage
        if stage != "best":
            assert sum(cell.terms) == pytest.approx(cell.value, rel=1e-5), stage
    brightest = explain.cell(model, result, "brightest", 0, 3, 2).steps[0].terms
    conv = result.stages["conv"]
    assert [(term.node, term.channel, term.row, term.column) for term in brightest] == [
        ("conv", int(conv[:, 3, 2].argmax()), 3, 2)
    ]
    best = explain.cell(model, result, "best", 1).steps[0]
    assert best.winner == divmod(int(conv[1].argmax()), 5)
    assert len(explain.cell(model, result, "rows", 1, 2, 0).steps[0].terms) == 5


def test_the_receptive_field_of_a_reduced_cell_is_its_row() -> None:
    model = reducing_model()
    result = model.predict(np.random.default_rng(2).random((1, 4, 5), dtype=np.float32))
    field = receptive_field(model, result, "rows", 1, 2, 0)
    np.testing.assert_array_equal(np.argwhere(field.back["image"].mask), [[2, column] for column in range(5)])
    assert field.back["conv"].channels == [1]


def test_axes_that_an_input_does_not_have_are_refused() -> None:
    for dim in ([0, 1], [2, 1], [1, 1], [4], [], [[1]], ["1"], [True], [1.0], 1, None, {}):
        with pytest.raises(ModelError, match="expected dim to be axes from 1 to 3 in order, found"):
            make_node("node", "reduce_sum", "image", dim=dim)
    nodes = [make_node("flat", "flatten", "image"), make_node("sum", "reduce_sum", "flat", dim=[2])]
    with pytest.raises(ModelError, match=r"node 'sum': dim \[2\] does not fit its input \(20,\)"):
        Model(make_graph(nodes, "sum", 1, (1, 4, 5)), {})
