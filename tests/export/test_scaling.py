"""The scaling of pixels, if a file does not state it, is found with the sample digits, or reported as unknown."""

import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import helper, numpy_helper
from rich.console import Console
from torch import nn
from typer.testing import CliRunner, Result

import glasscnn
from export_tools.__main__ import build_app
from export_tools.conversion.onnx_io.writer import write_onnx
from export_tools.conversion.scaling_choice import chosen_scaling
from export_tools.conversion.sources import source_from_module
from glasscnn import Model, ModelError
from glasscnn.model.bundled import bundled_models
from glasscnn_import.in_browser import STEPS, Import, read
from glasscnn_import.onnx.proto import parse_model
from glasscnn_import.onnx.reader import read_onnx
from glasscnn_import.scaling import MAX_OPERATIONS, choose_scaling, operations_of
from glasscnn_import.to_model import ImportOptions, finish
from tests.support.plain_onnx import PROJECT, SAMPLES, SCALINGS, plain_onnx, sample_images

NAMES = sorted(bundled_models())


def in_page(data: bytes, scaling: str | None = None, **given: Any) -> tuple[Any, Model]:
    """The page's report on an ONNX file, and the model."""
    given = {"name": "mine.onnx", "files": [], "samples": SAMPLES, "scaling": scaling, **given}
    found, file = read(data, json.dumps(given))
    return json.loads(found), glasscnn.load(file)


def right_of(report: Any) -> dict[str, int | None]:
    """{scaling: the number of sample digits that are read correctly with it}."""
    return {name: candidate["right"] for name, candidate in report["scaling"]["candidates"].items()}


def import_(tmp_path: Path, data: bytes, *options: str) -> tuple[Result, Model, str]:
    """The result of `import`, the model, and the output on one line."""
    path, out = tmp_path / "mine.onnx", tmp_path / "mine.npz"
    path.write_bytes(data)
    result = CliRunner().invoke(build_app(), ["import", str(path), "--out", str(out), *options])
    assert result.exit_code == 0, result.output
    return result, glasscnn.load(out), re.sub(r"\s+", " ", result.output)


