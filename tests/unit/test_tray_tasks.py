"""The tasks on a tray of one's own digits: levels of pictures and arrays, and readings by the session's model."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn.bridge import Bridge
from glasscnn.errors import DataError
from glasscnn.preprocess import ink_to_image
from glasscnn.preprocess.photo import picture_to_image
from tests.unit.test_evaluation_in_slices import idx, npy

PROJECT = Path(__file__).resolve().parents[2]
RANDOM = np.random.default_rng(0)
IMAGES, LABELS = RANDOM.integers(0, 256, (30, 20, 16), dtype=np.uint8), np.arange(30, dtype=np.uint8)


@pytest.fixture(scope="module")
def bridge() -> Bridge:
    bridge = Bridge()
    bridge.load_model((PROJECT / "weights" / "gap10.npz").read_bytes(), "gap10")
    return bridge


def work(bridge: Bridge, task: str, data: bytes = b"", **arguments: Any) -> Any:
    return json.loads(bridge.work(task, json.dumps(arguments), data))["result"]


def arrays(bridge: Bridge, *files: bytes, most: int = 10_000) -> Any:
    named = [{"name": name, "length": len(file)} for name, file in zip("xyz", files, strict=False)]
    return work(bridge, "trayArrays", b"".join(files), files=named, most=most)


def test_pictures_become_the_image_that_the_page_makes_of_one_picture(bridge: Bridge) -> None:
    photo = np.full((60, 40, 4), 255, np.uint8)
    photo[10:50, 18:24, :3] = 20  # a dark stroke on paper
    exact = np.zeros((28, 28, 4), np.uint8)
    exact[..., 3], exact[5:20, 12:15, :3] = 255, 200
    pictures = [{"name": "a", "width": 40, "height": 60}, {"name": "b", "width": 28, "height": 28}]
    assert work(bridge, "trayPictures", photo.tobytes() + exact.tobytes(), pictures=pictures) == {
        "height": 28,
        "width": 28,
    }
    levels = np.frombuffer(bytes(bridge.file), np.uint8).reshape(2, 28, 28)
    assert np.array_equal(levels[0], np.rint(picture_to_image(photo)[-1].picture * 255))
    assert np.array_equal(levels[1], exact[..., 0])
    blank = np.full((9, 9, 4), 255, np.uint8).tobytes()
    with pytest.raises(DataError, match="c: no ink was found"):
        work(bridge, "trayPictures", blank, pictures=[{"name": "c", "width": 9, "height": 9}])


@pytest.mark.parametrize("files", [(idx(IMAGES), idx(LABELS)), (npy(LABELS[:, None]), npy(IMAGES[..., None] / 255))])
def test_the_first_images_of_two_arrays_are_taken_whatever_the_model_takes(
    bridge: Bridge, files: tuple[bytes, ...]
) -> None:
    assert arrays(bridge, *files, most=12) == {"height": 20, "width": 16, "labels": list(range(12)), "images": 30}
    assert bytes(bridge.file) == IMAGES[:12].tobytes()


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ((idx(IMAGES),), "expected two files, images and labels, found 1"),
        ((idx(IMAGES), idx(LABELS[:-1])), "x holds 30 images, y 29 labels"),
        ((npy(np.zeros((3, 8, 8, 3), np.uint8)), idx(LABELS[:3])), r"x holds an array of shape \(3, 8, 8, 3\)"),
        ((idx(IMAGES[:0]), idx(LABELS[:0])), r"x holds an array of shape \(0, 20, 16\); .* at least one"),
        ((idx(IMAGES), npy(LABELS - np.int16(3))), "y holds the label -3; expected 0 or more"),
        ((idx(IMAGES), npy(LABELS / 2)), r"y: expected labels \(N,\)"),
        ((npy(IMAGES * 2.0), idx(LABELS)), "x holds numbers from 0 to 5.*expected floats from 0 to 1"),
    ],
)
def test_what_are_no_images_with_labels_is_refused_in_a_sentence(
    bridge: Bridge, files: tuple[bytes, ...], sentence: str
) -> None:
    with pytest.raises(DataError, match=sentence):
        arrays(bridge, *files)


def test_the_digits_of_a_tray_are_read_as_on_the_pad(bridge: Bridge) -> None:
    samples = json.loads((PROJECT / "web" / "samples" / "digits.json").read_text())["digits"]
    strokes = [sample["strokes"] for sample in samples]
    points = [[np.array(stroke, np.float32)[:, :2] for stroke in drawing] for drawing in strokes]
    images = np.stack([ink_to_image(drawing, 280, brush=24, size=28) for drawing in points])
    digits = [{"label": "7", "strokes": drawing, "canvas": 280, "brush": 24} for drawing in strokes]
    levels = np.rint(images[3, 0] * 255).astype(np.uint8)
    digits.append({"label": "3", "image": base64.b64encode(levels.tobytes()).decode(), "width": 28, "height": 28})
    tray = json.dumps({"format": "glasscnn-digits", "version": 1, "digits": digits}).encode()
    model = glasscnn.load(PROJECT / "weights" / "gap10.npz")
    expected = [int(label) for label in model.predict(images).probabilities.argmax(axis=1)]
    assert work(bridge, "trayReadings", tray) == [*expected, expected[3]]
    assert len(set(expected)) > 5
