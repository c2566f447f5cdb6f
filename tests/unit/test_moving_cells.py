"""Operators that move or resample cells: against PyTorch, in a network, explained, and refused where they do not fit.

Random graphs in the other tests have them, too: planned, batched, differentiated, explained and with receptive fields.
"""

import json
from typing import Any

import numpy as np
import pytest

from glasscnn import explain, ops
from glasscnn.bridge import Session
from glasscnn.engine import Region
from glasscnn.engine.batch_plan import BatchPlan
from glasscnn.errors import ModelError
from glasscnn.explain.forward_pass import ForwardPass, Place
from glasscnn.explain.receptive_field import centre_on_image
from glasscnn.model import Model, load
from glasscnn.model.graph_json import graph_to_json, version_of
from glasscnn.model.npz_format import write_model
from tests.support.graphs import make_graph, make_node

torch = pytest.importorskip("torch", reason="PyTorch is the oracle of these tests")
functional = torch.nn.functional


def numbers(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def assert_same(op: str, x: np.ndarray, expected: Any, *arguments: Any, **options: Any) -> None:
    """Compare an operator and its loops with PyTorch."""
    for function in (getattr(ops, op), getattr(ops, f"{op}_loops")):
        found = function(x, *arguments, **options)
        assert found.dtype == np.float32
        np.testing.assert_allclose(found, np.asarray(expected), rtol=1e-4, atol=1e-5, err_msg=f"{function} {options}")


@pytest.mark.parametrize("mode", ["constant", "reflect", "replicate", "circular"])
def test_padding_equals_torch(mode: str) -> None:
    x = numbers(0, 2, 3, 5, 6)
    options = {"value": 0.7} if mode == "constant" else {}
    expected = functional.pad(torch.from_numpy(x), (3, 4, 2, 1), mode, **options)
    assert_same("pad2d", x, expected, [2, 3, 1, 4], mode, **options)


def test_reflections_and_copies_of_maps_continue_beyond_their_size() -> None:
    x = np.array([[[[1, 2, 3]]]], np.float32)
    expected = {
        "reflect": [2, 1, 2, 3, 2, 1, 2, 3, 2, 1],
        "circular": [2, 3, 1, 2, 3, 1, 2, 3, 1, 2],
        "replicate": [1, 1, 1, 1, 1, 1, 2, 3, 3, 3],
    }
    for (mode, row), before in zip(expected.items(), (5, 5, 5), strict=True):
        assert_same("pad2d", x, [[[row]]], [0, before, 0, 2], mode)


def test_strided_slice_goes_both_ways() -> None:
    x = numbers(0, 2, 4, 5, 6)
    expected = x[:, 3:1:-1, 1::2, 5::-2]
    assert_same("strided_slice", x, expected, start=[3, 1, 5], step=[-1, 2, -2], size=[2, 2, 3])
    assert_same("strided_slice", x[..., 0, 0], x[:, ::-1, 0, 0], start=[3], step=[-1], size=[4])


@pytest.mark.parametrize("stride", [(1, 1), (2, 3)])
@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("dilation", [(1, 1), (2, 1)])
def test_transposed_convolution_equals_torch(stride: tuple[int, int], groups: int, dilation: tuple[int, int]) -> None:
    x, weight, bias = numbers(0, 2, 4, 3, 5), numbers(1, 4, 3, 3, 2), numbers(2, 3 * groups)
    added = [step - 1 for step in stride]
    options = {"groups": groups, "dilation": dilation}
    expected = functional.conv_transpose2d(*map(torch.from_numpy, (x, weight, bias)), stride, 1, added, **options)
    assert_same("conv_transpose2d", x, expected, weight, bias, stride, 1, added, **options)


def test_transposed_convolution_refuses_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match=r"found \(1, 3, 2, 2\) and \(4, 1, 2, 2\) with groups=1"):
        ops.conv_transpose2d(numbers(0, 1, 3, 2, 2), numbers(1, 4, 1, 2, 2))
    with pytest.raises(ValueError, match="padding 2 cuts off all of its output"):
        ops.conv_transpose2d(numbers(0, 1, 1, 2, 2), numbers(1, 1, 1, 2, 2), padding=2)


