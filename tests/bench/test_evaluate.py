"""PyTorch evaluates the same network in the same way."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import glasscnn
from export_tools.data import LabelledImages
from export_tools.errors import ToolError
from export_tools.evaluation.evaluate import evaluate
from tests.bench.evaluate import TORCH_BATCH, check_same, measure_evaluation, torch_evaluation, torch_network
from tests.bench.places import WEIGHTS

torch = pytest.importorskip("torch")


@pytest.fixture
def batches() -> list[LabelledImages]:
    """Random images and labels, more than PyTorch gets at once, in batches of 25."""
    rng = np.random.default_rng(0)
    digits = tuple("0123456789")
    return [
        LabelledImages(rng.integers(0, 256, (25, 1, 28, 28)).astype(np.uint8), rng.integers(0, 10, 25), digits)
        for _ in range(2 * TORCH_BATCH // 25 - 1)
    ]


@pytest.mark.parametrize("name", ["gap10", "deep"])
def test_both_give_the_same_probabilities(name: str) -> None:
    model = glasscnn.load(WEIGHTS / f"{name}.npz")
    images = np.random.default_rng(1).random((5, 1, 28, 28), np.float32)
    mean, std = model.graph.input.mean[0], model.graph.input.std[0]
    with torch.inference_mode():
        found = torch_network(model)(torch.from_numpy((images - np.float32(mean)) / np.float32(std)))
    assert np.abs(found.numpy() - model.predict(images).probabilities).max() < 1e-5


def test_both_have_the_same_metrics(batches: list[LabelledImages]) -> None:
    model = glasscnn.load(WEIGHTS / "deep.npz")
    ours, theirs = evaluate(model, batches), torch_evaluation(model, batches)()
    check_same(ours, theirs)
    assert ours.images == theirs.images == sum(map(len, batches))
    assert ours.ece == pytest.approx(theirs.ece, abs=1e-4)


def test_other_predictions_end_the_measurement(batches: list[LabelledImages]) -> None:
    found = evaluate(glasscnn.load(WEIGHTS / "gap10.npz"), batches)
    other = replace(found, accuracy=0.5, confusion=found.confusion[::-1])
    with pytest.raises(ToolError, match=r"predict differently: accuracy .* and 50\.00%"):
        check_same(found, other)


def test_a_layer_that_pytorch_is_not_told_of_is_named() -> None:
    with pytest.raises(ToolError, match=r"node '.*': there is no PyTorch layer for add"):
        torch_network(glasscnn.load(WEIGHTS / "resmini.npz"))


def test_a_folder_without_mnist_is_an_error_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"expected MNIST's t10k-images-idx3-ubyte\.gz in it"):
        measure_evaluation(tmp_path, rounds=1)
