"""A class's trays train a network of the zoo, and the result goes back into the page."""

import base64
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

import glasscnn
from export_tools.__main__ import build_app
from export_tools.conversion.exporter import convert
from export_tools.data import load_trays
from export_tools.data.mnist import DIGITS
from export_tools.errors import ToolError
from export_tools.training.on_trays import plan_lesson, start_from
from export_tools.training.train import Options
from export_tools.training.tray_data import split
from export_tools.zoo import MODELS, ZooModel, find_model
from export_tools.zoo.lesson import VARIANTS, Lesson
from export_tools.zoo.with_lesson import with_lesson
from glasscnn.training import read_tray

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = json.loads((PROJECT / "web" / "samples" / "digits.json").read_text("utf-8"))["digits"]
STAR = [[[140, 40], [190, 220], [50, 100], [230, 100], [90, 220], [140, 40]]]


def drawn(label: str, strokes: list[Any], shift: float = 0) -> dict[str, Any]:
    moved = [[[x + shift, y] for x, y, *_ in stroke] for stroke in strokes]
    return {"label": label, "strokes": moved, "canvas": 280, "brush": 24}


def class_digits(count: int) -> list[dict[str, Any]]:
    """`count` drawings of each digit and of a star, which differ in their slant."""
    shapes = [(str(sample["label"]), sample["strokes"]) for sample in SAMPLES] + [("★", STAR)]
    return [
        drawn(label, [[[x + slant * (140 - y), y] for x, y, *_ in stroke] for stroke in strokes])
        for label, strokes in shapes
        for slant in np.linspace(-0.15, 0.15, count).tolist()
    ]


def write_tray(path: Path, digits: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps({"format": "glasscnn-digits", "version": 1, "digits": digits}))
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(build_app(), list(map(str, arguments)))


@pytest.mark.mnist
def test_a_trained_tray_comes_back_as_a_model_that_reads_its_digits(mnist_folder: Path, tmp_path: Path) -> None:
    tray = write_tray(tmp_path / "our class.json", class_digits(3))
    arguments = ("--data-dir", mnist_folder, "--runs", tmp_path, "--limit", "400", "--epochs", "25")
    done = run("train", "lenet5", "--on", tray, *arguments)
    assert done.exit_code == 0, done.output
    assert "held-back digits, 11: " in done.output
    assert "MNIST test, 400: " in done.output
    folder = tmp_path / "lenet5-our-class"
    trained = (folder / "lenet5-our-class.npz").read_bytes()
    again = run("export", folder / "checkpoint.pt", "--to", "npz", "--out", tmp_path / "again")
    assert again.exit_code == 0, again.output
    assert (tmp_path / "again" / "lenet5-our-class.npz").read_bytes() == trained

    model = glasscnn.load(trained)
    assert model.graph.classes == (*DIGITS, "★")
    assert model.graph.card["made_by"] == "python -m export_tools train lenet5 --on our class.json; 25 epochs"
    assert "22 collected digits, each drawn in 20 ways" in model.graph.card["training_data"]
    found = read_tray(tray.read_bytes())
    labels = np.array([model.graph.classes.index(label) for label in found.labels])
    read = model.probabilities(found.images((1, 28, 28))).argmax(axis=1)
    assert (read == labels).mean() >= 0.9
    assert (read[labels == 10] == 10).all()


@pytest.mark.mnist
def test_from_scratch_follows_the_recipe_with_further_classes(mnist_folder: Path, tmp_path: Path) -> None:
    tray = write_tray(tmp_path / "tray.json", class_digits(2))
    arguments = ("--data-dir", mnist_folder, "--runs", tmp_path, "--limit", "200", "--epochs", "1")
    done = run("train", "gap10", "--from-scratch", "--on", tray, *arguments)
    assert done.exit_code == 0, done.output
    model = glasscnn.load(tmp_path / "gap10-tray" / "gap10-tray.npz")
    assert model.weights["logits.weight"].shape == (11, 10)
    assert model.graph.card["made_by"].endswith("train gap10 --on tray.json --from-scratch; 1 epochs")
    assert model.graph.card["training_data"].startswith("11 collected digits, each drawn in 20 ways; MNIST")
    refused = run("train", "gap10", "--on", tray, *arguments)
    assert isinstance(refused.exception, ToolError)
    assert "start again with --fresh" in str(refused.exception)


@pytest.mark.mnist
def test_two_processes_train_on_a_tray(mnist_folder: Path, tmp_path: Path) -> None:
    tray = write_tray(tmp_path / "tray.json", class_digits(2))
    subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", "export_tools",
         "train", "lenet5", "--on", str(tray), "--data-dir", str(mnist_folder), "--runs", str(tmp_path),
         "--limit", "100", "--epochs", "1", "--device", "cpu"],
        cwd=PROJECT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(PROJECT / "py")},
        check=True,
        capture_output=True,
        timeout=300,
    )  # fmt: skip
    assert glasscnn.load(tmp_path / "lenet5-tray" / "lenet5-tray.npz").graph.classes[-1] == "★"


