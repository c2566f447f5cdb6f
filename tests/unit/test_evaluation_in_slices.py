"""An evaluation in slices gives what the readable operators give, ends slices in time, and refuses bad test sets."""

import io
import itertools
import json
import struct
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn.bridge import Bridge
from glasscnn.errors import DataError, QuestionError
from glasscnn.evaluation import Evaluation, Tally, labelled_arrays
from glasscnn.evaluation.evaluation import MOST_MISREAD
from glasscnn.model import Model
from glasscnn.preprocess.photo import picture_to_image
from tests.support.graphs import make_graph, small_model


def idx(array: np.ndarray) -> bytes:
    """The bytes of an IDX file, written by the book."""
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.astype(np.uint8).tobytes()


def npy(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def random_set(count: int, shape: tuple[int, ...] = (8, 8), classes: int = 3) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(count)
    return random.integers(0, 256, (count, *shape), dtype=np.uint8), random.integers(0, classes, count, dtype=np.uint8)


@pytest.fixture
def model() -> Model:
    return Model(*small_model())


def ticking(*steps: float) -> Any:
    """A clock that advances by these seconds, one after the other, then by the last one."""
    times = itertools.accumulate(itertools.chain([0.0], steps, itertools.repeat(steps[-1])))
    return lambda: next(times)


def test_slices_give_the_metrics_of_the_readable_operators(model: Model) -> None:
    images, labels = random_set(100)
    evaluation = Evaluation(model, clock=ticking(0.004))
    evaluation.add(images[:37, None], labels[:37].astype(np.int64))
    evaluation.add(images[37:, None], labels[37:].astype(np.int64))
    slices = 0
    while evaluation.waiting:
        evaluation.run(0.01)
        slices += 1
    probabilities = model.predict(images[:, None].astype(np.float32) / np.float32(255)).probabilities
    whole = Tally(3)
    whole.add(labels.astype(np.int64), probabilities)
    found, expected = evaluation.metrics(), whole.metrics()
    assert found.confusion == expected.confusion
    assert found.ece == pytest.approx(expected.ece, abs=1e-6)
    assert evaluation.right == round(expected.accuracy * 100)
    assert slices > 5


def test_the_misread_images_are_the_most_confident_ones_in_order(model: Model) -> None:
    images, labels = random_set(200)
    evaluation = Evaluation(model)
    evaluation.add(images[:, None], labels.astype(np.int64))
    evaluation.run(1000)
    probabilities = model.predict(images[:, None] / np.float32(255)).probabilities
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    found = evaluation.misread()
    assert len(found) == min(MOST_MISREAD, len(wrong)) > 0
    ranked = sorted(probabilities[wrong].max(axis=1), reverse=True)[: len(found)]
    np.testing.assert_allclose([misread.probability for misread in found], ranked, atol=1e-6)
    for misread in found:
        assert misread.label == labels[misread.number]
        assert misread.prediction == probabilities[misread.number].argmax()
        np.testing.assert_array_equal(misread.image[0], images[misread.number] / np.float32(255))


def test_a_slice_ends_before_the_batch_that_would_exceed_it(model: Model) -> None:
    evaluation = Evaluation(model, clock=ticking(0.004))  # each batch of 8 takes 4 ms
    images, labels = random_set(80)
    evaluation.add(images[:, None], labels.astype(np.int64))
    evaluation.run(0.012)
    assert evaluation.done == 24
    evaluation.run(0.001)  # at least one
    assert evaluation.done == 32


def test_batches_become_smaller_on_a_slow_machine(model: Model) -> None:
    evaluation = Evaluation(model, clock=ticking(0.1))
    images, labels = random_set(40)
    evaluation.add(images[:, None], labels.astype(np.int64))
    done = []
    for _ in range(5):
        evaluation.run(0.012)
        done.append(evaluation.done)
    assert done == [8, 12, 14, 15, 16]


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float32, np.float64])
@pytest.mark.parametrize("channel", ["none", "first", "last"])
def test_arrays_of_any_layout_and_type_are_read(model: Model, dtype: Any, channel: str) -> None:
    images, labels = random_set(5)
    pixels = images.astype(dtype) if np.issubdtype(dtype, np.integer) else (images / 255).astype(dtype)
    pixels = {"none": pixels, "first": pixels[:, None], "last": pixels[..., None]}[channel]
    for files in ([("x", npy(pixels)), ("y", npy(labels))], [("y", npy(labels[:, None])), ("x", npy(pixels))]):
        found, truth = labelled_arrays(files, model.graph)
        np.testing.assert_array_equal(truth, labels)
        assert found.shape == (5, 1, 8, 8)
        scale = 255 if found.dtype.kind in "iu" else 1
        np.testing.assert_allclose(found[:, 0] / scale, images / 255, atol=1e-6)


def test_idx_files_are_recognised_in_any_order(model: Model) -> None:
    images, labels = random_set(4)
    for files in ([("a", idx(images)), ("b", idx(labels))], [("b", idx(labels)), ("a", idx(images))]):
        found, truth = labelled_arrays(files, model.graph)
        np.testing.assert_array_equal(found[:, 0], images)
        np.testing.assert_array_equal(truth, labels)


IMAGES, LABELS = random_set(6)


