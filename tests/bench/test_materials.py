"""The contenders receive the same network and images, and the right reference values."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

import glasscnn
from tests.bench.materials import (
    STROKE_SIZE,
    Output,
    most_images,
    onnx_with_outputs,
    outputs_of,
    stroke_images,
    weights_in_order,
    write_materials,
)
from tests.bench.networks import NETWORKS, model_of
from tests.bench.places import WEIGHTS


@pytest.fixture(params=["gap10", "deep", "tiny_vgg"])
def model(request: pytest.FixtureRequest) -> glasscnn.Model:
    """A model of the benchmark."""
    for network in NETWORKS:
        if network.key == request.param:
            return model_of(network)
    path = WEIGHTS / f"{request.param}.npz"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    return glasscnn.load(path)


def test_the_onnx_file_gives_the_same_maps_and_probabilities_in_onnxruntime(model: glasscnn.Model) -> None:
    image = np.random.default_rng(0).random(model.graph.input.shape, np.float32)
    outputs = outputs_of(model)
    session = onnxruntime.InferenceSession(onnx_with_outputs(model, outputs), providers=["CPUExecutionProvider"])
    mean, std = (
        np.array(values, np.float32)[:, None, None] for values in (model.graph.input.mean, model.graph.input.std)
    )
    normalised = (image - mean) / std
    found = session.run([output.node for output in outputs], {session.get_inputs()[0].name: normalised[None]})
    stages = model.predict(image).stages
    for output, array in zip(outputs, found, strict=True):
        expected = stages[output.name]
        assert np.abs(array[0] - expected).max() <= 1e-5 * np.abs(expected).max(), output.name


def test_consecutive_images_differ_in_one_square(model: glasscnn.Model) -> None:
    images = stroke_images(model)
    for before, after in pairwise(images):
        _, rows, columns = np.nonzero(before != after)
        assert np.ptp(rows) + 1 <= STROKE_SIZE
        assert np.ptp(columns) + 1 <= STROKE_SIZE


def test_a_page_loads_at_most_eight_million_numbers_of_a_large_network() -> None:
    outputs = [Output("maps", "maps", (16, 224, 224)), Output("half", "half", (16, 112, 112))]
    assert most_images(outputs) == 7
    assert most_images(outputs * 100) == 2  # answers must differ


def test_files_have_the_described_sizes(model: glasscnn.Model, tmp_path: Path) -> None:
    write_materials(model, tmp_path)
    description = json.loads((tmp_path / "model.json").read_text("utf-8"))
    numbers = sum(int(np.prod(output["shape"])) for output in description["outputs"])
    pixels = int(np.prod(description["image"]))
    for name, count in description["workloads"].items():
        assert (tmp_path / f"{name}.images").stat().st_size == 4 * count * pixels
        assert (tmp_path / f"{name}.numbers").stat().st_size == 4 * count * numbers
    assert description["mean"] == list(model.graph.input.mean)
    assert description["std"] == list(model.graph.input.std)
    weights = np.fromfile(tmp_path / "model.weights", np.float32)
    assert weights.size == model.parameters == sum(array.size for array in weights_in_order(model))
