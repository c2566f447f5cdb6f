"""Metrics equal values counted by hand, and the commands and cards report them."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from markdown_it import MarkdownIt
from PIL import Image
from typer.testing import CliRunner

import glasscnn
from export_tools.__main__ import build_app
from export_tools.conversion.verify import Comparison, NodeComparison
from export_tools.conversion.verify_report import print_comparison
from export_tools.data import LabelledImages
from export_tools.errors import ToolError
from export_tools.evaluation.card import card_entries, card_markdown, with_card
from export_tools.evaluation.confusion import draw_confusion
from export_tools.evaluation.evaluate import evaluate
from export_tools.evaluation.report import Report, print_table
from glasscnn.engine import Graph, Input, Node, Stage
from glasscnn.evaluation.metrics import BINS, Tally
from glasscnn.model.npz_format import write_model

RUN = CliRunner()
CLASSES = ("dark", "middle", "bright")


def brightness_model() -> glasscnn.Model:
    """Classifies the brightness of a (1, 2, 2) image: the logits are 40 · mean · (0, 1, 2) − (0, 10, 40)."""
    graph = Graph(
        name="brightness",
        title="Brightness",
        description="Tells how bright an image is.",
        input=Input("image", (1, 2, 2), (0.0,), (1.0,)),
        nodes=(Node("mean", "global_avg_pool2d", ("image",), {}), Node("logits", "linear", ("mean",), {})),
        output="logits",
        classes=CLASSES,
        stages=(Stage("logits", "logits", "linear"),),
        card={"training_data": "none: its weights were set by hand"},
    )
    weights = {
        "logits.weight": np.array([[0], [40], [80]], np.float32),
        "logits.bias": np.array([0, -10, -40], np.float32),
    }
    return glasscnn.Model(graph, weights)


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    path = tmp_path / "brightness.npz"
    brightness_model().save(path)
    return path


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Four 2 × 2 pictures, one of which the model misclassifies: a grey one labelled dark."""
    for name, greys in {"dark": (0, 128), "middle": (128,), "bright": (255,)}.items():
        (tmp_path / "pictures" / name).mkdir(parents=True)
        for number, grey in enumerate(greys):
            Image.new("L", (2, 2), grey).save(tmp_path / "pictures" / name / f"{number}.png")
    return tmp_path / "pictures"


