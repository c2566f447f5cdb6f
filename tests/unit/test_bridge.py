"""The bridge returns plain values and stable buffers with the same values as the Python interface."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper

import glasscnn
from glasscnn.bridge import Session
from glasscnn.colormap import Painter, packed
from glasscnn.model import write_model
from glasscnn_import.in_browser import onnx_to_npz
from tests.support.graphs import Weights, chain_model, diamond_model, make_graph, make_node, small_model
from tests.support.products import products_as_in_the_browser

SEVEN = [[(60, 60), (220, 60), (120, 240)], [(100, 150), (190, 150)]]
GAP10 = Path(__file__).resolve().parent.parent.parent / "weights" / "gap10.npz"


@pytest.fixture(autouse=True, scope="module")
def _in_the_browser() -> Iterator[None]:
    with products_as_in_the_browser():
        yield


def write_ink(session: Session, strokes: list[list[tuple[float, float]]]) -> int:
    """Read strokes like the worker: all points in one array, and the length of each stroke."""
    points = [point for stroke in strokes for point in stroke]
    session.reserve_ink(len(points), len(strokes))
    session.ink[: len(points)] = np.reshape(points, (-1, 2))
    session.stroke_lengths[: len(strokes)] = [len(stroke) for stroke in strokes]
    return len(strokes)


def stage_of(description: dict[str, Any], name: str) -> dict[str, Any]:
    return next(stage for stage in description["stages"] if stage["name"] == name)


def values_of(session: Session, stage: dict[str, Any]) -> np.ndarray:
    place = stage["values"]
    return session.values[place["offset"] : place["offset"] + place["length"]].reshape(stage["shape"])


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def gap10(session: Session) -> dict[str, Any]:
    return json.loads(session.load_model(GAP10.read_bytes(), "gap10.npz"))


@pytest.mark.parametrize("centre", [True, False])
def test_reading_ink_equals_the_python_interface(session: Session, gap10: dict[str, Any], centre: bool) -> None:
    label = session.read_ink(write_ink(session, SEVEN), 280, 24, centre)
    result = glasscnn.load(GAP10).predict(glasscnn.ink_to_image(SEVEN, centre=centre))
    assert label == result.label
    assert [stage["name"] for stage in gap10["stages"]] == list(result.stages)
    for stage in gap10["stages"]:
        expected = result.stages[stage["name"]]
        np.testing.assert_allclose(
            values_of(session, stage), expected, rtol=0, atol=1e-5 * max(1, np.abs(expected).max())
        )


def test_incremental_readings_are_bit_identical_to_fresh_ones(gap10: dict[str, Any]) -> None:
    spiral = [(140 + t * np.cos(t / 9), 140 + t * np.sin(t / 9)) for t in range(0, 120, 2)]
    for centre in (True, False):
        growing = Session()
        growing.load_model(GAP10.read_bytes(), "gap10.npz")
        for points in (*range(1, 60, 4), 20, 59):
            alone = Session()
            alone.load_model(GAP10.read_bytes(), "gap10.npz")
            for session in (growing, alone):
                session.read_ink(write_ink(session, [spiral[:points], [(9, 9)]]), 280, 24, centre)
            for name in ("values", "pixels", "ranges"):
                np.testing.assert_array_equal(getattr(growing, name), getattr(alone, name), err_msg=f"{name}, {points}")


def test_reading_an_image_equals_the_python_interface(session: Session, gap10: dict[str, Any]) -> None:
    image = np.random.default_rng(0).random((1, 28, 28), np.float32)
    session.image[:] = image.reshape(-1)
    label = session.read_image()
    result = glasscnn.load(GAP10).predict(image)
    assert label == result.label
    np.testing.assert_allclose(values_of(session, stage_of(gap10, "logits")), result.stages["logits"], atol=1e-5)


def test_the_description_names_every_stage_with_its_shape_parameters_and_sources(gap10: dict[str, Any]) -> None:
    found = [(s["name"], s["shape"], s["parameters"], s["inputs"], s["colormap"]) for s in gap10["stages"]]
    assert found == [
        ("image", [1, 28, 28], 0, [], "grey"),
        ("conv1", [10, 28, 28], 100, ["image"], "sequential"),
        ("conv2", [10, 28, 28], 910, ["conv1"], "sequential"),
        ("pool", [10, 14, 14], 0, ["conv2"], "sequential"),
        ("gap", [10], 0, ["pool"], "sequential"),
        ("logits", [10], 110, ["gap"], "diverging"),
        ("probabilities", [10], 0, ["logits"], "sequential"),
    ]
    assert gap10["parameters"] == 1120
    assert gap10["classes"] == list("0123456789")


def test_description_names_all_sources_of_a_stage_in_a_branching_graph(session: Session) -> None:
    nodes = [
        make_node("left", "conv2d", "image"),
        make_node("right", "conv2d", "image"),
        make_node("hidden", "relu", "right"),
        make_node("sum", "add", "left", "hidden"),
        make_node("gap", "global_avg_pool2d", "sum"),
    ]
    weights: Weights = {f"{name}.weight": np.ones((2, 1, 1, 1), np.float32) for name in ("left", "right")}
    graph = make_graph(nodes, "gap", 2)
    shown = tuple(stage for stage in graph.stages if stage.name != "hidden")
    data = write_model(type(graph)(**{**graph.__dict__, "stages": shown}), weights)
    description = json.loads(session.load_model(data, "branches"))
    assert sorted(stage_of(description, "sum")["inputs"]) == ["left", "right"]
    assert stage_of(description, "right")["parameters"] == 2
    assert stage_of(description, "sum")["colormap"] == "diverging"


def test_links_describe_how_maps_are_combined_between_stages(session: Session) -> None:
    nodes = [
        make_node("first", "conv2d", "image"),
        make_node("apart", "conv2d", "first", groups=2),
        make_node("norm", "batch_norm2d", "apart"),
        make_node("hidden", "relu", "norm"),
        make_node("shortcut", "conv2d", "first"),
        make_node("sum", "add", "hidden", "shortcut"),
        make_node("joined", "concat", "hidden", "sum"),
        make_node("gap", "global_avg_pool2d", "joined"),
    ]
    weights: Weights = {
        "first.weight": np.ones((2, 1, 1, 1), np.float32),
        "apart.weight": np.ones((2, 1, 1, 1), np.float32),
        "shortcut.weight": np.ones((2, 2, 1, 1), np.float32),
        **{f"norm.{name}": np.ones(2, np.float32) for name in ("weight", "bias", "running_mean", "running_var")},
    }
    graph = make_graph(nodes, "gap", 4)
    shown = tuple(stage for stage in graph.stages if stage.name not in ("hidden", "shortcut"))
    data = write_model(type(graph)(**{**graph.__dict__, "stages": shown}), weights)
    description = json.loads(session.load_model(data, "links"))
    links = {stage["name"]: [tuple(link.values()) for link in stage["links"]] for stage in description["stages"]}
    assert links == {
        "image": [],
        "first": [("image", True, "")],
        "apart": [("first", False, "")],
        "norm": [("apart", False, "")],
        "sum": [("norm", False, "add"), ("first", True, "add")],
        "joined": [("norm", False, "concat"), ("sum", False, "concat")],
        "gap": [("joined", False, "")],
        "probabilities": [("gap", True, "")],
    }


def test_pixels_show_the_maps_in_colours_over_the_reported_ranges(session: Session, gap10: dict[str, Any]) -> None:
    session.read_ink(write_ink(session, SEVEN), 280, 24, True)
    for number, stage in enumerate(gap10["stages"]):
        low, high = session.ranges[number]
        values, canvas = values_of(session, stage), stage["canvas"]
        if stage["op"] not in ("input", "softmax"):
            assert high == pytest.approx(float(np.abs(values).max() if low < 0 else values.max()))
        painter = Painter(tuple(stage["shape"]), canvas["columns"], canvas["gap"])
        expected = np.zeros(canvas["length"], np.uint8)
        table = np.array(gap10["colormaps"][stage["colormap"]], np.uint8).reshape(256, 4)
        painter.attach(expected)
        painter.paint(values, packed(table), float(low), float(high))
        found = session.pixels[canvas["offset"] : canvas["offset"] + canvas["length"]]
        assert (painter.width, painter.height) == (canvas["width"], canvas["height"])
        np.testing.assert_array_equal(found, expected)


def test_buffers_do_not_move_between_readings(session: Session, gap10: dict[str, Any]) -> None:
    before = [
        buffer.ctypes.data for buffer in (session.values, session.pixels, session.ranges, session.ink, session.image)
    ]
    for _ in range(3):
        session.read_ink(write_ink(session, SEVEN), 280, 24, True)
    after = [
        buffer.ctypes.data for buffer in (session.values, session.pixels, session.ranges, session.ink, session.image)
    ]
    assert before == after


def test_readings_of_a_twin_leave_those_of_the_session_untouched(session: Session, gap10: dict[str, Any]) -> None:
    label = session.read_ink(write_ink(session, SEVEN), 280, 24, True)
    values, pixels, ranges = session.values.copy(), session.pixels.copy(), session.ranges.copy()
    twin = session.twin()
    twin.read_ink(write_ink(twin, [[(20, 20), (250, 40)]]), 280, 24, True)
    assert not np.array_equal(twin.values, values)
    assert [session.values.tobytes(), session.pixels.tobytes()] == [values.tobytes(), pixels.tobytes()]
    assert session.ranges.tobytes() == ranges.tobytes()
    assert twin.read_ink(write_ink(twin, SEVEN), 280, 24, True) == label
    assert twin.values.tobytes() == values.tobytes()


def test_reserving_more_ink_reports_new_buffers(session: Session, gap10: dict[str, Any]) -> None:
    assert session.reserve_ink(100, 10) is False
    assert session.reserve_ink(100_000, 10) is True
    assert session.reserve_ink(100_000, 5_000) is True
    assert session.reserve_ink(100_000, 5_000) is False
    many = [[(float(n % 280), float(n // 280)) for n in range(90_000)]]
    assert session.read_ink(write_ink(session, many), 280, 24, True) in range(10)


def test_empty_drawing_is_read_as_a_black_image(session: Session, gap10: dict[str, Any]) -> None:
    session.read_ink(write_ink(session, SEVEN), 280, 24, True)
    label = session.read_ink(0, 280, 24, True)
    assert not values_of(session, stage_of(gap10, "image")).any()
    assert label == glasscnn.load(GAP10).predict(np.zeros((1, 28, 28))).label


def test_refused_model_leaves_the_current_one(session: Session, gap10: dict[str, Any]) -> None:
    with pytest.raises(glasscnn.ModelError, match=r"mine\.npz: not readable as \.npz"):
        session.load_model(b"nonsense", "mine.npz")
    image = glasscnn.ink_to_image(SEVEN)
    assert session.read_ink(write_ink(session, SEVEN), 280, 24, True) == glasscnn.load(GAP10).predict(image).label


@pytest.mark.parametrize("step", ["list_views", "describe", "ChangeDetector"])
@pytest.mark.parametrize("error", [RecursionError, MemoryError])
def test_failed_load_leaves_every_value_unchanged(
    session: Session, gap10: dict[str, Any], monkeypatch: pytest.MonkeyPatch, step: str, error: type[Exception]
) -> None:
    session.read_ink(write_ink(session, SEVEN), 280, 24, True)
    buffers = ("values", "pixels", "ranges", "image")
    before = {name: getattr(session, name).copy() for name in buffers}
    described = session.ask("summaries", "{}")

    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(f"glasscnn.bridge.session.{step}", fail)
        with pytest.raises(error):
            session.load_model(write_model(*small_model()), "small.npz")
    assert session.ask("summaries", "{}") == described
    session.read_ink(write_ink(session, SEVEN[:1]), 280, 24, True)
    assert session.read_ink(write_ink(session, SEVEN), 280, 24, True) == 7
    for name in buffers:
        np.testing.assert_array_equal(getattr(session, name), before[name])


def chain_through_onnx(count: int) -> bytes:
    """A chain of `count` max poolings of one cell, as in an ONNX file."""
    names = ["image", *(f"pool{number}" for number in range(count))]
    nodes = [
        helper.make_node("MaxPool", [source], [name], kernel_shape=[1, 1], strides=[1, 1])
        for source, name in pairwise(names)
    ]
    nodes += [helper.make_node("GlobalAveragePool", names[-1:], ["g"]), helper.make_node("Flatten", ["g"], ["logits"])]
    graph = helper.make_graph(
        nodes,
        "chain",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 3, 8, 8])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 3])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    return onnx_to_npz(model.SerializeToString(), "chain.onnx")


DEEP = {
    "950 flatten": lambda: write_model(*chain_model("flatten", 950)),
    "1,900 sigmoid": lambda: write_model(*chain_model("sigmoid", 1900)),
    "40 sums of a node and itself": lambda: write_model(*diamond_model(40)),
    "1,900 max pools through ONNX": lambda: chain_through_onnx(1900),
}


@pytest.mark.parametrize("kind", DEEP)
def test_deep_graph_is_loaded_described_read_and_explained(session: Session, kind: str) -> None:
    data = DEEP[kind]()
    description = json.loads(session.load_model(data, "deep.npz"))
    label = session.read_ink(write_ink(session, SEVEN), 280, 24, True)
    result = glasscnn.load(data).predict(session.image.reshape(-1, 8, 8))
    assert label == result.label
    np.testing.assert_allclose(values_of(session, stage_of(description, "probabilities")), result.probabilities)
    assert stage_of(description, "probabilities")["inputs"] == ["logits"]
    assert stage_of(description, "logits")["inputs"]

    place = {"stage": "logits", "channel": 1, "row": 0, "column": 0}
    cell = json.loads(session.ask("cell", json.dumps(place)))["result"]
    names = {"np": np, "model": session.model, "result": session.reading}
    exec("\n".join(cell["setup"]), names)
    assert eval(cell["expression"], names) == pytest.approx(cell["value"], rel=1e-5)
    field = json.loads(session.ask("field", json.dumps(place)))["result"]
    assert field["back"]["image"]["direct"] is ("ONNX" not in kind)
    for question in ("kernels", "beforeRelu"):
        session.ask(question, json.dumps({"stage": "logits"}))
    for method in ("cam", "gradient", "occlusion"):
        arguments = {"label": 0, "other": 1, "method": method, "background": "dark"}
        session.ask("evidence", json.dumps(arguments))
    assert len(json.loads(session.ask("summaries", "{}"))["result"]["stages"]) == len(description["stages"])


@pytest.mark.parametrize("shape", [(2, 8, 8), (1, 8, 225)])
def test_model_with_an_unsupported_input_shape_is_refused(session: Session, shape: tuple[int, int, int]) -> None:
    data = write_model(make_graph([make_node("gap", "global_avg_pool2d", "image")], "gap", shape[0], shape), {})
    with pytest.raises(glasscnn.ModelError, match=r"images of 1 or 3 channels up to 224 × 224"):
        session.load_model(data, "wide")


def test_model_with_too_many_classes_is_refused(session: Session) -> None:
    nodes = [make_node("gap", "global_avg_pool2d", "image"), make_node("logits", "linear", "gap")]
    data = write_model(make_graph(nodes, "logits", 1_001), {"logits.weight": np.ones((1_001, 1), np.float32)})
    with pytest.raises(glasscnn.ModelError, match=r"it has 1,001 classes; the page shows up to 1,000"):
        session.load_model(data, "many")


def test_ink_is_centred_on_every_channel_of_a_coloured_or_wide_input(session: Session) -> None:
    graph = make_graph([make_node("gap", "global_avg_pool2d", "image")], "gap", 3, (3, 32, 48))
    session.load_model(write_model(graph, {}), "colour")
    session.read_ink(write_ink(session, SEVEN), 280, 24, True)
    image = session.image.reshape(3, 32, 48)
    expected = glasscnn.ink_to_image(SEVEN, size=32)[0]
    for channel in image:
        np.testing.assert_array_equal(channel[:, 8:40], expected)
        assert not channel[:, :8].any()
        assert not channel[:, 40:].any()


def test_asking_without_a_model_raises_an_error(session: Session) -> None:
    with pytest.raises(glasscnn.ModelError, match="no model is loaded"):
        session.read_ink(0, 280, 24, True)


@pytest.mark.parametrize("lengths", [[5000], [-1], [3, 4094]])
def test_stroke_lengths_that_do_not_match_the_ink_are_refused(
    session: Session, gap10: dict[str, Any], lengths: list[int]
) -> None:
    session.stroke_lengths[: len(lengths)] = lengths
    with pytest.raises(glasscnn.InkError, match="do not fit the ink that was reserved"):
        session.read_ink(len(lengths), 280, 24, True)


def test_an_image_with_nan_is_refused(session: Session, gap10: dict[str, Any]) -> None:
    session.image[3] = np.nan
    with pytest.raises(glasscnn.InkError, match="NaN or infinity"):
        session.read_image()


def test_model_with_many_maps_has_one_canvas_for_each_stage(session: Session) -> None:
    nodes = [make_node("wide", "conv2d", "image"), make_node("gap", "global_avg_pool2d", "wide")]
    data = write_model(make_graph(nodes, "gap", 64), {"wide.weight": np.ones((64, 1, 1, 1), np.float32)})
    canvas = stage_of(json.loads(session.load_model(data, "wide")), "wide")["canvas"]
    assert (canvas["columns"], canvas["width"], canvas["height"]) == (8, 8 * 8 + 7, 8 * 8 + 7)


def test_description_is_json_with_plain_values() -> None:
    text = Session().load_model(write_model(*small_model()), "small")
    assert json.loads(text)["stages"][1]["name"] == "conv"
