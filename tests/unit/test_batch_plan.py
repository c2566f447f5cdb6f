"""The plan for batches equals the readable operators for any graph and any number of images."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import glasscnn
from glasscnn.engine import Graph
from glasscnn.model import Model
from tests.support.graphs import Weights, make_graph, make_node, random_models, small_model


def random_images(graph: Graph, count: int) -> np.ndarray:
    return np.random.default_rng(count).random((count, *graph.input.shape), dtype=np.float32)


def in_batches(model: Model, images: np.ndarray, count: int) -> np.ndarray:
    plan = model.plan_batch(count)
    return np.concatenate([plan.run(images[start : start + count]) for start in range(0, len(images), count)])


@given(random_models())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_batch_plan_equals_the_readable_operators_on_random_graphs(case: tuple[Graph, Weights]) -> None:
    model = Model(*case)
    images = random_images(model.graph, 7)
    expected = model.predict(images).probabilities
    for count in (1, 3, 7):  # the last batch of three has one image, beside two of the batch before
        np.testing.assert_allclose(in_batches(model, images, count), expected, atol=2e-5)


@given(random_models())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rows_convolved_in_blocks_give_the_same_result(case: tuple[Graph, Weights]) -> None:
    model = Model(*case)
    images = random_images(model.graph, 4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("glasscnn.engine.batch_convolution.MAX_NUMBERS", 200)  # one or two rows at a time
        np.testing.assert_allclose(in_batches(model, images, 4), model.predict(images).probabilities, atol=2e-5)


def test_vectors_are_batched_as_well() -> None:
    """flatten → linear → activations → add and concat → linear, beside each other."""
    nodes = [
        make_node("flat", "flatten", "image"),
        make_node("dense", "linear", "flat"),
        make_node("bent", "tanh", "dense"),
        make_node("positive", "leaky_relu", "dense"),
        make_node("sum", "add", "bent", "positive"),
        make_node("all", "concat", "sum", "bent", "flat"),
        make_node("logits", "linear", "all"),
    ]
    random = np.random.default_rng(3)
    shapes = {"dense.weight": (5, 12), "dense.bias": (5,), "logits.weight": (3, 22)}
    weights = {name: random.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}
    model = Model(make_graph(nodes, "logits", 3, (1, 3, 4)), weights)
    images = random_images(model.graph, 5)
    np.testing.assert_allclose(in_batches(model, images, 2), model.predict(images).probabilities, atol=2e-6)


@pytest.mark.parametrize("name", ["gap10", "deep", "lenet5", "resmini"])
def test_probabilities_of_the_bundled_models_equal_the_readable_operators(name: str) -> None:
    model = glasscnn.load(name)
    images = random_images(model.graph, 60)
    found = model.probabilities(images)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, model.predict(images).probabilities, atol=1e-5)


def test_probabilities_run_readable_ops_where_these_are_asked_for() -> None:
    graph, weights = small_model()
    model = Model(graph, weights, readable={"conv2d"})
    images = random_images(graph, 3)
    np.testing.assert_array_equal(model.probabilities(images), model.predict(images).probabilities)


def test_probabilities_refuse_what_is_not_a_batch_of_images() -> None:
    model = Model(*small_model())
    images = random_images(model.graph, 2)
    with pytest.raises(glasscnn.ModelError, match=r"expected a batch \(N, C, H, W\), found one image of shape"):
        model.probabilities(images[0])
    with pytest.raises(glasscnn.ModelError, match=r"takes images of shape \(1, 8, 8\) or batches of them, found"):
        model.probabilities(images[..., 1:])
    images[1, 0, 2, 2] = np.nan
    with pytest.raises(glasscnn.ModelError, match="NaN"):
        model.probabilities(images)


def test_more_images_need_no_more_memory_than_their_answers() -> None:
    model = glasscnn.load("gap10")
    images = random_images(model.graph, 400)
    model.probabilities(images[:25])
    tracemalloc.start()
    model.probabilities(images)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < images.nbytes / 2  # mainly the check that all numbers are finite


def test_large_networks_are_computed_image_by_image() -> None:
    assert Model(*small_model(side=8)).batch_size == 25
    assert Model(*small_model(side=150)).batch_size == 5
    assert Model(*small_model(side=400)).batch_size == 1