def test_metrics_equal_values_counted_by_hand() -> None:
    tally = Tally(3)
    tally.add(
        np.array([0, 0, 1, 1]),
        np.array([[0.9, 0.1, 0], [0.4, 0.6, 0], [0.2, 0.8, 0], [0.7, 0.3, 0]], np.float32),
    )
    metrics = tally.metrics()
    assert metrics.images == 4
    assert metrics.accuracy == 0.5
    assert metrics.confusion == [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    assert metrics.precision == [0.5, 0.5, None]  # class 2 was never said …
    assert metrics.recall == [0.5, 0.5, None]  # … and never there
    assert metrics.ece == pytest.approx((0.1 + 0.6 + 0.2 + 0.7) / 4)  # each image is alone in its bin


@settings(max_examples=50, deadline=None)
@given(
    arrays.arrays(np.float32, (30, 4), elements=st.floats(0.0625, 1, width=32)),
    arrays.arrays(np.int64, 30, elements=st.integers(0, 3)),
)
def test_metrics_equal_plain_loops_for_any_batch_size(scores: Any, labels: Any) -> None:
    probabilities = scores / scores.sum(axis=1, keepdims=True)
    tally = Tally(4)
    for start in (0, 7, 14, 21, 28):
        tally.add(labels[start : start + 7], probabilities[start : start + 7])
    metrics = tally.metrics()

    said = [row.index(max(row)) for row in probabilities.tolist()]
    assert metrics.accuracy == sum(s == label for s, label in zip(said, labels, strict=True)) / 30
    error = 0.0
    for number in range(BINS):
        inside = [
            i for i, row in enumerate(probabilities.astype(float)) if number / BINS < max(row) <= (number + 1) / BINS
        ]
        if inside:
            right = sum(said[i] == labels[i] for i in inside) / len(inside)
            confidence = sum(max(map(float, probabilities[i])) for i in inside) / len(inside)
            error += len(inside) / 30 * abs(right - confidence)
    assert metrics.ece == pytest.approx(error, abs=1e-9)


def test_evaluate_equals_single_predictions() -> None:
    generator = np.random.default_rng(0)
    images = generator.integers(0, 256, (40, 1, 2, 2), dtype=np.uint8)
    labels = generator.integers(0, 3, 40)
    model = brightness_model()
    batches = [LabelledImages(images[i : i + 7], labels[i : i + 7], CLASSES) for i in range(0, 40, 7)]
    right = sum(model.predict(image / 255).label == label for image, label in zip(images, labels, strict=True))
    assert evaluate(model, batches).accuracy == right / 40


def test_images_of_another_shape_and_no_images_are_refused() -> None:
    wrong = LabelledImages(np.zeros((1, 1, 3, 3), np.uint8), np.zeros(1, np.int64), CLASSES)
    with pytest.raises(ToolError, match=r"shape \(1, 2, 2\), found \(1, 3, 3\)"):
        evaluate(brightness_model(), [wrong])
    with pytest.raises(ToolError, match="no images"):
        evaluate(brightness_model(), [])


def test_command_evaluates_a_folder_and_draws_the_confusion_matrix(
    model_file: Path, pictures: Path, tmp_path: Path
) -> None:
    png = tmp_path / "confusion.png"
    arguments = ["evaluate", str(model_file), "--folder", str(pictures), "--json", "--confusion", str(png)]
    result = RUN.invoke(build_app(), arguments, catch_exceptions=False)
    report = json.loads(result.stdout)
    assert report["metrics"]["accuracy"] == 0.75
    assert report["metrics"]["confusion"] == [[1, 1, 0], [0, 1, 0], [0, 0, 1]]
    assert report["classes"] == list(CLASSES)
    assert png.read_bytes().startswith(b"\x89PNG")
    table = RUN.invoke(build_app(), arguments[:4], catch_exceptions=False).stdout
    assert "accuracy 75.00 % of 4 images" in table


def test_digit_sets_are_refused_for_other_models(model_file: Path) -> None:
    with pytest.raises(ToolError, match="3 classes"):
        RUN.invoke(build_app(), ["evaluate", str(model_file)], catch_exceptions=False)
    with pytest.raises(ToolError, match="together"):
        RUN.invoke(build_app(), ["evaluate", str(model_file), "--idx-images", "x"], catch_exceptions=False)


def test_card_figures_are_written_to_the_page_and_the_file(model_file: Path, pictures: Path) -> None:
    RUN.invoke(build_app(), ["card", str(model_file), "--folder", str(pictures)], catch_exceptions=False)
    page = model_file.with_suffix(".md").read_text()
    assert "| dark | 2 | 100.00 % | 50.00 % |" in page
    assert "dark read as middle (1)" in page
    assert "none: its weights were set by hand" in page
    model = glasscnn.load(model_file)
    assert model.graph.card["accuracy"] == {str(pictures): 0.75}
    assert model.graph.card["parameters"] == 6
    size = model_file.stat().st_size
    assert f"{size / 1000:.1f} kB" in page


def test_card_keeps_float16_and_all_weights(model_file: Path, pictures: Path) -> None:
    model = brightness_model()
    model_file.write_bytes(write_model(model.graph, model.weights, half=True))
    RUN.invoke(build_app(), ["card", str(model_file), "--folder", str(pictures)], catch_exceptions=False)
    with np.load(model_file) as file:
        assert file["logits.weight"].dtype == np.float16
    np.testing.assert_array_equal(glasscnn.load(model_file).weights["logits.weight"], model.weights["logits.weight"])


def test_card_states_that_there_are_no_mistakes() -> None:
    tally = Tally(3)
    tally.add(np.arange(3), np.eye(3, dtype=np.float32))
    report = Report("brightness", "three images", CLASSES, tally.metrics(), 0.1)
    model = with_card(brightness_model(), card_entries(brightness_model(), [report]))
    assert "mistakes there: none." in card_markdown(model, [report], 1234, curve=None)
    assert "![Learning" not in card_markdown(model, [report], 1234, curve=None)
    assert "(brightness.png)" in card_markdown(model, [replace(report)], 1234, curve="brightness.png")


HOSTILE = "[b](https://evil.example)\n\x1b[31m$\\frac$ | <img src=https://evil.example/a.png>"


def hostile_model() -> glasscnn.Model:
    """The same model with hostile text in every field, of characters that names may have."""
    model, text = brightness_model(), HOSTILE.replace("\n\x1b", " \u200b")
    nodes = (replace(model.graph.nodes[0], name=text), replace(model.graph.nodes[1], inputs=(text,)))
    card = dict.fromkeys(("training_data", "made_by", "version", "licence", "note"), HOSTILE)
    stages = (Stage(text, text, text), *model.graph.stages[:1])
    words = {"name": text, "title": text, "description": text}
    graph = replace(model.graph, **words, nodes=nodes, stages=stages, classes=(text, "b", "c"), card=card)
    return glasscnn.Model(graph, model.weights)


def test_names_from_a_model_are_plain_text_in_its_card(tmp_path: Path, pictures: Path) -> None:
    shutil.rmtree(pictures / "bright")
    (pictures / "dark").rename(pictures / "b")
    (pictures / "middle").rename(pictures / "c")
    hostile_model().save(tmp_path / "a b.npz")
    (tmp_path / "a b.png").write_bytes(b"")
    RUN.invoke(build_app(), ["card", str(tmp_path / "a b.npz"), "--folder", str(pictures)], catch_exceptions=False)
    page = (tmp_path / "a b.md").read_text()
    assert all(line.isprintable() for line in page.split("\n"))
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    parts = [child for token in tokens for child in token.children or ()]
    assert [part.attrs["src"] for part in parts if part.type == "image"] == ["a%20b.png"]
    assert {part.type for part in parts} <= {"text", "code_inline", "image", "softbreak"}
    assert not [token for token in tokens if token.type == "html_block"]
    assert len([token for token in tokens if token.type == "table_open"]) == 4


def test_names_from_a_model_have_no_effect_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally(3)
    tally.add(np.arange(3), np.eye(3, dtype=np.float32))
    print_table(Report(HOSTILE, "three images", (HOSTILE, "[red]b[/]", "c"), tally.metrics(), 0.1))
    row = NodeComparison(HOSTILE, "relu", HOSTILE, (1, 2), 1.0, 1.0, False)
    print_comparison(Comparison(HOSTILE, "ONNX", "onnxruntime", 1, 1e-4, (row,), (HOSTILE,), "float32", 1))
    printed = capsys.readouterr().out
    assert "[red]b[/]" in printed
    assert all(line.isprintable() for line in printed.split("\n"))
    draw_confusion(tally.metrics(), ("$\\frac$", "b\n", "\0"), "$\\frac$\0", tmp_path / "confusion.png")
    assert (tmp_path / "confusion.png").read_bytes().startswith(b"\x89PNG")
    assert str(ToolError(HOSTILE)).isprintable()


def test_name_of_a_model_is_not_used_as_a_path(tmp_path: Path) -> None:
    model = brightness_model()
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    glasscnn.Model(replace(model.graph, name="../../out"), model.weights).save(folder / "model.npz")
    RUN.invoke(build_app(), ["export", str(folder / "model.npz"), "--to", "onnx"], catch_exceptions=False)
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*")) == [
        Path("a/b/model.npz"),
        Path("a/b/out.onnx"),
    ]
