"""The tasks that find what each map looks for: slices, patches with their place on the image, one search a model."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn import explain
from glasscnn.bridge import Bridge
from glasscnn.engine import Graph, Input
from glasscnn.errors import QuestionError
from glasscnn.model import write_model
from glasscnn.preprocess.digit_versions import DigitVersions
from tests.support.graphs import Weights, small_model

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = json.loads((PROJECT / "web" / "samples" / "digits.json").read_text())["digits"]
DIGITS = [[[point[:2] for point in stroke] for stroke in sample["strokes"]] for sample in SAMPLES]


def work(session: Bridge, task: str, **arguments: Any) -> Any:
    return json.loads(session.work(task, json.dumps(arguments), b""))["result"]


def session_with(name: str) -> Bridge:
    session = Bridge()
    session.load_model((PROJECT / "weights" / f"{name}.npz").read_bytes(), name)
    return session


def search(session: Bridge) -> None:
    progress = work(session, "patchesBegin", digits=DIGITS, pad=280)
    while progress["waiting"]:
        progress = work(session, "patchesSlice", milliseconds=1000)


@pytest.fixture(scope="module")
def deep() -> Bridge:
    session = session_with("deep")
    search(session)
    return session


def images_of(session: Bridge, answer: Any) -> np.ndarray:
    """The images of an answer as (N, H, W, RGBA), as the page cuts patches out of them."""
    place, height = answer["images"], answer["height"]
    assert place["offset"] == 0
    return session.pictures.reshape(-1, height, place["width"], 4)


@pytest.mark.parametrize("stage", ["conv1", "conv4", "conv6"])
def test_patches_are_the_receptive_fields_of_cells_with_these_values(deep: Bridge, stage: str) -> None:
    answer = work(deep, "patchesOf", stage=stage)
    images = images_of(deep, answer)
    model = glasscnn.load(PROJECT / "weights" / "deep.npz")
    versions = DigitVersions([[np.float32(stroke) for stroke in strokes] for strokes in DIGITS], 280, (1, 28, 28))
    assert deep.patch_search is not None
    found = deep.patch_search.strongest(stage)
    height, width = answer["window"]
    for channel, of_map in enumerate(answer["maps"]):
        assert len(of_map["patches"]) == 9
        assert len({patch["image"] for patch in of_map["patches"]}) == 9
        patch, place = of_map["patches"][0], found[channel][0].place
        image = versions.draw(patch["image"])
        assert np.array_equal(images[patch["image"], ..., 0], np.round(image[0] * 255))
        result = model.predict(image)
        assert patch["value"] == pytest.approx(float(result.stages[stage][place]), rel=1e-5)
        field = explain.receptive_field(model, result, stage, *place).back["image"].mask
        rows, columns = np.flatnonzero(field.any(axis=1)), np.flatnonzero(field.any(axis=0))
        top, left = patch["top"], patch["left"]
        assert (max(top, 0), min(top + height, 28)) == (rows[0], rows[-1] + 1)
        assert (max(left, 0), min(left + width, 28)) == (columns[0], columns[-1] + 1)


def test_map_4_of_resminis_first_layer_is_excited_most_by_blank_paper() -> None:
    session = session_with("resmini")
    search(session)
    maps = work(session, "patchesOf", stage="conv1")["maps"]
    assert [number for number, of_map in enumerate(maps, start=1) if of_map["blank"]] == [4]
    paper = float(
        glasscnn.load(PROJECT / "weights" / "resmini.npz").predict(np.zeros((1, 28, 28))).stages["conv1"][3, 9, 9]
    )
    assert [patch["value"] for patch in maps[3]["patches"]] == pytest.approx([paper] * 9)


def test_a_search_keeps_the_reading_and_begins_once_for_a_model() -> None:
    session = session_with("gap10")
    session.image[:] = np.linspace(0, 1, 784)
    session.read_image()
    values = session.values.copy()
    assert work(session, "patchesBegin", digits=DIGITS, pad=280) == {"done": 0, "waiting": 60}
    first = work(session, "patchesSlice", milliseconds=0)
    assert first == {"done": 1, "waiting": 59}
    assert work(session, "patchesBegin", digits=DIGITS, pad=280) == first
    search(session)
    assert work(session, "patchesBegin", digits=DIGITS, pad=280) == {"done": 60, "waiting": 0}
    assert np.array_equal(session.values, values)
    session.load_model((PROJECT / "weights" / "lenet5.npz").read_bytes(), "lenet5")
    with pytest.raises(QuestionError, match="no search for patches has begun with this model"):
        work(session, "patchesSlice", milliseconds=0)


def test_a_stage_without_kernels_has_no_patches_and_an_unknown_one_is_refused(deep: Bridge) -> None:
    assert work(deep, "patchesOf", stage="logits") is None
    with pytest.raises(QuestionError, match="there is no stage 'conv9'"):
        work(deep, "patchesOf", stage="conv9")
    with pytest.raises(QuestionError, match="there is no task 'patchesNot'"):
        work(deep, "patchesNot")


def test_a_silent_map_of_a_model_of_colours_has_no_patches() -> None:
    graph, weights = coloured(*small_model())
    weights["conv.bias"][1] = -1e6
    session = Bridge()
    session.load_model(write_model(graph, weights), "colours")
    search(session)
    answer = work(session, "patchesOf", stage="conv")
    assert [len(of_map["patches"]) for of_map in answer["maps"]][1] == 0
    assert answer["maps"][1]["blank"] is False
    assert images_of(session, answer).shape == (60, 8, 8, 4)


def coloured(graph: Graph, weights: Weights) -> tuple[Graph, Weights]:
    """The model on images of three channels."""
    weights["conv.weight"] = np.repeat(weights["conv.weight"], 3, axis=1)
    return replace(graph, input=Input("image", (3, 8, 8), (0.25,) * 3, (0.5,) * 3)), weights
