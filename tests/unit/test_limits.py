"""What a model costs is computed before anything is allocated; what costs too much is refused in one sentence."""

import io
import json
import time
from collections.abc import Callable
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn.bridge import Session, speed
from glasscnn.engine.convolution import Conv2d
from glasscnn.engine.pooling import Pooling
from glasscnn.model import Model, cost, limits, shapes, write_model
from glasscnn.model.graph_json import graph_from_json, graph_to_json
from tests.fuzz.mutations import npz
from tests.support.graphs import make_graph, make_node, small_model


def document() -> dict[str, Any]:
    """The small model's graph as plain values."""
    found: dict[str, Any] = json.loads(graph_to_json(small_model()[0]))
    return found


def refused(found: dict[str, Any], **arrays: np.ndarray) -> str:
    """The sentence with which a model is refused, within two seconds and without allocating much."""
    graph = np.frombuffer(json.dumps(found).encode(), np.uint8)
    data = npz({"graph": graph, **small_model()[1], **{name.replace("__", "."): a for name, a in arrays.items()}})
    started = time.process_time()
    with pytest.raises(glasscnn.ModelError) as caught:
        glasscnn.load(data)
    assert time.process_time() - started < 2
    assert len(str(caught.value)) < 400
    return str(caught.value)


# Work and memory


def test_multiply_adds_are_those_that_a_hand_counts() -> None:
    graph, weights = small_model()
    convolution, pooling, global_pooling, linear = 8 * 8 * 4 * 9, 4 * 4 * 4 * 4, 4 * 4 * 4, 4 * 3
    assert Model(graph, weights).multiply_adds == convolution + 4 * 64 + pooling + global_pooling + linear + 3


@pytest.mark.parametrize("op", ["a_new_op", "another"])
def test_an_operator_that_is_not_in_the_table_is_counted_by_its_arrays(op: str) -> None:
    node = make_node("x", "relu", "image")
    node = type(node)("x", op, ("image",), {})
    kernel = {"weight": np.zeros((4, 2, 3, 3), np.float32)}
    assert cost.multiply_adds(node, [(4, 8, 8)], (2, 16, 16), kernel) == 4 * 2 * 9 * 256  # a transposed convolution
    assert cost.multiply_adds(node, [(4, 8, 8)], (4, 8, 8), {"weight": np.zeros(4, np.float32)}) == 256
    assert cost.buffer_numbers(node, [(4, 8, 8)], (4, 8, 8), kernel) >= 72


def test_buffers_that_are_counted_are_those_that_the_engine_allocates() -> None:
    random = np.random.default_rng(0)
    for _ in range(60):
        size, kernel = random.integers(8, 24, 2), random.integers(1, 5, 2)
        window = {
            "stride": random.integers(1, 4, 2).tolist(),
            "padding": random.integers(0, 3, 4).tolist(),
            "dilation": random.integers(1, 3, 2).tolist(),
        }
        x = np.zeros((4, *size), np.float32)
        for op, extra in (("conv2d", {"groups": 2}), ("max_pool2d", {"kernel_size": kernel.tolist()})):
            node = make_node("x", op, "image", **window, **extra)
            arrays = {"weight": np.zeros((6, 2, *kernel), np.float32)} if op == "conv2d" else {}
            try:
                shape = shapes.output_shape(node, [x.shape], arrays)
            except glasscnn.ModelError:
                continue
            out = np.zeros(shape, np.float32)
            counted = cost.buffer_numbers(node, [x.shape], shape, arrays)
            if op == "conv2d":
                convolution = Conv2d(x, out, node, arrays)
                found = convolution.cells.base.size + convolution.kernels.size
            else:
                pooling = Pooling(x, out, node)
                found = pooling.padded.maps.size * any(window["padding"]) + pooling._joined.size
            assert found * 0.9 <= counted <= 12 * found + 20_000, (node, found, counted)


def test_windows_that_cover_only_padding_are_found_by_arithmetic() -> None:
    cases = product(range(1, 6), range(1, 4), range(1, 5), range(7), range(1, 7), range(1, 6))
    for size, kernel, stride, before, dilation, count in cases:
        cells = (np.arange(count) * stride - before)[:, None] + np.arange(kernel) * dilation  # (windows, taps)
        slow = not ((cells >= 0) & (cells < size)).any(axis=1).all()
        assert shapes._has_empty_window(size, kernel, stride, before, dilation, count) == slow


