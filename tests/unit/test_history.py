"""The history of a training: what is written is read, and everything else is refused in a sentence."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn.model.history import History, TrainingStep, read_history, write_history
from tests.support.graphs import small_model

PROJECT = Path(__file__).resolve().parents[2]
STEPS = tuple(
    TrainingStep(step, step / 10, 2.0 / (step + 1), {"train": 0.1, "test": step / 100}) for step in (0, 16, 90)
)


def history(**changes: Any) -> History:
    """Three steps in which the weights of a small model grow from 0 to their final values."""
    graph, weights = small_model()
    arrays = {
        name: np.stack([array * share for share in (0, 0.5, 1)]).astype(np.float16) for name, array in weights.items()
    }
    made = History(graph.name, "by hand", {"train": 100, "test": 50}, STEPS, arrays)
    return replace(made, **changes)


def file_with(document: Any = None, **arrays: np.ndarray) -> bytes:
    """A history's file in which the JSON or some arrays are replaced."""
    with np.load(io.BytesIO(write_history(history()))) as file:
        entries = {name: file[name] for name in file.files} | arrays
    if document is not None:
        text = document if isinstance(document, bytes) else json.dumps(document).encode()
        entries["history"] = np.frombuffer(text, np.uint8)
    data = io.BytesIO()
    np.savez(data, **entries)
    return data.getvalue()


def document(**changes: Any) -> dict[str, Any]:
    with np.load(io.BytesIO(write_history(history()))) as file:
        return json.loads(file["history"].tobytes()) | changes


def step(**changes: Any) -> dict[str, Any]:
    """A document whose second step is changed."""
    changed = document()
    changed["steps"][1] |= changes
    return changed


def test_a_history_is_read_as_it_was_written_and_the_same_one_gives_the_same_bytes() -> None:
    data = write_history(history())
    found = read_history(data)
    assert (found.model, found.made_by, found.sets) == (history().model, "by hand", history().sets)
    assert found.steps == STEPS
    assert write_history(found) == data
    graph, weights = small_model()
    found.check(graph)
    for name, array in weights.items():
        np.testing.assert_array_equal(found.weights(2)[name], array.astype(np.float16).astype(np.float32))
        assert not found.weights(0)[name].any()


def test_a_step_of_a_history_is_a_model() -> None:
    graph, weights = small_model()
    model = glasscnn.Model(graph, weights).with_weights(history().weights(1))
    assert model.graph.name == history().model


def test_history_of_another_network_is_refused() -> None:
    graph, _ = small_model()
    with pytest.raises(glasscnn.ModelError, match="expected that of other, found one of"):
        history().check(replace(graph, name="other"))
    arrays = {f"other.{name}": array for name, array in history().arrays.items()}
    with pytest.raises(glasscnn.ModelError, match="is missing from the file"):
        history(arrays=arrays).check(graph)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not readable as .npz"),
        (b"[" * 100_000, "more than 100 nested brackets"),
        (b"\xff", "history: not UTF-8"),
        (b'{"steps": NaN}', "NaN is not allowed"),
        ([], "expected an object with format 'glasscnn-history' and version 1"),
        (document(version=2), "expected an object with format 'glasscnn-history' and version 1"),
        (document(model=7), "expected model to be a string, found 7"),
        (document(made_by=None), "expected made_by to be a string, found None"),
        (document(sets={}), "expected sets with the number of their digits"),
        (document(sets={"train": "all"}), "expected sets with the number of their digits"),
        (document(steps=7), "expected 2 to 1,000 steps, found 7"),
        (document(steps=[1]), "expected 2 to 1,000 steps, found 1 of them"),
        (document(steps=document()["steps"][::-1]), "expected steps in order, found 16 after 90"),
        (document(steps=[1, 2, 3]), "step 1: expected accuracy on train, test, found None"),
        (step(step=1.5), "step 2: step: expected a whole number, found 1.5"),
        (step(step=-1), "step 2: step: expected a number from 0 to 1,000,000,000, found -1"),
        (step(step=10**400), "step 2: step: expected a number from 0 to"),
        (step(epoch="1"), "step 2: epoch: expected a number"),
        (step(loss=True), "step 2: loss: expected a number"),
        (step(accuracy={"train": 0.5}), "step 2: expected accuracy on train, test"),
        (step(accuracy={"train": 0.5, "test": 1.5}), "accuracy on test: expected a number from 0 to 1, found 1.5"),
    ],
)
def test_what_is_no_history_is_refused_with_the_place_and_what_was_expected(data: Any, words: str) -> None:
    with pytest.raises(glasscnn.ModelError) as refusal:
        read_history(data if data == b"" else file_with(data))
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_arrays_that_do_not_fit_are_refused() -> None:
    name, array = next(iter(history().arrays.items()))
    for changed, words in (
        (array.astype(np.float32), "is float32, expected float16"),
        (array[:2], "expected 3 steps in front"),
        (np.float16(1), "expected 3 steps in front"),
        (np.full_like(array, np.inf), "contains NaN or infinity"),
    ):
        with pytest.raises(glasscnn.ModelError, match=words):
            read_history(file_with(**{name: changed}))


def test_a_model_is_no_history_and_a_history_is_no_model() -> None:
    with pytest.raises(glasscnn.ModelError, match="no entry 'history'"):
        read_history(glasscnn.model.write_model(*small_model()))
    with pytest.raises(glasscnn.ModelError, match="no entry 'graph'"):
        glasscnn.load(write_history(history()))


def test_every_truncated_file_is_refused() -> None:
    whole = write_history(history())
    for length in range(0, len(whole), 89):
        with pytest.raises(glasscnn.ModelError):
            read_history(whole[:length])


def test_a_decompression_bomb_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("history.npy", b"\0" * (80 * 2**20))
    with pytest.raises(glasscnn.ModelError, match="unpacked, the file has 83,886,080 bytes"):
        read_history(file.getvalue())


def test_the_history_of_gap10_leads_from_chance_to_its_own_weights() -> None:
    data = (PROJECT / "weights" / "gap10-history.npz").read_bytes()
    found, model = read_history(data), glasscnn.load("gap10")
    found.check(model.graph)
    assert len(data) <= 80_000
    assert len(found.steps) == 24
    assert (found.steps[0].step, found.steps[-1].step) == (0, 80 * 468)
    assert found.steps[0].accuracy["test"] < 0.2
    assert found.steps[-1].accuracy["test"] == model.graph.card["accuracy"]["MNIST test"]
    for name, array in found.weights(23).items():
        np.testing.assert_array_equal(array, model.weights[name].astype(np.float16))
