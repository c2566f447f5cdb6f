"""Training is reproducible, can be resumed and distributed, and writes files atomically."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from export_tools.data import HELD_OUT_WRITERS, LabelledImages, PenDigit
from export_tools.errors import ToolError
from export_tools.files import write_atomically
from export_tools.training import train as run
from export_tools.training.accuracy import HeldOutSets
from export_tools.training.augment import augment
from export_tools.training.checkpoint import Checkpoint, EpochRecord, load_checkpoint
from export_tools.training.curve import draw_curve
from export_tools.training.distributed import Team
from export_tools.training.samples import Samples, seen_digits
from export_tools.training.strokes import add_tremor, draw_variant, draw_variants, transform
from export_tools.training.train import Options
from export_tools.training.trainer import Trainer
from export_tools.zoo import MODELS, ZooModel, find_model
from export_tools.zoo.gap10 import Gap10, TrainableGap10, fold
from export_tools.zoo.provenance import provenance
from export_tools.zoo.recipe import Augmentation
from glasscnn import ink_to_image

PROJECT = Path(__file__).resolve().parents[2]
ALONE = Team(1, 0, torch.device("cpu"))
CENTRED_SHARE = 0.75


class KilledError(Exception):
    """Simulates a kill during training."""


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Use one thread: results are reproducible, and small steps are faster."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def bars(count: int = 96) -> LabelledImages:
    """Images of a bright bar whose row is the label: easy to learn."""
    labels = np.arange(count) % 10
    images = np.zeros((count, 1, 28, 28), np.uint8)
    images[np.arange(count), 0, 2 * labels + 4] = 255
    return LabelledImages(images, labels.astype(np.int64), tuple("0123456789"))


def small(name: str, **changes: Any) -> ZooModel:
    model = find_model(name)
    return replace(
        model, recipe=replace(model.recipe, **{"epochs": 3, "batch_size": 32, "stroke_variants": 0, **changes})
    )


def trainer(model: ZooModel, seed: int = 0, start: Checkpoint | None = None, snapshots: int = 0) -> Trainer:
    data = bars()
    tests = HeldOutSets((torch.from_numpy(data.images), torch.from_numpy(data.labels)), None)
    return Trainer(model, Samples(data, None, 0), tests, ALONE, seed=seed, start=start, snapshots=snapshots)


def train(model: ZooModel, path: Path, seed: int = 0, on_epoch: Callable[[EpochRecord], None] | None = None) -> None:
    trainer(model, seed).train(path, on_step=lambda *_: None, on_epoch=on_epoch or (lambda _: None))


def weights(path: Path, name: str) -> torch.Tensor:
    state = load_checkpoint(path, name).state_dict
    return torch.cat([value.double().flatten() for value in state.values() if value.is_floating_point()])


@pytest.mark.parametrize("name", ["gap10", "deep"])
def test_same_seed_gives_the_same_weights_and_another_seed_different_ones(name: str, tmp_path: Path) -> None:
    for folder, seed in (("a", 0), ("b", 0), ("c", 1)):
        train(small(name), tmp_path / folder, seed)
    assert torch.equal(weights(tmp_path / "a", name), weights(tmp_path / "b", name))
    assert not torch.equal(weights(tmp_path / "a", name), weights(tmp_path / "c", name))


def test_resumed_training_ends_with_the_weights_of_an_uninterrupted_one(tmp_path: Path) -> None:
    model = small("deep")

    def kill(record: EpochRecord) -> None:
        if record.epoch == 2:
            raise KilledError

    with pytest.raises(KilledError):
        train(model, tmp_path / "killed", on_epoch=kill)
    epochs: list[int] = []
    train(model, tmp_path / "killed", on_epoch=lambda record: epochs.append(record.epoch))
    train(model, tmp_path / "whole")
    assert epochs == [3]
    assert torch.equal(weights(tmp_path / "killed", "deep"), weights(tmp_path / "whole", "deep"))
    assert len(load_checkpoint(tmp_path / "killed", "deep").history) == 3


def test_second_round_starts_with_the_averaged_weights_of_the_first(tmp_path: Path) -> None:
    model = small("deep", learning_rate=0.0, weight_decay=0.0)
    train(model, tmp_path / "first")
    first = load_checkpoint(tmp_path / "first", "deep")
    second = trainer(model, seed=1, start=first)
    convolutions = [name for name in first.state_dict if name.startswith("conv")]
    assert all(torch.equal(second.network.state_dict()[name], first.state_dict[name]) for name in convolutions)
    second.train(tmp_path / "second", on_step=lambda *_: None, on_epoch=lambda _: None)
    assert [record.epoch for record in load_checkpoint(tmp_path / "second", "deep").history] == [1, 2, 3, 4, 5, 6]
    again = trainer(model, seed=1, start=first)
    again.train(tmp_path / "second", on_step=lambda *_: None, on_epoch=lambda _: pytest.fail("nothing is left to do"))


def test_second_round_is_mixed_with_the_weights_of_the_first(tmp_path: Path) -> None:
    train(small("deep"), tmp_path / "first")
    first = load_checkpoint(tmp_path / "first", "deep")
    results = {}
    for keep in (0.0, 0.25, 1.0):
        second = trainer(small("deep", previous_round_weight=keep), seed=1, start=first)
        second.train(tmp_path / str(keep), on_step=lambda *_: None, on_epoch=lambda _: None)
        results[keep] = weights(tmp_path / str(keep), "deep")
    torch.testing.assert_close(results[1.0], weights(tmp_path / "first", "deep"))
    torch.testing.assert_close(results[0.25], 0.75 * results[0.0] + 0.25 * results[1.0], rtol=1e-5, atol=1e-6)


def test_a_checkpoint_of_another_architecture_recipe_or_seed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.pt"
    train(small("gap10"), path)
    with pytest.raises(ToolError, match="expected a checkpoint of lenet5, found one of gap10"):
        train(small("lenet5"), path)
    with pytest.raises(ToolError, match=r"learning_rate 0\.\d+, expected 0\.5"):
        train(small("gap10", learning_rate=0.5), path)
    with pytest.raises(ToolError, match="seed 0, expected 7"):
        train(small("gap10"), path, seed=7)


@pytest.mark.parametrize("data", [b"", b"not a checkpoint", b"PK\x03\x04 broken"])
def test_a_damaged_checkpoint_is_refused_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "checkpoint.pt"
    path.write_bytes(data)
    with pytest.raises(ToolError, match="start again with --fresh") as refusal:
        load_checkpoint(path, "gap10")
    assert "\n" not in str(refusal.value)


def test_a_checkpoint_that_would_run_code_is_refused(tmp_path: Path) -> None:
    class Hostile:
        def __reduce__(self) -> tuple[Any, ...]:
            return (os.mkdir, (str(tmp_path / "ran"),))

    path = tmp_path / "checkpoint.pt"
    torch.save({"architecture": "gap10", "state_dict": Hostile()}, path)
    with pytest.raises(ToolError):
        load_checkpoint(path, "gap10")
    assert not (tmp_path / "ran").exists()


def test_full_disk_leaves_only_the_previous_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "checkpoint.pt"
    path.write_bytes(b"the one before")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ToolError, match=r"checkpoint\.pt: could not be written \(No space left on device\)"):
        write_atomically(path, b"the new one")
    assert [file.name for file in tmp_path.iterdir()] == ["checkpoint.pt"]
    assert path.read_bytes() == b"the one before"


def test_training_reduces_loss_and_improves_accuracy(tmp_path: Path) -> None:
    train(small("deep", epochs=12, ema_decay=0.5, augmentation=Augmentation()), tmp_path / "run")
    first, *_, last = load_checkpoint(tmp_path / "run", "deep").history
    assert last.loss < 0.6 * first.loss
    assert last.mnist > first.mnist + 0.3


def test_half_weights_are_exact_in_float16(tmp_path: Path) -> None:
    train(small("lenet5"), tmp_path / "run")
    for value in load_checkpoint(tmp_path / "run", "lenet5").state_dict.values():
        assert torch.equal(value, value.half().float())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_every_stage_of_the_zoo_is_a_module_of_its_model(model: ZooModel) -> None:
    modules = dict(model.build().named_modules())
    assert model.stages[-1][1] == "probabilities"  # the softmax that the export adds
    assert all(module in modules for _, module, _ in model.stages[:-1])


def test_zoo_models_have_their_documented_sizes() -> None:
    sizes = {model.name: sum(value.numel() for value in model.build().parameters()) for model in MODELS}
    assert sizes["gap10"] == 1_120
    assert sizes["lenet5"] == 61_706
    assert sizes["deep"] <= 20_000
    with pytest.raises(ToolError, match="there are gap10, deep, lenet5, resmini"):
        find_model("alexnet")


def test_folded_gap10_equals_the_trained_module() -> None:
    trained = TrainableGap10()
    images = torch.randn(32, 1, 28, 28)
    trained(images)  # moves the batch norms' means and variances
    with torch.inference_mode():
        plain = fold(trained)
        torch.testing.assert_close(plain(images), trained(images), rtol=1e-4, atol=1e-5)
    assert type(plain) is Gap10
    assert sum(value.numel() for value in plain.state_dict().values()) == 1_120


def test_card_states_the_training_data(tmp_path: Path) -> None:
    train(small("deep"), tmp_path / "run")
    deep, checkpoint = find_model("deep"), vars(load_checkpoint(tmp_path / "run", "deep"))
    told = provenance(deep, checkpoint)
    assert "by 24 of its 30 writers" in told["training_data"]
    assert "turned by up to 10°" in told["training_data"]
    assert told["made_by"] == "python -m export_tools train deep; 3 epochs"
    assert told["made_with"] == f"PyTorch {torch.__version__} on a CPU"
    assert "second round" not in told["note"]
    two_rounds = replace(deep, finish=replace(deep.recipe, previous_round_weight=0.4))
    assert "60% of the second round's" in provenance(two_rounds, checkpoint)["note"]


def test_invalid_options_are_refused() -> None:
    for option in ({"epochs": 0}, {"threads": 0}, {"limit": -1}):
        with pytest.raises(ToolError, match="above 0"):
            Options(None, Path("runs"), **option)


def test_augmentation_is_the_identity_without_limits_and_reproducible() -> None:
    images = torch.rand(8, 1, 28, 28)
    assert augment(images, Augmentation(), torch.Generator()) is images
    limits = Augmentation(degrees=10, shear=0.2, stretch=0.2, shift=2, thickness=0.5)
    one, two = (augment(images, limits, torch.Generator().manual_seed(3)) for _ in range(2))
    assert torch.equal(one, two)
    assert not torch.equal(one, images)


def test_last_epochs_have_weaker_augmentation() -> None:
    recipe = find_model("deep").recipe
    limits = [recipe.augmentation_in(epoch) for epoch in range(recipe.epochs)]
    assert limits[: -recipe.last_epochs] == [recipe.augmentation] * (recipe.epochs - recipe.last_epochs)
    assert limits[-recipe.last_epochs :] == [recipe.last_augmentation] * recipe.last_epochs
    plain = find_model("gap10").recipe
    assert plain.augmentation_in(plain.epochs - 1) == Augmentation()


def test_shift_moves_ink_and_rotation_and_bending_preserve_it() -> None:
    images = torch.zeros(64, 1, 28, 28)
    images[:, :, 10:18, 10:18] = 1
    bent = augment(images, Augmentation(bend=1.5), torch.Generator().manual_seed(0))
    torch.testing.assert_close(bent[:, :, 13:15, 13:15], images[:, :, 13:15, 13:15])  # ink far from an edge stays ink
    assert float((bent - images).abs().sum(dim=(1, 2, 3)).min()) > 1
    generator = torch.Generator().manual_seed(0)
    moved = augment(images, Augmentation(shift=3), generator)
    columns = (moved.sum(dim=(1, 2)) * torch.arange(28)).sum(dim=1) / moved.sum(dim=(1, 2, 3))
    assert 2 < float((columns - 13.5).abs().max()) <= 3.01
    torch.testing.assert_close(moved.sum(dim=(1, 2, 3)), images.sum(dim=(1, 2, 3)), rtol=1e-3, atol=0)
    turned = augment(images, Augmentation(degrees=30), generator)
    torch.testing.assert_close(turned.sum(dim=(1, 2, 3)), images.sum(dim=(1, 2, 3)), rtol=0.03, atol=0)


def test_thickness_varies_equally_many_strokes_both_ways() -> None:
    images = torch.zeros(200, 1, 28, 28)
    images[:, :, :, 12:15] = 1
    ink = augment(images, Augmentation(thickness=0.3), torch.Generator().manual_seed(0)).sum(dim=(1, 2, 3)) / (3 * 28)
    assert 40 <= int((ink > 1.001).sum()) <= 80
    assert 40 <= int((ink < 0.999).sum()) <= 80


def pen_digit(writer: int = 1) -> PenDigit:
    return PenDigit(7, writer, (np.array([[60, 60], [220, 60], [120, 240]], np.float32),))


def test_drawn_variants_are_reproducible_distinct_and_not_empty() -> None:
    images, labels = draw_variants([pen_digit()] * 3, 20, 5, CENTRED_SHARE, 0.0)
    again, _ = draw_variants([pen_digit()] * 3, 20, 5, CENTRED_SHARE, 0.0)
    np.testing.assert_array_equal(images, again)
    assert images.shape == (60, 1, 28, 28)
    assert labels.tolist() == [7] * 60
    assert len({image.tobytes() for image in images}) == 60
    as_the_page_draws = ink_to_image(pen_digit().strokes).sum() * 255
    ink = images.sum(axis=(1, 2, 3)) / as_the_page_draws
    assert ink.min() > 0.1
    assert ink.min() < 0.7
    assert ink.max() > 1.3


def test_digit_rotated_off_the_pad_is_drawn_completely() -> None:
    large = [np.array([[20, 20], [265, 20], [140, 270]], np.float32)]
    off_the_pad = 0
    for seed in range(40):
        generator = np.random.default_rng(seed)
        varied = add_tremor(transform(large, generator), generator)
        is_centred, brush = generator.random() < CENTRED_SHARE, generator.uniform(12, 42)
        if is_centred:
            image = draw_variant(large, np.random.default_rng(seed), CENTRED_SHARE) / 255
            on_larger_pad = ink_to_image([stroke + 300 for stroke in varied], 1000, brush=brush)
            np.testing.assert_allclose(image, on_larger_pad, atol=0.01)
            off_the_pad += any(stroke.min() < -brush / 2 or stroke.max() > 280 + brush / 2 for stroke in varied)
    assert off_the_pad >= 3


def test_held_out_writers_are_not_used_for_training() -> None:
    digits = [pen_digit(writer) for writer in range(1, 31)]
    seen = {digit.writer for digit in seen_digits(digits)}
    assert len(seen) == 24
    assert seen.isdisjoint(HELD_OUT_WRITERS)


def test_processes_of_a_team_split_every_batch() -> None:
    strokes = (torch.zeros(40, 1, 28, 28, dtype=torch.uint8), torch.full((40,), 9))
    samples = Samples(bars(), strokes, others_per_epoch=32)
    alone = list(samples.batches(32, torch.Generator().manual_seed(1)))
    shares = [list(samples.batches(32, torch.Generator().manual_seed(1), rank, 2)) for rank in range(2)]
    assert len(alone) == samples.steps(32) == 4
    for (images, labels), *parts in zip(alone, *shares, strict=True):
        assert len(images) == 32
        assert sorted(torch.cat([part[1] for part in parts]).tolist()) == sorted(labels.tolist())


def test_learning_curve_is_a_png(tmp_path: Path) -> None:
    history = [EpochRecord(1, 0.5, 0.9, 0.8, 1.0), EpochRecord(2, 0.3, 0.95, 0.85, 1.0)]
    draw_curve(history, "deep", tmp_path / "curve.png", ("MNIST test", "unseen writers"))
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.mnist
def test_two_processes_train_as_well_as_one(mnist_folder: Path, tmp_path: Path) -> None:
    options = Options(mnist_folder, tmp_path / "alone", epochs=6, limit=1500)
    history = run.train(find_model("lenet5"), options)
    subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", "export_tools",
         "train", "lenet5", "--data-dir", str(mnist_folder), "--epochs", "6", "--limit", "1500",
         "--runs", str(tmp_path), "--weights", str(tmp_path / "weights")],
        cwd=PROJECT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(PROJECT / "py")},
        check=True,
        capture_output=True,
        timeout=300,
    )  # fmt: skip
    together = load_checkpoint(tmp_path / "lenet5" / "checkpoint.pt", "lenet5").history[-1]
    assert history is not None
    assert history[-1].mnist > 0.3
    assert abs(history[-1].mnist - together.mnist) < 0.05
    assert [file.name for file in (tmp_path / "weights").iterdir()] == ["lenet5.npz"]