def set_node(number: int, **fields: Any) -> Callable[[dict[str, Any]], object]:
    return lambda found: found["nodes"][number].update(fields)


def set_input(**fields: Any) -> Callable[[dict[str, Any]], object]:
    return lambda found: found["input"].update(fields)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (set_input(shape=[1, 1, 10**9]), "input: the shape [1, 1, 1000000000] exceeds the limit of 50,000,000"),
        (set_input(shape=[1, 10**2000, 10**2000]), "exceeds the limit of 50,000,000"),
        (set_input(shape=[1, 100, 400_000]), "a side of more than 65,536"),
        (set_input(mean=[10**400]), "expected mean to be 1 finite numbers"),
        (set_input(std=[-(10**400)]), "expected std to be 1 finite numbers"),
        (set_input(std=[1e39]), "expected std to be 1 finite numbers"),
        (set_node(3, op="batch_norm2d", eps=10**400), "expected eps to be a number above 0"),
        (set_node(2, kernel_size=[1, 4096], padding=[0, 2048, 0, 2048], stride=[1, 10**400]), "two integers from 1"),
        (lambda d: d.update(stages=d["stages"][:1] * 20_000), "graph: 20,000 stages, at most 100"),
        (lambda d: d.update(classes=list(map(str, range(50_000)))), "graph: 50,000 classes, at most 30,000"),
        (set_node(0, groups=10**400), "expected groups to be an integer from 1 to 65,536"),
        (lambda d: d.update(title="x" * 1_900_000), "title to be at most 200 characters, found 1,900,000"),
    ],
)  # fmt: skip
def test_what_is_over_a_limit_is_refused(change: Callable[[dict[str, Any]], object], sentence: str) -> None:
    found = document()
    change(found)
    assert sentence in refused(found)


def test_a_kernel_whose_buffers_would_take_gigabytes_is_refused() -> None:
    found = document()
    found["input"]["shape"] = [1, 4000, 4000]
    found["nodes"][0] |= {"padding": [2000] * 4}
    weight = np.zeros((4, 1, 1, 3000), np.float32)
    assert "exceeds the limit" in refused(found, conv__weight=weight)
    found["nodes"][0] |= {"stride": [4096, 1], "padding": [0, 0, 0, 0]}
    assert "node 'conv': its buffers exceed" in refused(found, conv__weight=np.zeros((4, 1, 2000, 1500), np.float32))


def test_a_network_of_too_many_multiply_adds_is_refused_and_names_the_node() -> None:
    found = document()
    found["input"]["shape"] = [64, 190, 190]
    found["input"] |= {"mean": [0.0] * 64, "std": [1.0] * 64}
    found["nodes"][0] |= {"padding": [20] * 4}
    weights = {"conv__weight": np.zeros((16, 64, 41, 41), np.float32), "conv__bias": np.zeros(16, np.float32)}
    sentence = refused(found, **weights)
    assert sentence == "node 'conv': exceeds the limit of 50,000,000,000 multiplications an image"


@pytest.mark.parametrize("header", ["-" * 1500 + "1", "not " * 1500 + "1", "+".join("1" * 1500), "[" * 3000])
def test_a_header_that_would_crash_an_interpreter_is_refused_unread(header: str) -> None:
    text = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({header},)}}".encode()
    entry = b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text
    with pytest.raises(glasscnn.ModelError, match=r"has a header of .* bytes, expected at most 256"):
        glasscnn.model.npz_format.read_npy("conv.weight", entry, {"<f4": "float32"})


def test_headers_as_numpy_writes_them_are_read_for_every_shape() -> None:
    for shape in ((), (1,), (4096, 4096, 4096, 4096), (10**9,) * 4, (1,) * 8):
        file = io.BytesIO()
        np.lib.format.write_array_header_1_0(file, {"descr": "<f4", "fortran_order": False, "shape": shape})
        assert int.from_bytes(file.getvalue()[8:10], "little") <= limits.LARGEST_HEADER


def test_a_deep_chain_and_many_paths_take_one_pass() -> None:
    nodes = [make_node("n0", "mul", "image", "image")]
    nodes += [make_node(f"n{number}", "mul", f"n{number - 1}", f"n{number - 1}") for number in range(1, 1990)]
    graph = make_graph([*nodes, make_node("gap", "global_avg_pool2d", nodes[-1].name)], "gap", 1, (1, 2, 2))
    graph = type(graph)(**{**vars(graph), "stages": graph.stages[-1:]})
    session = Session()
    started = time.process_time()
    session.load_model(write_model(graph, {}), "diamonds.npz")  # 2^1990 paths
    assert time.process_time() - started < 2


