"""Temperatures are fitted correctly, change probabilities only, and are recorded in recipe, file and card."""

import math
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch
from typer.testing import CliRunner

import glasscnn
from export_tools.__main__ import build_app
from export_tools.conversion.exporter import load_exportable
from export_tools.conversion.torch_io.checkpoint import load_checkpoint_model
from export_tools.data import ALL_WRITERS, HELD_OUT_WRITERS, PenDigit, load_pendigits
from export_tools.errors import ToolError
from export_tools.evaluation import test_sets
from export_tools.evaluation.card import calibration
from export_tools.evaluation.evaluate import evaluate
from export_tools.evaluation.temperature import HIGHEST, LOWEST, fit_temperature
from export_tools.training.calibrate import calibrate_checkpoint
from export_tools.training.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from export_tools.zoo import MODELS, ZooModel, find_model
from tests.conftest import PROJECT, Digit

RUN = CliRunner()
Logits = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]


def drawn_labels(logits: Logits, temperature: float, generator: np.random.Generator) -> Labels:
    """Labels sampled from softmax(logits / temperature)."""
    powers = np.exp(logits / temperature)
    shares = powers.cumsum(axis=1) / powers.sum(axis=1, keepdims=True)
    return (generator.random((len(logits), 1)) > shares).sum(axis=1)


def test_temperature_equals_the_value_computed_by_hand() -> None:
    """Logits (2, 0) and 4 of 5 labels 0: 1 / (1 + exp(−2/T)) must be 4/5, which T = 2 / ln 4 gives."""
    logits = np.array([[2, 0]] * 5, np.float32)
    assert fit_temperature(logits, np.array([0, 0, 1, 0, 0])) == pytest.approx(2 / math.log(4), abs=1e-9)


@pytest.mark.parametrize("known", [0.5, 1.0, 3.0])
def test_temperature_of_sampled_labels_is_recovered(known: float) -> None:
    generator = np.random.default_rng(0)
    logits = generator.normal(0, 3, (20_000, 10)).astype(np.float32)
    assert fit_temperature(logits, drawn_labels(logits, known, generator)) == pytest.approx(known, rel=0.02)


@pytest.mark.parametrize("seed", range(5))
def test_fitted_temperature_has_the_smallest_loss_on_a_fine_grid(seed: int) -> None:
    generator = np.random.default_rng(seed)
    logits = generator.normal(0, 2, (60, 4)).astype(np.float32)
    labels = drawn_labels(logits, 0.7 + seed / 4, generator)

    def negative_log_likelihood(temperature: float) -> float:
        total = 0.0
        for row, label in zip(logits.tolist(), labels.tolist(), strict=True):
            total += math.log(sum(math.exp(value / temperature) for value in row)) - row[label] / temperature
        return total / len(labels)

    grid = [0.2 + step / 200 for step in range(1000)]
    best = min(grid, key=negative_log_likelihood)
    found = fit_temperature(logits, labels)
    assert found == pytest.approx(best, abs=1 / 200)
    assert negative_log_likelihood(found) <= negative_log_likelihood(best)


def test_a_temperature_stays_within_its_limits() -> None:
    logits = np.array([[1, 0], [0, 1]], np.float32)
    assert fit_temperature(logits, np.array([0, 1])) == pytest.approx(LOWEST)  # all right: surer is always better
    assert fit_temperature(logits, np.array([1, 0])) == pytest.approx(HIGHEST)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_models_with_label_smoothing_fit_a_temperature_on_unseen_writers(
    model: ZooModel,
) -> None:
    assert bool(model.calibration_writers) == bool(model.recipe.label_smoothing)
    seen = ALL_WRITERS - HELD_OUT_WRITERS if model.recipe.stroke_variants else frozenset()
    assert model.calibration_writers.isdisjoint(seen)
    assert len(HELD_OUT_WRITERS - model.calibration_writers) >= 3  # some are left to measure with


def scribbles(model: glasscnn.Model, right: int = 20, count: int = 40) -> list[PenDigit]:
    """Random strokes, of which the model reads the first `right` correctly."""
    generator = np.random.default_rng(0)
    drawn = [generator.uniform(40, 240, (5, 2)).astype(np.float32) for _ in range(count)]
    read = [model.predict(glasscnn.ink_to_image([stroke])).label for stroke in drawn]
    labels = [label if number < right else (label + 1) % 10 for number, label in enumerate(read)]
    return [PenDigit(label, 1, (stroke,)) for label, stroke in zip(labels, drawn, strict=True)]


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    """An untrained resmini."""
    torch.manual_seed(0)
    path = tmp_path / "checkpoint.pt"
    save_checkpoint(path, Checkpoint("resmini", find_model("resmini").build().state_dict(), 0, (), {}))
    return path


def test_temperature_is_applied_on_export_and_not_to_the_checkpoint(
    checkpoint: Path,
) -> None:
    trained, before = load_checkpoint(checkpoint, "resmini").state_dict, load_exportable(checkpoint)[0]
    digits = scribbles(before)
    temperature = calibrate_checkpoint(checkpoint, find_model("resmini"), digits)
    assert LOWEST < temperature < HIGHEST
    assert temperature != 1
    assert load_checkpoint(checkpoint, "resmini").temperature == temperature
    kept = load_checkpoint(checkpoint, "resmini").state_dict
    assert all(torch.equal(value, kept[name]) for name, value in trained.items())

    exported = load_exportable(checkpoint)[0]
    assert exported.graph.card["temperature"] == temperature
    for name, array in before.weights.items():
        if name.startswith("logits."):
            np.testing.assert_allclose(exported.weights[name], array / temperature, rtol=1e-6)
        else:
            np.testing.assert_array_equal(exported.weights[name], array)
    assert calibrate_checkpoint(checkpoint, find_model("resmini"), digits) == temperature

    all_right = scribbles(before, right=40)
    assert [calibrate_checkpoint(checkpoint, find_model("resmini"), all_right) for _ in range(2)] == [LOWEST, LOWEST]


