"""A cell's explanation has the right terms, sums to the engine's value, and its expression evaluates to it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import glasscnn
from glasscnn import explain
from glasscnn.engine import Graph, Stage
from glasscnn.explain import Cell
from glasscnn.model import Model, Result
from tests.support.graphs import Weights, make_graph, make_node, overflowing_model, random_models, small_model

ZOO = Path(__file__).resolve().parents[3] / "weights"
SEVEN = [[(60, 60), (220, 60), (120, 240)]]
MODELS = ("gap10", "deep", "lenet5", "resmini")


@pytest.fixture(scope="module", params=MODELS)
def read(request: pytest.FixtureRequest) -> tuple[Model, Result]:
    model = glasscnn.load(ZOO / f"{request.param}.npz")
    return model, model.predict(glasscnn.ink_to_image(SEVEN))


def places_of(shape: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """Cells at corners and borders, and some in the middle."""
    channels, height, width = shape if len(shape) == 3 else (*shape, 1, 1)
    rows, columns = {0, height // 3, height - 1}, {0, width // 2, width - 1}
    return [(channel, row, column) for channel in {0, channels - 1} for row in rows for column in columns]


def run_as_pasted(cell: Cell, model: Model, result: Result) -> float:
    names = {"np": np, "model": model, "result": result}
    exec("\n".join(cell.setup), names)
    return float(eval(cell.expression, names))


def tolerance(cell: Cell) -> float:
    """The tolerance: float32 sums differ from float64 ones in the last digits of the largest term."""
    terms = [abs(term) for term in cell.terms if np.isfinite(term)]
    return 2e-5 * max([1.0, *terms])


def check_cell(model: Model, result: Result, stage: str, place: tuple[int, int, int]) -> None:
    cell = explain.cell(model, result, stage, *place)
    numbers = result.stages[stage]
    expected = float(numbers[place] if numbers.ndim == 3 else numbers[place[0]])
    assert cell.value == expected
    assert cell.steps[-1].value == expected
    found = run_as_pasted(cell, model, result)
    assert found == pytest.approx(expected, rel=1e-4, abs=tolerance(cell)), (cell.setup, cell.expression)
    if len(cell.steps) > 1 or cell.steps[0].terms:
        assert sum(cell.terms) == pytest.approx(cell.steps[0].value, rel=1e-4, abs=tolerance(cell))


def test_terms_and_expression_give_the_value_for_every_stage_of_every_model(read: tuple[Model, Result]) -> None:
    model, result = read
    for stage, numbers in result.stages.items():
        for place in places_of(numbers.shape):
            check_cell(model, result, stage, place)


def test_terms_of_a_convolution_equal_the_products_of_torch_unfold(read: tuple[Model, Result]) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle of this test")
    model, result = read
    for stage in model.graph.stages:
        node = model.graph.node(explain.cell(model, result, stage.name).steps[0].node)
        if node.op != "conv2d":
            continue
        before = explain.ForwardPass(model, result.stages).output(node.inputs[0])
        weight = torch.tensor(model.weights[f"{node.name}.weight"])
        top, left, _, _ = node.attributes["padding"]
        windows = torch.nn.functional.unfold(
            torch.tensor(before)[None], weight.shape[2:], padding=(top, left), stride=node.attributes["stride"]
        )[0]
        _, _, width = result.stages[stage.name].shape
        for channel, row, column in places_of(result.stages[stage.name].shape):
            step = explain.cell(model, result, stage.name, channel, row, column).steps[0]
            expected = windows[:, row * width + column].reshape(len(before), -1)
            kernel = weight[channel].reshape(len(before), -1)
            np.testing.assert_allclose([term.inputs for term in step.terms], expected, rtol=1e-6)
            np.testing.assert_allclose([term.weights for term in step.terms], kernel, rtol=0)
            np.testing.assert_allclose([term.products for term in step.terms], expected * kernel, rtol=1e-5, atol=1e-7)
            np.testing.assert_allclose(
                [term.value for term in step.terms], (expected * kernel).sum(dim=1), rtol=1e-4, atol=1e-4
            )


@given(random_models(), st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_terms_and_expression_give_the_value_for_random_graphs(
    case: tuple[Graph, Weights], random: np.random.Generator, hidden: bool
) -> None:
    graph, weights = case
    if hidden:  # what no stage shows is computed on the way
        shown = tuple(stage for stage in graph.stages if random.random() < 0.4)
        graph = Graph(**{**graph.__dict__, "stages": shown})
    model = Model(graph, weights)
    result = model.predict(np.random.default_rng(0).random(graph.input.shape, dtype=np.float32))
    for stage, numbers in result.stages.items():
        if np.abs(numbers).max() < 1e4:  # larger ones have no digits left to compare sums by
            for place in places_of(numbers.shape):
                check_cell(model, result, stage, place)


def test_convolution_with_relu_has_two_steps() -> None:
    model = glasscnn.load(ZOO / "gap10.npz")
    result = model.predict(glasscnn.ink_to_image(SEVEN))
    cell = explain.cell(model, result, "conv2", channel=3, row=12, column=7)
    assert [(step.op, step.node) for step in cell.steps] == [("conv2d", "conv2"), ("relu", "relu2")]
    assert cell.steps[1].before == cell.steps[0].value
    assert len(cell.terms) == 11  # ten channels and the bias
    assert cell.setup == (
        'x = result.stages["conv1"]',
        'W, b = model.weights["conv2.weight"], model.weights["conv2.bias"]',
    )
    assert cell.expression == "max(0, (x[:, 11:14, 6:9] * W[3]).sum() + b[3])"


def test_padding_at_the_border_is_zeros_outside_the_map() -> None:
    model = glasscnn.load(ZOO / "gap10.npz")
    result = model.predict(glasscnn.ink_to_image(SEVEN))
    cell = explain.cell(model, result, "conv1", channel=0, row=0, column=27)
    window = cell.steps[0].window
    assert window is not None
    assert (window.rows, window.columns) == ([-1, 0, 1], [26, 27, 28])
    assert (window.height, window.width) == (28, 28)
    inputs = cell.steps[0].terms[0].inputs
    assert inputs is not None
    assert [inputs[index] for index in (0, 1, 2, 5, 8)] == [0.0] * 5
    assert inputs[3] == pytest.approx((0 - 0.1307) / 0.3081)


def test_pooling_lists_its_cells_and_the_maximum() -> None:
    nodes = [
        make_node("pool", "max_pool2d", "image", kernel_size=[2, 3], stride=[2, 2], padding=[1, 1, 0, 1]),
        make_node("mean", "avg_pool2d", "image", kernel_size=[2, 2], stride=[2, 2], padding=[1, 0, 1, 0]),
        make_node("gap", "global_avg_pool2d", "pool"),
    ]
    model = Model(make_graph(nodes, "gap", 1, (1, 4, 4)), {})
    image = np.arange(16, dtype=np.float32).reshape(1, 4, 4) / 16
    result = model.predict(image)
    reading = explain.ForwardPass(model, result.stages)
    x = reading.output("image")[0]
    step = explain.cell(model, result, "pool", 0, 0, 0).steps[0]
    assert step.candidates == [None, None, None, None, float(x[0, 0]), float(x[0, 1])]
    assert step.winner == (1, 2)
    step = explain.cell(model, result, "mean", 0, 0, 0).steps[0]
    assert step.candidates == [None, None, float(x[0, 0]), float(x[0, 1])]
    assert step.count == 4
    assert step.value == pytest.approx(float(x[0, :2].sum()) / 4)


def test_terms_after_a_hidden_flatten_refer_to_the_maps_before_it() -> None:
    model = glasscnn.load(ZOO / "lenet5.npz")
    result = model.predict(glasscnn.ink_to_image(SEVEN))
    terms = explain.cell(model, result, "dense1", channel=5).steps[0].terms
    assert len(terms) == 400
    for term in (terms[0], terms[57], terms[399]):
        assert term.stage == "pool2"
        assert term.input == float(result.stages["pool2"][term.channel, term.row, term.column])
    assert (terms[57].channel, terms[57].row, terms[57].column) == (2, 1, 2)


def test_largest_terms_are_available_with_the_sum_of_the_rest() -> None:
    model = glasscnn.load(ZOO / "lenet5.npz")
    reading = explain.ForwardPass(model, model.predict(glasscnn.ink_to_image(SEVEN)).stages)
    for stage, place in (("dense1", explain.Place(5)), ("conv2", explain.Place(3, 4, 5))):
        every, few = explain.explain_cell(reading, stage, place), explain.explain_cell(reading, stage, place, most=4)
        step = few.steps[0]
        assert step.rest is not None
        assert len(step.terms) == 4
        assert step.rest.count == len(every.steps[0].terms) - 4
        assert sum(few.terms) == pytest.approx(sum(every.terms))
        assert all(term in every.steps[0].terms for term in step.terms)
        smallest = min(abs(term.value) for term in step.terms)
        assert sum(abs(term.value) > smallest for term in every.steps[0].terms) == 3


def test_sum_lists_both_cells() -> None:
    model = glasscnn.load(ZOO / "resmini.npz")
    result = model.predict(glasscnn.ink_to_image(SEVEN))
    cell = explain.cell(model, result, "add1", channel=2, row=5, column=6)
    assert [step.op for step in cell.steps] == ["add", "relu"]
    assert [(term.stage, term.channel, term.row, term.column) for term in cell.steps[0].terms] == [
        ("pool", 2, 5, 6),
        ("conv3", 2, 5, 6),
    ]
    assert cell.expression == "max(0, x[2, 5, 6] + y[2, 5, 6])"


def test_softmax_shows_logits_exponentials_and_shares() -> None:
    model = glasscnn.load(ZOO / "gap10.npz")
    result = model.predict(glasscnn.ink_to_image(SEVEN))
    softmax = explain.cell(model, result, "probabilities", channel=7).steps[0].softmax
    assert softmax is not None
    np.testing.assert_allclose(softmax["logits"], result.stages["logits"], rtol=1e-7)
    np.testing.assert_allclose(softmax["shares"], result.probabilities, atol=1e-6)
    np.testing.assert_allclose(
        np.array(softmax["exponentials"]) / sum(softmax["exponentials"]), softmax["shares"], rtol=1e-12
    )


def test_infinity_and_nan_are_preserved_in_every_step() -> None:
    model = Model(*overflowing_model(3))
    with np.errstate(all="ignore"):
        result = model.predict(np.ones((1, 3, 3), np.float32))
        cell = explain.cell(model, result, "relu", 0, 1, 1)
        assert np.isnan(cell.value)
        assert np.isnan(run_as_pasted(cell, model, result))
        assert np.isinf(explain.cell(model, result, "up", 0, 1, 1).value)


@pytest.mark.parametrize(
    ("stage", "place", "message"),
    [
        ("conv9", (0, 0, 0), r"there is no stage 'conv9'; there are image, conv, relu"),
        ("conv", (4, 0, 0), r"stage 'conv' has 4 × 8 × 8 cells, .* no channel 4, row 0, column 0"),
        ("conv", (0, -1, 0), r"no channel 0, row -1"),
        ("gap", (0, 1, 0), r"stage 'gap' has 4 cells"),
    ],
)
def test_nonexistent_cell_is_refused(stage: str, place: tuple[int, int, int], message: str) -> None:
    model = Model(*small_model())
    result = model.predict(np.zeros((1, 8, 8), np.float32))
    with pytest.raises(glasscnn.QuestionError, match=message):
        explain.cell(model, result, stage, *place)


def test_batch_is_refused() -> None:
    model = Model(*small_model())
    result = model.predict(np.zeros((2, 1, 8, 8), np.float32))
    with pytest.raises(glasscnn.QuestionError, match="one image is explained at a time"):
        explain.cell(model, result, "conv")


def test_stage_before_its_activation_has_one_step_of_each() -> None:
    graph, weights = small_model()
    model = Model(graph, weights)
    result = model.predict(np.random.default_rng(1).random((1, 8, 8), np.float32))
    assert [step.op for step in explain.cell(model, result, "relu", 1, 2, 3).steps] == ["relu"]
    shown = tuple(stage for stage in graph.stages if stage.name != "conv")
    hidden = Model(Graph(**{**graph.__dict__, "stages": (*shown, Stage("again", "relu", "Again"))}), weights)
    result = hidden.predict(np.random.default_rng(1).random((1, 8, 8), np.float32))
    for name in ("relu", "again"):
        assert [step.op for step in explain.cell(hidden, result, name, 1, 2, 3).steps] == ["conv2d", "relu"]
