"""Weights that are changed while a session reads: the same numbers as a model file with these weights gives."""

import io
import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import glasscnn
from glasscnn.bridge import Bridge, Session
from glasscnn.bridge.tasks import Tasks
from glasscnn.errors import ModelError
from glasscnn.model import write_model
from glasscnn.model.history import History, TrainingStep, write_history
from tests.support.graphs import diamond_model
from tests.support.products import products_as_in_the_browser
from tests.unit.test_bridge import SEVEN, write_ink

Array = npt.NDArray[np.float32]

WEIGHTS = Path(__file__).resolve().parents[2] / "weights"
MODELS = ["gap10", "deep", "lenet5", "resmini"]


@pytest.fixture(autouse=True, scope="module")
def _in_the_browser() -> Iterator[None]:
    with products_as_in_the_browser():
        yield


def reading(session: Session, strokes: Any = SEVEN) -> int:
    return session.read_ink(write_ink(session, strokes), 280, 24, True)


def opened(data: bytes) -> Session:
    session = Session()
    session.load_model(data, "model.npz")
    reading(session)
    return session


def numbers_of(session: Session) -> list[Any]:
    return [session.values.copy(), session.pixels.copy(), session.ranges.copy()]


def equal(found: list[Any], expected: list[Any]) -> bool:
    return all(np.array_equal(*pair) for pair in zip(found, expected, strict=True))


def noisy(vector: Array, seed: int = 0) -> Array:
    return (vector * np.random.default_rng(seed).normal(1, 0.2, vector.shape)).astype(np.float32)


@pytest.mark.parametrize("name", MODELS)
def test_changed_weights_give_the_numbers_of_a_model_file_with_them(name: str) -> None:
    session = opened((WEIGHTS / f"{name}.npz").read_bytes())
    label = session.change_weights(noisy(session.weights.vector()))
    other = opened(session.weights.model_file())
    assert equal(numbers_of(session), numbers_of(other))
    assert label == reading(other)
    shorter = [SEVEN[0]]
    assert reading(session, shorter) == reading(other, shorter)  # updates go on with the changed weights
    assert equal(numbers_of(session), numbers_of(other))


@pytest.mark.parametrize("name", MODELS)
def test_the_original_weights_restore_every_number_to_the_bit(name: str) -> None:
    session = opened((WEIGHTS / f"{name}.npz").read_bytes())
    before, original = numbers_of(session), session.weights.original()
    assert np.array_equal(original, session.weights.vector())
    for seed in range(3):
        session.change_weights(noisy(original, seed))
    assert not equal(numbers_of(session), before)
    assert np.array_equal(session.weights.original(), original)
    session.change_weights(original)
    assert equal(numbers_of(session), before)


def test_one_weight_changes_only_what_depends_on_it() -> None:
    session = opened((WEIGHTS / "gap10.npz").read_bytes())
    place = {array["name"]: array["offset"] for array in session.weights.layout()}
    vector, values = session.weights.vector(), session.values.copy()
    vector[place["conv2.weight"]] += 1
    session.change_weights(vector)
    stages = {view.stage.name: view for view in session.views}
    conv1 = stages["conv1"].values
    start = session.model.plan.offsets[stages["conv1"].stage.node]
    assert np.array_equal(conv1.reshape(-1), values[start : start + conv1.size])
    assert not np.array_equal(session.values, values)


def test_a_network_with_branches_follows_its_weights() -> None:
    session = Session()
    session.load_model(write_model(*diamond_model(3)), "diamond.npz")
    session.image[:] = np.linspace(0, 1, len(session.image))
    session.read_image()
    vector = noisy(session.weights.vector())
    session.change_weights(vector)
    other = Session()
    other.load_model(session.weights.model_file(), "other.npz")
    other.image[:] = session.image
    other.read_image()
    assert equal(numbers_of(session), numbers_of(other))


def test_the_layout_names_every_array_where_it_lies() -> None:
    session = opened((WEIGHTS / "lenet5.npz").read_bytes())
    model, vector = glasscnn.load(WEIGHTS / "lenet5.npz"), session.weights.vector()
    found = {}
    for array in session.weights.layout():
        size = math.prod(array["shape"])
        found[array["name"]] = vector[array["offset"] : array["offset"] + size].reshape(array["shape"])
    assert found.keys() == model.weights.keys()
    assert all(np.array_equal(found[name], array) for name, array in model.weights.items())


@pytest.mark.parametrize("model", MODELS)
def test_the_layout_names_the_first_stage_that_changes_with_an_array(model: str) -> None:
    session = opened((WEIGHTS / f"{model}.npz").read_bytes())
    for array in session.weights.layout():
        before = [view.values.copy() for view in session.views]
        changed, start = session.weights.vector(), array["offset"]
        changed[start : start + math.prod(array["shape"])] += np.float32(0.5)
        session.change_weights(changed)
        pairs = zip(session.views, before, strict=True)
        moved = [view.stage.name for view, values in pairs if not np.array_equal(view.values, values)]
        assert moved[0] == array["stage"], array["name"]
        session.change_weights(session.weights.original())


