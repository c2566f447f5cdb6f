"""Evidence is what it says: gradients are autograd's, class activation maps add up to the logits, occlusion is what the
network says of covered images."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import glasscnn
from glasscnn import explain
from glasscnn.engine import Graph
from glasscnn.explain.backprop import logit_gradients
from glasscnn.explain.occlusion import patches
from glasscnn.model import Model
from tests.support.graphs import Weights, make_graph, make_node, random_models

ZOO = Path(__file__).resolve().parents[3] / "weights"
SEVEN = [[(60, 60), (220, 60), (120, 240)]]
MODELS = ("gap10", "deep", "lenet5", "resmini")
ORACLE = "PyTorch is the oracle of these tests"


def run_in_torch(model: Model, image: np.ndarray) -> dict[str, Any]:
    """Every node's output as a PyTorch tensor; skips if PyTorch is not installed."""
    pytest.importorskip("torch", reason=ORACLE)
    from tests.support.torch_graph import run_in_torch

    return dict(run_in_torch(model, image))


def check_gradients(model: Model, image: np.ndarray) -> None:
    """Compare the gradients of two logits at every node with autograd."""
    reading = explain.ForwardPass(model, model.predict(image).stages)
    outputs = run_in_torch(model, image)
    targets = [name for name in outputs if name not in (model.graph.output, model.probabilities_node)]
    found = {name: logit_gradients(reading, name) for name in targets}
    for label in {0, len(model.graph.classes) - 1}:
        for output in outputs.values():
            output.grad = None
        outputs[model.graph.output][label].backward(retain_graph=True)
        for name in targets:
            grad = outputs[name].grad
            expected = np.zeros(outputs[name].shape) if grad is None else grad.numpy()
            scale = max(1.0, float(np.abs(expected).max()))
            np.testing.assert_allclose(found[name][label], expected, rtol=2e-3, atol=2e-5 * scale, err_msg=name)


@given(random_models())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_backward_pass_equals_autograd_on_random_graphs(case: tuple[Graph, Weights]) -> None:
    model = Model(*case)
    check_gradients(model, np.random.default_rng(0).random(model.graph.input.shape, dtype=np.float32))


@pytest.mark.parametrize("name", MODELS)
def test_backward_pass_equals_autograd_for_every_model(name: str) -> None:
    image = glasscnn.ink_to_image(SEVEN)
    noise = np.random.default_rng(1).random(image.shape, dtype=np.float32) * 0.05  # ties in pooling are nobody's
    check_gradients(glasscnn.load(ZOO / f"{name}.npz"), image + noise)


def test_the_backward_pass_goes_through_a_softmax_and_a_capped_relu() -> None:
    nodes = [
        make_node("capped", "relu", "image", maximum=1.0),
        make_node("flat", "flatten", "capped"),
        make_node("first", "linear", "flat"),
        make_node("soft", "softmax", "first"),
        make_node("logits", "linear", "soft"),
    ]
    random = np.random.default_rng(2)
    weights = {
        "first.weight": random.standard_normal((5, 16)).astype(np.float32),
        "logits.weight": random.standard_normal((3, 5)).astype(np.float32),
        "logits.bias": random.standard_normal(3).astype(np.float32),
    }
    model = Model(make_graph(nodes, "logits", 3, (1, 4, 4)), weights)
    check_gradients(model, random.random((1, 4, 4), dtype=np.float32))


@pytest.mark.parametrize("name", ["gap10", "deep", "resmini"])
def test_a_class_activation_map_and_the_bias_add_up_to_the_logit(name: str) -> None:
    model = glasscnn.load(ZOO / f"{name}.npz")
    result = model.predict(glasscnn.ink_to_image(SEVEN))
    evidence = explain.evidence(model, result)
    assert (evidence.method, evidence.exact) == ("cam", True)
    weight, bias = model.weights["logits.weight"], model.weights["logits.bias"]
    maps = result.stages[evidence.stage]
    for label in range(10):
        by_definition = sum(weight[label, c] * maps[c] for c in range(len(maps))) / maps[0].size
        np.testing.assert_allclose(evidence.maps[label], by_definition, atol=1e-4)
        total = float(evidence.maps[label].sum(dtype=np.float64))
        assert total + float(bias[label]) == pytest.approx(float(result.stages["logits"][label]), abs=2e-4)
        assert evidence.rest(label) == pytest.approx(float(bias[label]), abs=2e-4)
    np.testing.assert_array_equal(explain.evidence(model, result, "gradient").maps, evidence.maps)


def test_evidence_without_global_pooling_is_gradient_times_activation() -> None:
    model = glasscnn.load(ZOO / "lenet5.npz")
    image = glasscnn.ink_to_image(SEVEN)
    result = model.predict(image)
    evidence = explain.evidence(model, result, "cam")
    assert (evidence.method, evidence.exact, evidence.stage) == ("gradient", False, "pool2")
    outputs = run_in_torch(model, image)
    outputs[model.graph.output][7].backward()
    expected = (outputs["pool2"] * outputs["pool2"].grad).sum(0)
    np.testing.assert_allclose(evidence.maps[7], expected.detach().numpy(), rtol=1e-3, atol=1e-5)


