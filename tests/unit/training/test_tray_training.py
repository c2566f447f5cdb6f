"""A training on a tray: what is held out, what is varied, what becomes a new class, and what is refused."""

import base64
import json
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn import Model, TrainingError
from glasscnn.preprocess import ink_to_image
from glasscnn.training import Tray, Validation, read_tray, train_on_tray, train_tiny
from glasscnn.training.hold_out import held_out

STAR = [[[140, 40], [190, 220], [50, 100], [230, 100], [90, 220], [140, 40]]]
BAR = [[[140, 40], [140, 240]]]


def drawn(label: str, strokes: object = BAR) -> dict[str, Any]:
    return {"label": label, "strokes": strokes, "canvas": 280, "brush": 24}


def pictured(label: str) -> dict[str, Any]:
    levels = base64.b64encode(bytes([255] * 16)).decode()
    return {"label": label, "image": levels, "width": 4, "height": 4}


def tray(*digits: dict[str, Any]) -> Tray:
    return read_tray(json.dumps({"format": "glasscnn-digits", "version": 1, "digits": digits}).encode())


TEN = tray(*(drawn(str(digit)) for digit in range(10)))
NONE = tray()


@pytest.fixture(scope="module")
def gap10() -> Model:
    return glasscnn.load("gap10")


@pytest.mark.parametrize(
    ("count", "held"), [(1, []), (2, []), (3, [2]), (4, [3]), (5, [4]), (6, [4]), (10, [4, 9]), (13, [4, 9])]
)
def test_every_fifth_digit_of_a_class_is_held_out_and_the_last_of_three_or_four(count: int, held: list[int]) -> None:
    assert [place for place, out in enumerate(held_out(["7"] * count)) if out] == held
    mixed = held_out(["7", "1"] * count)
    assert [place // 2 for place, out in enumerate(mixed) if out and place % 2] == held


def test_few_drawings_are_varied_eight_times_and_pictures_stay_as_they_are(gap10: Model) -> None:
    training = train_on_tray(gap10, tray(*[drawn("1")] * 5, pictured("7")), TEN, NONE)
    images, labels = training.learned
    assert labels.tolist() == [1] * 4 + [7] + [1] * 28 + [7] * 7
    np.testing.assert_array_equal(images[0], ink_to_image([np.array(BAR[0], np.float32)]))
    assert len({image.tobytes() for image in images[labels == 1]}) == 29  # four times the same, and 28 variants
    assert len({image.tobytes() for image in images[labels == 7]}) == 1
    assert training.held_out.labels.tolist() == [1]


def test_a_hundred_drawings_are_not_varied(gap10: Model) -> None:
    training = train_on_tray(gap10, tray(*[drawn("1")] * 100), TEN, NONE)
    assert (len(training.learned.labels), len(training.held_out.labels)) == (80, 20)


def test_labels_that_the_network_lacks_become_new_classes_with_the_same_share_as_the_others(gap10: Model) -> None:
    training = train_on_tray(gap10, tray(drawn("★", STAR), drawn("3"), drawn("A")), TEN, tray(drawn("3"), drawn("B")))
    assert training.added == ("★", "A")
    assert training.model.graph.classes == (*"0123456789", "★", "A")
    assert training.only == (training.model.graph.output,)
    assert training.memory is not None
    assert training.memory.share == pytest.approx(10 / 12)
    assert len(training.memory.labels) == 300
    assert training.strangers.labels.tolist() == [3]  # there is no class B
    same = train_on_tray(gap10, tray(drawn("3")), TEN, NONE)
    assert same.model is gap10
    assert same.memory is not None
    assert same.memory.share == 0.6


def test_only_the_last_layer_takes_all_images_in_every_step(gap10: Model) -> None:
    own = tray(*[drawn("1")] * 100)
    last, whole = (train_on_tray(gap10, own, TEN, NONE, whole=whole) for whole in (False, True))
    assert (last.batch, last.count_steps(20)) == (300, 20)
    assert (whole.batch, whole.count_steps(20)) == (10, 160)
    assert len(list(last.steps(2, 1e-2))) == last.count_steps(2)


def test_a_tiny_network_learns_from_the_samples_or_from_the_tray() -> None:
    samples = train_tiny(tray(drawn("4"), drawn("A")), TEN, NONE)
    assert np.bincount(samples.learned.labels).tolist() == [10] * 10
    assert samples.held_out.labels.tolist() == [4]  # it has no class A
    own = train_tiny(tray(drawn("4"), drawn("A")), TEN, NONE, from_samples=False)
    assert own.added == ("A",)
    assert own.model.parameters == 4_430 + 393
    assert set(own.learned.labels.tolist()) == {4, 10}


def test_a_validation_counts_what_predict_reads(gap10: Model) -> None:
    images, labels = np.random.default_rng(0).random((23, 1, 28, 28), np.float32), np.arange(23) % 10
    expected = np.zeros((10, 10), np.int64)
    np.add.at(expected, (labels, np.asarray(gap10.predict(images).label)), 1)
    for only in ((), ("logits",)):
        *_, counts = Validation(gap10, images, labels, only).confusion(gap10.weights)
        np.testing.assert_array_equal(counts, expected)


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        (NONE, "the tray is empty; draw digits into it"),
        (tray(drawn("1"), drawn("7", [])), "digit 2, labelled '7', has no ink; delete or redraw it"),
        (tray(drawn("7", [[[900, 900], [950, 950]]])), "digit 1, labelled '7', has no ink"),
    ],
)
def test_a_tray_that_cannot_be_learned_is_refused_with_what_to_do(gap10: Model, own: Tray, sentence: str) -> None:
    with pytest.raises(TrainingError, match=sentence):
        train_on_tray(gap10, own, TEN, NONE)
    with pytest.raises(TrainingError, match=sentence):
        train_tiny(own, TEN, NONE, from_samples=False)


def test_one_sample_is_enough_and_none_is_held_out(gap10: Model) -> None:
    training = train_on_tray(gap10, tray(drawn("7")), TEN, NONE)
    assert (len(training.learned.labels), len(training.held_out.labels)) == (8, 0)
    assert training.validation(training.held_out) is None


def test_classes_without_an_example_are_named_unless_they_may_be_forgotten(gap10: Model) -> None:
    nine = Tray(TEN.digits[:9])
    with pytest.raises(TrainingError, match="there is no example of '9', a class of gap10: the samples are of digits"):
        train_on_tray(gap10, tray(drawn("7")), nine, NONE)
    assert train_on_tray(gap10, tray(drawn("7")), nine, NONE, remember=False).memory is None


def test_more_images_than_fit_into_memory_are_refused(gap10: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glasscnn.training.tray_training.MOST_NUMBERS", 5_000)
    with pytest.raises(TrainingError, match="7 images of 1 × 28 × 28 numbers take 0 MB; expected at most 0 MB"):
        train_on_tray(gap10, tray(*[drawn("7")] * 7), TEN, NONE)