@pytest.mark.parametrize(("size", "count"), [(5, 10), (5, 13), (9, 4), (7, 7), (4, 1), (1, 6)])
def test_resizing_equals_torch(size: int, count: int) -> None:
    x = numbers(size, 1, 2, size, 3)
    step, start = [size / count, 1.0], [size / count / 2 - 0.5, 0.0]
    aligned = [(size - 1) / (count - 1) if count > 1 else 0.0, 1.0]
    exact = [size / count / 2, 0.5]

    def torch_resized(mode: str, **options: Any) -> Any:
        return functional.interpolate(torch.from_numpy(x), (count, 3), mode=mode, **options)

    assert_same("resize2d", x, torch_resized("nearest"), [count, 3], [0, 0], step)
    assert_same("resize2d", x, torch_resized("nearest-exact"), [count, 3], exact, step)
    for mode in ("bilinear", "bicubic"):
        expected = torch_resized(mode)
        assert_same("resize2d", x, expected, [count, 3], start, step, mode)
        assert_same("resize2d", x, torch_resized(mode, align_corners=True), [count, 3], [0, 0], aligned, mode)
        smooth = {"antialias": True, "exclude_outside": True, "coefficient": -0.5}
        assert_same("resize2d", x, torch_resized(mode, antialias=True), [count, 3], start, step, mode, **smooth)


def test_one_number_stands_for_equal_ones() -> None:
    x = numbers(0, 1, 4, 4, 4)
    assert_same("strided_slice", x, x[:, 1:4:2, 1:4:2, 1:4:2], start=1, step=2, size=2)
    assert_same("resize2d", x, x.repeat(2, 2).repeat(2, 3), size=8, start=0, step=0.5)


def test_blocks_of_cells_equal_torch_and_tensorflow() -> None:
    x = numbers(0, 2, 8, 3, 4)
    assert_same("depth_to_space", x, functional.pixel_shuffle(torch.from_numpy(x), 2), 2, "CRD")
    large = numbers(1, 2, 3, 6, 4)
    assert_same("space_to_depth", large, functional.pixel_unshuffle(torch.from_numpy(large), 2), 2, "CRD")
    expected = x.reshape(2, 2, 2, 2, 3, 4).transpose(0, 3, 4, 1, 5, 2).reshape(2, 2, 6, 8)  # from ONNX's definition
    assert_same("depth_to_space", x, expected, 2)
    assert_same("space_to_depth", expected, x, 2)


def test_a_small_file_cannot_ask_for_huge_maps_among_zeros() -> None:
    nodes = [
        make_node("many", "conv2d", "image"),
        make_node("far", "conv_transpose2d", "many", stride=[700, 700]),
        make_node("gap", "global_avg_pool2d", "far"),
    ]
    weights = {"many.weight": np.ones((1000, 1, 1, 1), np.float32), "far.weight": np.ones((1000, 1, 1, 1), np.float32)}
    with pytest.raises(
        ModelError, match=r"node 'far': its input \(1000, 8, 8\), \[700, 700\] cells apart, exceeds the"
    ):
        Model(make_graph(nodes, "gap", 1), weights)


def moving_model() -> Model:
    """An hourglass: maps are padded, halved and enlarged again."""
    nodes = [
        make_node("padded", "pad2d", "image", padding=[1, 2, 1, 2], mode="reflect"),
        make_node("conv", "conv2d", "padded", stride=[2, 2]),
        make_node("up", "conv_transpose2d", "conv", stride=[2, 2], padding=[1, 0, 0, 1], output_padding=[1, 0]),
        make_node("frame", "pad2d", "up", padding=[1, 0, 0, 0], value=-0.5),
        make_node("smooth", "resize2d", "frame", size=[7, 6], start=[0.1, 0.3], step=[1.3, 1.9], mode="bilinear"),
        make_node("near", "resize2d", "smooth", size=[8, 8], start=[0, 0], step=[0.875, 0.75]),
        make_node("part", "strided_slice", "near", start=[3, 7, 0], step=[-1, -1, 1], size=[2, 8, 8]),
        make_node("deep", "space_to_depth", "part", block_size=2),
        make_node("wide", "depth_to_space", "deep", block_size=2, mode="CRD"),
        make_node("below", "concat", "wide", "part", dim=2),
        make_node("gap", "global_avg_pool2d", "below"),
        make_node("logits", "linear", "gap"),
        make_node("probabilities", "softmax", "logits"),
    ]
    shapes = {"conv.weight": (3, 1, 3, 3), "conv.bias": (3,), "up.weight": (3, 4, 3, 3), "up.bias": (4,)}
    weights = {name: numbers(seed, *shape) for seed, (name, shape) in enumerate(shapes.items())}
    return Model(make_graph(nodes, "logits", 3, (1, 10, 9)), {**weights, "logits.weight": numbers(9, 3, 2)})


