"""Downloads contain what is on the screen, and reproduce it."""

import base64
import io
import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.browser.support.digits import quick_digits
from tests.browser.support.made_models import hostile_names
from tests.browser.support.visitor import Visitor, default_model

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()


def open_box(visitor: Visitor) -> None:
    if not visitor.part("take-box").is_visible():
        visitor.in_header("take").click()


def take(visitor: Visitor, choice: str, tmp_path: Path) -> Path:
    """The file that a button of the Save menu downloads."""
    open_box(visitor)
    with visitor.page.expect_download() as download:
        visitor.part(f"take-{choice}").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


@pytest.mark.parametrize("model", ["deep", "gap10"])
@pytest.mark.parametrize("kind", ["script", "notebook"])
def test_the_script_and_the_notebook_give_every_number_on_the_screen_with_numpy_alone(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, model: str
) -> None:
    if model != default_model():
        visitor.use_model(model)
    visitor.draw(SAMPLES[5])
    shown = visitor.read_again()
    path = take(visitor, kind, tmp_path)
    assert path.suffix == {"script": ".py", "notebook": ".ipynb"}[kind]
    code = path.read_text("utf-8")
    if kind == "notebook":
        cells = json.loads(code)["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    monkeypatch.setitem(sys.modules, "glasscnn", None)  # so that an import of it fails
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(code, str(path), "exec"), names)
    stages = names["stages"]
    assert isinstance(stages, dict)
    assert list(stages) == list(shown["stages"])
    for name, maps in stages.items():
        expected = np.reshape(shown["stages"][name]["data"], shown["stages"][name]["shape"])
        np.testing.assert_allclose(maps, expected, rtol=0, atol=1e-4 * max(1, np.abs(expected).max()))
    drawn = [[point[:2] for point in stroke] for stroke in visitor.strokes()]
    np.testing.assert_allclose(np.concatenate(names["strokes"]), np.concatenate(drawn), atol=0.01)  # type: ignore[call-overload]


def test_the_activations_are_those_of_the_reading(visitor: Visitor, tmp_path: Path) -> None:
    visitor.draw(SAMPLES[2])
    shown = visitor.read_again()
    with np.load(take(visitor, "activations", tmp_path), allow_pickle=False) as file:
        arrays = dict(file)
    assert set(arrays) == set(shown["stages"])
    for name, stage in shown["stages"].items():
        np.testing.assert_array_equal(arrays[name], np.reshape(stage["data"], stage["shape"]).astype(np.float32))


def test_the_prediction_is_json_with_the_drawing(visitor: Visitor, tmp_path: Path) -> None:
    visitor.draw(SAMPLES[9])
    shown = visitor.read_again()
    content = json.loads(take(visitor, "prediction", tmp_path).read_text())
    assert content["model"] == default_model()
    assert content["class"] == "9"
    assert list(content["probabilities"].values()) == shown["probabilities"]
    assert len(content["drawing"]["strokes"]) == len(visitor.strokes())


def test_a_picture_of_one_map_is_that_map(visitor: Visitor, tmp_path: Path) -> None:
    visitor.use_model("gap10")
    visitor.draw(SAMPLES[3])
    visitor.read_again()
    open_box(visitor)
    visitor.part("take-which").select_option("conv1")
    visitor.part("take-map").select_option("2")
    picture = Image.open(io.BytesIO(take(visitor, "stage", tmp_path).read_bytes())).convert("RGB")
    assert picture.size == (560, 560)
    small = np.asarray(picture.resize((28, 28), Image.Resampling.NEAREST))
    large = np.asarray(picture)
    assert (np.kron(small, np.ones((20, 20, 1), np.uint8)) == large).all()
    expected = visitor.page.evaluate(
        """() => {
          const canvas = document.querySelector("[data-testid=stage-conv1]");
          return [...canvas.getContext("2d").getImageData(0, 30, 28, 28).data];
        }"""
    )
    np.testing.assert_array_equal(small, np.reshape(expected, (28, 28, 4))[..., :3])
    visitor.part("take").press("Escape")


def test_the_network_is_a_png_and_an_svg_with_its_stages_and_maps(visitor: Visitor, tmp_path: Path) -> None:
    visitor.draw(SAMPLES[4])
    stages = visitor.read_again()["stages"]
    picture = Image.open(io.BytesIO(take(visitor, "network", tmp_path).read_bytes()))
    assert picture.format == "PNG"
    assert picture.width > picture.height > 800
    svg = ET.fromstring(take(visitor, "diagram", tmp_path).read_bytes())
    images = svg.findall("{http://www.w3.org/2000/svg}image")
    assert len(images) == len(stages)
    data = images[0].attrib["href"].partition("base64,")[2]
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (28, 28)
    assert any("4: " in (text.text or "") for text in svg.findall("{http://www.w3.org/2000/svg}text"))


def test_names_from_a_model_are_single_lines_in_pictures_and_no_paths_in_file_names(
    visitor: Visitor, tmp_path: Path
) -> None:
    visitor.load_model(hostile_names(), "hostile.npz")
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    svg = ET.fromstring(take(visitor, "diagram", tmp_path).read_bytes())
    texts = [text.text or "" for text in svg.findall("{http://www.w3.org/2000/svg}text")]
    assert '../<b>" �' in texts
    assert all(text.isprintable() for text in texts)
    visitor.part("take-which").select_option(index=1)
    for kind, suffix in {"stage": "png", "script": "py", "notebook": "ipynb", "activations": "npz"}.items():
        name = take(visitor, kind, tmp_path).name
        assert re.fullmatch(rf"glasscnn-[\w.-]{{1,200}}\.{suffix}", name, re.ASCII), name
    visitor.part("take").press("Escape")