@pytest.mark.parametrize(
    ("images", "labels", "sentence"),
    [
        (idx(IMAGES[:, :7]), idx(LABELS), r"test takes images of shape \(1, 8, 8\), x holds .* \(6, 1, 7, 8\)\."),
        (idx(IMAGES), idx(LABELS[:5]), "x holds 6 images, y 5 labels; expected as many labels as images. Choose two"),
        (idx(IMAGES), idx(LABELS + 7), r"y holds the label (7|8|9); expected 0 to 2, since the model has 3 classes"),
        (idx(IMAGES), npy(LABELS.astype(np.int8) - 5), "y holds the label -[345]; expected 0 to 2"),
        (idx(IMAGES)[:-3], idx(LABELS), r"x: expected 384 bytes for the shape \(6, 8, 8\), found 381"),
        (b"PNG and so on", idx(LABELS), "x: expected an IDX file, which starts with two zero bytes, found 50 4e 47 20"),
        (npy(IMAGES)[:40], idx(LABELS), "the array 'x' has a damaged header"),
        (npy(IMAGES.astype("U1")), idx(LABELS), "the array 'x' is <U1, expected integers or floats"),
        (npy(IMAGES.astype(np.float32)), idx(LABELS), "x holds numbers from 0 to 25., expected floats from 0 to 1;"),
        (npy(IMAGES * np.float32(np.nan)), idx(LABELS), "x holds numbers from nan to nan, expected floats"),
        (npy(IMAGES.astype(np.int16) * 2), idx(LABELS), "x holds numbers from 0 to 5.., expected integers"),
        (idx(IMAGES[:0]), idx(LABELS), "x holds no images"),
        (idx(IMAGES), npy(np.eye(6, dtype=np.float32)), r"y: expected labels \(N,\), .* found float32 of shape"),
    ],
)  # fmt: skip
def test_a_bad_test_set_is_refused_in_a_sentence(model: Model, images: bytes, labels: bytes, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        labelled_arrays([("x", images), ("y", labels)], model.graph)


@pytest.fixture
def bridge(model: Model) -> Bridge:
    bridge = Bridge()
    bridge.load_model(glasscnn.model.write_model(model.graph, model.weights), "small")
    return bridge


def work(bridge: Bridge, task: str, data: bytes = b"", **arguments: Any) -> Any:
    return json.loads(bridge.work(task, json.dumps(arguments), data))["result"]


def named(*files: bytes) -> list[dict[str, Any]]:
    return [{"name": name, "length": len(file)} for name, file in zip("xyz", files, strict=False)]


def test_the_bridge_evaluates_arrays_and_keeps_the_reading(bridge: Bridge, model: Model) -> None:
    images, labels = random_set(50)
    bridge.image[:] = 0.5
    bridge.read_image()
    reading = bridge.values.copy()
    work(bridge, "evaluationBegin")
    files = idx(images), idx(labels)
    progress = work(bridge, "evaluationArrays", b"".join(files), files=named(*files))
    assert progress == {"done": 0, "right": 0, "waiting": 50, "seconds": 0}
    while progress["waiting"]:
        progress = work(bridge, "evaluationSlice", milliseconds=1)
    result = work(bridge, "evaluationResult")
    probabilities = model.predict(images[:, None] / np.float32(255)).probabilities
    assert result["accuracy"] == (probabilities.argmax(axis=1) == labels).mean()
    assert result["images"] == 50
    first = result["misread"][0]
    numbers = bridge.numbers[first["image"]["offset"] :][:64].reshape(8, 8)
    np.testing.assert_array_equal(numbers, images[first["number"]] / np.float32(255))
    np.testing.assert_array_equal(bridge.values, reading)
    assert bridge.evaluation is None


def test_pictures_are_prepared_as_those_on_the_pad(bridge: Bridge) -> None:
    random = np.random.default_rng(0)
    exact = np.full((8, 8, 4), 255, np.uint8)
    exact[..., :3] = random.integers(0, 100, (8, 8, 1))
    photo = np.full((30, 40, 4), 255, np.uint8)
    photo[4:26, 18:21, :3] = 20
    pictures = [
        {"name": "exact.png", "width": 8, "height": 8, "label": 1},
        {"name": "photo.png", "width": 40, "height": 30, "label": 2},
    ]
    work(bridge, "evaluationBegin")
    work(bridge, "evaluationPictures", exact.tobytes() + photo.tobytes(), pictures=pictures)
    assert bridge.evaluation is not None
    [(images, labels)] = bridge.evaluation._parts
    assert labels.tolist() == [1, 2]
    np.testing.assert_array_equal(images[0, 0], exact[..., 0])
    np.testing.assert_array_equal(images[1, 0], np.rint(picture_to_image(photo, 8)[-1].picture * 255))


def test_a_picture_without_ink_is_named(bridge: Bridge) -> None:
    blank = np.full((30, 40, 4), 255, np.uint8)
    pictures = [{"name": "2/blank.png", "width": 40, "height": 30, "label": 2}]
    work(bridge, "evaluationBegin")
    with pytest.raises(DataError, match=r"^2/blank.png: no ink was found in the picture"):
        work(bridge, "evaluationPictures", blank.tobytes(), pictures=pictures)


def test_an_evaluation_ends_when_it_is_discarded_or_the_model_changes(bridge: Bridge, model: Model) -> None:
    other = glasscnn.model.write_model(make_graph(list(model.graph.nodes), "logits", 3), model.weights)
    for end in (lambda: work(bridge, "evaluationDiscard"), lambda: bridge.load_model(other, "other")):
        work(bridge, "evaluationBegin")
        end()
        with pytest.raises(QuestionError, match="no evaluation is running"):
            work(bridge, "evaluationSlice", milliseconds=10)
    with pytest.raises(QuestionError, match="there is no task 'evaluationOfNothing'"):
        work(bridge, "evaluationOfNothing")
    work(bridge, "evaluationBegin")
    with pytest.raises(DataError, match="expected two files, images and labels, found 1"):
        work(bridge, "evaluationArrays", idx(LABELS), files=named(idx(LABELS)))