def onnx_probabilities(data: bytes, images: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    (logits,) = session.run(None, {"image": images.astype(np.float32)})
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: np.ndarray = exponentials / exponentials.sum(axis=1, keepdims=True)
    return probabilities


def module(channels: int = 1, classes: int = 10, width: int = 4, size: int = 28) -> Model:
    """An untrained network."""
    torch.manual_seed(0)
    layers = nn.Sequential(
        nn.Conv2d(channels, width, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(width, classes)
    )
    source = source_from_module(layers, (channels, size, size), "nn.Module", ImportOptions("untrained"))
    return finish(source.draft, source.options)


@cache
def untrained(**sizes: int) -> bytes:
    return without_metadata(write_onnx(module(**sizes)))


def without_metadata(data: bytes) -> bytes:
    file = onnx.load_from_string(data)
    del file.metadata_props[:]
    stripped: bytes = file.SerializeToString()
    return stripped


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("name", NAMES)
def test_scaling_of_the_training_is_found(name: str, scaling: str) -> None:
    data, (mean, std) = plain_onnx(name, scaling), SCALINGS[scaling]
    found, model = in_page(data)
    assert found["scaling"]["taken"] == found["scaling"]["advised"] == scaling
    assert found["scaling"]["isRead"]
    assert right_of(found)[scaling] == 10
    assert right_of(found).keys() == SCALINGS.keys() | {"imagenet"}
    assert model.graph.input.mean == pytest.approx((mean,))
    assert model.graph.input.std == pytest.approx((std,))
    images = sample_images()
    expected = onnx_probabilities(data, (images - mean) / std)
    np.testing.assert_allclose(model.predict(images).probabilities, expected, atol=1e-4)
    assert model.predict(images).label.tolist() == list(range(10))
    assert [model.predict(image).label for image in images] == list(range(10))


def test_chosen_scaling_is_used_and_the_advised_one_is_reported() -> None:
    data = plain_onnx("deep", "mnist")
    found, model = in_page(data, "unit")
    assert found["scaling"]["taken"] == "unit"
    assert found["scaling"]["advised"] == "mnist"
    assert right_of(found)["unit"] <= 2
    assert (model.graph.input.mean, model.graph.input.std) == ((0.0,), (1.0,))


def test_scaling_in_the_file_is_used() -> None:
    deep = glasscnn.load(PROJECT / "weights" / "deep.npz")
    found, model = in_page(write_onnx(deep))
    assert found["scaling"] is None
    assert (model.graph.input.mean, model.graph.input.std) == (deep.graph.input.mean, deep.graph.input.std)


def test_no_scaling_is_reported_as_right_for_a_network_that_reads_none(tmp_path: Path) -> None:
    found, model = in_page(untrained())
    assert not found["scaling"]["isRead"]
    assert found["scaling"]["taken"] == "unit"
    assert max(right_of(found).values()) < 6
    assert (model.graph.input.mean, model.graph.input.std) == ((0.0,), (1.0,))
    _, model, printed = import_(tmp_path, untrained())
    assert "Chosen: 0 … 1 (--mean 0 --std 1), since the sample digits are read with none of these." in printed
    assert "set it with --pixels (unit, mnist, signed, bytes, imagenet, inverted), or --mean and --std" in printed
    assert (model.graph.input.mean, model.graph.input.std) == ((0.0,), (1.0,))


@pytest.mark.parametrize("sizes", [{"classes": 7}, {"channels": 3, "classes": 7}, {"width": 600, "size": 100}], ids=str)
def test_network_that_samples_do_not_apply_to_gets_unscaled_pixels(sizes: dict[str, int], tmp_path: Path) -> None:
    channels = sizes.get("channels", 1)
    if "width" in sizes:
        assert operations_of(module(**sizes)) > MAX_OPERATIONS
    found, model = in_page(untrained(**sizes))
    assert [found["scaling"][key] for key in ("taken", "advised", "isRead")] == ["unit", "unit", False]
    assert set(right_of(found).values()) == {None}
    assert (model.graph.input.mean, model.graph.input.std) == ((0.0,) * channels, (1.0,) * channels)
    found, model = in_page(untrained(**sizes), "mnist")
    assert found["scaling"]["taken"] == "mnist"
    assert model.graph.input.mean == (0.1307,) * channels
    _, _, printed = import_(tmp_path, untrained(**sizes))
    assert "Chosen: 0 … 1 (--mean 0 --std 1), since the sample digits do not apply to this network." in printed


def test_operations_count_multiplications_additions_and_comparisons() -> None:
    gap10 = glasscnn.load(PROJECT / "weights" / "gap10.npz")
    cells = 10 * 28 * 28
    convolutions, activations, pooling, linear = cells * 9 + cells * 90, 2 * cells, cells // 4 * 4, 10 * 10
    average = softmax = 10
    assert operations_of(gap10) == convolutions + activations + pooling + average + linear + softmax


@pytest.mark.parametrize("scaling", SCALINGS)
def test_import_finds_the_scaling_prints_scores_and_compares_with_onnx_runtime(scaling: str, tmp_path: Path) -> None:
    _, model, printed = import_(tmp_path, plain_onnx("deep", scaling))
    assert "rows agree within 0.0001" in printed
    mean, std = SCALINGS[scaling]
    assert (
        f"(--mean {mean:g} --std {std:.6g}), since 10 of the ten sample digits are read correctly with it." in printed
    )
    assert model.graph.input.mean == pytest.approx((mean,))
    assert model.graph.input.std == pytest.approx((std,))
    assert model.predict(sample_images()).label.tolist() == list(range(10))
    scores = choose_scaling(as_it_is(plain_onnx("deep", scaling)), SAMPLES).scores
    for score in scores.values():
        assert f"{score.right} of 10 {score.log_probability:.2f}" in printed


def as_it_is(data: bytes) -> Model:
    return finish(read_onnx(parse_model(data)), ImportOptions("again"))


def test_mean_and_std_override_the_samples(tmp_path: Path) -> None:
    data = plain_onnx("deep", "mnist")
    _, model, printed = import_(tmp_path, data, "--std", "0.5")
    assert "Taken" not in printed
    assert (model.graph.input.mean, model.graph.input.std) == ((0.0,), (0.5,))
    _, model, printed = import_(tmp_path, data, "--mean", "1", "--std=-1")
    assert "Taken" not in printed
    assert (model.graph.input.mean, model.graph.input.std) == ((1.0,), (-1.0,))


def test_json_output_is_not_mixed_with_other_text(tmp_path: Path) -> None:
    result, _, _ = import_(tmp_path, plain_onnx("gap10", "mnist"), "--json")
    assert json.loads(result.stdout)["ok"]
    assert "of the ten sample digits" in re.sub(r"\s+", " ", result.stderr)


def in_colour(data: bytes) -> bytes:
    """A network for grey images as one for three channels, of which it takes the average, after ImageNet's scaling."""
    file = onnx.load_from_string(data)
    file.graph.input[0].type.tensor_type.shape.dim[1].dim_value = 3
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    kernel = numpy_helper.from_array((std / 3).astype(np.float32).reshape(1, 3, 1, 1), "grey")
    offset = numpy_helper.from_array(np.array([mean.mean()], np.float32), "grey_offset")
    for node in file.graph.node:
        node.input[:] = ["grey_image" if source == "image" else source for source in node.input]
    file.graph.node.insert(0, helper.make_node("Conv", ["image", "grey", "grey_offset"], ["grey_image"]))
    file.graph.initializer.extend([kernel, offset])
    coloured: bytes = file.SerializeToString()
    return coloured


def test_scaling_of_imagenet_is_found_for_colours_and_for_grey() -> None:
    found, model = in_page(in_colour(plain_onnx("gap10", "unit")))
    assert (found["scaling"]["taken"], right_of(found)["imagenet"]) == ("imagenet", 10)
    assert model.graph.input.mean == (0.485, 0.456, 0.406)
    assert model.graph.input.std == (0.229, 0.224, 0.225)
    images = np.broadcast_to(sample_images(), (10, 3, 28, 28))
    assert model.predict(images).label.tolist() == list(range(10))
    found, model = in_page(plain_onnx("gap10", "imagenet"))
    assert (found["scaling"]["taken"], right_of(found)["imagenet"]) == ("imagenet", 10)
    assert (model.graph.input.mean, model.graph.input.std) == ((0.449,), (0.226,))


def test_an_import_counts_its_steps_and_a_chosen_scaling_is_compared_with_the_others() -> None:
    given = {"name": "mine.onnx", "files": [], "samples": SAMPLES, "scaling": "unit"}
    steps = Import(plain_onnx("gap10", "mnist"), json.dumps(given))
    counts = []
    while steps.step():
        counts.append(steps.done)
    assert [*counts, steps.done] == list(range(1, STEPS + 1))
    assert json.loads(steps.report)["scaling"]["advised"] == "mnist"
    assert glasscnn.load(steps.file).graph.input.mean == (0.0,)


def test_classes_are_asked_for_and_taken_unless_the_file_states_them() -> None:
    found, model = in_page(untrained())
    assert set(found["classes"]["lists"]) == {"digits", "fashion-mnist", "cifar-10"}
    found, model = in_page(untrained(), classes=found["classes"]["lists"]["fashion-mnist"])
    assert model.graph.classes[9] == "Ankle boot"
    found, _ = in_page(untrained(classes=26))
    assert list(found["classes"]["lists"]) == ["letters"]
    found, _ = in_page(write_onnx(glasscnn.load("gap10")))
    assert found["classes"] is None
    with pytest.raises(ModelError, match=r"mine\.onnx: expected 10 classes, .* found 2"):
        in_page(untrained(), classes=["a", "b"])


def test_pixels_and_classes_have_names_in_import(tmp_path: Path) -> None:
    _, model, printed = import_(tmp_path, untrained(channels=3), "--pixels", "imagenet", "--classes", "cifar-10")
    assert "does not state the scaling" not in printed
    assert model.graph.input.mean == (0.485, 0.456, 0.406)
    assert model.graph.classes[:2] == ("airplane", "automobile")
    out = tmp_path / "no.npz"
    for options, sentence in {
        (
            "--pixels",
            "lab",
        ): "--pixels: expected one of unit, mnist, signed, bytes, imagenet, inverted, found 'lab'",
        ("--pixels", "mnist", "--mean", "0.1"): "--pixels: it states --mean and --std",
    }.items():
        result = CliRunner().invoke(build_app(), ["import", str(tmp_path / "mine.onnx"), "--out", str(out), *options])
        assert sentence in str(result.exception)
    assert not out.exists()


def test_at_a_terminal_import_asks_where_the_scaling_is_a_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    model, console = module(classes=7), Console(file=io.StringIO())
    choice = choose_scaling(model, SAMPLES)
    assert chosen_scaling(choice, console, is_quiet=False).name == "unit"  # no terminal: the guess is printed only
    answers = iter(["grey", "signed"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    assert chosen_scaling(choice, console, is_quiet=False).name == "signed"
    assert not list(answers)
    assert chosen_scaling(choice, console, is_quiet=True).name == "unit"
    digits = choose_scaling(as_it_is(plain_onnx("gap10", "mnist")), SAMPLES)
    assert chosen_scaling(digits, console, is_quiet=False).name == "mnist"  # known, so nobody is asked
