"""`train --snapshots` keeps weights on the way, changes nothing about the training, and writes them as a history."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

import glasscnn
from export_tools.__main__ import build_app
from export_tools.errors import ToolError
from export_tools.training import history as histories
from export_tools.training.checkpoint import EpochRecord, load_checkpoint
from export_tools.training.history import make_history
from export_tools.training.snapshots import SNAPSHOTS, snapshot_steps
from export_tools.training.train import Options
from export_tools.training.train import train as train_options
from export_tools.zoo import find_model
from glasscnn.model.history import read_history
from tests.export.test_training import KilledError, small, trainer, weights

PROJECT = Path(__file__).resolve().parents[2]


def train(path: Path, snapshots: int = 5, killed_after: int = 0) -> None:
    def kill(record: EpochRecord) -> None:
        if record.epoch == killed_after:
            raise KilledError

    made = trainer(small("gap10"), snapshots=snapshots)
    made.train(path, on_step=lambda *_: None, on_epoch=kill)


def test_steps_grow_geometrically_from_the_start_to_the_end() -> None:
    steps = snapshot_steps(37_440, SNAPSHOTS)
    assert (len(steps), steps[:3], steps[-1]) == (24, (0, 200, 254), 37_440)
    ratios = np.divide(steps[2:], steps[1:-1])
    assert 1.25 < ratios.min() <= ratios.max() < 1.29
    assert snapshot_steps(4, 24) == (0, 4)
    assert snapshot_steps(100, 0) == ()


def test_snapshots_do_not_change_the_training_and_begin_with_random_weights(tmp_path: Path) -> None:
    train(tmp_path / "with")
    train(tmp_path / "without", snapshots=0)
    assert torch.equal(weights(tmp_path / "with", "gap10"), weights(tmp_path / "without", "gap10"))
    kept = load_checkpoint(tmp_path / "with", "gap10")
    assert [snapshot.step for snapshot in kept.snapshots] == [0, 9]
    assert [snapshot.epoch for snapshot in kept.snapshots] == [0.0, 3.0]
    untrained = trainer(small("gap10"))
    for name, tensor in untrained.weights().items():
        assert torch.equal(kept.snapshots[0].state_dict[name], tensor)
        assert torch.equal(kept.snapshots[-1].state_dict[name], kept.state_dict[name])


def test_a_resumed_training_has_the_same_snapshots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("export_tools.training.snapshots.FIRST_CHANGE", 1)
    with pytest.raises(KilledError):
        train(tmp_path / "killed", killed_after=2)
    train(tmp_path / "killed")
    train(tmp_path / "whole")
    killed, whole = (load_checkpoint(tmp_path / name, "gap10").snapshots for name in ("killed", "whole"))
    assert [snapshot.step for snapshot in killed] == [0, 1, 2, 4, 9]
    for one, other in zip(killed, whole, strict=True):
        assert (one.step, one.epoch) == (other.step, other.epoch)
        assert all(torch.equal(tensor, other.state_dict[name]) for name, tensor in one.state_dict.items())


def test_a_training_without_snapshots_cannot_go_on_with_them(tmp_path: Path) -> None:
    train(tmp_path / "run", snapshots=0)
    with pytest.raises(ToolError, match="snapshots 0, expected 2; start again with --fresh"):
        train(tmp_path / "run")


def test_two_rounds_have_no_snapshots(tmp_path: Path) -> None:
    deep = find_model("deep")
    with pytest.raises(ToolError, match="--snapshots: deep is trained in two rounds"):
        train_options(replace(deep, finish=deep.recipe), Options(None, tmp_path, snapshots=24))


@pytest.mark.mnist
def test_the_command_writes_a_history_that_ends_with_the_model(mnist_folder: Path, tmp_path: Path) -> None:
    arguments = ["train", "gap10", "--data-dir", str(mnist_folder), "--runs", str(tmp_path), "--weights", str(tmp_path)]
    done = CliRunner().invoke(build_app(), [*arguments, "--limit", "400", "--epochs", "12", "--snapshots"])
    assert done.exit_code == 0, done.output
    history = read_history((tmp_path / "gap10-history.npz").read_bytes())
    model = glasscnn.load(tmp_path / "gap10.npz")
    history.check(model.graph)
    assert history.made_by == "python -m export_tools train gap10; 12 epochs, with --snapshots"
    assert dict(history.sets) == {"train": 400, "test": 400}
    for name, array in history.weights(len(history.steps) - 1).items():
        np.testing.assert_array_equal(array, model.weights[name].astype(np.float16).astype(np.float32))
    assert history.steps[0].step == 0
    assert history.steps[-1].step == 36
    assert history.steps[-1].loss < history.steps[0].loss


@pytest.mark.mnist
def test_figures_of_a_step_are_pytorchs(mnist_folder: Path, tmp_path: Path) -> None:
    train(tmp_path / "run")
    model = histories.convert(*histories.module_of(histories.load_state(tmp_path / "run"), tmp_path))[0]
    history = make_history(tmp_path / "run", model, mnist_folder, limit=200)
    digits = histories.load_mnist("train", mnist_folder).first(200)
    network = find_model("gap10").build()
    for number, step in enumerate(history.steps):
        arrays = model.weights if step is history.steps[-1] else history.weights(number)
        network.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
        with torch.inference_mode():
            logits = network((torch.tensor(digits.images) / 255 - 0.1307) / 0.3081)
        labels = torch.tensor(digits.labels)
        assert step.loss == pytest.approx(float(torch.nn.functional.cross_entropy(logits, labels)), abs=1e-4)
        assert step.accuracy["train"] == pytest.approx(float((logits.argmax(1) == labels).float().mean()))


def test_a_training_that_ended_with_other_weights_than_the_model_is_refused(tmp_path: Path) -> None:
    train(tmp_path / "run")
    with pytest.raises(ToolError, match=r"its training ended with another conv1\.\w+ than the model's, by up to"):
        make_history(tmp_path / "run", glasscnn.load(PROJECT / "weights" / "gap10.npz"), None)
    train(tmp_path / "none", snapshots=0)
    with pytest.raises(ToolError, match="expected at least two snapshots, found 0; train with --snapshots"):
        make_history(tmp_path / "none", glasscnn.load(PROJECT / "weights" / "gap10.npz"), None)