def test_every_cell_is_explained_by_the_cells_that_it_is_made_of() -> None:
    model = moving_model()
    result = model.predict(np.random.default_rng(2).random((1, 10, 9), dtype=np.float32))
    for stage, values in result.stages.items():
        _, height, width = (*values.shape, 1, 1)[:3]
        for place in [(0, 0, 0), (len(values) - 1, min(2, height - 1), width // 2), (0, height - 1, width - 1)]:
            cell = explain.cell(model, result, stage, *place)
            names = {"np": np, "model": model, "result": result}
            exec("\n".join(cell.setup), names)
            assert float(eval(cell.expression, names)) == pytest.approx(cell.value, rel=1e-4, abs=1e-5), stage
            assert sum(cell.terms) == pytest.approx(cell.value, rel=1e-4, abs=1e-5) or stage == "image", stage


def test_a_cell_of_a_transposed_convolution_shows_which_cells_add_to_it_with_which_weights() -> None:
    model = moving_model()
    result = model.predict(np.random.default_rng(2).random((1, 10, 9), dtype=np.float32))
    step = explain.cell(model, result, "up", 2, 3, 4).steps[0]
    assert step.window is not None
    assert (step.window.rows, step.window.columns) == ([1, 2], [1, 2])  # i + 1 = 2 · row + u, j = 2 · column + v
    weight = model.weights["up.weight"]
    first = step.terms[0]
    assert first.inputs == result.stages["conv"][0, 1:3, 1:3].reshape(-1).tolist()
    assert first.weights == weight[0, 2][np.ix_([2, 0], [2, 0])].reshape(-1).tolist()
    frame = explain.cell(model, result, "frame", 1, 0, 3)
    assert (frame.value, frame.steps[0].terms, frame.expression) == (-0.5, (), "-0.5")
    copied = explain.cell(model, result, "part", 0, 0, 2).steps[0].terms[0]
    assert (copied.node, copied.channel, copied.row, copied.column) == ("near", 3, 7, 2)


def test_the_place_of_a_cell_on_the_image_follows_crops_and_enlargements() -> None:
    nodes = [
        make_node("part", "strided_slice", "image", start=[0, 2, 0], step=[1, 1, 1], size=[1, 6, 8]),
        make_node("up", "resize2d", "part", size=[12, 16], start=[-0.25, -0.25], step=[0.5, 0.5], mode="bilinear"),
        make_node("logits", "global_avg_pool2d", "up"),
    ]
    model = Model(make_graph(nodes, "logits", 1), {})
    reading = ForwardPass(model, model.predict(np.zeros((1, 8, 8), np.float32)).stages)
    row, column, step = centre_on_image(reading, "up", Place(0, 4, 6))
    assert (row, column, step) == (2 + 1.75 + 0.5, 2.75 + 0.5, 0.5)
    window = explain.image_window(reading, "part")
    assert (window.rows, window.columns) == ((2, 2, 1), (0, 0, 1))
    assert explain.image_window(reading, "up").rows == (0, 7, 0)  # half pixels: the whole image


def test_a_stroke_recomputes_a_small_part_of_enlarged_maps() -> None:
    nodes = [
        make_node("up", "conv_transpose2d", "image", stride=[2, 2]),
        make_node("resized", "resize2d", "image", size=[64, 64], start=[-0.25] * 2, step=[0.5] * 2, mode="bilinear"),
        make_node("edge", "pad2d", "image", padding=[4, 4, 4, 4], mode="replicate"),
        make_node("part", "strided_slice", "image", start=[0, 31, 20], step=[1, -1, 1], size=[1, 32, 12]),
        make_node("logits", "global_avg_pool2d", "up"),
    ]
    model = Model(make_graph(nodes, "logits", 1, (1, 32, 32)), {"up.weight": np.ones((1, 1, 2, 2), np.float32)})
    changes = model.plan.update(Region(10, 12, 13, 15))
    assert changes["up"] == Region(20, 24, 26, 30)
    assert changes["resized"] == Region(19, 23, 27, 31)
    assert changes["edge"] == Region(14, 16, 17, 19)
    assert changes["part"] is None


def test_batches_are_computed_for_every_mode() -> None:
    model = moving_model()
    images = np.random.default_rng(1).random((5, 1, 10, 9), dtype=np.float32)
    expected = model.predict(images).probabilities
    plan = BatchPlan(model.graph, model.weights, model.shapes, model.probabilities_node, 3)
    found = np.concatenate([plan.run(images[:3]), plan.run(images[3:])])
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_the_file_of_a_model_is_version_2_and_read_again() -> None:
    model = moving_model()
    data = write_model(model.graph, model.weights)
    image = np.random.default_rng(1).random((1, 10, 9), dtype=np.float32)
    np.testing.assert_array_equal(load(data).predict(image).probabilities, model.predict(image).probabilities)
    assert version_of(model.graph) == 2
    pair = [make_node("both", "concat", "image", "image"), make_node("gap", "global_avg_pool2d", "both")]
    graph = make_graph(pair, "gap", 2)
    assert version_of(graph) == 1
    assert '"dim"' not in graph_to_json(graph)
    below = make_graph([make_node("both", "concat", "image", "image", dim=3), *pair[1:]], "gap", 1)
    assert version_of(below) == 2


def test_the_page_gets_the_links_and_the_colours_of_moved_maps() -> None:
    description = json.loads(Session().load_model(write_model(moving_model().graph, moving_model().weights), "moving"))
    stages = {stage["name"]: stage for stage in description["stages"]}
    links = {name: [(link["source"], link["mixes"], link["join"]) for link in s["links"]] for name, s in stages.items()}
    assert links["up"] == [("conv", True, "")]
    assert links["smooth"] == [("frame", False, "")]
    assert links["part"] == [("near", True, "")]  # its first map is the last one of the stage before
    assert links["below"] == [("wide", False, ""), ("part", False, "")]
    assert {stages[name]["colormap"] for name in ("up", "frame", "near", "below")} == {"diverging"}


def test_a_transposed_convolution_multiplies_every_weight_for_every_cell_of_its_input() -> None:
    model = moving_model()
    _, height, width = model.shapes["conv"]
    assert model.multiplications["up"] == 3 * 4 * 3 * 3 * height * width


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("pad2d", {"padding": [1, 1, 1, -1]}, r"expected padding to be \[top, left, bottom, right\], integers from 0"),
    ("pad2d", {"padding": [1, 1, 1, 1], "mode": "mirror"}, "expected mode to be one of constant, reflect, replicate"),
    ("pad2d", {"padding": [1, 1, 1, 1], "value": float("nan")}, "expected value to be a finite number"),
    ("strided_slice", {"start": [0, 0], "step": [1, 1], "size": [1, 1]}, "expected start to be one integer or three"),
    ("strided_slice", {"start": [0], "step": [0], "size": [1]}, "expected step to be .* other than 0"),
    ("strided_slice", {"start": [0], "step": [1], "size": [1]}, r"do not fit its input \(1, 8, 8\)"),
    ("strided_slice", {"start": [0, 0, 9], "step": [1] * 3, "size": [1] * 3}, "is not within its input"),
    ("strided_slice", {"start": [0, 2, 0], "step": [1, -2, 1], "size": [1, 3, 1]}, "is not within its input"),
    ("resize2d", {"size": [0, 1], "start": [0, 0], "step": [1, 1]}, "expected size to be two integers from 1"),
    ("resize2d", {"size": [1, 1], "start": [0, float("inf")], "step": [1, 1]}, "expected start to be two finite"),
    ("resize2d", {"size": [1, 1], "start": [0, 0], "step": [-1, 1]}, "expected step to be two finite numbers"),
    ("resize2d", {"size": [1, 1], "start": [0, 0], "step": [1, 1], "mode": "area"}, "expected mode to be one of near"),
    (
        "resize2d",
        {"size": [1, 1], "start": [0, 0], "step": [1, 1], "rounding": "up"},
        "expected rounding to be 'floor'",
    ),
    ("depth_to_space", {"block_size": 2}, r"in blocks of 2 × 2 does not fit its input \(1, 8, 8\)"),
    ("space_to_depth", {"block_size": 3}, r"in blocks of 3 × 3 does not fit its input \(1, 8, 8\)"),
    ("space_to_depth", {"block_size": 0}, "expected block_size to be an integer from 1"),
    ("conv_transpose2d", {"output_padding": [-1, 0]}, "expected output_padding to be two integers from 0"),
    ("conv_transpose2d", {"stride": [4096, 4096], "groups": 2}, r"with groups=2 does not fit its input"),
    ("conv_transpose2d", {}, r"weight \(2, 1, 3, 3\) with groups=1 does not fit its input \(1, 8, 8\)"),
]


def model_of(op: str, attributes: dict[str, Any]) -> Model:
    nodes = [make_node("node", op, "image", **attributes), make_node("gap", "global_avg_pool2d", "node")]
    weights = {"node.weight": np.ones((2, 1, 3, 3), np.float32)} if op == "conv_transpose2d" else {}
    return Model(make_graph(nodes, "gap", 1), weights)


@pytest.mark.parametrize(("op", "attributes", "sentence"), REFUSED, ids=str)
def test_what_does_not_fit_is_refused_by_node_and_reason(op: str, attributes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ModelError, match=rf"node 'node'.*{sentence}"):
        model_of(op, attributes)