def occluded(model: Model, image: np.ndarray, starts: list[int]) -> np.ndarray:
    """The mean drop of each logit over the 4 × 4 patches that cover a pixel, by brute force."""
    places = [(down, across) for down in starts for across in starts]
    covered = np.repeat(image[None], len(places), axis=0)
    for number, (down, across) in enumerate(places):
        covered[number, :, down : down + 4, across : across + 4] = 0
    lost = model.predict(image).stages["logits"] - model.predict(covered).stages["logits"]  # (places, classes)
    sums, counts = np.zeros((10, 28, 28)), np.zeros((28, 28))
    for loss, (down, across) in zip(lost, places, strict=True):
        sums[:, down : down + 4, across : across + 4] += loss[:, None, None]
        counts[down : down + 4, across : across + 4] += 1
    return sums / counts


@pytest.mark.parametrize("name", ["gap10", "lenet5", "resmini"])
def test_occlusion_is_the_mean_drop_over_the_patches_that_cover_a_pixel(name: str) -> None:
    model = glasscnn.load(ZOO / f"{name}.npz")
    image = glasscnn.ink_to_image(SEVEN)
    found = explain.evidence(model, model.predict(image), "occlusion")
    assert found.stage == "image"
    np.testing.assert_allclose(found.maps, occluded(model, image, list(range(0, 25, 2))), atol=1e-4)


def test_patches_of_a_slow_network_do_not_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    model = glasscnn.load(ZOO / "gap10.npz")
    image = glasscnn.ink_to_image(SEVEN)
    result = model.predict(image)
    assert sum(model.multiplications.values()) == (90 + 900) * 28 * 28 + 100
    monkeypatch.setattr("glasscnn.explain.occlusion.LIGHT", 1000)
    found = explain.evidence(model, result, "occlusion")
    np.testing.assert_allclose(found.maps, occluded(model, image, list(range(0, 25, 4))), atol=1e-4)


def test_patches_reach_to_the_end_of_an_image_of_any_size() -> None:
    for size in range(1, 60):
        for overlapping in (True, False):
            covered = np.zeros(size, int)
            for patch in patches(size, overlapping):
                covered[patch] += 1
            assert covered.all()


def test_dense_network_is_explained_on_its_image() -> None:
    nodes = [make_node("flat", "flatten", "image"), make_node("logits", "linear", "flat")]
    weight = np.random.default_rng(3).standard_normal((2, 16)).astype(np.float32)
    model = Model(make_graph(nodes, "logits", 2, (1, 4, 4)), {"logits.weight": weight})
    result = model.predict(np.random.default_rng(4).random((1, 4, 4), dtype=np.float32))
    evidence = explain.evidence(model, result)
    assert (evidence.method, evidence.stage) == ("gradient", "image")
    np.testing.assert_allclose(evidence.maps.sum((1, 2)), result.stages["logits"], rtol=1e-4, atol=1e-5)


def test_unknown_method_is_refused() -> None:
    model = glasscnn.load(ZOO / "gap10.npz")
    with pytest.raises(glasscnn.QuestionError, match="there is no evidence 'guess'; there is cam, gradient, occlusion"):
        explain.evidence(model, model.predict(np.zeros((1, 28, 28))), "guess")


@pytest.mark.parametrize("name", MODELS)
def test_activation_of_the_stage_before_it_equals_the_stage(name: str) -> None:
    model = glasscnn.load(ZOO / f"{name}.npz")
    image = glasscnn.ink_to_image(SEVEN)
    result = model.predict(image)
    reading, outputs = explain.ForwardPass(model, result.stages), run_in_torch(model, image)
    for stage in model.graph.stages:
        found = explain.before_activation(reading, stage.name)
        op = model.graph.node(stage.node).op
        assert (found is not None) == (op in ("relu", "tanh"))
        if found is not None:
            expected = outputs[found[0]].detach().numpy()
            np.testing.assert_allclose(found[1], expected, atol=1e-4 * max(1, np.abs(expected).max()))


@pytest.mark.parametrize("name", MODELS)
def test_kernels_are_the_weights_of_the_layer_with_their_firing_cells(name: str) -> None:
    model = glasscnn.load(ZOO / f"{name}.npz")
    result = model.predict(glasscnn.ink_to_image(SEVEN))
    reading = explain.ForwardPass(model, result.stages)
    for stage in model.graph.stages:
        kernels = explain.find_kernels(reading, stage.name)
        assert (kernels is not None) == stage.name.startswith(("conv", "dense", "logits"))
        if kernels is None:
            continue
        maps = result.stages[stage.name].reshape(len(kernels.weight), -1)
        weight = model.weights[f"{kernels.node}.weight"]
        np.testing.assert_array_equal(kernels.weight.reshape(weight.shape), weight)
        np.testing.assert_array_equal(kernels.bias, model.weights[f"{kernels.node}.bias"])
        np.testing.assert_allclose(kernels.share, [(grid > 0).mean() for grid in maps])
        for channel, place in enumerate(kernels.largest):
            assert place.channel == channel
            assert reading.value(stage.node, place) == maps[channel].max()


def test_shares_equal_softmax() -> None:
    logits = np.array([1.0, -2.0, 30.0], np.float32)
    torch = pytest.importorskip("torch", reason=ORACLE)
    expected = torch.nn.functional.softmax(torch.tensor(logits), 0)
    np.testing.assert_allclose(explain.shares_of(logits), expected, rtol=1e-5)
