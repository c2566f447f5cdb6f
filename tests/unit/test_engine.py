"""The planned engine equals the readable operators for any graph, also when repeated, in fixed buffers."""

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import glasscnn
from glasscnn.engine import ChangeDetector, Graph, Region, run_graph
from glasscnn.engine.dirty_regions import Sliding, Touching
from glasscnn.engine.op_kernel import as_maps
from glasscnn.model import Model
from tests.support.graphs import Weights, make_graph, make_node, random_models, small_model
from tests.support.products import products_as_in_the_browser


def random_images(graph: Graph, count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((count, *graph.input.shape), dtype=np.float32)


@given(random_models())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_plan_equals_the_readable_operators_on_random_graphs(case: tuple[Graph, Weights]) -> None:
    graph, weights = case
    model = Model(graph, weights)
    images = random_images(graph, 2)
    expected = run_graph(model.graph, weights, images)
    for number in (0, 1, 0):  # the same buffers again: nothing of the image before may be left in them
        found = model.predict(images[number])
        for stage in model.graph.stages:
            wanted = expected[stage.node][number]
            scale = max(1.0, float(np.abs(wanted).max()))
            np.testing.assert_allclose(
                found.stages[stage.name], wanted, atol=2e-5 * scale, rtol=1e-4, err_msg=stage.name
            )


@given(random_models())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_readable_ops_run_through_the_readable_operator(case: tuple[Graph, Weights]) -> None:
    graph, weights = case
    image = random_images(graph, 1)[0]
    switched = Model(graph, weights, readable={node.op for node in graph.nodes})
    expected = run_graph(switched.graph, weights, image[None])
    for name, output in switched.plan.outputs.items():
        switched.predict(image)
        np.testing.assert_array_equal(output, expected[name][0])


def test_small_network_equals_values_computed_by_hand() -> None:
    nodes = [
        make_node("conv", "conv2d", "image"),
        make_node("relu", "relu", "conv"),
        make_node("gap", "global_avg_pool2d", "relu"),
        make_node("logits", "linear", "gap"),
    ]
    weights = {
        "conv.weight": np.array([[[[1.0]]], [[[-2.0]]]], np.float32),
        "conv.bias": np.array([0.5, 3.0], np.float32),
        "logits.weight": np.array([[1.0, 0.0], [0.0, 2.0]], np.float32),
        "logits.bias": np.array([0.0, 1.0], np.float32),
    }
    model = Model(make_graph(nodes, "logits", 2, (1, 1, 2)), weights)
    result = model.predict(np.array([[[0.25, 0.75]]], np.float32))  # normalised: (x − 0.25) / 0.5 = 0, 1
    np.testing.assert_array_equal(result.stages["conv"], [[[0.5, 1.5]], [[3.0, 1.0]]])
    np.testing.assert_array_equal(result.stages["gap"], [1.0, 2.0])
    np.testing.assert_array_equal(result.stages["logits"], [1.0, 5.0])
    np.testing.assert_allclose(result.probabilities, [1 / (1 + np.e**4), 1 / (1 + np.e**-4)], rtol=1e-6)
    assert result.label == 1


def test_batch_equals_single_images() -> None:
    model = Model(*small_model())
    images = random_images(model.graph, 7)
    batch = model.predict(images)
    assert batch.probabilities.shape == (7, 3)
    for number, image in enumerate(images):
        alone = model.predict(image)
        assert alone.label == batch.label[number]
        for name, output in alone.stages.items():
            np.testing.assert_allclose(output, batch.stages[name][number], atol=1e-5)


def test_results_are_float32_copies() -> None:
    model = Model(*small_model())
    first = model.predict(random_images(model.graph, 1)[0])
    before = {name: output.copy() for name, output in first.stages.items()}
    model.predict(random_images(model.graph, 1, seed=5)[0])
    for name, output in first.stages.items():
        assert output.dtype == np.float32
        np.testing.assert_array_equal(output, before[name])


@st.composite
def changed_images(draw: st.DrawFn) -> tuple[Graph, Weights, list[np.ndarray]]:
    """A random model, an image, and the images after successive strokes of a small pen."""
    graph, weights = draw(random_models())
    channels, height, width = graph.input.shape
    images = [random_images(graph, 1, draw(st.integers(0, 99)))[0]]
    for _ in range(draw(st.integers(1, 3))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        size = draw(st.integers(1, 4))
        image = images[-1].copy()
        image[draw(st.integers(0, channels - 1)), top : top + size, left : left + size] = draw(
            st.floats(0, 1, width=32)
        )
        images.append(image)
    return graph, weights, images


@given(changed_images())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_update_is_bit_identical_to_a_full_run(case: tuple[Graph, Weights, list[np.ndarray]]) -> None:
    with products_as_in_the_browser():
        check_updates(*case)


def check_updates(graph: Graph, weights: Weights, images: list[np.ndarray]) -> None:
    updated, fresh = (Model(graph, weights).plan for _ in range(2))
    np.copyto(updated.image, images[0])
    updated.run()
    detector = ChangeDetector(updated.image)
    for after in images[1:]:
        outputs_before = {name: output.copy() for name, output in updated.outputs.items()}
        np.copyto(updated.image, after)
        changes = updated.update(detector.changed_region())
        detector.remember()
        np.copyto(fresh.image, after)
        fresh.run()
        for name, output in updated.outputs.items():
            np.testing.assert_array_equal(output, fresh.outputs[name], err_msg=name)
            outside = np.ones(as_maps(output).shape[1:], bool)
            if changes[name] is not None:
                top, left, bottom, right = changes[name]
                outside[top:bottom, left:right] = False
            np.testing.assert_array_equal(as_maps(output)[:, outside], as_maps(outputs_before[name])[:, outside])


def test_small_stroke_recomputes_a_small_part_of_the_maps() -> None:
    model = Model(*small_model(side=28))
    changes = model.plan.update(Region(10, 12, 13, 15))
    assert changes["conv"] == Region(9, 11, 14, 16)
    assert changes["relu"] == Region(9, 11, 14, 16)
    assert changes["pool"] == Region(4, 5, 7, 8)
    assert changes["gap"] == Region(0, 0, 1, 1)


@given(st.integers(1, 9), st.integers(1, 4), st.integers(1, 3), st.integers(0, 4), st.integers(1, 3))
def test_changed_windows_follow_the_formula(size: int, kernel: int, stride: int, before: int, dilation: int) -> None:
    reach = dilation * (kernel - 1)
    places = (size + 2 * before - reach - 1) // stride + 1
    assume(places > 0)
    sliding = Sliding((kernel, 1), (stride, 1), (before, 0), (dilation, 1), (places, 1))
    touching = Touching(sliding, (size, 1))
    starts = [window * stride - before for window in range(places)]
    covered = {window: range(start, start + reach + 1) for window, start in enumerate(starts)}
    for window, cells in covered.items():
        seen = touching.cells(Region(window, 0, window + 1, 1))
        assert list(range(seen.top, seen.bottom)) == [cell for cell in cells if 0 <= cell < size]
    for cell in range(size):
        found = touching.windows(Region(cell, 0, cell + 1, 1))
        wanted = [window for window, cells in covered.items() if cell in cells]
        assert (list(range(found.top, found.bottom)) if found else []) == wanted


def test_update_without_a_change_computes_nothing() -> None:
    model = Model(*small_model())
    model.plan.outputs["conv"].fill(7)
    assert set(model.plan.update(None).values()) == {None}
    assert (model.plan.outputs["conv"] == 7).all()


@given(st.integers(1, 12), st.integers(1, 12), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=5))
def test_changed_region_is_the_bounding_box_of_all_differences(
    height: int, width: int, places: list[tuple[int, int]]
) -> None:
    before = np.zeros((2, height, width), np.float32)
    after = before.copy()
    inside = [(row, column) for row, column in places if row < height and column < width]
    for number, (row, column) in enumerate(inside):
        after[number % 2, row, column] = 1
    detector = ChangeDetector(before)
    before[...] = after
    region = detector.changed_region()
    if not inside:
        assert region is None
    else:
        rows, columns = zip(*inside, strict=True)
        assert region == Region(min(rows), min(columns), max(rows) + 1, max(columns) + 1)


def peak_of(act: Callable[[], object]) -> int:
    """The peak of allocated bytes, after enough calls to create all buffers and views."""
    for _ in range(3):
        act()
    tracemalloc.start()
    try:
        act()
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        act()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def test_a_planned_run_allocates_no_arrays() -> None:
    model = Model(*small_model(side=192))
    smallest_maps = model.plan.outputs["pool"].nbytes
    # Views, scalars, and NumPy's own loop buffers of at most 8,192 numbers.
    assert peak_of(model.plan.run) < smallest_maps / 2


def test_an_update_allocates_no_arrays() -> None:
    plan = Model(*small_model(side=192)).plan
    region = Region(20, 20, 130, 130)
    number = 3 if np.lib.NumpyVersion(np.__version__) >= "2.3.0" else 4
    loop_buffers = number * 4 * 8192  # NumPy's own, for parts of maps
    changed_maps = 4 * 4 * plan.update(region)["relu"].cells
    assert peak_of(lambda: plan.update(region)) < loop_buffers + 8192 < changed_maps


def test_finding_a_change_takes_at_most_two_bytes_a_pixel() -> None:
    detector = ChangeDetector(np.zeros((1, 192, 192), np.float32))
    detector.image[:, 50:90, 60:100] = 1
    assert peak_of(detector.changed_region) < 2.1 * 192 * 192


def test_memory_does_not_grow_over_a_thousand_strokes() -> None:
    model = Model(*small_model(side=64))
    places = np.random.default_rng(0).integers(0, 48, (1000, 2)).tolist()
    sizes = np.random.default_rng(1).integers(1, 16, (1000, 2)).tolist()

    def draw() -> None:
        for (top, left), (height, width) in zip(places, sizes, strict=True):
            model.plan.update(Region(top, left, top + height, left + width))

    draw()
    tracemalloc.start()
    try:
        draw()
        before = tracemalloc.get_traced_memory()[0]
        draw()
        assert tracemalloc.get_traced_memory()[0] - before < 4096
    finally:
        tracemalloc.stop()


def test_nan_is_preserved_in_a_model_that_overflows() -> None:
    nodes = [
        make_node("up", "conv2d", "image"),
        make_node("far", "conv2d", "up"),
        make_node("relu", "relu", "far"),
        make_node("pool", "max_pool2d", "relu", kernel_size=[2, 2], stride=[2, 2]),
        make_node("gap", "global_avg_pool2d", "pool"),
    ]
    huge = np.array([[[[3e38]]], [[[-3e38]]]], np.float32)
    weights = {"up.weight": huge, "far.weight": np.full((1, 2, 1, 1), 3e38, np.float32)}
    graph = make_graph(nodes, "gap", 1)
    with np.errstate(all="ignore"):
        result = Model(graph, weights).predict(np.ones((1, 8, 8), np.float32))
    for stage in ("far", "relu", "pool", "gap"):
        assert np.isnan(result.stages[stage]).all(), stage


@pytest.mark.parametrize("shape", [(28, 28), (1, 8, 9), (2, 8, 8), (0, 1, 8, 8), (1, 1, 1, 8, 8)])
def test_wrong_image_shape_is_refused_with_both_shapes(shape: tuple[int, ...]) -> None:
    with pytest.raises(glasscnn.ModelError, match=r"takes images of shape \(1, 8, 8\).*found"):
        Model(*small_model()).predict(np.zeros(shape, np.float32))


def test_an_image_with_nan_is_refused() -> None:
    with pytest.raises(glasscnn.ModelError, match="NaN or infinity"):
        Model(*small_model()).predict(np.full((1, 8, 8), np.nan, np.float32))


def test_an_unknown_readable_op_is_refused_with_the_known_ones() -> None:
    with pytest.raises(glasscnn.ModelError, match="no op 'conv3d'; known are absolute, "):
        Model(*small_model(), readable={"conv3d"})