def test_the_buffers_stay_where_they_are() -> None:
    session = opened((WEIGHTS / "deep.npz").read_bytes())
    before = [session.values, session.pixels, session.ranges, session.image]
    session.change_weights(noisy(session.weights.vector()))
    assert all(
        a is b for a, b in zip(before, [session.values, session.pixels, session.ranges, session.image], strict=True)
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (np.zeros(3, np.float32), "expected 1,120 numbers, found 3"),
        (np.full(1120, np.nan, np.float32), "expected finite numbers"),
        (np.full(1120, np.inf, np.float32), "expected finite numbers"),
    ],
)
def test_weights_that_do_not_fit_are_refused_and_nothing_changes(wrong: Array, words: str) -> None:
    session = opened((WEIGHTS / "gap10.npz").read_bytes())
    before, vector = numbers_of(session), session.weights.vector()
    with pytest.raises(ModelError, match=words):
        session.change_weights(wrong)
    assert equal(numbers_of(session), before)
    assert np.array_equal(session.weights.vector(), vector)


def test_card_and_familiarity_belong_to_the_weights_of_the_file() -> None:
    session = opened((WEIGHTS / "deep.npz").read_bytes())
    original = session.weights.vector()
    given = session.model.graph
    assert given.card
    assert given.familiarity is not None
    session.change_weights(noisy(original))
    assert (session.model.graph.card, session.model.graph.familiarity) == ({}, None)
    session.change_weights(original)
    assert session.model.graph is given


def test_a_batch_is_read_with_the_changed_weights() -> None:
    session = opened((WEIGHTS / "gap10.npz").read_bytes())
    images = np.random.default_rng(0).random((3, 1, 28, 28), np.float32)
    before = session.model.probabilities(images)
    session.change_weights(noisy(session.weights.vector()))
    expected = glasscnn.load(session.weights.model_file()).probabilities(images)
    assert np.array_equal(session.model.probabilities(images), expected)
    assert not np.array_equal(expected, before)


def test_the_page_gets_the_weights_as_they_are_and_as_they_were_loaded() -> None:
    bridge = Bridge()
    bridge.load_model((WEIGHTS / "gap10.npz").read_bytes(), "gap10.npz")
    original = bridge.weights.vector()
    bridge.change_weights(noisy(original))
    result = json.loads(bridge.work("weights", "{}", b""))["result"]
    found = {
        name: bridge.numbers[result[name]["offset"] :][: result[name]["shape"][0]] for name in ("vector", "original")
    }
    assert np.array_equal(found["original"], original)
    assert np.array_equal(found["vector"], noisy(original))
    bridge.work("modelFile", "{}", b"")
    assert np.array_equal(opened(bridge.file.tobytes()).weights.vector(), noisy(original))


def history_of(model: glasscnn.Model, **changes: Any) -> bytes:
    """A history of two steps, from zeros to the weights of the model."""
    steps = tuple(TrainingStep(step, step / 100, 2.3 - step / 100, {"train": 0.1}) for step in (0, 100))
    arrays = {name: np.stack([np.zeros_like(array), array]).astype(np.float16) for name, array in model.weights.items()}
    made = History(model.graph.name, "by hand", {"train": 10}, steps, arrays)
    return write_history(replace(made, **changes))


def test_a_history_gives_the_weights_of_each_step_as_a_vector() -> None:
    model = glasscnn.load("gap10")
    session = opened((WEIGHTS / "gap10.npz").read_bytes())
    tasks = Tasks(session)
    result = json.loads(tasks.do("history", "{}", history_of(model)))["result"]
    assert result["sets"] == {"train": 10}
    assert [step["step"] for step in result["steps"]] == [0, 100]
    assert result["weights"] == {"offset": 0, "shape": [2, 1120]}
    first, last = tasks.payload.numbers().reshape(2, 1120)
    assert not first.any()
    np.testing.assert_array_equal(last, session.weights.original().astype(np.float16))
    session.change_weights(first)  # still the same model
    assert json.loads(tasks.do("history", "{}", history_of(model)))["result"]["weights"]["shape"] == [2, 1120]


def test_a_history_of_another_model_or_of_other_final_weights_is_refused() -> None:
    session = opened((WEIGHTS / "gap10.npz").read_bytes())
    model = glasscnn.load("gap10")
    for data, words in (
        (history_of(glasscnn.load("lenet5")), "expected that of gap10, found one of lenet5"),
        (history_of(model.with_weights({"conv1.bias": np.ones(10)})), "the last weights are not those of this gap10"),
    ):
        with pytest.raises(ModelError, match=words):
            Tasks(session).do("history", "{}", data)


def test_the_order_of_the_vector_is_that_of_a_file_of_ours_whatever_the_order_of_the_entries() -> None:
    with np.load(WEIGHTS / "gap10.npz") as given:
        entries = dict(given.items())
    file = io.BytesIO()
    np.savez(file, **dict(reversed(entries.items())))
    session = opened(file.getvalue())
    names = [array["name"] for array in session.weights.layout()]
    assert names == [array["name"] for array in opened(session.weights.file_to_train()).weights.layout()]
