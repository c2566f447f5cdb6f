"""The command `glasscnn` prints what the package computes, and one sentence for what it cannot use."""

import json
from pathlib import Path

import numpy as np
import pytest

import glasscnn
from glasscnn.command_line import main

SEVEN = [[[60, 60], [220, 60], [120, 240]]]


@pytest.fixture
def strokes(tmp_path: Path) -> str:
    path = tmp_path / "seven.json"
    path.write_text(json.dumps(SEVEN))
    return str(path)


def test_models_lists_the_bundled_ones_with_their_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert {line[0]: line[1] for line in lines} == {
        "deep": "19,004",
        "gap10": "1,120",
        "lenet5": "61,706",
        "resmini": "16,018",
    }


def test_read_prints_all_classes_the_most_probable_first(strokes: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "gap10", strokes]) == 0
    lines = capsys.readouterr().out.splitlines()
    expected = glasscnn.load("gap10").predict(glasscnn.ink_to_image(SEVEN)).probabilities
    assert lines[0].split()[:2] == ["7", f"{expected[7]:.2%}"]
    assert sorted(line.split()[0] for line in lines) == [str(digit) for digit in range(10)]


def test_read_gives_the_probabilities_as_json_for_an_array_and_a_picture_too(
    strokes: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image = glasscnn.ink_to_image(SEVEN)
    np.save(tmp_path / "seven.npy", image)
    picture_of(image, tmp_path / "seven.png")
    for path in (strokes, tmp_path / "seven.npy", tmp_path / "seven.png"):
        assert main(["read", "deep", str(path), "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert answer["label"] == "7"
        assert sum(answer["probabilities"].values()) == pytest.approx(1, abs=1e-5)


def picture_of(image: np.ndarray, path: Path) -> None:
    """Dark ink on white paper."""
    pillow = pytest.importorskip("PIL.Image")
    ink = np.kron(255 - np.rint(image[0] * 255), np.ones((8, 8))).astype(np.uint8)
    pillow.fromarray(ink).save(path)


def test_explain_prints_the_value_of_the_cell_and_its_line_of_numpy(
    strokes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "gap10", strokes, "conv2", "3", "12", "7"]) == 0
    value, line = capsys.readouterr().out.splitlines()
    model = glasscnn.load("gap10")
    result = model.predict(glasscnn.ink_to_image(SEVEN))
    assert value == f"conv2[3, 12, 7] = {result.stages['conv2'][3, 12, 7]:g}"
    cell = glasscnn.explain.cell(model, result, "conv2", channel=3, row=12, column=7)
    assert line == cell.expression


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["read", "gap11", "IMAGE"], "gap11: neither a bundled model"),
        (["read", "gap10", "no.json"], "no.json: No such file"),
        (["read", "gap10", "BAD"], "expected a list of strokes, each a list of [x, y]"),
        (["explain", "gap10", "IMAGE", "conv9", "0", "0", "0"], "conv9"),
        (["explain", "gap10", "IMAGE", "conv2", "0", "0"], "a cell has one index or three"),
        (["explain", "gap10", "IMAGE", "conv2", "10", "0", "0"], "10"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_on_standard_error(
    arguments: list[str], reason: str, strokes: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.json").write_text('{"strokes": 1}')
    files = {"IMAGE": strokes, "BAD": str(tmp_path / "bad.json")}
    assert main([files.get(argument, argument) for argument in arguments]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("glasscnn: ")
    assert reason in printed.err
    assert printed.err.count("\n") == 1
