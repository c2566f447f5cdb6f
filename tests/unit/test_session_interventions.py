"""Interventions while a session reads: drawing and changed weights stay, and all of it can be put back to the bit."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn.bridge import Bridge
from glasscnn.errors import ModelError, QuestionError
from glasscnn.model.interventions import Interventions, intervene
from tests.support.products import products_as_in_the_browser
from tests.unit.test_bridge import SEVEN
from tests.unit.test_session_weights import equal, noisy, numbers_of, reading

WEIGHTS = Path(__file__).resolve().parents[2] / "weights"


@pytest.fixture(autouse=True, scope="module")
def _in_the_browser() -> Iterator[None]:
    with products_as_in_the_browser():
        yield


def opened(name: str = "gap10") -> Bridge:
    bridge = Bridge()
    bridge.load_model((WEIGHTS / f"{name}.npz").read_bytes(), f"{name}.npz")
    reading(bridge)
    return bridge


def changes(**some: list[Any]) -> str:
    return json.dumps({"without": [], "muted": [], "meanPooling": [], "withoutBias": [], **some})


NONE = changes()
SOME = changes(without=["relu1"], muted=[["conv2", 3], ["gap", 0]], meanPooling=["pool"], withoutBias=["conv1"])
SAME = Interventions(
    frozenset({"relu1"}), frozenset({("conv2", 3), ("gap", 0)}), frozenset({"pool"}), frozenset({"conv1"})
)


def stages_of(bridge: Bridge) -> dict[str, np.ndarray]:
    return {view.stage.name: view.values.copy() for view in bridge.views}


def test_the_newest_drawing_is_read_again_and_so_are_the_next_ones() -> None:
    bridge = opened()
    label = bridge.label
    described = json.loads(bridge.intervene(SOME))
    changed = intervene(glasscnn.load("gap10"), SAME)
    expected = changed.predict(bridge.image.reshape(1, 28, 28))
    assert bridge.label == expected.label != label
    assert all(np.array_equal(numbers, expected.stages[name]) for name, numbers in stages_of(bridge).items())
    assert bridge.placed_strokes  # the ink of the reading
    reading(bridge, [SEVEN[0]])
    expected = changed.predict(bridge.image.reshape(1, 28, 28))
    assert all(np.array_equal(numbers, expected.stages[name]) for name, numbers in stages_of(bridge).items())
    colours = {stage["name"]: stage["colormap"] for stage in described["stages"]}
    assert (colours["conv1"], colours["conv2"], colours["gap"]) == ("diverging", "sequential", "sequential")


def test_the_description_has_the_same_stages_in_the_same_places() -> None:
    before, after = (json.loads(opened().intervene(each)) for each in (NONE, SOME))
    same = ("name", "title", "shape", "values", "canvas", "ranges", "inputs")
    for first, second in zip(before["stages"], after["stages"], strict=True):
        assert all(first[key] == second[key] for key in same)
    assert [stage["op"] for stage in after["stages"]][1:4] == ["identity", "relu", "avg_pool2d"]
    assert after["parameters"] == before["parameters"] - 10
    masked = json.loads(opened().intervene(changes(muted=[["gap", 0]])))
    assert masked["stages"][4] == before["stages"][4] | {"node": "gap.muted"}
    assert masked["parameters"] == before["parameters"]


@pytest.mark.parametrize("name", ["gap10", "deep", "lenet5", "resmini"])
def test_everything_can_be_put_back_to_the_bit(name: str) -> None:
    bridge = opened(name)
    before, graph = numbers_of(bridge), bridge.model.graph
    stage = bridge.views[1].stage.name
    bridge.intervene(changes(muted=[[stage, 0]]))
    assert not equal(numbers_of(bridge), before)
    bridge.intervene(NONE)
    assert equal(numbers_of(bridge), before)
    assert bridge.model.graph is graph


def test_weights_may_be_changed_before_and_after() -> None:
    bridge = opened()
    original = bridge.weights.vector()
    bridge.change_weights(noisy(original))
    bridge.intervene(SOME)
    assert np.array_equal(bridge.weights.vector(), noisy(original))
    bridge.change_weights(noisy(original, 1))
    assert np.array_equal(bridge.weights.original(), original)
    layout = bridge.weights.layout()
    weights = {
        each["name"]: noisy(original, 1)[each["offset"] :][: np.prod(each["shape"])].reshape(each["shape"])
        for each in layout
    }
    expected = intervene(glasscnn.load("gap10").with_weights(weights), SAME).predict(bridge.image.reshape(1, 28, 28))
    assert all(np.array_equal(numbers, expected.stages[name]) for name, numbers in stages_of(bridge).items())
    bridge.intervene(NONE)
    bridge.change_weights(original)
    assert equal(numbers_of(bridge), numbers_of(opened()))
    assert bridge.model.graph.card


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        (changes(without=["pool"]), ModelError, "'pool' cannot be left out"),
        (changes(muted=[["conv1", 10]]), ModelError, "has no channel 10"),
        (changes(muted=[["conv1", "1"]]), QuestionError, r"expected \[stage, channel\] to mute"),
        (changes(muted=["conv1"]), QuestionError, r"expected \[stage, channel\] to mute"),
        (changes(without=[7]), QuestionError, "expected the name of a node"),
        ("{}", QuestionError, "expected the arguments without, muted"),
        ("nothing", QuestionError, "no JSON"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_changes(wrong: str, error: type[Exception], words: str) -> None:
    bridge = opened()
    bridge.intervene(changes(without=["relu2"]))
    before, model = numbers_of(bridge), bridge.model
    with pytest.raises(error, match=words):
        bridge.intervene(wrong)
    assert bridge.model is model
    assert equal(numbers_of(bridge), before)
    bridge.change_weights(bridge.weights.vector())  # still those of the network with its change


def test_the_page_is_told_what_each_stage_allows_whatever_is_changed() -> None:
    bridge = opened()
    found = json.loads(bridge.work("interventions", "{}", b""))["result"]
    conv1, conv2, pool, *_, probabilities = found
    assert (conv1["stage"], conv1["muted"], probabilities["muted"]) == ("conv1", True, False)
    assert [node["name"] for node in conv1["nodes"] if node["without"]] == ["relu1"]
    assert [node["name"] for node in conv1["nodes"] if node["withoutBias"]] == ["conv1"]
    assert [node["name"] for node in conv2["nodes"] if node["without"]] == ["conv2", "relu2"]
    assert pool["nodes"] == [
        {"name": "pool", "op": "max_pool2d", "without": False, "meanPooling": True, "withoutBias": False}
    ]
    bridge.intervene(SOME)
    assert json.loads(bridge.work("interventions", "{}", b""))["result"] == found


def test_questions_are_answered_about_the_changed_network() -> None:
    bridge = opened()
    bridge.intervene(SOME)
    cell = json.loads(bridge.ask("cell", json.dumps({"stage": "conv2", "channel": 3, "row": 9, "column": 9})))["result"]
    assert (cell["value"], cell["steps"][-1]["op"]) == (0, "mute")
    for question, arguments in (
        ("kernels", {"stage": "conv2"}),
        ("evidence", {"label": 7, "other": 1, "method": "cam", "background": "dark"}),
        ("contributions", {"label": 7, "other": 1}),
        ("summaries", {}),
        ("familiarity", {}),
    ):
        bridge.ask(question, json.dumps(arguments))


def test_the_file_of_the_changed_network_says_so() -> None:
    bridge = opened()
    bridge.intervene(SOME)
    bridge.change_weights(noisy(bridge.weights.vector()))
    bridge.work("modelFile", "{}", b"")
    model = glasscnn.load(bridge.file.tobytes())
    assert model.graph.name == "gap10-changed"
    assert model.graph.description.endswith(
        "Changed: without relu1; without the bias of conv1; conv2 without channel 4; gap without channel 1;"
        " pool averages. Its weights were changed."
    )
    result = model.predict(bridge.image.reshape(1, 28, 28))
    assert all(np.array_equal(numbers, result.stages[name]) for name, numbers in stages_of(bridge).items())


def test_a_training_gets_the_network_without_interventions_and_with_its_weights() -> None:
    bridge = opened()
    bridge.intervene(SOME)
    weights = noisy(bridge.weights.vector())
    bridge.change_weights(weights)
    bridge.work("fileToTrain", "{}", b"")
    model = glasscnn.load(bridge.file.tobytes())
    assert [node.op for node in model.graph.nodes] == [node.op for node in glasscnn.load("gap10").graph.nodes]
    assert np.array_equal(np.concatenate([array.reshape(-1) for array in model.weights.values()]), weights)


def test_a_large_model_goes_on_to_show_what_it_has_shown() -> None:
    bridge = opened("deep")
    scales = [2 if view.canvas.coarsest >= 2 else 1 for view in bridge.views]
    bridge.show(json.dumps(scales))
    places = [view.pixels_offset for view in bridge.views]
    bridge.intervene(changes(muted=[["conv1", 0]]))
    assert [view.canvas.scale for view in bridge.views] == scales
    assert [view.pixels_offset for view in bridge.views] == places
    assert bridge.pixels.any()
