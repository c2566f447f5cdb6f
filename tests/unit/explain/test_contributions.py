"""Why one class and not another: the contributions add up to the difference of the logits, and are PyTorch's."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn import explain
from glasscnn.model import Model
from tests.support.graphs import make_graph, make_node

ZOO = Path(__file__).resolve().parents[3] / "weights"
SEVEN = [[(60, 60), (220, 60), (120, 240)]]
MODELS = ("gap10", "deep", "lenet5", "resmini")


@pytest.mark.parametrize("name", MODELS)
def test_contributions_add_up_to_the_difference_of_the_logits_for_every_pair_of_classes(name: str) -> None:
    model = glasscnn.load(ZOO / f"{name}.npz")
    result = model.predict(glasscnn.ink_to_image(SEVEN))
    logits = result.stages["logits"].astype(float)
    for label in range(10):
        for other in range(10):
            found = explain.contributions(model, result, label, other)
            assert found is not None
            assert found.products.sum() + found.bias == pytest.approx(logits[label] - logits[other], abs=1e-4)
            assert found.difference == pytest.approx(logits[label] - logits[other], abs=1e-4)


@pytest.mark.parametrize(
    ("name", "source", "averages"),
    [("gap10", "gap", True), ("deep", "gap", True), ("lenet5", "dense2", False), ("resmini", "gap", True)],
)
def test_contributions_are_the_gradient_times_the_input_in_pytorch_the_largest_first(
    name: str, source: str, averages: bool
) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle of this test")
    model = glasscnn.load(ZOO / f"{name}.npz")
    result = model.predict(glasscnn.ink_to_image(SEVEN))
    found = explain.contributions(model, result, 7, 1)
    assert found is not None
    assert (found.source, found.averages) == (source, averages)
    layer = model.graph.node(model.graph.output).name
    inputs = torch.tensor(result.stages[source], requires_grad=True)
    weight, bias = (torch.tensor(model.weights[f"{layer}.{part}"]) for part in ("weight", "bias"))
    logits: Any = torch.nn.functional.linear(inputs, weight, bias)
    (logits[7] - logits[1]).backward()
    expected = (inputs.grad * inputs).detach().numpy()
    np.testing.assert_allclose(found.products, expected, rtol=1e-4, atol=1e-5)
    sizes = np.abs(expected[found.order])
    assert (sizes[:-1] >= sizes[1:] - 1e-5).all()


def test_a_network_whose_logits_are_no_linear_layer_has_no_contributions() -> None:
    nodes = [
        make_node("flat", "flatten", "image"),
        make_node("last", "linear", "flat"),
        make_node("out", "tanh", "last"),
    ]
    weight = np.ones((3, 16), np.float32)
    model = Model(make_graph(nodes, "out", 3, (1, 4, 4)), {"last.weight": weight})
    assert explain.contributions(model, model.predict(np.ones((1, 4, 4))), 0, 1) is None


def test_a_linear_layer_on_the_image_without_a_bias_weighs_its_pixels() -> None:
    nodes = [make_node("flat", "flatten", "image"), make_node("logits", "linear", "flat")]
    weight = np.random.default_rng(3).standard_normal((2, 16)).astype(np.float32)
    model = Model(make_graph(nodes, "logits", 2, (1, 4, 4)), {"logits.weight": weight})
    result = model.predict(np.random.default_rng(4).random((1, 4, 4), dtype=np.float32))
    found = explain.contributions(model, result, 0, 1)
    assert found is not None
    assert (found.source, found.averages, found.bias, len(found.values)) == ("flat", False, 0.0, 16)
    assert found.difference == pytest.approx(float(result.stages["logits"][0] - result.stages["logits"][1]), abs=1e-5)