# Names that a softmax gets, and where its stage is


def test_the_added_stage_has_a_name_of_its_own_and_the_model_can_be_saved() -> None:
    found = document()
    found["nodes"].pop()
    found["stages"] = [{"name": "probabilities", "node": "gap", "title": "Not what it says"}]
    model = Model(graph_from_json(json.dumps(found)), small_model()[1])
    assert [stage.name for stage in model.graph.stages] == ["probabilities", "probabilities2"]
    assert glasscnn.load(write_model(model.graph, model.weights)).graph == model.graph


def test_the_stage_of_the_probabilities_is_the_last_wherever_the_file_has_it() -> None:
    found = document()
    found["stages"].insert(0, found["stages"].pop())
    model = Model(graph_from_json(json.dumps(found)), small_model()[1])
    result = model.predict(np.full((1, 8, 8), 0.5, np.float32))
    assert list(result.stages)[-1] == "probabilities"
    np.testing.assert_array_equal(result.stages["probabilities"], result.probabilities)


@pytest.mark.parametrize("number", [limits.MAX_NODES, limits.MAX_NODES - 1])
def test_a_model_that_is_accepted_can_be_saved(number: int) -> None:
    names = ["image", *(f"n{count}" for count in range(number - 1))]
    nodes = [make_node(name, "relu", source) for source, name in pairwise(names)]
    graph = make_graph([*nodes, make_node("gap", "global_avg_pool2d", names[-1])], "gap", 1, (1, 1, 1))
    graph = type(graph)(**{**vars(graph), "stages": ()})
    if number == limits.MAX_NODES:  # there is no place for the softmax
        with pytest.raises(glasscnn.ModelError, match="graph: 2,001 nodes, at most 2,000"):
            Model(graph, {})
    else:
        model = Model(graph, {})
        assert glasscnn.load(write_model(model.graph, {})).graph == model.graph


# Slow models are a question


def test_a_slow_model_is_described_by_its_seconds_and_the_model_before_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "QUICK", 1000)
    monkeypatch.setattr(speed, "multiply_adds_per_second", lambda: 200.0)
    session = Session()
    session.load_model(write_model(*small_model()), "first.npz", only_quick=False)
    graph, weights = small_model(seed=1)
    before = (session.model, session.views, session.values)
    answer = json.loads(session.load_model(write_model(graph, weights), "second.npz", only_quick=True))
    assert answer == {"seconds": Model(graph, weights).multiply_adds / 200, "title": "Test"}
    assert (session.model, session.views, session.values) == before
    assert session.values is before[2]
    assert json.loads(session.load_model(write_model(graph, weights), "second.npz"))["name"] == "test"


def test_a_quick_model_is_loaded_without_a_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(speed, "multiply_adds_per_second")
    assert speed.seconds_of(Model(*small_model())) == 0
    assert json.loads(Session().load_model(write_model(*small_model()), "quick.npz", only_quick=True))["name"] == "test"


def test_the_speed_is_measured() -> None:
    assert 1e6 < speed.multiply_adds_per_second() < 1e13


@pytest.mark.parametrize(("room", "is_read"), [(9_000, False), (300_000, True)])
def test_a_graph_that_is_read_can_be_written_though_it_gets_longer(room: int, is_read: bool) -> None:
    found = document()
    names = ["image", *(f"{number:04}{'n' * 390}" for number in range(1_500))]
    chain = [{"name": name, "op": "leaky_relu", "inputs": [source]} for source, name in pairwise(names)]
    found["nodes"][0]["inputs"] = [names[-1]]
    found["nodes"] = chain + found["nodes"]
    found["card"] = {"note": "x" * (limits.LARGEST_GRAPH - room - len(json.dumps(found)))}
    if is_read:
        graph = np.frombuffer(json.dumps(found).encode(), np.uint8)
        model = glasscnn.load(npz({"graph": graph, **small_model()[1]}))
        assert glasscnn.load(write_model(model.graph, model.weights)).graph == model.graph
    else:
        assert "bytes with all attributes, at most 2,097,152" in refused(found)