@pytest.mark.parametrize("entry", MODELS, ids=lambda entry: entry.name)
def test_fine_tuning_starts_with_exactly_the_finished_network(entry: ZooModel) -> None:
    finished = glasscnn.load(entry.name)
    lesson = Lesson("mine", (*DIGITS, "A", "★"), 3, "tray.json")
    tuned = with_lesson(entry, lesson)
    module = tuned.build()
    module.load_state_dict(start_from(finished, lesson).state_dict)
    model, _ = convert(module.eval(), tuned)
    assert (model.graph.name, model.graph.classes) == ("mine", lesson.classes)
    assert model.graph.nodes == finished.graph.nodes
    assert model.graph.stages == finished.graph.stages
    for name, array in finished.weights.items():
        np.testing.assert_array_equal(model.weights[name][: len(array)], array)
    assert not model.weights["logits.weight"][10:].any()


def test_every_class_keeps_a_digit_to_learn_from_and_gives_a_fifth_to_the_test(tmp_path: Path) -> None:
    digits = [*class_digits(10), drawn("A", STAR)]
    tray = load_trays([write_tray(tmp_path / "a.json", digits)])
    classes = (*DIGITS, "A", "★")
    learned, held_back = split(tray, classes, seed=0)
    assert [held_back.labels.count(name) for name in classes] == [2] * 10 + [0, 2]
    assert [learned.labels.count(name) for name in classes] == [8] * 10 + [1, 8]
    again, other = (split(tray, classes, seed)[1] for seed in (0, 1))
    assert list(map(id, again.digits)) == list(map(id, held_back.digits))
    assert list(map(id, other.digits)) != list(map(id, held_back.digits))


def test_every_digit_is_drawn_as_on_the_page_first_and_then_again_in_other_ways(tmp_path: Path) -> None:
    levels = (np.arange(784) % 256).astype(np.uint8)
    pictured = {"label": "4", "image": base64.b64encode(levels.tobytes()).decode(), "width": 28, "height": 28}
    path = write_tray(tmp_path / "tray.json", [drawn("7", SAMPLES[7]["strokes"]), pictured])
    _, data = plan_lesson("gap10", [path], Options(None, tmp_path), from_scratch=False)
    made = data.draw_variants(seed=0)
    assert len(made) == 2 * VARIANTS
    assert made.labels.tolist() == [7, 4] * VARIANTS
    strokes = [[point[:2] for point in stroke] for stroke in SAMPLES[7]["strokes"]]
    as_on_the_page = glasscnn.ink_to_image(strokes, brush=24)
    np.testing.assert_array_equal(made.images[0], np.rint(as_on_the_page * 255))
    np.testing.assert_array_equal(made.images[3].ravel(), levels)
    assert len({image.tobytes() for image in made.images[::2]}) == VARIANTS
    np.testing.assert_array_equal(data.draw_variants(seed=0).images, made.images)


def test_a_folder_of_trays_is_one_tray(tmp_path: Path) -> None:
    write_tray(tmp_path / "b.json", [drawn("2", STAR)])
    write_tray(tmp_path / "a.json", [drawn("1", STAR), drawn("3", STAR)])
    assert load_trays([tmp_path]).labels == ("1", "3", "2")
    assert load_trays([tmp_path / "b.json", tmp_path / "a.json"]).labels == ("2", "1", "3")


def test_unusable_trays_are_refused_with_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_tray(tmp_path / "none.json", [])
    write_tray(tmp_path / "wrong.json", [drawn("1", STAR), {"label": "2"}])
    write_tray(tmp_path / "blank.json", [drawn("1", STAR), drawn("2", [])])
    for name, words in (
        ("missing.json", r"missing\.json: cannot be opened"),
        ("empty", "empty: expected trays in this folder"),
        ("none.json", r"none\.json: expected digits in it, found none"),
        ("wrong.json", r"wrong\.json: digit 2: expected strokes"),
        ("blank.json", r"blank\.json: digit 2, labelled '2', has no ink"),
    ):
        with pytest.raises(ToolError, match=words):
            load_trays([tmp_path / name])


def test_options_that_do_not_go_together_are_refused(tmp_path: Path) -> None:
    path = write_tray(tmp_path / "tray.json", [drawn("1", STAR)])
    for arguments, words in (
        (["--from-scratch"], "--from-scratch goes with --on"),
        (["--on", str(path), "--snapshots"], "--snapshots goes with"),
        (["--on", str(path), "--weights", str(tmp_path)], "expected the finished network"),
    ):
        refused = run("train", "gap10", *arguments)
        assert isinstance(refused.exception, ToolError)
        assert words in str(refused.exception)


def test_a_lesson_of_another_version_is_refused(tmp_path: Path) -> None:
    from export_tools.training.checkpoint import Checkpoint, save_checkpoint

    entry = find_model("lenet5")
    document = Checkpoint("lenet5", entry.build().state_dict(), 0, (), {})
    save_checkpoint(tmp_path / "checkpoint.pt", replace(document, lesson={"title": "mine"}))
    refused = run("export", tmp_path / "checkpoint.pt")
    assert "not readable as a training on collected digits" in str(refused.exception)
