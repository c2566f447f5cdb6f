"""What a notebook keeps of `glasscnn.show`: a still picture and a frame, below 100 kB beside a Jupyter server."""

import html
import json
import re
import sys
import xml.etree.ElementTree as ET
from base64 import b64decode
from pathlib import Path

import numpy as np
import pytest

import glasscnn
from glasscnn import notebook_page
from glasscnn.notebook_page import folder_of_notebook
from glasscnn.still_picture import percent

SEVEN = [[(60, 60), (220, 60), (120, 240)]]
PAGE = "<!doctype html><body></body>" + " " * 200_000
NAMES = ("deep", "gap10", "lenet5", "resmini")


@pytest.fixture(autouse=True)
def page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page without contents, larger than an output may be."""
    monkeypatch.setattr(notebook_page, "page", lambda: PAGE)
    monkeypatch.delenv(notebook_page.NOTEBOOK, raising=False)


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a notebook that a Jupyter server runs."""
    monkeypatch.setenv(notebook_page.NOTEBOOK, str(tmp_path / "lesson.ipynb"))
    return tmp_path


def frame_in(output: str) -> dict[str, str]:
    """The attributes of the frame in an output."""
    (frame,) = re.findall(r"<iframe (.*?)></iframe>", output)
    return {name: html.unescape(value) for name, value in re.findall(r'([a-z]+)="(.*?)"', frame)}


@pytest.mark.parametrize("name", NAMES)
def test_an_output_beside_a_jupyter_server_is_below_100_kb_and_its_frame_shows_the_file_beside_it(
    name: str, beside: Path
) -> None:
    image = np.random.default_rng(1).random((1, 28, 28))
    outputs = [glasscnn.show(name, given)._repr_mimebundle_() for given in (SEVEN, image, None)]
    assert all(sum(map(len, output.values())) < 100_000 for output in outputs)
    (file,) = beside.iterdir()
    assert file.read_text("ascii") == PAGE
    frame = frame_in(outputs[0]["text/html"])
    assert (frame["src"], frame["sandbox"]) == (file.name, "allow-scripts allow-downloads")
    assert json.loads(frame["name"].removeprefix("glasscnn:")) == {
        "model": {"name": name, "bundled": True},
        "strokes": [[[60, 60], [220, 60], [120, 240]]],
    }


def test_a_page_beside_the_notebook_that_is_damaged_is_written_again(beside: Path) -> None:
    view = glasscnn.show("gap10")
    view._repr_html_()
    (file,) = beside.iterdir()
    file.write_text("half")
    view._repr_html_()
    assert file.read_text("ascii") == PAGE


def test_elsewhere_and_where_no_file_can_be_written_the_page_is_in_the_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = glasscnn.show("gap10", SEVEN)
    assert frame_in(view._repr_html_())["srcdoc"] == view.document
    (tmp_path / "file").write_text("")
    for notebook in (
        "relative.ipynb",
        str(tmp_path / "none" / "lesson.ipynb"),
        str(tmp_path / "file" / "lesson.ipynb"),
    ):
        monkeypatch.setenv(notebook_page.NOTEBOOK, notebook)
        assert "srcdoc" in frame_in(view._repr_html_())
    monkeypatch.setenv(notebook_page.NOTEBOOK, str(tmp_path / "lesson.ipynb"))
    assert "srcdoc" in frame_in(glasscnn.show("gap10", SEVEN, page="inside")._repr_html_())
    monkeypatch.setattr(notebook_page, "write_atomically", refuse)
    assert "srcdoc" in frame_in(view._repr_html_())


def refuse(file: Path, data: bytes) -> None:
    raise PermissionError(13, "Permission denied", str(file))


def test_colab_and_marimo_show_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {notebook_page.NOTEBOOK: str(tmp_path / "lesson.ipynb")}
    assert folder_of_notebook(environment) == tmp_path
    monkeypatch.setitem(sys.modules, "google.colab", None)
    assert folder_of_notebook(environment) is None


def test_a_site_can_be_named_whose_page_the_frames_show_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook_page, "page", refuse)
    address = "https://course.example/glasscnn/?theme=dark&lang=id"
    frame = frame_in(glasscnn.show("deep", SEVEN, page=address)._repr_html_())
    assert frame["src"] == address
    assert frame["name"].startswith('glasscnn:{"model"')


def test_only_a_model_that_the_page_lacks_is_given_as_a_file() -> None:
    model = glasscnn.load("gap10")
    assert json.loads(glasscnn.show(model).given)["model"] == {"name": "gap10", "bundled": True}
    changed = model.with_weights({"conv1.bias": model.weights["conv1.bias"] + 1})
    given = json.loads(glasscnn.show(changed).given)["model"]
    assert given["name"] == "gap10"
    np.testing.assert_array_equal(
        glasscnn.load(b64decode(given["bytes"])).weights["conv1.bias"], changed.weights["conv1.bias"]
    )


def test_without_frames_the_output_still_says_and_shows_what_was_read() -> None:
    output = glasscnn.show("gap10", SEVEN)._repr_mimebundle_()
    without_frames = re.sub(r"<iframe .*</iframe>", "", output["text/html"])
    result = glasscnn.load("gap10").predict(glasscnn.ink_to_image(SEVEN))
    sentence = f"glasscnn: GAP-10 reads 7, {percent(float(result.probabilities[7]))}"
    assert f'alt="{sentence}"' in without_frames
    assert sentence in output["text/plain"]
    picture = ET.fromstring(b64decode(re.findall(r"svg\+xml;base64,([^\"]+)", without_frames)[0]))
    texts = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[::2] == list("0123456789")
    assert texts[1::2] == [percent(float(probability)) for probability in result.probabilities]
    assert output["image/svg+xml"].startswith("<svg ")


def test_a_class_named_like_markup_stays_text() -> None:
    model = glasscnn.load("gap10")
    object.__setattr__(model.graph, "classes", ('"><script>', *"123456789"))
    object.__setattr__(model.graph, "title", '"><script>alert(1)</script>')
    output = glasscnn.show(model, [[(140, 100), (180, 140), (140, 180), (100, 140), (140, 100)]], page="x.html")
    assert "<script>" not in output._repr_html_()
    assert ET.fromstring(output.still).tag.endswith("svg")
