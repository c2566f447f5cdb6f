"""A network without one of its parts computes what the original graph gives when that part is changed by hand."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import glasscnn
from glasscnn import explain
from glasscnn.errors import ModelError
from glasscnn.model import Model, read_model, write_model
from glasscnn.model.interventions import Interventions, intervene, possible_interventions
from tests.support.graphs import random_models, small_model
from tests.unit.explain.test_cell import check_cell, places_of

torch = pytest.importorskip("torch", reason="PyTorch is the oracle of these tests")
from tests.support.torch_graph import run_node_in_torch, seen_by_windows  # noqa: E402

SEVEN = [[(60, 60), (220, 60), (120, 240)]]
BUNDLED = ("gap10", "deep", "lenet5", "resmini")


def subsets(names: frozenset[Any]) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(sorted(names)), max_size=3) if names else st.just(frozenset())


def channels_of(model: Model, stages: frozenset[str]) -> frozenset[tuple[str, int]]:
    nodes = {stage.name: stage.node for stage in model.graph.stages}
    return frozenset((stage, channel) for stage in stages for channel in range(model.shapes[nodes[stage]][0]))


def any_of(model: Model) -> st.SearchStrategy[Interventions]:
    """Some of the possible interventions of a model, together."""
    possible = possible_interventions(model)
    return st.builds(
        Interventions,
        without=subsets(possible.without),
        muted=subsets(channels_of(model, possible.muted)),
        mean_pooling=subsets(possible.mean_pooling),
        without_bias=subsets(possible.without_bias),
    )


def changed_by_hand(model: Model, image: np.ndarray, interventions: Interventions) -> dict[str, Any]:
    """The outputs of the original graph in PyTorch, with each intervention applied to the output that it concerns."""
    graph = model.graph
    mean, std = (torch.tensor(values)[:, None, None] for values in (graph.input.mean, graph.input.std))
    outputs = {graph.input.name: (torch.tensor(image) - mean) / std}
    muted = {
        (stage.node, channel) for stage in graph.stages for name, channel in interventions.muted if name == stage.name
    }
    for node in graph.nodes:
        inputs = [outputs[source] for source in node.inputs]
        arrays = {
            name.rpartition(".")[2]: torch.tensor(array)
            for name, array in model.weights.items()
            if name.rpartition(".")[0] == node.name
        }
        if node.name in interventions.without_bias:
            del arrays["bias"]
        if node.name in interventions.without:
            outputs[node.name] = inputs[0].clone()
        elif node.name in interventions.mean_pooling:
            total, count = (
                seen_by_windows(node, x, 0.0).sum((-2, -1)) for x in (inputs[0], torch.ones_like(inputs[0]))
            )
            outputs[node.name] = total / count
        else:
            outputs[node.name] = run_node_in_torch(node, inputs, arrays)
        for name, channel in muted:
            if name == node.name:
                outputs[node.name][channel] = 0
    return outputs


def check_stages(model: Model, image: np.ndarray, interventions: Interventions) -> Model:
    """Compare every stage with the network that was changed by hand; returns the changed model."""
    changed = intervene(model, interventions)
    expected = changed_by_hand(model, image, interventions)
    result = changed.predict(image)
    for stage in model.graph.stages:
        found, numbers = result.stages[stage.name], expected[stage.node].numpy()
        assert found.shape == numbers.shape
        np.testing.assert_allclose(found, numbers, rtol=2e-4, atol=2e-4 * max(1.0, np.abs(numbers).max()))
    for stage_name, channel in interventions.muted:
        assert not result.stages[stage_name][channel].any()
    return changed


@given(st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_stage_equals_pytorchs_for_random_graphs_with_sums_and_branches(data: st.DataObject) -> None:
    graph, weights = data.draw(random_models())
    model = Model(graph, weights)
    image = np.random.default_rng(data.draw(st.integers(0, 99))).random(graph.input.shape, np.float32)
    changed = check_stages(model, image, data.draw(any_of(model)))
    names = [[stage.name for stage in each.graph.stages] for each in (model, changed)]
    assert names[0] == names[1]
    assert {node.name for node in model.graph.nodes} <= {node.name for node in changed.graph.nodes}


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_arithmetic_of_cells_is_that_of_the_changed_network(data: st.DataObject) -> None:
    graph, weights = data.draw(random_models())
    model = Model(graph, weights)
    changed = intervene(model, data.draw(any_of(model)))
    result = changed.predict(np.random.default_rng(0).random(graph.input.shape, np.float32))
    for stage, numbers in result.stages.items():
        for place in places_of(numbers.shape)[:4]:
            check_cell(changed, result, stage, place)


@pytest.mark.parametrize("name", BUNDLED)
def test_everything_that_is_possible_together_equals_pytorch_in_the_bundled_models(name: str) -> None:
    model = glasscnn.load(name)
    possible = possible_interventions(model)
    muted = frozenset((stage, channel) for stage, channel in channels_of(model, possible.muted) if channel == 1)
    image = glasscnn.ink_to_image(SEVEN)
    for interventions in (
        Interventions(mean_pooling=possible.mean_pooling, without_bias=possible.without_bias),
        Interventions(muted=muted),
        Interventions(without=possible.without, muted=muted),
    ):
        check_stages(model, image, interventions)


def test_the_possible_interventions_of_a_small_network() -> None:
    possible = possible_interventions(Model(*small_model()))
    assert possible.without == {"relu"}
    assert possible.mean_pooling == {"pool"}
    assert possible.without_bias == {"conv", "logits"}
    assert possible.muted == {"conv", "relu", "pool", "gap", "logits"}


def test_a_layer_may_be_left_out_where_its_output_has_the_shape_of_its_input() -> None:
    assert {"conv2", "logits"} <= possible_interventions(glasscnn.load("gap10")).without


def test_a_number_passes_through_a_layer_that_is_left_out_to_the_bit() -> None:
    model, image = glasscnn.load("gap10"), glasscnn.ink_to_image(SEVEN)
    result = intervene(model, Interventions(without=frozenset({"relu1"}))).predict(image)
    before = explain.ForwardPass(model, model.predict(image).stages).output("conv1")
    np.testing.assert_allclose(result.stages["conv1"], before, rtol=0, atol=1e-5)
    assert result.stages["conv1"].min() < 0


def test_mean_pooling_averages_the_cells_of_the_map_and_no_padding() -> None:
    graph, weights = small_model(side=3)
    nodes = [
        replace(node, attributes={**node.attributes, "padding": [1, 1, 1, 1]}) if node.op == "max_pool2d" else node
        for node in graph.nodes
    ]
    model = Model(replace(graph, nodes=tuple(nodes)), weights)
    result = intervene(model, Interventions(mean_pooling=frozenset({"pool"}))).predict(np.ones((1, 3, 3), np.float32))
    relu, pool = result.stages["relu"], result.stages["pool"]
    assert pool.shape == (4, 2, 2)
    np.testing.assert_array_equal(pool[:, 0, 0], relu[:, 0, 0])  # three of the four cells are padding
    np.testing.assert_allclose(pool[:, 1, 1], relu[:, 1:, 1:].mean(axis=(1, 2)), rtol=1e-6)


def test_the_other_channels_stay_the_same_to_the_bit() -> None:
    model, image = glasscnn.load("gap10"), glasscnn.ink_to_image(SEVEN)
    before = model.predict(image).stages
    after = intervene(model, Interventions(muted=frozenset({("conv1", 3), ("gap", 0)}))).predict(image).stages
    others = [channel for channel in range(10) if channel != 3]
    np.testing.assert_array_equal(after["conv1"][others], before["conv1"][others])
    assert after["gap"][0] == 0
    assert not np.array_equal(after["conv2"], before["conv2"])


def test_a_muted_cell_says_that_it_is_muted_and_another_one_is_explained_as_before() -> None:
    model, image = glasscnn.load("gap10"), glasscnn.ink_to_image(SEVEN)
    changed = intervene(model, Interventions(muted=frozenset({("conv1", 3), ("gap", 2)})))
    result = changed.predict(image)
    muted = explain.cell(changed, result, "conv1", 3, 9, 9)
    assert [step.op for step in muted.steps] == ["conv2d", "relu", "mute"]
    assert (muted.value, muted.steps[-1].before) == (0, muted.steps[1].value)
    original = explain.cell(model, model.predict(image), "conv1", 4, 9, 9)
    other = explain.cell(changed, result, "conv1", 4, 9, 9)
    assert (other.expression, other.terms, other.value) == (original.expression, original.terms, original.value)
    assert [step.op for step in explain.cell(changed, result, "gap", 2).steps] == ["global_avg_pool2d", "mute"]
    assert [step.op for step in explain.cell(changed, result, "gap", 3).steps] == ["global_avg_pool2d"]


def test_a_cell_without_its_relu_is_explained_without_it() -> None:
    model, image = glasscnn.load("gap10"), glasscnn.ink_to_image(SEVEN)
    changed = intervene(model, Interventions(without=frozenset({"relu2"})))
    cell = explain.cell(changed, changed.predict(image), "conv2", 0, 9, 9)
    assert [step.op for step in cell.steps] == ["conv2d", "identity"]
    assert cell.value == pytest.approx(cell.steps[1].before, rel=1e-5)
    assert cell.expression == "(x[:, 8:11, 8:11] * W[0]).sum() + b[0]"


def test_what_a_number_depends_on_is_the_same_behind_a_mask() -> None:
    model, image = glasscnn.load("gap10"), glasscnn.ink_to_image(SEVEN)
    changed = intervene(model, Interventions(muted=frozenset({("gap", 2)})))
    fields = [explain.receptive_field(each, each.predict(image), "gap", 3).back for each in (model, changed)]
    assert all(np.array_equal(fields[0][name].mask, fields[1][name].mask) for name in fields[0])
    assert fields[0]["pool"].channels == fields[1]["pool"].channels == [3]


def test_kernels_and_numbers_before_the_relu_are_found_behind_a_mask() -> None:
    model, image = glasscnn.load("gap10"), glasscnn.ink_to_image(SEVEN)
    changed = intervene(model, Interventions(muted=frozenset({("conv2", 1)})))
    reading = explain.ForwardPass(changed, changed.predict(image).stages)
    kernels = explain.find_kernels(reading, "conv2")
    assert kernels is not None
    assert (kernels.node, kernels.share[1]) == ("conv2", 0)
    before = explain.before_activation(reading, "conv2")
    assert before is not None
    assert before[0] == "conv2"
    assert {summary.stage: summary.op for summary in explain.summarise(reading)}["conv2"] == "relu"


@pytest.mark.parametrize("name", BUNDLED)
def test_a_file_of_a_changed_network_reads_the_same(name: str) -> None:
    model, image = glasscnn.load(name), glasscnn.ink_to_image(SEVEN)
    possible = possible_interventions(model)
    muted = frozenset((stage, 0) for stage in possible.muted)
    interventions = Interventions(possible.without, muted, possible.mean_pooling, possible.without_bias)
    changed = intervene(model, interventions)
    again = Model(*read_model(write_model(changed.graph, changed.weights)))
    np.testing.assert_array_equal(again.predict(image).probabilities, changed.predict(image).probabilities)
    assert str(interventions) in again.graph.description
    twice = intervene(again, Interventions(muted=frozenset((stage, 1) for stage in possible.muted)))
    assert not twice.predict(image).stages[min(possible.muted)][:2].any()


def test_masks_count_as_no_parameters() -> None:
    model = glasscnn.load("gap10")
    changed = intervene(model, Interventions(muted=frozenset({("conv1", 0), ("gap", 0)})))
    assert (changed.parameters, changed.multiplications) == (model.parameters, model.multiplications)
    assert intervene(model, Interventions(without_bias=frozenset({"conv1"}))).parameters == model.parameters - 10


def test_nothing_changed_is_the_same_network_with_its_card() -> None:
    model = glasscnn.load("deep")
    assert intervene(model, Interventions()).graph is model.graph


@pytest.mark.parametrize(
    ("interventions", "words"),
    [
        ({"without": {"nowhere"}}, "there is no node 'nowhere' to change; there are conv, relu"),
        ({"without": {"pool"}}, "cannot be left out: its input has shape (4, 8, 8) and its output (4, 4, 4)"),
        ({"without": {"probabilities"}}, "softmax cannot be left out"),
        ({"mean_pooling": {"relu"}}, "expected max_pool2d to average, found relu"),
        ({"without_bias": {"relu"}}, "expected a convolution or a linear layer with a bias"),
        ({"muted": {("nowhere", 0)}}, "there is no stage 'nowhere' to mute a channel of"),
        ({"muted": {("conv", 4)}}, "stage 'conv' has no channel 4; it has 4, counted from 0"),
        ({"muted": {("conv", -1)}}, "stage 'conv' has no channel -1"),
        ({"muted": {("probabilities", 0)}}, "a probability cannot be muted"),
    ],
)
def test_what_is_not_possible_is_refused_with_the_reason(interventions: Mapping[str, set[Any]], words: str) -> None:
    wanted = Interventions(**{name: frozenset(values) for name, values in interventions.items()})
    with pytest.raises(ModelError, match=re.escape(words)):
        intervene(Model(*small_model()), wanted)