@pytest.mark.parametrize("temperature", [0.0, -1.0, math.nan, "0.5", None])
def test_checkpoint_with_an_invalid_temperature_is_refused(checkpoint: Path, temperature: object) -> None:
    document = torch.load(checkpoint, weights_only=True)
    torch.save({**document, "temperature": temperature}, checkpoint)
    with pytest.raises(ToolError, match=r"checkpoint\.pt: expected a temperature above 0, found"):
        load_checkpoint_model(checkpoint)


@pytest.mark.mnist
def test_training_fits_the_temperature_and_repeating_it_writes_the_same_file(
    mnist_folder: Path, pendigits: list[Digit], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("export_tools.training.calibrate.load_pendigits", lambda folder: load_pendigits(folder)[::10])
    command = ["train", "resmini", "--data-dir", str(mnist_folder), "--epochs", "1", "--limit", "300"]
    command += ["--runs", str(tmp_path), "--weights", str(tmp_path)]
    RUN.invoke(build_app(), command, catch_exceptions=False)
    first = (tmp_path / "resmini.npz").read_bytes()
    card = glasscnn.load(first).graph.card
    assert card["temperature"] == load_checkpoint(tmp_path / "resmini" / "checkpoint.pt", "resmini").temperature != 1
    assert card["calibration_writers"] == list(range(1, 25))
    RUN.invoke(build_app(), command, catch_exceptions=False)
    assert (tmp_path / "resmini.npz").read_bytes() == first


@pytest.mark.parametrize("name", ["deep", "resmini"])
def test_training_without_required_strokes_fails_before_it_starts(name: str, tmp_path: Path) -> None:
    command = ["train", name, "--data-dir", str(tmp_path), "--runs", str(tmp_path), "--weights", str(tmp_path)]
    with pytest.raises(ToolError, match=r"expected pendigits-orig\.tra\.gz"):
        RUN.invoke(build_app(), command, catch_exceptions=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["deep", "resmini"])
def test_calibrating_the_bundled_models_does_not_change_them(
    mnist_folder: Path, pendigits: list[Digit], tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"{name}.npz"
    shutil.copy(PROJECT / "weights" / path.name, path)
    command = ["calibrate", str(path), "--data-dir", str(mnist_folder)]
    RUN.invoke(build_app(), command, catch_exceptions=False)
    assert path.read_bytes() == (PROJECT / "weights" / path.name).read_bytes()

    calibrated = glasscnn.load(path)  # and when its logits are as they were trained:
    temperature = calibrated.graph.card["temperature"]
    trained = {
        key: array * np.float32(temperature) if key.startswith("logits.") else array
        for key, array in calibrated.weights.items()
    }
    card = {key: value for key, value in calibrated.graph.card.items() if key != "temperature"}
    glasscnn.Model(replace(calibrated.graph, card=card), trained).save(path)
    RUN.invoke(build_app(), command, catch_exceptions=False)
    again = glasscnn.load(path)
    assert again.graph.card["temperature"] == temperature
    for key, array in calibrated.weights.items():
        np.testing.assert_allclose(again.weights[key], array, rtol=1e-6 if key.startswith("logits.") else 0)


@pytest.mark.mnist
@pytest.mark.parametrize(("name", "median", "error"), [("deep", 0.9996, 0.0011), ("resmini", 0.9969, 0.0050)])
def test_bundled_models_are_calibrated_on_mnist_test(
    mnist_folder: Path, name: str, median: float, error: float
) -> None:
    model = glasscnn.load(PROJECT / "weights" / f"{name}.npz")
    assert evaluate(model, test_sets.mnist_test(model, mnist_folder).batches).ece == pytest.approx(error, abs=1e-4)
    sure = [
        model.predict(batch.images.astype(np.float32) / 255).probabilities.max(axis=1)
        for batch in test_sets.mnist_test(model, mnist_folder).batches
    ]
    assert np.median(np.concatenate(sure)) == pytest.approx(median, abs=1e-4)


@pytest.mark.parametrize(("centre", "most"), [(True, 0.010), (False, 0.027)])
def test_deep_is_calibrated_on_completely_unseen_writers(
    mnist_folder: Path, pendigits: list[Digit], centre: bool, most: float
) -> None:
    model = glasscnn.load(PROJECT / "weights" / "deep.npz")
    writers = HELD_OUT_WRITERS.difference(model.graph.card["calibration_writers"])
    strokes = test_sets.pen_strokes(model, mnist_folder, centre=centre, writers=writers)
    assert strokes.name.endswith("3 unseen writers")
    assert evaluate(model, strokes.batches).ece <= most


def test_model_without_calibration_writers_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "gap10.npz"
    shutil.copy(PROJECT / "weights" / path.name, path)
    with pytest.raises(ToolError, match="the recipe of gap10 fits no temperature; nothing was changed"):
        RUN.invoke(build_app(), ["calibrate", str(path)], catch_exceptions=False)
    assert path.read_bytes() == (PROJECT / "weights" / path.name).read_bytes()


def test_card_states_the_data_of_the_temperature_and_the_figures_it_favours() -> None:
    said = calibration({"temperature": 0.505, "calibration_writers": [25, 26, 27]})
    assert "divided by the temperature 0.505" in said
    assert "writers 25 to 27" in said
    assert "3 of the 6 unseen writers" in said
    assert "unseen writers" not in calibration({"temperature": 0.659, "calibration_writers": list(range(1, 25))})
